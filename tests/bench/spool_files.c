/* What the spool's care costs: COUNT files of 20 KB published at once, seen by the watch,
 * and claimed, in seconds each, beside the same files written without any care:
 * spool_files DIR COUNT. */
#include "base/date.h"
#include "spool/claim.h"
#include "spool/publish.h"
#include "spool/staging.h"
#include "spool/watch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SIZE = 20000, JOB_MOST = 1000 };

static char block[SIZE];

static void
check(int result, const struct err *e)
{
	if (result >= 0)
		return;
	fprintf(stderr, "spool_files: %s\n", e->text);
	exit(1);
}

static void
say_time(const char *what, int64_t begun)
{
	printf("%-24s %6.2f s\n", what, (double)(clock_monotonic() - begun) / 1000);
}

static void
write_without_care(int folder, long count)
{
	char name[32];

	for (long i = 0; i < count; i++) {
		int fd;

		snprintf(name, sizeof name, "p%ld.pdf", i);
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		if (fd < 0 || write(fd, block, SIZE) != SIZE || close(fd) != 0)
			exit(1);
	}
}

static void
publish(int folder, long count, struct arena *a)
{
	struct publish_batch batch;
	struct publish_file file;
	struct err e;
	char name[32];

	publish_batch_open(&batch, folder, a);
	for (long i = 0; i < count; i++) {
		snprintf(name, sizeof name, "f%ld.pdf", i);
		check(publish_open(&file, folder, str_of(name), PUBLISH_NEW, &e), &e);
		if (write(file.fd, block, SIZE) != SIZE)
			exit(1);
		check(publish_batch_add(&batch, &file, &e), &e);
	}
	check(publish_batch_close(&batch, &e), &e);
}

static void
claim(int root, struct watch *w)
{
	static struct claimed list[JOB_MOST];
	struct watch_ready ready = {0};
	struct err e;
	bool more = watch_next(w, &ready);

	for (int number = 0; more; number++) {
		char name[32];
		size_t count = 0;
		int job, in = ready.fd;

		snprintf(name, sizeof name, "job.%06d", number);
		job = staging_make(root, str_of(name), &e);
		check(job, &e);
		do {
			check(
			    claim_take(in, ready.name, job, false, 0, &list[count++], &e),
			    &e);
			more = watch_next(w, &ready);
		} while (more && count < JOB_MOST);
		check(claim_commit(in, job, list, count, &e), &e);
		close(job);
	}
}

int
main(int argc, char **argv)
{
	struct arena a = {0};
	struct watch_folder watched = {.path = STR("files")};
	struct pollfd nothing = {0};
	struct watch *w;
	struct err e;
	int64_t begun;
	int root, plain, files;
	long count = argc == 3 ? strtol(argv[2], NULL, 10) : 0;

	if (count <= 0)
		return 64;
	root = folder_open_root(str_of(argv[1]), FOLDER_MAKE, &e);
	check(root, &e);
	plain = folder_open(root, STR("plain"), FOLDER_MAKE, &e);
	check(plain, &e);
	files = folder_open(root, STR("files"), FOLDER_MAKE, &e);
	check(files, &e);
	begun = clock_monotonic();
	write_without_care(plain, count);
	say_time("written without care", begun);
	begun = clock_monotonic();
	publish(files, count, &a);
	say_time("published", begun);
	watched.base = root;
	check(watch_open(&w, &watched, 1, (struct watch_options){.once = true}, &a, &e),
	    &e);
	begun = clock_monotonic();
	watch_go_on(w, &nothing);
	say_time("seen by the watch", begun);
	begun = clock_monotonic();
	claim(root, w);
	say_time("claimed", begun);
	watch_close(w);
	arena_close(&a);
	return 0;
}
