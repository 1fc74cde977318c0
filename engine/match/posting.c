/* Posting as a whole: what no longer stands is undone, what squares is booked, the
 * outlets are asked for files about it. */
#include "match/posting_run.h"

#include "ledger/outbox.h"

/* Flows that were posted and square no more: revised, or their credit was reversed. */
static const char select_stale[] =
    "SELECT r.id FROM reversale r WHERE r.creditor = ? AND r.current = 1 AND r.contra_of "
    "IS"
    " NULL AND ((r.flow IS NOT NULL AND NOT EXISTS (SELECT 1 FROM class c WHERE"
    " c.subject_kind = 'flow' AND c.subject = r.flow AND c.code LIKE"
    " 'FLOW_SQUARE%')) OR (r.flow IS NULL AND NOT EXISTS (SELECT 1 FROM class c WHERE"
    " c.subject_kind = 'movement' AND c.subject = r.movement AND "
    "c.code "
    "="
    " 'MOVEMENT_SINGLE'))) ORDER BY r.number LIMIT 1";
static const char select_number[] =
    "SELECT id FROM reversale WHERE creditor = ? AND year = ? AND number = ? AND current "
    "="
    " 1 AND contra_of IS NULL";
static const char select_range[] =
    "SELECT year, MIN(number), MAX(number), COUNT(*) FROM reversale WHERE creditor = ? "
    "AND"
    " id > ? GROUP BY year ORDER BY year";
static const char select_last[] = "SELECT COALESCE(MAX(id), 0) FROM reversale";

int
posting_undo_one(struct posting *p, int64_t reversale, struct err *e)
{
	struct reversale_booking contra;
	int got = reversale_undo(
	    p->db, p->creditor->id, reversale, p->today, p->now, &contra, e);

	if (got > 0) {
		p->undone++;
		p->cents += contra.cents;
	}
	return got;
}

static int
undo_stale(struct posting *p, struct err *e)
{
	int64_t id = 0;
	int got;

	while (
	    (got = db_number(p->db, select_stale, DB(db_t(p->creditor->id)), &id, e)) > 0)
		if ((got = posting_undo_one(p, id, e)) <= 0)
			break;
	return got < 0 ? -1 : 0;
}

static int
ask_outlet(struct posting *p, const char *outlet, struct str operation, struct err *e)
{
	struct batch b = {.creditor = p->creditor->id,
	    .outlet = str_of(outlet),
	    .operation = operation,
	    .created_at = p->now};

	return conf_outlet_find(p->creditor, b.outlet) == NULL
	    ? 0
	    : batch_insert(p->db, &b, e);
}

/* Asks for files about every reversale after `before`: a batch for each year, which tells
 * its numbers, and whose they are, in its operation. */
static int
ask_outlets(struct posting *p, int64_t before, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(p->db, &rows, select_range, DB(db_t(p->creditor->id), db_i(before)),
		e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct str operation = arena_format(p->arena, "post-%jd-%06jd-%06jd-%.*s",
		    (intmax_t)row_int(&rows, 0), (intmax_t)row_int(&rows, 1),
		    (intmax_t)row_int(&rows, 2), STR_ARG(p->creditor->id));

		if (ask_outlet(p, "accounting", operation, e) != 0 ||
		    ask_outlet(p, "register", operation, e) != 0 ||
		    audit_add(p->audit, "reversali.posted", p->creditor->id, operation,
			arena_format(
			    p->arena, "%jd reversali", (intmax_t)row_int(&rows, 3)),
			e) != 0) {
			rows_close(&rows);
			return -1;
		}
	}
	return got;
}

int
posting_run(struct posting *p, const struct posting_order *order, struct err *e)
{
	struct posting_unit *list;
	int64_t before = 0;
	size_t count;

	if (db_number(p->db, select_last, DB_NONE, &before, e) < 0 ||
	    undo_stale(p, e) != 0 || posting_undo_revoked(p, e) != 0 ||
	    posting_units(p, order, &list, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		int got = posting_book(p, order, &list[i], e);

		if (got < 0)
			return -1;
		p->skipped += got == 0;
	}
	return ask_outlets(p, before, e);
}

int
posting_undo(struct posting *p, int year, int64_t number, struct err *e)
{
	int64_t before = 0, id = 0;
	int got;

	if (db_number(p->db, select_last, DB_NONE, &before, e) < 0)
		return -1;
	got = db_number(p->db, select_number,
	    DB(db_t(p->creditor->id), db_i(year), db_i(number)), &id, e);
	if (got > 0)
		got = posting_undo_one(p, id, e);
	if (got > 0 && ask_outlets(p, before, e) != 0)
		return -1;
	return got;
}
