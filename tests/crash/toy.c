/*
 * A small engine to prove the crash driver on, before and apart from the real one: it
 *takes the files of in/, books each one's name and length in a ledger, publishes an
 *answer into out/ and settles the file in archivio/, and recovers as the real one does.
 *
 *	toy DIR [careless]      "careless" renames without syncing, which must be noticed
 */
#include "base/log.h"
#include "spool/claim.h"
#include "spool/lock.h"
#include "spool/publish.h"
#include "spool/staging.h"
#include "spool/temporary.h"
#include "spool/watch.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct toy {
	int root, in, out, archive, work;
	struct str in_path;
	struct lock lock;
	sqlite3 *ledger;
	bool careless;
};

static void
check(int result, const struct err *e)
{
	if (result >= 0)
		return;
	log_error("toy: %s", e->text);
	exit(70);
}

static int
folder(const struct toy *t, const char *name)
{
	struct err e;
	int fd = folder_open(t->root, str_of(name), FOLDER_MAKE, &e);

	check(fd, &e);
	return fd;
}

static void
sql(const struct toy *t, const char *text)
{
	if (sqlite3_exec(t->ledger, text, NULL, NULL, NULL) == SQLITE_OK)
		return;
	log_error("toy: %s: %s", text, sqlite3_errmsg(t->ledger));
	exit(70);
}

/* Where files are dropped: in/, or on a share, in a folder named after the whole path. */
static struct str
path_of_in(struct arena *a, const char *path)
{
	const char *share = getenv("TOY_SHARE");
	char *name = arena_cstr(a, str_of(path));

	if (share == NULL)
		return STR("in");
	for (char *p = name; *p != '\0'; p++)
		if (*p == '/')
			*p = '_';
	return arena_format(a, "%s/%s/in", share, name);
}

static void
toy_open(struct toy *t, const char *path)
{
	char name[4096];
	struct err e;

	t->root = folder_open_root(str_of(path), FOLDER_MUST_BE, &e);
	check(t->root, &e);
	t->in = folder_open_configured(t->root, t->in_path, FOLDER_MAKE, &e);
	check(t->in, &e);
	t->out = folder(t, "out");
	t->archive = folder(t, "archivio/2026/11");
	t->work = folder(t, ".work");
	check(lock_open(&t->lock, t->work, &e), &e);
	snprintf(name, sizeof name, "%s/ledger.db", path);
	if (sqlite3_open(name, &t->ledger) != SQLITE_OK)
		exit(70);
	sql(t,
	    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	    "CREATE TABLE IF NOT EXISTS file (name TEXT PRIMARY KEY, size INTEGER)");
}

/* Books the file unless a run before the crash did. */
static void
book(const struct toy *t, const char *name, int job)
{
	char text[512];
	struct stat st;

	if (fstatat(job, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		exit(70);
	snprintf(text, sizeof text,
	    "BEGIN IMMEDIATE; INSERT INTO file VALUES ('%s', %jd)"
	    " ON CONFLICT DO NOTHING; COMMIT",
	    name, (intmax_t)st.st_size);
	sql(t, text);
}

/* What a fault in publish.c would look like. */
static void
answer_carelessly(const struct toy *t, const char *name)
{
	int fd = openat(t->out, ".careless", O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd < 0 || write(fd, "ok", 2) != 2 ||
	    renameat(t->out, ".careless", t->out, name) != 0)
		exit(70);
	close(fd);
}

static void
finish(const struct toy *t, const char *name, int job)
{
	char answer[300], settled[FOLDER_NAME_SIZE];
	struct err e;

	book(t, name, job);
	snprintf(answer, sizeof answer, "%s.json", name);
	if (t->careless)
		answer_carelessly(t, answer);
	else
		check(publish_bytes(t->out, str_of(answer), PUBLISH_SAME,
			  STR("{\"ok\":true}\n"), &e),
		    &e);
	check(claim_settle(job, str_of(name), t->archive, settled, &e), &e);
	check(folder_sync(t->archive, &e), &e);
}

static void
finish_job(const struct toy *t, const char *job_name, bool after_crash)
{
	struct staging_list files;
	const char *name;
	struct err e;
	int job = staging_open(t->work, str_of(job_name), &e);

	check(job, &e);
	check(staging_files(&files, job, &e), &e);
	while (staging_next(&files, &name, &e) > 0) {
		if (after_crash)
			check(claim_recover(t->in, job, str_of(name), true, &e), &e);
		finish(t, name, job);
	}
	staging_close(&files);
	close(job);
	check(staging_remove(t->work, str_of(job_name), &e), &e);
}

static void
recover(const struct toy *t)
{
	struct staging_list jobs;
	const char *name;
	struct err e;

	check(publish_sweep(t->out, NULL, &e), &e);
	check(publish_sweep(t->archive, NULL, &e), &e);
	check(staging_sweep(t->work, &e), &e);
	check(staging_jobs(&jobs, t->work, &e), &e);
	while (staging_next(&jobs, &name, &e) > 0)
		finish_job(t, name, true);
	staging_close(&jobs);
}

/* Two files a job, so that a crash can fall between two takings. */
static bool
take_some(const struct toy *t, struct watch *w, const char *job_name)
{
	struct claimed list[2];
	struct watch_ready ready;
	size_t count = 0;
	struct err e;
	int job;

	if (!watch_next(w, &ready))
		return false;
	job = staging_make(t->work, str_of(job_name), &e);
	check(job, &e);
	do {
		int taken = claim_take(ready.fd, ready.name, job, ready.done_file,
		    1 << 20, &list[count], &e);

		check(taken, &e);
		count += taken == CLAIM_TAKEN;
	} while (count < 2 && watch_next(w, &ready));
	check(claim_commit(t->in, job, list, count, &e), &e);
	close(job);
	return true;
}

static void
take_all(const struct toy *t, struct arena *a)
{
	struct watch_folder in = {.base = t->root, .path = t->in_path};
	struct pollfd nothing = {0};
	struct watch *w;
	char job[32];
	struct err e;

	check(watch_open(
		  &w, &in, 1, (struct watch_options){.scan = 1, .once = true}, a, &e),
	    &e);
	watch_go_on(w, &nothing);
	for (int number = 1;; number++) {
		snprintf(job, sizeof job, "toy.%d", number);
		if (!take_some(t, w, job))
			break;
		finish_job(t, job, false);
	}
	watch_close(w);
}

int
main(int argc, char **argv)
{
	struct toy t = {.careless = argc > 2};
	struct arena a = {0};

	if (argc < 2)
		return 64;
	t.in_path = path_of_in(&a, argv[1]);
	toy_open(&t, argv[1]);
	recover(&t);
	take_all(&t, &a);
	sqlite3_close(t.ledger);
	lock_close(&t.lock);
	arena_close(&a);
	return 0;
}
