/* What squares and has no reversale yet. */
#include "match/posting_run.h"

#include <stdlib.h>

#define OF_MOVEMENTS                                                                     \
	" MAX(m.booked_on), MAX(m.value_on), SUM(l.cents), MIN(m.id), MIN(m.account),"   \
	" MIN(m.provvisorio), MIN(m.provvisorio_year)"
#define SQUARE_FLOWS                                                                     \
	"SELECT f.id, f.flow_id, c.code," OF_MOVEMENTS                                   \
	", f.cents, f.revoked_cents FROM flow f"                                         \
	" JOIN class c ON c.subject_kind = 'flow' AND c.subject = f.id"                  \
	" AND c.code LIKE 'FLOW_SQUARE%'"                                                \
	" JOIN link l ON l.flow = f.id AND l.current = 1 AND l.rule <> 'proposal'"       \
	" JOIN movement m ON m.id = l.movement WHERE f.creditor = ? AND f.current = 1"
#define BY_FLOW " GROUP BY f.id, f.flow_id, c.code, f.cents, f.revoked_cents"
static const char select_flows[] = SQUARE_FLOWS
    " AND NOT EXISTS (SELECT 1 FROM reversale r WHERE r.flow = f.id AND r.current = "
    "1)" BY_FLOW;
/* Flows of which only a part is booked: something was revoked, or revoked no more. */
static const char select_parts[] = SQUARE_FLOWS
    " AND (SELECT SUM(r.cents) FROM reversale r WHERE r.flow = f.id AND r.current = 1) <>"
    " f.cents" BY_FLOW;
static const char select_singles[] =
    "SELECT 0, l.iuv, c.code," OF_MOVEMENTS ", 0, 0 FROM movement m"
    " JOIN class c ON c.subject_kind = 'movement' AND c.subject = m.id"
    " AND c.code = 'MOVEMENT_SINGLE'"
    " JOIN link l ON l.movement = m.id AND l.current = 1 AND l.iuv IS NOT NULL"
    " WHERE m.creditor = ? AND NOT EXISTS (SELECT 1 FROM reversale r WHERE r.movement = "
    "m.id"
    " AND r.flow IS NULL AND r.current = 1) GROUP BY m.id, l.iuv, c.code";
static const char is_of_file[] =
    "SELECT 1 FROM movement m LEFT JOIN link l ON l.movement = m.id AND l.current = 1"
    " WHERE m.file = ? AND (l.flow = ? OR m.id = ?)"
    " UNION SELECT 1 FROM flow WHERE id = ? AND file = ?"
    " UNION SELECT 1 FROM link s JOIN receipt t ON t.iuv = s.iuv AND t.file = ? WHERE"
    " s.movement = ? AND s.current = 1 LIMIT 1";

static void
read_unit(const struct rows *row, struct posting_unit *u, struct arena *a)
{
	*u = (struct posting_unit){
	    .flow = row_int(row, 0),
	    .name = arena_str(a, row_text(row, 1)),
	    .code = arena_str(a, row_text(row, 2)),
	    .credited = row_date(row, 3),
	    .value = row_date(row, 4),
	    .cents = row_int(row, 5),
	    .movement = row_int(row, 6),
	    .account = arena_str(a, row_text(row, 7)),
	    .provvisorio = arena_str(a, row_text(row, 8)),
	    .provvisorio_year = arena_str(a, row_text(row, 9)),
	    .total = row_int(row, 10),
	    .revoked = row_int(row, 11),
	};
}

static struct date
day_of(
    const struct posting *p, const struct posting_order *o, const struct posting_unit *u)
{
	if (!date_is_none(o->date))
		return o->date;
	if (str_is(p->preset->date, "today") || date_is_none(u->credited))
		return p->today;
	if (str_is(p->preset->date, "value") && !date_is_none(u->value))
		return u->value;
	return u->credited;
}

/* Whether the order asks for it: 1, 0, -1. */
static int
is_asked(struct posting *p, const struct posting_order *o, const struct posting_unit *u,
    struct err *e)
{
	int64_t yes = 0;

	for (size_t i = 0; i < p->reopened_count; i++)
		if (p->reopened[i] == u->flow)
			return 1;
	if (o->flow.len > 0)
		return u->flow != 0 && str_equal_nocase(o->flow, u->name);
	if (!date_is_none(o->until))
		return date_compare(u->credited, o->until) <= 0;
	if (o->file != 0 &&
	    db_number(p->db, is_of_file,
		DB(db_i(o->file), db_i(u->flow), db_i(u->movement), db_i(u->flow),
		    db_i(o->file), db_i(o->file), db_i(u->flow == 0 ? u->movement : 0)),
		&yes, e) < 0)
		return -1;
	return o->file == 0 || yes != 0;
}

static int
add_units(struct posting *p, const char *sql, struct posting_unit **list, size_t *count,
    struct err *e)
{
	size_t room = *count;
	struct rows rows;
	int got;

	if (db_query(p->db, &rows, sql, DB(db_t(p->creditor->id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		*list = arena_grown(p->arena, *list, *count, &room, sizeof **list);
		read_unit(&rows, &(*list)[(*count)++], p->arena);
	}
	return got;
}

static int
compare_units(const void *a, const void *b)
{
	const struct posting_unit *x = a, *y = b;
	int order = date_compare(x->day, y->day);

	if (order == 0)
		order = date_compare(x->credited, y->credited);
	return order != 0 ? order : str_compare(x->name, y->name);
}

int
posting_units(struct posting *p, const struct posting_order *order,
    struct posting_unit **list, size_t *count, struct err *e)
{
	size_t kept = 0;

	*list = NULL;
	*count = 0;
	if (add_units(p, select_flows, list, count, e) != 0 ||
	    add_units(p, select_parts, list, count, e) != 0 ||
	    add_units(p, select_singles, list, count, e) != 0)
		return -1;
	for (size_t i = 0; i < *count; i++) {
		struct posting_unit u = (*list)[i];
		int asked = is_asked(p, order, &u, e);

		if (asked < 0)
			return -1;
		u.day = day_of(p, order, &u);
		if (asked > 0)
			(*list)[kept++] = u;
	}
	*count = kept;
	if (kept > 1)
		qsort(*list, kept, sizeof **list, compare_units);
	return 0;
}
