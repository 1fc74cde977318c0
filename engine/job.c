/* One file's way through the engine: claim, book, settle; each step can be done again. */
#include "job.h"

#include "base/log.h"
#include "intake/intake.h"
#include "outlet/outlet.h"
#include "ship.h"
#include "spool/claim.h"
#include "spool/staging.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names sort in the order of claiming, which is the order in which a restart takes jobs
 * up again. */
static void
make_name(struct job *job)
{
	static unsigned count;
	uint32_t id = 0;
	struct instant_text now = instant_iso(clock_now());

	if (getrandom(&id, sizeof id, 0) != sizeof id)
		BUG("no random numbers");
	snprintf(job->name, sizeof job->name,
	    "%.4s%.2s%.2s%.2s%.2s%.2s-%06u-%08x.%.*s.%.*s.%c%c", now.text, now.text + 5,
	    now.text + 8, now.text + 11, now.text + 14, now.text + 17, count++,
	    (unsigned)id, STR_ARG(job->creditor->id), STR_ARG(job->channel->kind),
	    job->check_only ? 'v' : 'n', job->done_file ? 'd' : '-');
}

int
job_claim(struct engine *g, struct job *job, const struct conf_creditor *creditor,
    const struct conf_channel *channel, const struct watch_ready *ready, struct err *e)
{
	struct claimed claimed;
	struct err ignored;
	int folder, taken;

	*job = (struct job){.creditor = creditor,
	    .channel = channel,
	    .check_only = ready->check_only,
	    .done_file = ready->done_file};
	make_name(job);
	folder = staging_make(g->work, str_of(job->name), e);
	if (folder < 0)
		return -1;
	taken = claim_take(ready->fd, ready->name, folder, ready->done_file,
	    (uint64_t)g->conf.most_file, &claimed, e);
	if (taken != CLAIM_TAKEN) {
		close(folder);
		(void)staging_remove(g->work, str_of(job->name), &ignored);
		return taken == CLAIM_GONE ? 0 : -1;
	}
	/* From here on the file is in the job: if the commit fails a later start recovers
	 * it. */
	if (claim_commit(ready->fd, folder, &claimed, 1, e) != 0)
		taken = -1;
	close(folder);
	if (taken == CLAIM_TAKEN && claimed.gone)
		return staging_remove(g->work, str_of(job->name), e) == 0 ? 0 : -1;
	return taken == CLAIM_TAKEN ? 1 : -1;
}

bool
job_of_name(const struct engine *g, const char *name, struct job *job)
{
	struct str rest = str_of(name), id, creditor, channel;

	*job = (struct job){.creditor = NULL};
	if (strlen(name) >= sizeof job->name || !str_cut(&rest, '.', &id) ||
	    !str_cut(&rest, '.', &creditor) || !str_cut(&rest, '.', &channel) ||
	    rest.len != 2)
		return false;
	snprintf(job->name, sizeof job->name, "%s", name);
	job->check_only = rest.ptr[0] == 'v';
	job->done_file = rest.ptr[1] == 'd';
	job->creditor = conf_creditor_find(&g->conf, creditor);
	if (job->creditor != NULL)
		job->channel = conf_channel_find(job->creditor, channel);
	return job->channel != NULL && channel_kind_find(job->channel->kind) != NULL;
}

/* The one file in the job's folder: 1, 0 none, -1. */
static int
find_file(int folder, char name[FOLDER_NAME_SIZE], struct err *e)
{
	struct staging_list list;
	const char *entry;
	int got;

	if (staging_files(&list, folder, e) != 0)
		return -1;
	got = staging_next(&list, &entry, e);
	if (got > 0)
		snprintf(name, FOLDER_NAME_SIZE, "%s", entry);
	staging_close(&list);
	return got;
}

/* Opens the folder that the job's file was dropped in. */
static int
open_source(const struct engine *g, const struct job *job, struct err *e)
{
	struct arena a = {0};
	struct str path = engine_channel_path(job->channel, &a);
	int base = engine_creditor_folder(g, job->creditor, e), folder = -1;

	if (job->check_only)
		path = arena_format(&a, "%.*s/" WATCH_CHECK_FOLDER, STR_ARG(path));
	if (base >= 0) {
		folder = folder_open_configured(base, path, FOLDER_MUST_BE, e);
		close(base);
	}
	arena_close(&a);
	return folder;
}

int
job_recover(const struct engine *g, const struct job *job, struct err *e)
{
	char name[FOLDER_NAME_SIZE];
	int folder = staging_open(g->work, str_of(job->name), e), in, got;

	if (folder < 0)
		return -1;
	got = find_file(folder, name, e);
	in = got > 0 ? open_source(g, job, e) : -1;
	if (got > 0 && in >= 0)
		got = claim_recover(in, folder, str_of(name), job->done_file, e);
	else if (got > 0)
		got = -1;
	if (in >= 0)
		close(in);
	close(folder);
	return got < 0 ? -1 : 0;
}

static int
settle_into(const struct engine *g, const struct job *job, int folder, const char *name,
    struct str path, struct err *e)
{
	char settled[FOLDER_NAME_SIZE];
	int base = engine_creditor_folder(g, job->creditor, e), to, status;

	if (base < 0)
		return -1;
	to = folder_open(base, path, FOLDER_MAKE, e);
	close(base);
	if (to < 0)
		return -1;
	status = claim_settle(folder, str_of(name), to, settled, e);
	close(to);
	return status;
}

/* Where a file goes when its outcome stands in the ledger. */
static struct str
resting_place(const struct file_record *f, struct arena *a)
{
	if (str_is(f->state, "refused"))
		return STR("scarti");
	return arena_format(a, "archivio/%.*s/%.*s",
	    STR_ARG(str_slice(f->booked_at, 0, 4)),
	    STR_ARG(str_slice(f->booked_at, 5, 7)));
}

static void
report_progress(void *context, int64_t rows)
{
	int64_t *done = context;

	__atomic_store_n(done, rows, __ATOMIC_RELAXED);
}

/* Opens the claimed file as the intake's input. */
static int
open_input(const struct engine *g, struct intake *in, int folder, const char *name,
    struct err *e)
{
	struct stat st;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	int status = -1;
	struct sha256_hex hex;

	if (fd < 0)
		return err_errno(e, "%s", name);
	if (fstat(fd, &st) != 0) {
		err_errno(e, "%s", name);
	} else {
		in->file.size = st.st_size;
		in->file.received_at =
		    arena_str(in->arena, str_of(instant_iso(st.st_mtime).text));
		status = input_map(
		    &in->input, fd, in->file.name, (uint64_t)g->conf.most_file, e);
	}
	if (status == 0)
		status = sha256_of_fd(fd, &hex, e);
	if (status == 0)
		in->file.sha256 = arena_str(in->arena, str_of(hex.text));
	close(fd);
	return status;
}

static void
prepare_intake(const struct engine *g, const struct job *job, struct intake *in,
    const char *name, struct db *db, struct arena *a)
{
	*in = (struct intake){
	    .conf = &g->conf,
	    .creditor = job->creditor,
	    .channel = job->channel,
	    .db = db,
	    .arena = a,
	    .now = clock_now(),
	    .file = {.creditor = job->creditor->id,
		.channel = job->channel->kind,
		.name = arena_str(a, str_of(name)),
		.job = str_of(job->name),
		.state = STR("booked")},
	};
	in->today = date_of_instant(in->now);
	in->file.booked_at = arena_str(a, str_of(instant_iso(in->now).text));
	in->file.received_at = in->file.booked_at;
	if (job->rows_done != NULL) {
		in->progress = report_progress;
		in->progress_context = job->rows_done;
	}
}

/* Books the file; one that cannot be opened as a file is refused in writing. */
static int
book(const struct engine *g, const struct job *job, struct intake *in, int folder,
    const char *name, struct err *e)
{
	int status = open_input(g, in, folder, name, e);

	(void)job;
	if (status != 0 && e->kind == ERR_FILE)
		return intake_refuse(in, e->code != NULL ? e->code : "FILE_UNREADABLE",
		    arena_str(in->arena, str_of(e->text)), e);
	if (status == 0)
		status = intake_book(in, e);
	input_unmap(&in->input);
	return status;
}

/* A check: judged inside a transaction that is never committed, its answer written from
 * there. */
static int
check(const struct engine *g, const struct job *job, struct intake *in, int folder,
    const char *name, struct err *e)
{
	int status = open_input(g, in, folder, name, e);

	(void)job;
	if (status == 0)
		status = ship_check(g, in, e);
	else if (e->kind == ERR_FILE)
		status = ship_check_refusal(g, in, e);
	input_unmap(&in->input);
	return status;
}

typedef int (*outcome)(const struct engine *, const struct job *, struct intake *, int,
    const char *, struct err *);

/* Books (unless the ledger has the job already) and settles the file of an open job. */
static int
work_file(const struct engine *g, const struct job *job, struct db *db, int folder,
    outcome decide, struct err *e)
{
	char name[FOLDER_NAME_SIZE];
	struct file_record f = {.state = {0}};
	struct arena a = {.limit = (size_t)g->conf.most_memory};
	struct intake in;
	int got = find_file(folder, name, e), status = got < 0 ? -1 : 0;

	if (got > 0) {
		got = file_find_job(db, str_of(job->name), &f, &a, e);
		status = got < 0 ? -1 : 0;
		if (got == 0) {
			prepare_intake(g, job, &in, name, db, &a);
			status = decide(g, job, &in, folder, name, e);
			f = in.file;
		}
		if (status == 0)
			status =
			    settle_into(g, job, folder, name, resting_place(&f, &a), e);
	}
	if (status == 0 && (str_is(f.state, "refused") || f.refused.rows > 0))
		status = JOB_REFUSALS;
	arena_close(&a);
	return status;
}

static int
with_folder(const struct engine *g, const struct job *job, outcome decide, struct err *e)
{
	struct db *db;
	int folder = staging_open(g->work, str_of(job->name), e), status;

	if (folder < 0)
		return -1;
	if (engine_db(g, &db, e) != 0) {
		close(folder);
		return -1;
	}
	status = work_file(g, job, db, folder, decide, e);
	db_close(db);
	close(folder);
	if (status < 0 || staging_remove(g->work, str_of(job->name), e) != 0)
		return -1;
	return status;
}

int
job_work(const struct engine *g, const struct job *job, struct err *e)
{
	return with_folder(g, job, job->check_only ? check : book, e);
}

static int
refuse(const struct engine *g, const struct job *job, struct intake *in, int folder,
    const char *name, struct err *e)
{
	struct err unread;

	(void)open_input(g, in, folder, name, &unread);
	input_unmap(&in->input);
	if (in->file.sha256.len == 0)
		in->file.sha256 = STR("");
	return intake_refuse(in, job->refusal, str_of(job->refusal_seen), e);
}

int
job_refuse(const struct engine *g, const struct job *job, struct err *e)
{
	return with_folder(g, job, refuse, e);
}
