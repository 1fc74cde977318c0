/* From the ledger to the outside: batches are written, noted, delivered, and can be so
 * again. */
#include "ship.h"

#include "base/log.h"
#include "outlet/outlet.h"
#include "spool/folder.h"
#include "spool/publish.h"
#include "spool/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { STAGING_NAME_SIZE = 32 };

static const char select_unsent[] =
    "SELECT id FROM batch WHERE state IN ('due', 'made') ORDER BY id";
static const char select_state[] = "SELECT id, file, creditor, outlet, operation, state, "
				   "created_at FROM batch WHERE id = ?";

/* What is being shipped. */
struct shipment {
	const struct engine *g;
	struct db *db;
	struct outlet_run run;
	struct arena arena;
	char staging[STAGING_NAME_SIZE];
	struct str now;
};

int
ship_waiting(
    const struct engine *g, int64_t **ids, size_t *count, struct arena *a, struct err *e)
{
	struct db *db;
	struct rows rows;
	size_t room = 256;
	int got;

	*ids = arena_new_array(a, room, int64_t);
	*count = 0;
	if (engine_db(g, &db, e) != 0)
		return -1;
	if (db_query(db, &rows, select_unsent, DB_NONE, e) != 0) {
		db_close(db);
		return -1;
	}
	while ((got = rows_next(&rows, e)) > 0 && *count < room)
		(*ids)[(*count)++] = row_int(&rows, 0);
	rows_close(&rows);
	db_close(db);
	return got < 0 ? -1 : 0;
}

static int
read_batch(struct shipment *s, int64_t id, struct err *e)
{
	struct batch *b = &s->run.batch;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_state, DB(db_i(id)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		*b = (struct batch){
		    .id = row_int(&rows, 0),
		    .file = row_int(&rows, 1),
		    .creditor = arena_str(&s->arena, row_text(&rows, 2)),
		    .outlet = arena_str(&s->arena, row_text(&rows, 3)),
		    .operation = arena_str(&s->arena, row_text(&rows, 4)),
		    .state = arena_str(&s->arena, row_text(&rows, 5)),
		    .created_at = arena_str(&s->arena, row_text(&rows, 6)),
		};
	rows_close(&rows);
	if (got == 0)
		BUG("batch %jd is not in the ledger", (intmax_t)id);
	return got < 0 ? -1 : 0;
}

/* Fills the run from the batch: its creditor, outlet and cause. */
static int
prepare_run(struct shipment *s, struct err *e)
{
	struct outlet_run *r = &s->run;

	r->conf = &s->g->conf;
	r->db = s->db;
	r->arena = &s->arena;
	r->creditor = conf_creditor_find(&s->g->conf, r->batch.creditor);
	if (r->creditor != NULL)
		r->outlet = conf_outlet_find(r->creditor, r->batch.outlet);
	if (r->outlet == NULL || outlet_find(r->batch.outlet) == NULL)
		return err_set(e, ERR_CONF,
		    "batch %jd waits for outlet %.*s of creditor %.*s, which is not "
		    "configured any more",
		    (intmax_t)r->batch.id, STR_ARG(r->batch.outlet),
		    STR_ARG(r->batch.creditor));
	if (!date_parse(r->batch.created_at, &r->day))
		BUG("batch %jd has no day", (intmax_t)r->batch.id);
	return file_find_id(s->db, r->batch.file, &r->cause, &s->arena, e) < 0 ? -1 : 0;
}

/* Notes what was written, and a delivery of each for every courier of the outlet. */
static int
note_artefacts(struct shipment *s, struct err *e)
{
	struct outlet_run *r = &s->run;

	for (size_t i = 0; i < r->made_count; i++) {
		if (artefact_insert(s->db, &r->made[i], e) != 0)
			return -1;
		for (size_t k = 0; k < r->outlet->couriers.count; k++)
			if (outbox_insert(s->db, r->made[i].id,
				r->outlet->couriers.items[k], e) != 0)
				return -1;
	}
	return batch_set_state(s->db, r->batch.id, "made", e);
}

static int
book_artefacts(struct shipment *s, struct err *e)
{
	struct audit audit;
	struct str subject =
	    arena_format(&s->arena, "batch %jd", (intmax_t)s->run.batch.id);
	struct str detail =
	    arena_format(&s->arena, "%.*s %.*s, %zu files", STR_ARG(s->run.batch.outlet),
		STR_ARG(s->run.batch.operation), s->run.made_count);

	if (db_begin(s->db, e) != 0)
		return -1;
	if (audit_open(&audit, s->db, clock_now(), e) != 0 || note_artefacts(s, e) != 0 ||
	    audit_add(&audit, "batch.made", s->run.batch.creditor, subject, detail, e) !=
		0) {
		db_rollback(s->db);
		return -1;
	}
	return db_commit(s->db, e);
}

/* The staging folder holds a mark of its own, so that "all files have left" and "the
 * folder is lost" can be told apart after a crash. */
static int
mark_staging(int staging, struct err *e)
{
	int fd =
	    openat(staging, ".batch", O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);

	if (fd < 0)
		return err_errno(e, ".batch");
	close(fd);
	return 0;
}

/* Writes the batch's files into a fresh staging folder and makes them durable. */
static int
write_files(struct shipment *s, struct err *e)
{
	int status;

	if (staging_remove(s->g->work, str_of(s->staging), e) != 0)
		return -1;
	s->run.folder = staging_make(s->g->work, str_of(s->staging), e);
	if (s->run.folder < 0)
		return -1;
	status = mark_staging(s->run.folder, e);
	if (status == 0)
		status = outlet_find(s->run.batch.outlet)->write(&s->run, e);
	if (status == 0)
		status = folder_sync_all(s->run.folder, e);
	if (status == 0)
		status = folder_sync(s->run.folder, e);
	close(s->run.folder);
	return status;
}

/* Whether the files of a batch that was made are still where they wait; if not they are
 * written again, from the same rows to the same bytes. */
static int
remake_if_lost(struct shipment *s, struct err *e)
{
	struct err ignored;
	int staging = staging_open(s->g->work, str_of(s->staging), &ignored);

	if (staging < 0)
		return write_files(s, e);
	close(staging);
	return 0;
}

/* A delivery that waits. */
struct delivery {
	int64_t id;
	struct str courier;
	int64_t attempts;
	struct artefact artefact;
};

static int
read_deliveries(struct shipment *s, struct delivery **list, size_t *count, struct err *e)
{
	struct rows rows;
	size_t room = 64;
	int got;

	*list = arena_new_array(&s->arena, room, struct delivery);
	*count = 0;
	if (outbox_waiting(s->db, &rows, s->run.batch.id, clock_now(), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct delivery *d;

		if (*count == room) {
			struct delivery *more =
			    arena_new_array(&s->arena, room * 2, struct delivery);

			memcpy(more, *list, room * sizeof *more);
			*list = more;
			room *= 2;
		}
		d = &(*list)[(*count)++];
		d->id = row_int(&rows, 0);
		d->courier = arena_str(&s->arena, row_text(&rows, 1));
		d->attempts = row_int(&rows, 2);
		artefact_read(&rows, &d->artefact, &s->arena);
	}
	return got;
}

/* Copies a staged file to a folder on another file system, where it appears whole. */
static int
copy_out(int staging, const char *name, int out, struct err *e)
{
	struct publish_file file;
	char block[64 * 1024];
	ssize_t n = 0;
	int from = openat(staging, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC), status = 0;

	if (from < 0)
		return err_errno(e, "%s", name);
	if (publish_open(&file, out, str_of(name), PUBLISH_REPLACE, e) != 0) {
		close(from);
		return -1;
	}
	while (status == 0 && (n = read(from, block, sizeof block)) > 0)
		if (write(file.fd, block, (size_t)n) != n)
			status = err_errno(e, "%s", name);
	if (status == 0 && n < 0)
		status = err_errno(e, "%s", name);
	close(from);
	if (status != 0) {
		publish_abandon(&file);
		return -1;
	}
	if (publish_close(&file, e) != 0)
		return -1;
	return unlinkat(staging, name, 0) == 0 ? 0 : err_errno(e, "%s", name);
}

/* Moves one staged file into the outlet's folder. One that is no longer staged was moved
 * before a crash: it has arrived, and its reader may have taken it already. */
static int
move_out(int staging, struct str name, int out, struct err *e)
{
	char text[FOLDER_NAME_SIZE];

	if (folder_name(name, text, e) != 0)
		return -1;
	if (renameat(staging, text, out, text) == 0 || errno == ENOENT)
		return 0;
	return errno == EXDEV ? copy_out(staging, text, out, e)
			      : err_errno(e, "%s", text);
}

/* Delivers into the outlet's own folder: everything, a sync, then the last file (the
 * manifest), so that whoever sees it may take the rest. */
static int
deliver_to_folder(
    struct shipment *s, const struct delivery *list, size_t count, struct err *e)
{
	int base, out, staging, status = 0;

	base = engine_creditor_folder(s->g, s->run.creditor, e);
	if (base < 0)
		return -1;
	out = folder_open_configured(
	    base, engine_outlet_path(s->run.outlet, &s->arena), FOLDER_MAKE, e);
	close(base);
	if (out < 0)
		return -1;
	staging = staging_open(s->g->work, str_of(s->staging), e);
	for (size_t i = 0; staging >= 0 && status == 0 && i < count; i++) {
		if (i + 1 == count)
			status = folder_sync(out, e);
		if (status == 0)
			status = move_out(staging, list[i].artefact.name, out, e);
	}
	if (staging < 0)
		status = -1;
	else
		close(staging);
	if (status == 0)
		status = folder_sync(out, e);
	close(out);
	return status;
}

static int
mark_delivered(
    struct shipment *s, const struct delivery *list, size_t count, struct err *e)
{
	struct audit audit;
	struct str subject =
	    arena_format(&s->arena, "batch %jd", (intmax_t)s->run.batch.id);

	if (db_begin(s->db, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (outbox_done(s->db, list[i].id, s->now, e) != 0)
			goto undo;
	if (batch_set_state(s->db, s->run.batch.id, "sent", e) != 0 ||
	    audit_open(&audit, s->db, clock_now(), e) != 0 ||
	    audit_add(&audit, "batch.sent", s->run.batch.creditor, subject,
		arena_format(&s->arena, "%zu deliveries", count), e) != 0)
		goto undo;
	return db_commit(s->db, e);
undo:
	db_rollback(s->db);
	return -1;
}

static int
deliver(struct shipment *s, struct err *e)
{
	struct delivery *list;
	size_t count;

	if (read_deliveries(s, &list, &count, e) != 0)
		return -1;
	if (count > 0 && deliver_to_folder(s, list, count, e) != 0)
		return -1;
	if (mark_delivered(s, list, count, e) != 0)
		return -1;
	return staging_remove(s->g->work, str_of(s->staging), e);
}

static void
report_progress(void *context, int64_t items)
{
	int64_t *done = context;

	__atomic_store_n(done, items, __ATOMIC_RELAXED);
}

int
ship_batch(const struct engine *g, int64_t id, int64_t *items_done, struct err *e)
{
	struct shipment s = {.g = g};
	int status;

	if (items_done != NULL) {
		s.run.progress = report_progress;
		s.run.progress_context = items_done;
	}
	snprintf(s.staging, sizeof s.staging, "out.%jd", (intmax_t)id);
	s.now = arena_str(&s.arena, str_of(instant_iso(clock_now()).text));
	if (engine_db(g, &s.db, e) != 0)
		return -1;
	status = read_batch(&s, id, e);
	if (status == 0)
		status = prepare_run(&s, e);
	if (status == 0 && str_is(s.run.batch.state, "due")) {
		status = write_files(&s, e);
		if (status == 0)
			status = book_artefacts(&s, e);
	} else if (status == 0) {
		status = remake_if_lost(&s, e);
	}
	if (status == 0)
		status = deliver(&s, e);
	db_close(s.db);
	arena_close(&s.arena);
	return status;
}

int
ship_sweep(const struct engine *g, const char *staging, struct err *e)
{
	static const char count_unsent[] =
	    "SELECT COUNT(*) FROM batch WHERE id = ? AND state <> 'sent'";
	struct str number = str_slice(str_of(staging), strlen("out."), strlen(staging));
	int64_t unsent = 0;
	uint64_t id;
	struct db *db;
	int status = 0;

	if (str_starts(str_of(staging), STR("out.")) && str_to_u64(number, &id)) {
		if (engine_db(g, &db, e) != 0)
			return -1;
		status =
		    db_number(db, count_unsent, DB(db_i((int64_t)id)), &unsent, e) < 0
		    ? -1
		    : 0;
		db_close(db);
	}
	return status == 0 && unsent == 0 ? staging_remove(g->work, str_of(staging), e)
					  : status;
}

/* Writes the acknowledgement of an uncommitted file row into the outlet's folder. */
static int
answer_check(struct shipment *s, struct intake *in, struct err *e)
{
	struct delivery *list;
	int status;

	snprintf(s->staging, sizeof s->staging, "check.%jd", (intmax_t)getpid());
	s->run.batch = (struct batch){.creditor = in->creditor->id,
	    .outlet = STR("acknowledgements"),
	    .operation = STR("check"),
	    .file = in->file.id,
	    .created_at = in->file.booked_at};
	if (conf_outlet_find(in->creditor, s->run.batch.outlet) == NULL)
		return 0;
	if (prepare_run(s, e) != 0 ||
	    staging_remove(s->g->work, str_of(s->staging), e) != 0)
		return -1;
	s->run.folder = staging_make(s->g->work, str_of(s->staging), e);
	if (s->run.folder < 0)
		return -1;
	status = acknowledgement_write(&s->run, e);
	if (status == 0)
		status = folder_sync_all(s->run.folder, e);
	close(s->run.folder);
	list = arena_new_array(&s->arena, s->run.made_count, struct delivery);
	for (size_t i = 0; i < s->run.made_count; i++)
		list[i].artefact = s->run.made[i];
	if (status == 0)
		status = deliver_to_folder(s, list, s->run.made_count, e);
	return status == 0 ? staging_remove(s->g->work, str_of(s->staging), e) : -1;
}

/* The file row, what `judge` finds, and the answer, all in a transaction that is rolled
 * back. */
static int
check_in_transaction(const struct engine *g, struct intake *in,
    int (*judge)(struct intake *, const struct intake_sink *, struct err *),
    struct err *e)
{
	struct shipment s = {.g = g, .db = in->db};
	struct intake_keeper kept = {.in = in};
	struct intake_sink sink = intake_keep(&kept);
	int status = -1;

	if (db_begin(in->db, e) != 0)
		return -1;
	if (file_insert(in->db, &in->file, e) == 0 && judge(in, &sink, e) == 0) {
		in->file.state = in->file_refused ? STR("refused") : STR("checked");
		status = file_finish(in->db, &in->file, e);
	}
	if (status == 0)
		status = answer_check(&s, in, e);
	db_rollback(in->db);
	in->file.state = STR("checked");
	arena_close(&kept.arena);
	arena_close(&s.arena);
	return status;
}

int
ship_check(const struct engine *g, struct intake *in, struct err *e)
{
	/* Judged once before the transaction: a file that kills its reader holds no lock.
	 */
	if (intake_check(in, NULL, e) != 0)
		return -1;
	return check_in_transaction(g, in, intake_check, e);
}

/* What kept the file from being read, as its one finding. */
static int
judge_unreadable(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	struct findings list = {.arena = in->arena};

	in->file_refused = true;
	finding_add(&list, in->unreadable_code, (struct place){.file = in->file.name},
	    in->unreadable_seen);
	return sink->finding(sink->context, &list.items[0], e);
}

int
ship_check_refusal(const struct engine *g, struct intake *in, struct err *e)
{
	in->unreadable_code = e->code != NULL ? e->code : "FILE_UNREADABLE";
	in->unreadable_seen = arena_str(in->arena, str_of(e->text));
	return check_in_transaction(g, in, judge_unreadable, e);
}
