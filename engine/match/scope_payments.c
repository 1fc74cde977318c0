/* What is known under one IUV: lines of flows, receipts, and the position that it pays.
 */
#include "match/scope_run.h"

static const char select_lines[] =
    "SELECT p.id, p.flow, p.number, p.iur, p.transfer_index, p.cents, p.outcome, "
    "f.current FROM"
    " payment p JOIN flow f ON f.id = p.flow WHERE p.iuv = ? AND f.creditor = ?";
static const char select_receipts[] =
    "SELECT r.id, t.transfer_index, t.iur, t.cents, t.ours, t.stamp, r.outcome, r.paid_on"
    " FROM receipt r JOIN receipt_transfer t ON t.receipt = r.id"
    " WHERE r.iuv = ? AND r.creditor = ? AND r.current = 1 ORDER BY r.id, "
    "t.transfer_index";
static const char select_position_of[] =
    "SELECT p.id, p.cents, p.state FROM payment_option o JOIN position p ON p.id = "
    "o.position"
    " WHERE o.iuv = ? AND p.creditor = ? AND p.current = 1";
static const char select_dues[] =
    "SELECT o.iuv, t.number, t.cents FROM payment_option o JOIN transfer t"
    " ON t.position = o.position AND t.option_number = o.number WHERE o.position = ?";

int
scope_take_lines(struct scope *s, struct str iuv, struct err *e)
{
	struct match_world *w = &s->world;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_lines, DB(db_t(iuv), db_t(s->creditor)), e) !=
	    0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		w->lines = arena_grown(
		    s->arena, w->lines, w->line_count, &s->rooms[2], sizeof *w->lines);
		w->lines[w->line_count++] = (struct match_line){
		    .iuv = iuv,
		    .iur = scope_keep(s, &rows, 3),
		    .index = (uint8_t)row_int(&rows, 4),
		    .cents = row_int(&rows, 5),
		    .outcome = (int8_t)row_int(&rows, 6),
		};
		scope_note_row(s, &s->lines,
		    (struct scope_row){.id = row_int(&rows, 0),
			.order = row_int(&rows, 2),
			.owner = row_int(&rows, 1),
			.retired = row_int(&rows, 7) == 0});
	}
	return got;
}

int
scope_take_receipts(struct scope *s, struct str iuv, struct err *e)
{
	struct match_world *w = &s->world;
	struct rows rows;
	int got;

	if (db_query(
		s->db, &rows, select_receipts, DB(db_t(iuv), db_t(s->creditor)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct str outcome = row_text(&rows, 6);

		w->receipts = arena_grown(s->arena, w->receipts, w->receipt_count,
		    &s->rooms[3], sizeof *w->receipts);
		w->receipts[w->receipt_count++] = (struct match_receipt){
		    .iuv = iuv,
		    .index = (uint8_t)row_int(&rows, 1),
		    .iur = scope_keep(s, &rows, 2),
		    .key = arena_format(s->arena, "%012jd", (intmax_t)row_int(&rows, 0)),
		    .cents = row_int(&rows, 3),
		    .other_creditor = row_int(&rows, 4) == 0,
		    .stamp = row_int(&rows, 5) != 0,
		    .unpaid = !str_is(outcome, "paid") &&
			!str_is(outcome, "partly_paid") &&
			!str_is(outcome, "timed_out_partly"),
		    .paid = row_date(&rows, 7),
		};
		scope_note_row(
		    s, &s->receipts, (struct scope_row){.id = row_int(&rows, 0)});
	}
	return got;
}

static int
take_dues(struct scope *s, int64_t position, struct err *e)
{
	struct match_world *w = &s->world;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_dues, DB(db_i(position)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct str iuv = scope_keep(s, &rows, 0);

		scope_add_iuv(s, iuv);
		w->dues = arena_grown(
		    s->arena, w->dues, w->due_count, &s->rooms[4], sizeof *w->dues);
		w->dues[w->due_count++] = (struct match_due){
		    .iuv = iuv,
		    .index = (uint8_t)row_int(&rows, 1),
		    .cents = row_int(&rows, 2),
		    .position = w->position_count - 1,
		};
	}
	return got;
}

int
scope_take_position(struct scope *s, struct str iuv, struct err *e)
{
	struct match_world *w = &s->world;
	struct rows rows;
	int64_t id = 0;
	int got;

	if (db_query(s->db, &rows, select_position_of, DB(db_t(iuv), db_t(s->creditor)),
		e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		id = row_int(&rows, 0);
		w->positions = arena_grown(s->arena, w->positions, w->position_count,
		    &s->rooms[5], sizeof *w->positions);
		w->positions[w->position_count] =
		    (struct match_position){.cents = row_int(&rows, 1),
			.cancelled = str_is(row_text(&rows, 2), "cancelled")};
	}
	rows_close(&rows);
	if (got <= 0 || !scope_is_new(s, 'p', id))
		return got < 0 ? -1 : 0;
	w->position_count++;
	scope_note_row(s, &s->positions, (struct scope_row){.id = id});
	return take_dues(s, id, e);
}
