/* What is known under IUVs: lines of flows, receipts, and the positions that they pay.
 * A flow's payments are read together, in the order of their IUVs, by one statement that
 * also tells of which more is known; that is then read for those alone. A statement for
 * each IUV would cost more than all the rest of booking, one for each table a third.
 */
#include "match/scope_run.h"

#define LINE "p.id, p.flow, p.number, p.iuv, p.iur, p.transfer_index, p.cents, p.outcome"
/* A row for each combination of what is known besides: hardly ever more than one. Of
 * other lines, of which there may be thousands under one IUV, one is enough. */
static const char select_own_lines[] =
    "SELECT " LINE ", 1, q.id, r.id, w.position, m.movement FROM payment p LEFT JOIN"
    " payment q ON q.id = (SELECT id FROM payment WHERE iuv = p.iuv AND id NOT BETWEEN ?"
    " AND ? LIMIT 1) LEFT JOIN receipt r ON"
    " r.iuv = p.iuv AND r.creditor = ? AND r.current = 1 LEFT JOIN payment_option w ON"
    " w.iuv = p.iuv LEFT JOIN movement_reference m ON m.creditor = ? AND m.reference ="
    " UPPER(p.iuv) WHERE p.id BETWEEN ? AND ? ORDER BY p.id";
static const char select_lines[] =
    "SELECT " LINE ", f.current FROM payment p JOIN flow f ON f.id = p.flow WHERE"
    " p.iuv = ? AND f.creditor = ?";
static const char select_lines_beside[] =
    "SELECT " LINE ", f.current FROM payment o CROSS JOIN payment p CROSS JOIN flow f"
    " WHERE o.id BETWEEN ? AND ? AND p.iuv = o.iuv AND p.id NOT BETWEEN ? AND ? AND"
    " f.id = p.flow AND f.creditor = ?";

#define RECEIPT                                                                          \
	"r.id, r.iuv, t.transfer_index, t.iur, t.cents, t.ours, t.stamp, r.outcome, "    \
	"r.paid_on"
static const char select_receipts[] =
    "SELECT " RECEIPT " FROM receipt r JOIN receipt_transfer t ON t.receipt = r.id"
    " WHERE r.iuv = ? AND r.creditor = ? AND r.current = 1";
static const char select_receipts_of_payments[] =
    "SELECT " RECEIPT " FROM payment o CROSS JOIN receipt r CROSS JOIN receipt_transfer t"
    " WHERE o.id BETWEEN ? AND ? AND r.iuv = o.iuv AND r.creditor = ? AND r.current = 1"
    " AND t.receipt = r.id";

/* All dues of the positions: the rows of one follow each other, and come again for every
 * payment and every option that leads to it. */
#define DUE "p.id, p.cents, p.state, d.iuv, t.number, t.cents, w.number"
static const char select_position[] =
    "SELECT " DUE ", 0 FROM payment_option w CROSS JOIN position p CROSS JOIN"
    " payment_option d CROSS JOIN transfer t WHERE w.iuv = ? AND p.id = w.position AND"
    " p.creditor = ? AND p.current = 1 AND d.position = p.id AND t.position = d.position"
    " AND t.option_number = d.number";
static const char select_positions_of_payments[] =
    "SELECT " DUE
    ", o.id FROM payment o CROSS JOIN payment_option w CROSS JOIN position p"
    " CROSS JOIN payment_option d CROSS JOIN transfer t WHERE o.id BETWEEN ? AND ? AND"
    " w.iuv = o.iuv AND p.id = w.position AND p.creditor = ? AND p.current = 1 AND"
    " d.position = p.id AND t.position = d.position AND t.option_number = d.number";

/* Movements that credit one of the payments alone. */
static const char select_movements_of_payments[] =
    "SELECT r.movement FROM payment o CROSS JOIN movement_reference r WHERE"
    " o.id BETWEEN ? AND ? AND r.creditor = ? AND r.reference = UPPER(o.iuv)";

static void
take_line(struct scope *s, const struct rows *row)
{
	struct match_world *w = &s->world;

	w->lines = arena_grown(
	    s->arena, w->lines, w->line_count, &s->rooms[2], sizeof *w->lines);
	w->lines[w->line_count++] = (struct match_line){
	    .iuv = scope_keep(s, row, 3),
	    .iur = scope_keep(s, row, 4),
	    .index = (uint8_t)row_int(row, 5),
	    .cents = row_int(row, 6),
	    .outcome = (int8_t)row_int(row, 7),
	};
	scope_note_row(s, &s->lines,
	    (struct scope_row){.id = row_int(row, 0),
		.order = row_int(row, 2),
		.owner = row_int(row, 1),
		.retired = row_int(row, 8) == 0});
}

/* What may be known of a payment besides, in the order of the columns that tell it. */
enum beside { OTHER_LINES, RECEIPTS, POSITIONS, MOVEMENTS, BESIDE };

/* Numbers of payments of a flow of which something is known besides, as ranges. */
struct ranges {
	struct range {
		int64_t first, last;
	} * list;
	size_t count, room;
};

static void
note_payment(struct ranges *r, int64_t id, struct arena *a)
{
	enum {
		GAP_MOST = 3 /* a few more in a range cost less than another statement */
	};

	if (r->count > 0 && id - r->list[r->count - 1].last <= GAP_MOST) {
		r->list[r->count - 1].last = id;
		return;
	}
	r->list = arena_grown(a, r->list, r->count, &r->room, sizeof *r->list);
	r->list[r->count++] = (struct range){id, id};
}

/* The lines of a flow that is taken in whole: nobody need look for their IUVs again. */
static int
take_own_lines(struct scope *s, int64_t first, int64_t last, struct ranges known[BESIDE],
    struct err *e)
{
	const struct db_value from = db_i(first), to = db_i(last),
			      creditor = db_t(s->creditor);
	struct rows rows;
	int64_t line = 0;
	int got;

	if (db_query(s->db, &rows, select_own_lines,
		DB(from, to, creditor, creditor, from, to), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		if (row_int(&rows, 0) == line)
			continue;
		line = row_int(&rows, 0);
		take_line(s, &rows);
		if (!scope_is_new_iuv(s, s->world.lines[s->world.line_count - 1].iuv))
			continue;
		for (int i = 0; i < BESIDE; i++)
			if (!row_is_null(&rows, 9 + i))
				note_payment(&known[i], line, s->arena);
	}
	return got;
}

static void
take_receipt(struct scope *s, const struct rows *row)
{
	struct match_world *w = &s->world;
	struct str outcome = row_text(row, 7);

	w->receipts = arena_grown(
	    s->arena, w->receipts, w->receipt_count, &s->rooms[3], sizeof *w->receipts);
	w->receipts[w->receipt_count++] = (struct match_receipt){
	    .iuv = scope_keep(s, row, 1),
	    .index = (uint8_t)row_int(row, 2),
	    .iur = scope_keep(s, row, 3),
	    .key = arena_format(s->arena, "%012jd", (intmax_t)row_int(row, 0)),
	    .cents = row_int(row, 4),
	    .other_creditor = row_int(row, 5) == 0,
	    .stamp = row_int(row, 6) != 0,
	    .unpaid = !str_is(outcome, "paid") && !str_is(outcome, "partly_paid") &&
		!str_is(outcome, "timed_out_partly"),
	    .paid = row_date(row, 8),
	};
	scope_note_row(s, &s->receipts, (struct scope_row){.id = row_int(row, 0)});
}

static void
take_position(struct scope *s, const struct rows *row)
{
	struct match_world *w = &s->world;

	w->positions = arena_grown(s->arena, w->positions, w->position_count,
	    &s->rooms[5], sizeof *w->positions);
	w->positions[w->position_count++] = (struct match_position){
	    .cents = row_int(row, 1), .cancelled = str_is(row_text(row, 2), "cancelled")};
	scope_note_row(s, &s->positions, (struct scope_row){.id = row_int(row, 0)});
}

/* A due of a position that is met for the first time, or of the one before it when the
 * same option of the same payment led there. */
static void
take_due(struct scope *s, const struct rows *row)
{
	struct match_world *w = &s->world;
	struct scope_row *open = &s->position_open;
	int64_t id = row_int(row, 0), option = row_int(row, 6), payment = row_int(row, 7);
	struct str iuv;

	if (scope_is_new(s, SCOPE_POSITION, id)) {
		take_position(s, row);
		*open = (struct scope_row){.id = id, .order = option, .owner = payment};
	}
	if (open->id != id || open->order != option || open->owner != payment)
		return;
	iuv = scope_keep(s, row, 3);
	scope_add_iuv(s, iuv);
	w->dues =
	    arena_grown(s->arena, w->dues, w->due_count, &s->rooms[4], sizeof *w->dues);
	w->dues[w->due_count++] = (struct match_due){
	    .iuv = iuv,
	    .index = (uint8_t)row_int(row, 4),
	    .cents = row_int(row, 5),
	    .position = w->position_count - 1,
	};
}

/* All rows of a query, each taken in by `take`. */
static int
take_all(struct scope *s, const char *sql, const struct db_value *values, size_t count,
    void (*take)(struct scope *, const struct rows *), struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, sql, values, count, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		take(s, &rows);
	s->position_open = (struct scope_row){0};
	return got;
}

int
scope_take_iuv(struct scope *s, struct str iuv, struct err *e)
{
	const struct db_value values[] = {db_t(iuv), db_t(s->creditor)};

	if (take_all(s, select_lines, values, 2, take_line, e) != 0 ||
	    take_all(s, select_receipts, values, 2, take_receipt, e) != 0)
		return -1;
	return take_all(s, select_position, values, 2, take_due, e);
}

/* What is known besides of the payments of a range, a part of the flow's `first` to
 * `last`. */
static int
take_beside(struct scope *s, enum beside what, struct range range, int64_t first,
    int64_t last, struct err *e)
{
	const struct db_value from = db_i(range.first), to = db_i(range.last),
			      creditor = db_t(s->creditor);

	switch (what) {
	case OTHER_LINES:
		return take_all(s, select_lines_beside,
		    DB(from, to, db_i(first), db_i(last), creditor), take_line, e);
	case RECEIPTS:
		return take_all(s, select_receipts_of_payments, DB(from, to, creditor),
		    take_receipt, e);
	case POSITIONS:
		return take_all(
		    s, select_positions_of_payments, DB(from, to, creditor), take_due, e);
	default:
		return scope_add_all(s, select_movements_of_payments,
		    DB(from, to, creditor), scope_add_movement, e);
	}
}

int
scope_take_payments(struct scope *s, int64_t first, int64_t last, struct err *e)
{
	struct ranges known[BESIDE] = {{.count = 0}};

	map_reserve(&s->known_iuvs, (size_t)(last - first + 1));
	if (take_own_lines(s, first, last, known, e) != 0)
		return -1;
	for (int kind = 0; kind < BESIDE; kind++)
		for (size_t i = 0; i < known[kind].count; i++)
			if (take_beside(s, (enum beside)kind, known[kind].list[i], first,
				last, e) != 0)
				return -1;
	return 0;
}
