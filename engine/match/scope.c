/* From the ledger to the arrays of matching: one thing leads to the next until nothing
 * new is named. */
#include "match/scope_run.h"

#include "match/remittance.h"

#include <stdio.h>
#include <stdlib.h>

static const char select_flow[] =
    "SELECT id, flow_id, made, declared_revision, digest, settled_on, declared_count,"
    " declared_cents, cents, revoked_cents, first_payment, last_payment FROM flow WHERE"
    " id = ?";
static const char select_flows_of_file[] = "SELECT flow_id FROM flow WHERE file = ?";
static const char select_versions[] =
    "SELECT id FROM flow WHERE creditor = ? AND flow_id = ?";
static const char select_flows_by_key[] =
    "SELECT id FROM flow WHERE creditor = ? AND flow_key = ?";
static const char select_flows_by_cents[] =
    "SELECT id FROM flow WHERE creditor = ? AND cents = ? AND current = 1";
static const char select_movements_of_file[] =
    "SELECT id FROM movement WHERE file = ? ORDER BY id";
static const char select_receipts_of_file[] =
    "SELECT DISTINCT iuv FROM receipt WHERE file = ?";
/* Positions of a file that something was paid for before they came, or before they were
 * revised. */
static const char select_positions_of_file[] =
    "SELECT o.iuv FROM position p CROSS JOIN payment_option o WHERE p.file = ? AND"
    " o.position = p.id AND (EXISTS (SELECT 1 FROM payment y WHERE y.iuv = o.iuv) OR"
    " EXISTS (SELECT 1 FROM receipt r WHERE r.iuv = o.iuv) OR EXISTS (SELECT 1 FROM"
    " movement_reference m WHERE m.creditor = p.creditor AND m.reference = o.iuv))";
static const char select_movement[] =
    "SELECT id, digest, occurrence, account, booked_on, cents, type, is_money, reference,"
    " end_to_end, provvisorio, provvisorio_year, remittance, text FROM movement WHERE id "
    "= ?";
static const char select_naming[] =
    "SELECT movement FROM movement_reference WHERE creditor = ? AND reference = ?";
static const char select_reversals[] =
    "SELECT id FROM movement WHERE creditor = ? AND cents = ? AND is_money = 1";
static const char select_cut[] =
    "SELECT DISTINCT m.id FROM movement m JOIN movement_reference r ON r.movement = m.id"
    " WHERE m.creditor = ? AND m.cents = ? AND r.kind IN ('flow_partial', "
    "'flow_doubtful')";
static const char select_references[] =
    "SELECT 1 FROM movement_reference WHERE movement = ? LIMIT 1";
static const char insert_reference[] =
    "INSERT INTO movement_reference (creditor, movement, number, kind, reference) VALUES"
    " (?, ?, ?, ?, ?)";

void
scope_open(struct scope *s, struct db *db, struct str creditor, struct str segregation,
    struct date today, struct arena *a)
{
	*s = (struct scope){.db = db,
	    .creditor = creditor,
	    .arena = a,
	    .world = {.segregation = segregation, .today = today}};
	map_open(&s->known, a, 256);
	map_open(&s->known_iuvs, a, 256);
}

/* The key of a thing in the map of those known; its bytes are those of the number. */
static int64_t
key_of(enum scope_thing thing, int64_t id)
{
	return id * 4 + (int64_t)thing;
}

bool
scope_knows(const struct scope *s, enum scope_thing thing, int64_t id)
{
	int64_t key = key_of(thing, id);

	return map_find(&s->known, (struct str){(const char *)&key, sizeof key}) != NULL;
}

bool
scope_is_new(struct scope *s, enum scope_thing thing, int64_t id)
{
	int64_t *key;

	if (scope_knows(s, thing, id))
		return false;
	key = arena_new(s->arena, int64_t);
	*key = key_of(thing, id);
	(void)map_put(&s->known, (struct str){(const char *)key, sizeof *key}, NULL);
	return true;
}

bool
scope_is_new_iuv(struct scope *s, struct str iuv)
{
	bool fresh;

	(void)map_put(&s->known_iuvs, iuv, &fresh);
	return fresh;
}

void
scope_note_row(struct scope *s, struct scope_list *list, struct scope_row row)
{
	list->rows =
	    arena_grown(s->arena, list->rows, list->count, &list->room, sizeof row);
	list->rows[list->count++] = row;
}

void
scope_add_iuv(struct scope *s, struct str iuv)
{
	if (map_find(&s->known_iuvs, iuv) != NULL)
		return;
	iuv = arena_str(s->arena, iuv);
	(void)scope_is_new_iuv(s, iuv);
	s->iuvs =
	    arena_grown(s->arena, s->iuvs, s->iuv_count, &s->iuv_room, sizeof *s->iuvs);
	s->iuvs[s->iuv_count++] = iuv;
}

struct str
scope_keep(struct scope *s, const struct rows *rows, int column)
{
	return arena_str(s->arena, row_text(rows, column));
}

/* The flow as one of the world's; `partial` until it is taken in whole. */
static void
take_flow(struct scope *s, const struct rows *row, bool partial)
{
	struct match_world *w = &s->world;
	struct match_flow *f;

	w->flows = arena_grown(
	    s->arena, w->flows, w->flow_count, &s->rooms[0], sizeof *w->flows);
	f = &w->flows[w->flow_count++];
	*f = (struct match_flow){
	    .id = scope_keep(s, row, 1),
	    .revision = (uint64_t)row_int(row, 3),
	    .digest = scope_keep(s, row, 4),
	    .settled = row_date(row, 5),
	    .count_told = !row_is_null(row, 6),
	    .declared_count = (uint64_t)row_int(row, 6),
	    .total_told = !row_is_null(row, 7),
	    .declared_total = row_int(row, 7),
	    .total = row_int(row, 8),
	    .revoked = row_int(row, 9),
	    .partial = partial,
	};
	(void)instant_parse(row_text(row, 2), &f->made);
	scope_note_row(s, &s->flows, (struct scope_row){.id = row_int(row, 0)});
}

/* Reads a flow, with the numbers of its first and last payment: 1, 0 no such flow, -1. */
static int
read_flow(struct scope *s, int64_t flow, bool partial, int64_t payments[2], struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_flow, DB(db_i(flow)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		take_flow(s, &rows, partial);
		payments[0] = row_int(&rows, 10);
		payments[1] = row_int(&rows, 11);
	}
	rows_close(&rows);
	return got;
}

int
scope_read_flow(struct scope *s, int64_t flow, bool partial, struct err *e)
{
	int64_t ignored[2];

	return read_flow(s, flow, partial, ignored, e) < 0 ? -1 : 0;
}

int
scope_add_all(struct scope *s, const char *sql, const struct db_value *values,
    size_t count, int (*add)(struct scope *, int64_t, struct err *), struct err *e)
{
	int64_t *ids = NULL;
	size_t found = 0, room = 0;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, sql, values, count, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		ids = arena_grown(s->arena, ids, found, &room, sizeof *ids);
		ids[found++] = row_int(&rows, 0);
	}
	for (size_t i = 0; i < found && got == 0; i++)
		got = add(s, ids[i], e);
	return got;
}

static int
add_iuvs(struct scope *s, const char *sql, const struct db_value *values, size_t count,
    struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, sql, values, count, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		scope_add_iuv(s, row_text(&rows, 0));
	return got;
}

int
scope_add_flow(struct scope *s, int64_t flow, struct err *e)
{
	int64_t payments[2];
	int got;

	if (!scope_is_new(s, SCOPE_FLOW, flow))
		return 0;
	got = read_flow(s, flow, false, payments, e);
	if (got <= 0)
		return got;
	return scope_take_payments(s, payments[0], payments[1], e);
}

/* Writes down what a movement's text names, once, so that a flow that comes later finds
 * it. */
static int
note_references(
    struct scope *s, int64_t movement, const struct match_movement *m, struct err *e)
{
	int64_t known = 0;
	const char *kind = remittance_kind_name(m->kind);

	if (m->id.len == 0)
		return 0;
	if (db_number(s->db, select_references, DB(db_i(movement)), &known, e) < 0)
		return -1;
	if (known != 0)
		return 0;
	for (uint32_t i = 0; i <= m->other_count; i++)
		if (db_do(s->db, insert_reference,
			DB(db_t(s->creditor), db_i(movement), db_i(i), db_c(kind),
			    db_t(
				match_fold(i == 0 ? m->id : m->others[i - 1], s->arena))),
			e) != 0)
			return -1;
	return 0;
}

static enum movement_type
type_of(struct str name)
{
	for (int i = MOVEMENT_CREDIT; i <= MOVEMENT_RESTORATION; i++)
		if (str_is(name, movement_type_name((enum movement_type)i)))
			return (enum movement_type)i;
	return MOVEMENT_CREDIT;
}

static void
read_reference(struct scope *s, struct match_movement *m, struct str text)
{
	struct remittance r = remittance_read(s->arena, text);
	struct str *others = arena_new_array(s->arena, r.other_count, struct str);

	memcpy(others, r.others, r.other_count * sizeof *others);
	m->kind = r.kind;
	m->id = r.id;
	m->others = others;
	m->other_count = (uint32_t)r.other_count;
}

static void
take_movement(struct scope *s, const struct rows *row)
{
	struct match_world *w = &s->world;
	struct match_movement *m;

	w->movements = arena_grown(s->arena, w->movements, w->movement_count,
	    &s->rooms[1], sizeof *w->movements);
	m = &w->movements[w->movement_count++];
	*m = (struct match_movement){
	    .key = arena_format(s->arena, "%.*s %jd", STR_ARG(row_text(row, 1)),
		(intmax_t)row_int(row, 2)),
	    .account = scope_keep(s, row, 3),
	    .date = row_date(row, 4),
	    .cents = row_int(row, 5),
	    .type = type_of(row_text(row, 6)),
	    .is_money = row_int(row, 7) != 0,
	    .reference = scope_keep(s, row, row_text(row, 8).len > 0 ? 8 : 9),
	};
	if (row_text(row, 10).len > 0)
		m->provvisorio = arena_format(s->arena, "%.*s/%.*s",
		    STR_ARG(row_text(row, 11)), STR_ARG(row_text(row, 10)));
	read_reference(s, m, row_text(row, 12));
	if (m->kind == REMITTANCE_NONE)
		read_reference(s, m, row_text(row, 13));
	scope_note_row(s, &s->movements, (struct scope_row){.id = row_int(row, 0)});
}

int
scope_add_movement(struct scope *s, int64_t movement, struct err *e)
{
	struct rows rows;
	int got;

	if (!scope_is_new(s, SCOPE_MOVEMENT, movement))
		return 0;
	if (db_query(s->db, &rows, select_movement, DB(db_i(movement)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		take_movement(s, &rows);
	rows_close(&rows);
	if (got <= 0)
		return got;
	if (scope_take_decisions(s, movement, e) != 0)
		return -1;
	return note_references(
	    s, movement, &s->world.movements[s->world.movement_count - 1], e);
}

int
scope_add_query(struct scope *s, const char *sql, struct date day,
    int (*add)(struct scope *, int64_t, struct err *), struct err *e)
{
	return scope_add_all(s, sql, DB(db_t(s->creditor), db_d(day)), add, e);
}

int
scope_add_iuvs(struct scope *s, const char *sql, struct date day, struct err *e)
{
	return add_iuvs(s, sql, DB(db_t(s->creditor), db_d(day)), e);
}

int
scope_add_file(struct scope *s, int64_t file, struct err *e)
{
	struct str *ids = NULL;
	size_t count = 0, room = 0;
	struct rows rows;
	int got;

	if (db_query(s->db, &rows, select_flows_of_file, DB(db_i(file)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		ids = arena_grown(s->arena, ids, count, &room, sizeof *ids);
		ids[count++] = scope_keep(s, &rows, 0);
	}
	for (size_t i = 0; i < count && got == 0; i++)
		got = scope_add_all(s, select_versions,
		    DB(db_t(s->creditor), db_t(ids[i])), scope_add_flow, e);
	if (got != 0 ||
	    scope_add_all(
		s, select_movements_of_file, DB(db_i(file)), scope_add_movement, e) != 0)
		return -1;
	if (add_iuvs(s, select_receipts_of_file, DB(db_i(file)), e) != 0)
		return -1;
	return add_iuvs(s, select_positions_of_file, DB(db_i(file)), e);
}

/* What a flow reaches: its other versions, and the movements that name it or could. */
static int
follow_flow(struct scope *s, size_t at, struct err *e)
{
	struct match_flow f = s->world.flows[at];

	if (scope_add_all(s, select_versions, DB(db_t(s->creditor), db_t(f.id)),
		scope_add_flow, e) != 0)
		return -1;
	if (scope_add_all(s, select_naming,
		DB(db_t(s->creditor), db_t(match_fold(f.id, s->arena))),
		scope_add_movement, e) != 0)
		return -1;
	return scope_add_all(
	    s, select_cut, DB(db_t(s->creditor), db_i(f.total)), scope_add_movement, e);
}

/* What a movement reaches: the flows or the IUV it names, flows that a cut id could be,
 * and what may reverse it. */
static int
follow_movement(struct scope *s, size_t at, struct err *e)
{
	struct match_movement m = s->world.movements[at];
	bool cut =
	    m.kind == REMITTANCE_FLOW_PARTIAL || m.kind == REMITTANCE_FLOW_DOUBTFUL;
	bool single = m.kind == REMITTANCE_IUV || m.kind == REMITTANCE_IUV_DOUBTFUL ||
	    m.kind == REMITTANCE_INTEGRATION_IUV;

	for (uint32_t i = 0; i <= m.other_count && m.id.len > 0; i++) {
		struct str id = i == 0 ? m.id : m.others[i - 1];

		if (single)
			scope_add_iuv(s, id);
		else if (scope_add_all(s, select_flows_by_key,
			     DB(db_t(s->creditor), db_t(match_fold(id, s->arena))),
			     scope_add_flow, e) != 0)
			return -1;
	}
	if (cut &&
	    scope_add_all(s, select_flows_by_cents, DB(db_t(s->creditor), db_i(m.cents)),
		scope_add_flow, e) != 0)
		return -1;
	if (m.cents < 0 && m.type != MOVEMENT_REVERSAL && m.id.len == 0)
		return 0;
	return scope_add_all(s, select_reversals, DB(db_t(s->creditor), db_i(-m.cents)),
	    scope_add_movement, e);
}

/* The movements that credit one IUV alone, and all that is known under it. */
static int
follow_iuv(struct scope *s, struct str iuv, struct err *e)
{
	if (scope_add_all(s, select_naming,
		DB(db_t(s->creditor), db_t(match_fold(iuv, s->arena))),
		scope_add_movement, e) != 0)
		return -1;
	return scope_take_iuv(s, iuv, e);
}

int
scope_follow(struct scope *s, struct err *e)
{
	for (;;) {
		int status;

		if (s->movement_done < s->world.movement_count) {
			status = follow_movement(s, s->movement_done, e);
			if (status == 0)
				status = scope_follow_twins(s, s->movement_done++, e);
		} else if (s->flow_done < s->world.flow_count)
			status = follow_flow(s, s->flow_done++, e);
		else if (s->iuv_done < s->iuv_count)
			status = follow_iuv(s, s->iuvs[s->iuv_done++], e);
		else
			return 0;
		if (status != 0)
			return -1;
	}
}
