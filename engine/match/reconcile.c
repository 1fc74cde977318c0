/* The results of matching against what the ledger holds of them: only differences are
 * written. */
#include "match/reconcile.h"

#include "match/standing.h"

#include <stdlib.h>

static const char select_links[] =
    "SELECT flow, iuv, cents, rule FROM link WHERE movement = ? AND current = 1 ORDER BY "
    "id";
static const char end_links[] =
    "UPDATE link SET current = 0, ended_at = ? WHERE movement = ? AND current = 1";
static const char insert_link[] =
    "INSERT INTO link (creditor, movement, flow, iuv, cents, rule, current, made_at)"
    " VALUES (?, ?, ?, ?, ?, ?, 1, ?)";
static const char update_positions[] =
    "UPDATE position SET state = ? WHERE id IN " DB_LIST
    " AND state <> 'cancelled' AND state <> ?";
static const char update_quotas[] =
    "UPDATE quota SET state = ? WHERE position IN " DB_LIST
    " AND current = 1 AND state <> 'cancelled' AND state <> ?";
/* What the day alone can change: late before a day. */
static const char select_waiting_movements[] =
    "SELECT c.subject FROM class c CROSS JOIN movement m WHERE m.id = c.subject AND "
    "c.code ="
    " 'MOVEMENT_FLOW_MISSING' AND c.subject_kind = 'movement' AND m.creditor = ? AND"
    " m.booked_on < ?";
static const char select_waiting_flows[] =
    "SELECT c.subject FROM class c CROSS JOIN flow f WHERE f.id = c.subject AND c.code ="
    " 'FLOW_WAITING_CREDIT' AND c.subject_kind = 'flow' AND f.creditor = ? AND"
    " f.settled_on < ?";
static const char select_waiting_receipts[] =
    "SELECT r.iuv FROM class c CROSS JOIN receipt r WHERE r.id = c.subject AND c.code ="
    " 'RECEIPT_WAITING_FLOW' AND c.subject_kind = 'receipt' AND r.creditor = ? AND"
    " r.paid_on < ?";

/* One link as the ledger would hold it. */
struct wanted_link {
	int64_t flow;
	struct str iuv;
	money cents;
	const char *rule;
};

static size_t
links_of(const struct scope *s, uint32_t movement, struct wanted_link *list, size_t room)
{
	const struct match_world *w = &s->world;
	const struct match_movement *m = &w->movements[movement];
	size_t count = 0;

	for (uint32_t i = 0; i < m->link_count && count < room; i++) {
		const struct match_link *l = &w->links[m->first_link + i];

		list[count++] = (struct wanted_link){.flow = s->flows.rows[l->flow].id,
		    .cents = l->cents,
		    .rule = l->proposal ? "proposal"
			: m->decided    ? "person"
					: "flow id"};
	}
	if (m->receipt != MATCH_NONE || m->due != MATCH_NONE)
		list[count++] = (struct wanted_link){.iuv = m->receipt != MATCH_NONE
			? w->receipts[m->receipt].iuv
			: w->dues[m->due].iuv,
		    .cents = m->cents,
		    .rule = m->decided             ? "person"
			: m->receipt != MATCH_NONE ? "receipt"
						   : "position"};
	return count;
}

static int
links_differ(struct reconciling *r, int64_t movement, const struct wanted_link *list,
    size_t count, struct err *e)
{
	struct rows rows;
	size_t i = 0;
	bool same = true;
	int got;

	if (db_query(r->db, &rows, select_links, DB(db_i(movement)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		same = same && i < count && row_int(&rows, 0) == list[i].flow &&
		    str_equal(row_text(&rows, 1), list[i].iuv) &&
		    row_int(&rows, 2) == list[i].cents &&
		    str_is(row_text(&rows, 3), list[i].rule);
		i++;
	}
	return got < 0 ? -1 : !(same && i == count);
}

static int
write_links(
    struct reconciling *r, const struct scope *s, uint32_t movement, struct err *e)
{
	struct wanted_link list[REMITTANCE_OTHERS_MOST + 2];
	size_t count = links_of(s, movement, list, REMITTANCE_OTHERS_MOST + 1);
	int64_t id = s->movements.rows[movement].id;
	int differ = links_differ(r, id, list, count, e);

	if (differ <= 0)
		return differ;
	if (db_do(r->db, end_links, DB(db_t(r->now), db_i(id)), e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (db_do(r->db, insert_link,
			DB(db_t(r->creditor), db_i(id), db_id(list[i].flow),
			    list[i].iuv.len > 0 ? db_t(list[i].iuv) : db_c(NULL),
			    db_i(list[i].cents), db_c(list[i].rule), db_t(r->now)),
			e) != 0)
			return -1;
	return 0;
}

static int
write_movements(struct reconciling *r, const struct scope *s, struct err *e)
{
	const struct match_world *w = &s->world;
	struct standing_list list = {.kind = "movement"};

	for (uint32_t i = 0; i < w->movement_count; i++)
		standing_add(&list, s->movements.rows[i].id, w->movements[i].class,
		    w->movements[i].cents, s->arena);
	for (uint32_t i = 0; i < w->movement_count; i++)
		if (write_links(r, s, i, e) != 0)
			return -1;
	return standing_write(r, &list, e);
}

static int
write_flows(struct reconciling *r, const struct scope *s, struct err *e)
{
	const struct match_world *w = &s->world;
	struct standing_list list = {.kind = "flow"};

	for (uint32_t i = 0; i < w->flow_count; i++)
		if (!w->flows[i].partial)
			standing_add(&list, s->flows.rows[i].id, w->flows[i].class,
			    w->flows[i].total, s->arena);
	return standing_write(r, &list, e);
}

static int
write_lines(struct reconciling *r, const struct scope *s, struct err *e)
{
	const struct match_world *w = &s->world;
	struct standing_list list = {.kind = "payment"};

	for (uint32_t i = 0; i < w->line_count; i++)
		standing_add(&list, s->lines.rows[i].id,
		    (enum match_class)w->lines[i].class, w->lines[i].cents, s->arena);
	return standing_write(r, &list, e);
}

/* How grave a class is when the transfers of one receipt differ. */
static int gravity(enum match_class class)
{
	static const int order[] = {1, 2, 3, 0};

	return order[match_classes[class].state];
}

static int
write_receipts(struct reconciling *r, const struct scope *s, struct err *e)
{
	const struct match_world *w = &s->world;
	struct standing_list list = {.kind = "receipt"};

	for (uint32_t i = 0; i < w->receipt_count; i++) {
		int64_t id = s->receipts.rows[i].id;
		enum match_class class = (enum match_class)w->receipts[i].class;
		money cents = w->receipts[i].cents;

		/* Transfers of one receipt follow each other. */
		while (i + 1 < w->receipt_count && s->receipts.rows[i + 1].id == id) {
			i++;
			cents += w->receipts[i].cents;
			if (gravity((enum match_class)w->receipts[i].class) >
			    gravity(class))
				class = (enum match_class)w->receipts[i].class;
		}
		standing_add(&list, id, class, cents, s->arena);
	}
	return standing_write(r, &list, e);
}

/* The state of a position and of its quotas. */
static const char *position_state(enum match_class class)
{
	switch (class) {
	case POSITION_PAID:
	case POSITION_PAID_UNREPORTED:
	case POSITION_OVERPAID:
		return "paid";
	case POSITION_PARTLY:
	case POSITION_UNDERPAID:
		return "partly";
	case POSITION_CANCELLED:
	case POSITION_CANCELLED_PAID:
		return NULL;
	default:
		return "open";
	}
}

static int
compare_ids(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
write_states(struct reconciling *r, const char *state, int64_t *positions, size_t count,
    struct err *e)
{
	struct db_value values[DB_LIST_MOST + 2];
	size_t most = DB_LIST_MOST;

	values[0] = values[DB_LIST_MOST + 1] = db_c(state);
	if (count > 1)
		qsort(positions, count, sizeof *positions, compare_ids);
	for (size_t i = 0; i < count; i += DB_LIST_MOST) {
		db_list(values + 1, positions + i, count - i < most ? count - i : most);
		if (db_do(r->db, update_positions, values, DB_LIST_MOST + 2, e) != 0 ||
		    db_do(r->db, update_quotas, values, DB_LIST_MOST + 2, e) != 0)
			return -1;
	}
	return 0;
}

/* Positions and quotas in the state that their classes say, many by one statement. */
static int
write_all_states(struct reconciling *r, const struct scope *s, struct err *e)
{
	static const char *const states[] = {"open", "partly", "paid"};
	const struct match_world *w = &s->world;
	int64_t *list = arena_new_array(s->arena, w->position_count, int64_t);

	for (size_t k = 0; k < sizeof states / sizeof states[0]; k++) {
		size_t count = 0;

		for (uint32_t i = 0; i < w->position_count; i++) {
			const char *state =
			    position_state((enum match_class)w->positions[i].class);

			if (state != NULL && strcmp(state, states[k]) == 0)
				list[count++] = s->positions.rows[i].id;
		}
		if (write_states(r, states[k], list, count, e) != 0)
			return -1;
	}
	return 0;
}

static int
write_positions(struct reconciling *r, const struct scope *s, struct err *e)
{
	struct standing_list list = {.kind = "position"};

	for (uint32_t i = 0; i < s->world.position_count; i++) {
		const struct match_position *p = &s->world.positions[i];

		standing_add(&list, s->positions.rows[i].id, (enum match_class)p->class,
		    p->paid, s->arena);
	}
	if (write_all_states(r, s, e) != 0)
		return -1;
	return standing_write(r, &list, e);
}

static int
match_and_write(struct reconciling *r, struct scope *s, struct err *e)
{
	if (scope_follow(s, e) != 0 || scope_close(s, e) != 0)
		return -1;
	match_run(&s->world, s->arena);
	if (write_flows(r, s, e) != 0 || write_movements(r, s, e) != 0 ||
	    write_lines(r, s, e) != 0 || write_receipts(r, s, e) != 0)
		return -1;
	return write_positions(r, s, e);
}

int
reconcile_files(struct reconciling *r, const int64_t *files, size_t count, struct err *e)
{
	struct arena a = {0};
	struct scope s;
	int status = 0;

	scope_open(&s, r->db, r->creditor, r->segregation, r->today, &a);
	for (size_t i = 0; i < count && status == 0; i++)
		status = scope_add_file(&s, files[i], e);
	if (status == 0)
		status = match_and_write(r, &s, e);
	arena_close(&a);
	return status;
}

/* Takes in what has been waiting since before the day that is `days` bank days ago. */
static int
add_late(struct scope *s, const char *sql, int days,
    int (*add)(struct scope *, int64_t, struct err *), struct err *e)
{
	struct date late = match_late_before(s->world.today, days);

	return add == NULL ? scope_add_iuvs(s, sql, late, e)
			   : scope_add_query(s, sql, late, add, e);
}

int
reconcile_movement(struct reconciling *r, int64_t movement, struct err *e)
{
	struct arena a = {0};
	struct scope s;
	int status;

	scope_open(&s, r->db, r->creditor, r->segregation, r->today, &a);
	status = scope_add_links(&s, movement, e);
	if (status == 0)
		status = scope_add_movement(&s, movement, e);
	if (status == 0)
		status = match_and_write(r, &s, e);
	arena_close(&a);
	return status;
}

int
reconcile_waiting(struct reconciling *r, struct err *e)
{
	struct arena a = {0};
	struct scope s;
	int status;

	scope_open(&s, r->db, r->creditor, r->segregation, r->today, &a);
	status = add_late(
	    &s, select_waiting_movements, MATCH_FLOW_DAYS, scope_add_movement, e);
	if (status == 0)
		status = add_late(
		    &s, select_waiting_flows, MATCH_CREDIT_DAYS, scope_add_flow, e);
	if (status == 0)
		status =
		    add_late(&s, select_waiting_receipts, MATCH_REPORT_DAYS, NULL, e);
	if (status == 0)
		status = match_and_write(r, &s, e);
	arena_close(&a);
	return status;
}
