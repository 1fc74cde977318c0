/* Jobs at work: judged, booked in one transaction, settled; each step can be done again.
 */
#include "job_run.h"

#include "base/log.h"
#include "ship.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void
report_progress(void *context, int64_t rows)
{
	int64_t *done = context;

	__atomic_store_n(done, rows, __ATOMIC_RELAXED);
}

/* Size and time of the claimed file. */
static int
take_facts(struct intake *in, int fd, const char *name, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return err_errno(e, "%s", name);
	in->file.size = st.st_size;
	in->file.received_at =
	    arena_str(in->arena, str_of(instant_iso(st.st_mtime).text));
	return 0;
}

/* Opens the claimed file as the intake's input: to `read` it, or only to tell which it
 * is. */
static int
open_input(const struct engine *g, struct intake *in, int folder, const char *name,
    bool read, struct err *e)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	struct sha256_hex hex;
	int status;

	if (fd < 0)
		return err_errno(e, "%s", name);
	status = take_facts(in, fd, name, e);
	if (status == 0 && read)
		status = input_map(
		    &in->input, fd, in->file.name, (uint64_t)g->conf.most_file, e);
	/* What is mapped is read once for both. */
	if (status == 0 && read)
		hex = sha256_of(in->input.bytes);
	else if (status == 0)
		status = sha256_of_fd(fd, &hex, e);
	if (status == 0)
		in->file.sha256 = arena_str(in->arena, str_of(hex.text));
	close(fd);
	return status;
}

static void
prepare_intake(const struct engine *g, const struct job *job, struct intake *in,
    struct str key, struct db *db, struct arena *a)
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
		.name = str_of(job->file),
		.job = key,
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

/* Whether the job has its file still, and the ledger the job already. */
static int
open_work(struct work *w, struct db *db, struct err *e)
{
	struct stat st;
	int got;

	w->arena.limit = (size_t)w->g->conf.most_memory;
	w->key = arena_format(&w->arena, "%s/%s", w->job->folder, w->job->file);
	w->has_file = fstatat(w->g->work, w->key.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (!w->has_file)
		return errno == ENOENT ? 0 : err_errno(e, "%s", w->job->file);
	got = file_find_job(db, w->job->folder, w->job->file, &w->file, &w->arena, e);
	w->is_booked = got > 0;
	if (got == 0)
		prepare_intake(w->g, w->job, &w->in, w->key, db, &w->arena);
	return got < 0 ? -1 : 0;
}

static void
close_work(struct work *w)
{
	input_unmap(&w->in.input);
	arena_close(&w->arena);
}

static void
note_refusal(struct work *w, const struct err *e)
{
	w->is_refused = true;
	w->code = e->code != NULL ? e->code : "FILE_UNREADABLE";
	w->seen = arena_str(&w->arena, str_of(e->text));
}

/* Reads the file outside any transaction. One that cannot be opened as a file will be
 * refused in writing. */
static int
judge(struct work *w, int folder, struct err *e)
{
	int status = open_input(w->g, &w->in, folder, w->job->file, true, e);

	if (status == 0)
		status = intake_judge(&w->in, e);
	if (status == 0 || e->kind != ERR_FILE)
		return status;
	note_refusal(w, e);
	return 0;
}

/* A file that shows only while it is booked that it is bad is refused alone. */
static int
place(struct work *w, struct err *e)
{
	if (!w->is_refused) {
		if (intake_place(&w->in, e) == 0)
			return 0;
		if (e->kind != ERR_FILE)
			return -1;
		note_refusal(w, e);
	}
	w->in.to_match = false;
	return intake_refuse(&w->in, w->code, w->seen, e);
}

/* The one transaction of a group. */
static int
book_all(struct work *list, size_t count, struct db *db, struct arena *a, struct err *e)
{
	struct intake **placed = arena_new_array(a, count, struct intake *);
	size_t booked = 0;
	int status = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].to_book)
			placed[booked++] = &list[i].in;
	if (booked == 0)
		return 0;
	if (db_begin(db, e) != 0)
		return -1;
	for (size_t i = 0; i < count && status == 0; i++)
		if (list[i].to_book)
			status = place(&list[i], e);
	if (status == 0)
		status = intake_match(placed, booked, e);
	if (status == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

/* A check: judged inside a transaction that is never committed, its answer written from
 * there. */
static int
check(struct work *w, int folder, struct err *e)
{
	if (open_input(w->g, &w->in, folder, w->job->file, true, e) == 0)
		return ship_check(w->g, &w->in, e);
	return e->kind == ERR_FILE ? ship_check_refusal(w->g, &w->in, e) : -1;
}

static int
judge_one(struct work *w, struct job_folder *from, struct db *db, struct err *e)
{
	int folder, status;

	if (open_work(w, db, e) != 0)
		return -1;
	if (!w->has_file || w->is_booked)
		return 0;
	folder = job_folder_open(from, w, e);
	if (folder < 0)
		return -1;
	status = w->job->check_only ? check(w, folder, e) : judge(w, folder, e);
	w->to_book = status == 0 && !w->job->check_only;
	return status;
}

/* Opens and judges what is not booked yet. */
static void
judge_all(struct work *list, size_t count, struct db *db)
{
	struct job_folder from = {.name = NULL};
	struct err e;

	for (size_t i = 0; i < count; i++)
		if (judge_one(&list[i], &from, db, &e) != 0)
			job_put_off(&list[i], &e);
	job_folder_close(&from);
}

static int
work_all(struct work *list, size_t count, struct db *db, struct arena *a, struct err *e)
{
	judge_all(list, count, db);
	if (book_all(list, count, db, a, e) != 0)
		return -1;
	job_settle(list, count);
	return 0;
}

int
job_work(const struct engine *g, const struct job *const *jobs, size_t count,
    uint8_t *ends, struct err *e)
{
	struct arena a = {0};
	struct work *list = arena_new_array(&a, count, struct work);
	struct db *db;
	int status = engine_db(g, &db, e);

	for (size_t i = 0; i < count; i++)
		list[i] = (struct work){.g = g, .job = jobs[i], .end = &ends[i]};
	if (status == 0) {
		status = work_all(list, count, db, &a, e);
		db_close(db);
	}
	for (size_t i = 0; i < count; i++)
		close_work(&list[i]);
	arena_close(&a);
	return status;
}

static int
book_refusal(struct work *w, struct err *e)
{
	struct job_folder from = {.name = NULL};
	int folder = job_folder_open(&from, w, e);
	struct err unread;

	if (folder < 0)
		return -1;
	(void)open_input(w->g, &w->in, folder, w->job->file, false, &unread);
	job_folder_close(&from);
	if (w->in.file.sha256.len == 0)
		w->in.file.sha256 = STR("");
	return intake_refuse(&w->in, w->job->refusal, str_of(w->job->refusal_seen), e);
}

static int
refuse(struct work *w, struct db *db, struct err *e)
{
	if (open_work(w, db, e) != 0)
		return -1;
	if (w->has_file && !w->is_booked && book_refusal(w, e) != 0)
		return -1;
	job_settle(w, 1);
	return 0;
}

int
job_refuse(const struct engine *g, const struct job *job, struct err *e)
{
	uint8_t end = JOB_UNTOUCHED;
	struct work w = {.g = g, .job = job, .end = &end};
	struct db *db;
	int status = engine_db(g, &db, e);

	if (status == 0) {
		status = refuse(&w, db, e);
		db_close(db);
	}
	close_work(&w);
	if (status == 0 && end == JOB_LATER)
		status = err_set(e, ERR_RETRY, "it could not be settled");
	return status != 0 ? -1 : end == JOB_DONE_REFUSALS ? JOB_REFUSALS : 0;
}
