/* From the ledger to the outside: batches are written, noted, delivered, and can be so
 * again. */
#include "base/log.h"
#include "shipment.h"
#include "spool/staging.h"

#include <stdio.h>
#include <unistd.h>

/* A batch that is leaving is looked at again when its last delivery has ended. */
static const char select_unsent[] =
    "SELECT id, outlet FROM batch b WHERE state IN ('due', 'made') OR (state = 'leaving' "
    "AND NOT "
    "EXISTS (SELECT 1 FROM artefact a JOIN outbox o ON o.artefact = a.id WHERE a.batch = "
    "b.id AND o.state <> 'sent' AND o.state <> 'cancelled')) ORDER BY id";
static const char select_state[] = "SELECT id, file, creditor, outlet, operation, state, "
				   "created_at FROM batch WHERE id = ?";

static const char select_items[] = "SELECT COUNT(*) FROM batch b JOIN position p ON "
				   "p.file = b.file AND p.operation = b.operation "
				   "WHERE b.id = ?";

int
ship_waiting(const struct engine *g, struct ship_due **list, size_t *count,
    struct arena *a, struct err *e)
{
	struct db *db;
	struct rows rows;
	size_t room = 256;
	int got;

	*list = arena_new_array(a, room, struct ship_due);
	*count = 0;
	if (engine_db(g, &db, e) != 0)
		return -1;
	if (db_query(db, &rows, select_unsent, DB_NONE, e) != 0) {
		db_close(db);
		return -1;
	}
	while ((got = rows_next(&rows, e)) > 0 && *count < room)
		(*list)[(*count)++] = (struct ship_due){row_int(&rows, 0),
		    str_is(row_text(&rows, 1), "acknowledgements"),
		    arena_str(a, row_text(&rows, 1))};
	rows_close(&rows);
	db_close(db);
	return got < 0 ? -1 : 0;
}

int64_t
ship_count_items(const struct engine *g, int64_t batch)
{
	struct db *db;
	struct rows rows;
	int64_t items = 0;
	struct err ignored;

	if (engine_db(g, &db, &ignored) != 0)
		return 0;
	if (db_query(db, &rows, select_items, DB(db_i(batch)), &ignored) == 0) {
		if (rows_next(&rows, &ignored) > 0)
			items = row_int(&rows, 0);
		rows_close(&rows);
	}
	db_close(db);
	return items;
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

int
shipment_prepare(struct shipment *s, struct err *e)
{
	struct outlet_run *r = &s->run;

	r->conf = &s->g->conf;
	r->db = s->db;
	r->arena = &s->arena;
	r->creditor = conf_creditor_find(&s->g->conf, r->batch.creditor);
	if (r->creditor != NULL)
		r->outlet = conf_outlet_find(r->creditor, r->batch.outlet);
	if (r->outlet == NULL || outlet_find(r->batch.outlet) == NULL)
		return err_code(e, ERR_CONF, "BATCH_OUTLET_GONE",
		    "batch %jd: outlet %.*s of %.*s is not configured any more",
		    (intmax_t)r->batch.id, STR_ARG(r->batch.outlet),
		    STR_ARG(r->batch.creditor));
	if (!date_parse(r->batch.created_at, &r->day))
		BUG("batch %jd has no day", (intmax_t)r->batch.id);
	return file_find_id(s->db, r->batch.file, &r->cause, &s->arena, e) < 0 ? -1 : 0;
}

/* Couriers of messages carry only messages, and web services only requests: reports and
 * manifests beside them go into the folder. */
static struct str
courier_for(const struct shipment *s, const struct artefact *f, struct str courier)
{
	const struct conf_courier *c = conf_courier_find(&s->g->conf, courier);
	bool carries = c == NULL ||
	    (str_is(c->kind, "mail") || str_is(c->kind, "appio")
		    ? f->recipient.len > 0
		    : !str_is(c->kind, "https") || !f->is_closing);

	return carries ? courier : STR("folder");
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
				courier_for(s, &r->made[i], r->outlet->couriers.items[k]),
				e) != 0)
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

/* How many deliveries wait, of all couriers. */
static int
count_deliveries(struct shipment *s, size_t *count, struct err *e)
{
	struct rows rows;
	int got;

	*count = 0;
	if (outbox_waiting(s->db, &rows, s->run.batch.id, clock_now(), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		++*count;
	return got;
}

static int
read_deliveries(
    struct shipment *s, struct folder_delivery **list, size_t *count, struct err *e)
{
	struct rows rows;
	size_t room;
	int got;

	if (count_deliveries(s, &room, e) != 0)
		return -1;
	*list = arena_new_array(&s->arena, room, struct folder_delivery);
	*count = 0;
	if (outbox_waiting(s->db, &rows, s->run.batch.id, clock_now(), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct folder_delivery *d;

		if (*count == room || !shipment_is_folder(s, row_text(&rows, 1)))
			continue;
		d = &(*list)[(*count)++];
		d->id = row_int(&rows, 0);
		d->courier = arena_str(&s->arena, row_text(&rows, 1));
		d->attempts = row_int(&rows, 2);
		artefact_read(&rows, &d->artefact, &s->arena);
	}
	return got;
}

/* What the folder took is sent; the batch too, unless remote couriers still work on it.
 * *is_over tells which. */
static int
mark_delivered(struct shipment *s, const struct folder_delivery *list, size_t count,
    bool *is_over, struct err *e)
{
	struct audit audit;
	struct str subject =
	    arena_format(&s->arena, "batch %jd", (intmax_t)s->run.batch.id);
	int over;

	if (db_begin(s->db, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (outbox_done(s->db, list[i].id, s->now, e) != 0)
			goto undo;
	over = outbox_all_done(s->db, s->run.batch.id, e);
	if (over < 0 ||
	    batch_set_state(s->db, s->run.batch.id, over ? "sent" : "leaving", e) != 0 ||
	    audit_open(&audit, s->db, clock_now(), e) != 0 ||
	    audit_add(&audit, over ? "batch.sent" : "batch.leaving",
		s->run.batch.creditor, subject,
		arena_format(&s->arena, "%zu deliveries", count), e) != 0)
		goto undo;
	*is_over = over;
	return db_commit(s->db, e);
undo:
	db_rollback(s->db);
	return -1;
}

static int
deliver(struct shipment *s, struct err *e)
{
	struct folder_delivery *list;
	size_t count;
	bool is_over;

	if (read_deliveries(s, &list, &count, e) != 0)
		return -1;
	if (count > 0 && shipment_to_folder(s, list, count, e) != 0)
		return -1;
	if (mark_delivered(s, list, count, &is_over, e) != 0)
		return -1;
	return is_over ? staging_remove(s->g->work, str_of(s->staging), e) : 0;
}

/* What is due is written and noted, then the folder is served; a batch whose remote
 * couriers have ended only ends. */
static int
take_steps(struct shipment *s, struct err *e)
{
	if (str_is(s->run.batch.state, "sent"))
		return staging_remove(s->g->work, str_of(s->staging), e);
	if (str_is(s->run.batch.state, "leaving"))
		return deliver(s, e);
	if (shipment_prepare(s, e) != 0)
		return -1;
	if (str_is(s->run.batch.state, "due")) {
		if (shipment_write(s, e) != 0 || book_artefacts(s, e) != 0)
			return -1;
		outlet_forget(&s->run);
	} else if (shipment_mend(s, e) != 0) {
		return -1;
	}
	return deliver(s, e);
}

/* Keeps the reason why a batch does not leave, for `riscontro status`. */
static void
keep_reason(struct shipment *s, int status, const struct err *why)
{
	struct err ignored;

	(void)batch_set_error(s->db, s->run.batch.id,
	    status == 0 || why->code == NULL ? (struct str){0} : str_of(why->code),
	    status == 0 ? (struct str){0} : str_of(why->text), &ignored);
}

static void
report_progress(void *context, int64_t items)
{
	int64_t *done = context;

	__atomic_store_n(done, items, __ATOMIC_RELAXED);
}

int
ship_batch(
    const struct engine *g, struct db *db, int64_t id, int64_t *items_done, struct err *e)
{
	struct shipment s = {.g = g, .db = db};
	int status;

	if (items_done != NULL) {
		s.run.progress = report_progress;
		s.run.progress_context = items_done;
	}
	snprintf(s.staging, sizeof s.staging, "out.%jd", (intmax_t)id);
	s.now = arena_str(&s.arena, str_of(instant_iso(clock_now()).text));
	status = read_batch(&s, id, e);
	if (status == 0) {
		status = take_steps(&s, e);
		keep_reason(&s, status, e);
	}
	outlet_forget(&s.run);
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
