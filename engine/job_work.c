/* Jobs at work: judged, booked in one transaction, settled; each step can be done again.
 */
#include "job.h"

#include "base/log.h"
#include "intake/intake.h"
#include "ship.h"
#include "spool/claim.h"
#include "spool/staging.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* A job under way. */
struct work {
	const struct engine *g;
	const struct job *job;
	uint8_t *end; /* shared with the crew */
	struct arena arena;
	struct intake in;
	struct file_record file; /* as the ledger has it */
	char name[FOLDER_NAME_SIZE];
	int folder;
	bool has_file;
	bool is_booked; /* before this start */
	bool to_book;
	bool is_refused; /* it could not be opened as a file: code and words */
	const char *code;
	struct str seen;
};

static void
put_off(struct work *w, const struct err *e)
{
	log_warn("%s: %s", w->name[0] == '\0' ? w->job->name : w->name, e->text);
	__atomic_store_n(w->end, JOB_LATER, __ATOMIC_RELEASE);
}

static bool
is_put_off(const struct work *w)
{
	return *w->end == JOB_LATER;
}

/* Finds the job's file, and whether the ledger has it already. */
static int
open_work(struct work *w, struct db *db, struct err *e)
{
	int got;

	w->arena.limit = (size_t)w->g->conf.most_memory;
	w->folder = staging_open(w->g->work, str_of(w->job->name), e);
	if (w->folder < 0)
		return -1;
	got = job_find_file(w->folder, w->name, e);
	w->has_file = got > 0;
	if (got <= 0)
		return got;
	got = file_find_job(db, str_of(w->job->name), &w->file, &w->arena, e);
	w->is_booked = got > 0;
	if (got == 0)
		prepare_intake(w->g, w->job, &w->in, w->name, db, &w->arena);
	return got < 0 ? -1 : 0;
}

/* A group has more files than a worker may hold open. */
static void
close_folder(struct work *w)
{
	if (w->folder >= 0)
		close(w->folder);
	w->folder = -1;
}

static void
close_work(struct work *w)
{
	input_unmap(&w->in.input);
	close_folder(w);
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
judge(struct work *w, struct err *e)
{
	int status = open_input(w->g, &w->in, w->folder, w->name, true, e);

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
check(struct work *w, struct err *e)
{
	if (open_input(w->g, &w->in, w->folder, w->name, true, e) == 0)
		return ship_check(w->g, &w->in, e);
	return e->kind == ERR_FILE ? ship_check_refusal(w->g, &w->in, e) : -1;
}

/* Moves the file to where it rests, and tells the crew. */
static int
settle(struct work *w, struct err *e)
{
	const struct file_record *f = w->is_booked ? &w->file : &w->in.file;
	bool refusals =
	    w->has_file && (str_is(f->state, "refused") || f->refused.rows > 0);

	w->folder = staging_open(w->g->work, str_of(w->job->name), e);
	if (w->folder < 0)
		return -1;
	if (w->has_file &&
	    settle_into(
		w->g, w->job, w->folder, w->name, resting_place(f, &w->arena), e) != 0)
		return -1;
	close_folder(w);
	if (staging_remove(w->g->work, str_of(w->job->name), e) != 0)
		return -1;
	__atomic_store_n(
	    w->end, refusals ? JOB_DONE_REFUSALS : JOB_DONE, __ATOMIC_RELEASE);
	return 0;
}

/* Opens and judges what is not booked yet. */
static void
judge_all(struct work *list, size_t count, struct db *db)
{
	struct err e;

	for (size_t i = 0; i < count; i++) {
		struct work *w = &list[i];
		int status = open_work(w, db, &e);

		bool is_new = status == 0 && w->has_file && !w->is_booked;

		if (is_new)
			status = w->job->check_only ? check(w, &e) : judge(w, &e);
		w->to_book = is_new && status == 0 && !w->job->check_only;
		if (status != 0)
			put_off(w, &e);
		close_folder(w);
	}
}

static int
work_all(struct work *list, size_t count, struct db *db, struct arena *a, struct err *e)
{
	struct err why;

	judge_all(list, count, db);
	if (book_all(list, count, db, a, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!is_put_off(&list[i]) && settle(&list[i], &why) != 0)
			put_off(&list[i], &why);
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
		list[i] =
		    (struct work){.g = g, .job = jobs[i], .end = &ends[i], .folder = -1};
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
refuse(struct work *w, struct db *db, struct err *e)
{
	struct err unread;

	if (open_work(w, db, e) != 0)
		return -1;
	if (w->has_file && !w->is_booked) {
		(void)open_input(w->g, &w->in, w->folder, w->name, false, &unread);
		if (w->in.file.sha256.len == 0)
			w->in.file.sha256 = STR("");
		if (intake_refuse(
			&w->in, w->job->refusal, str_of(w->job->refusal_seen), e) != 0)
			return -1;
	}
	close_folder(w);
	return settle(w, e);
}

int
job_refuse(const struct engine *g, const struct job *job, struct err *e)
{
	uint8_t end = JOB_UNTOUCHED;
	struct work w = {.g = g, .job = job, .end = &end, .folder = -1};
	struct db *db;
	int status = engine_db(g, &db, e);

	if (status == 0) {
		status = refuse(&w, db, e);
		db_close(db);
	}
	close_work(&w);
	return status != 0 ? -1 : end == JOB_DONE_REFUSALS ? JOB_REFUSALS : 0;
}
