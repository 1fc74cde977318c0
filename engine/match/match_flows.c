/* Movements and flows: which credits name which flows, and what the sums say of both. */
#include "match/match_run.h"

#include <stdlib.h>

enum { CANDIDATES_MOST = REMITTANCE_OTHERS_MOST + 1 };

void
match_add_link(
    struct match_run *r, uint32_t movement, uint32_t flow, money cents, bool proposal)
{
	struct match_world *w = r->world;
	struct match_movement *m = &w->movements[movement];

	if (w->link_count == r->link_room) {
		size_t room = r->link_room == 0 ? 1024 : r->link_room * 2;
		struct match_link *more =
		    arena_new_array(r->arena, room, struct match_link);

		if (w->link_count > 0)
			memcpy(more, w->links, w->link_count * sizeof *more);
		w->links = more;
		r->link_room = room;
	}
	if (m->link_count++ == 0)
		m->first_link = w->link_count;
	w->links[w->link_count++] = (struct match_link){movement, flow, cents, proposal};
	if (proposal)
		return;
	w->flows[flow].credits++;
	if (!money_add(w->flows[flow].credited, cents, &w->flows[flow].credited))
		BUG("the credits of flow %.*s overflow", STR_ARG(w->flows[flow].id));
}

static struct str
folded_id(const void *context, uint32_t flow)
{
	const struct match_run *r = context;

	return r->folded[flow];
}

/* Indexes the standing flows by folded id; those that fold alike are a list. */
static void
index_flows(struct match_run *r)
{
	struct match_world *w = r->world;

	r->folded = arena_new_array(&r->work, w->flow_count, struct str);
	r->alike = arena_new_array(&r->work, w->flow_count, uint32_t);
	match_index_open(&r->flows, w->flow_count, folded_id, r);
	for (uint32_t i = 0; i < w->flow_count; i++) {
		uint32_t held;

		r->alike[i] = MATCH_NONE;
		if (!w->flows[i].standing)
			continue;
		r->folded[i] = match_fold(w->flows[i].id, &r->work);
		held = match_index_put(&r->flows, r->folded[i], i);
		if (held == i)
			continue;
		r->alike[i] = r->alike[held];
		r->alike[held] = i;
		w->flows[i].shares_fold = w->flows[held].shares_fold = true;
	}
}

/* The standing flow that an id means: exactly, when several differ only by case and
 * marks. */
static uint32_t
find_flow(const struct match_run *r, struct str id)
{
	char text[REMITTANCE_TEXT_MOST];
	uint32_t flow = match_index_find(&r->flows, flow_id_fold(id, text, sizeof text));

	if (flow == MATCH_NONE || !r->world->flows[flow].shares_fold)
		return flow;
	while (flow != MATCH_NONE && !str_equal(r->world->flows[flow].id, id))
		flow = r->alike[flow];
	return flow;
}

static bool
names_flow(enum remittance_kind kind)
{
	return kind == REMITTANCE_FLOW || kind == REMITTANCE_FLOW_DOUBTFUL ||
	    kind == REMITTANCE_FLOW_PARTIAL || kind == REMITTANCE_INTEGRATION_FLOW;
}

/* The known flows among the candidates of a movement, each once. A cut id itself is no
 * candidate. */
static size_t
known_flows(const struct match_run *r, const struct match_movement *m,
    uint32_t found[CANDIDATES_MOST])
{
	size_t count = 0;

	for (uint32_t i = 0; i <= m->other_count && count < CANDIDATES_MOST; i++) {
		struct str id = i == 0 ? m->id : m->others[i - 1];
		uint32_t flow = MATCH_NONE;
		bool again = false;

		if ((i > 0 || m->kind != REMITTANCE_FLOW_PARTIAL) && id.len > 0)
			flow = find_flow(r, id);
		for (size_t k = 0; k < count; k++)
			again = again || found[k] == flow;
		if (flow != MATCH_NONE && !again)
			found[count++] = flow;
	}
	return count;
}

/* One credit that names several flows: all of them when it equals their sum, else the one
 * that it equals, else the first. */
static void
link_movement(struct match_run *r, uint32_t movement)
{
	struct match_world *w = r->world;
	struct match_movement *m = &w->movements[movement];
	uint32_t found[CANDIDATES_MOST], chosen;
	size_t count = known_flows(r, m, found);
	money sum = 0;

	if (count == 0)
		return;
	chosen = found[0];
	for (size_t i = count; i > 0; i--) {
		sum += w->flows[found[i - 1]].total;
		if (w->flows[found[i - 1]].total == m->cents)
			chosen = found[i - 1];
	}
	if (count > 1 && sum == m->cents && w->flows[chosen].total != m->cents)
		for (size_t i = 0; i < count; i++)
			match_add_link(
			    r, movement, found[i], w->flows[found[i]].total, false);
	else
		match_add_link(r, movement, chosen, m->cents, false);
}

void
match_link_flows(struct match_run *r)
{
	struct match_world *w = r->world;

	index_flows(r);
	for (uint32_t i = 0; i < w->movement_count; i++) {
		struct match_movement *m = &w->movements[i];

		m->first_link = m->link_count = 0;
		m->partner = m->due = m->receipt = MATCH_NONE;
		m->class = MATCH_CLASSES;
		if (!m->is_money)
			m->class = MOVEMENT_NOT_MONEY;
		else if (m->apart != 0)
			m->class = (enum match_class)m->apart;
		else if (names_flow(m->kind))
			link_movement(r, i);
	}
}

/* The class of a standing flow with credits, by its sums. */
static enum match_class
class_credited(struct match_flow *f)
{
	money plus = f->total, none = plus - f->revoked, minus = none - f->revoked;
	bool header = f->total_told && f->declared_total != plus;
	bool count = f->count_told && f->declared_count != f->count;

	if (f->credited == plus)
		return header ? FLOW_SQUARE_HEADER_WRONG
		    : count   ? FLOW_SQUARE_COUNT_WRONG
			      : FLOW_SQUARE;
	if (f->revoked != 0 && (f->credited == none || f->credited == minus)) {
		f->revoked_sign = f->credited == none ? 0 : -1;
		return FLOW_SQUARE_LESS_REVOKED;
	}
	if (f->credited == 0)
		return FLOW_CREDIT_UNDONE;
	if (header)
		return f->credited == f->declared_total ? FLOW_LINES_WRONG
							: FLOW_NOT_SQUARE;
	return f->credited < plus ? FLOW_PARTLY_CREDITED : FLOW_OVER_CREDITED;
}

void
match_class_flows(struct match_run *r)
{
	struct match_world *w = r->world;
	struct date late = match_late_before(w->today, MATCH_CREDIT_DAYS);

	for (uint32_t i = 0; i < w->flow_count; i++) {
		struct match_flow *f = &w->flows[i];

		if (!f->standing)
			continue;
		if (f->credits > 0)
			f->class = class_credited(f);
		else if (f->undone)
			f->class = FLOW_CREDIT_UNDONE;
		else
			f->class = !date_is_none(f->settled) &&
				date_compare(f->settled, late) < 0
			    ? FLOW_NO_CREDIT
			    : FLOW_WAITING_CREDIT;
	}
}

/* Flows without a credit, to be proposed for cut ids: by amount, then folded id. */
static int
compare_open(const void *a, const void *b, void *context)
{
	const struct match_run *r = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	const struct match_flow *flows = r->world->flows;

	if (flows[x].total != flows[y].total)
		return flows[x].total < flows[y].total ? -1 : 1;
	return str_compare(r->folded[x], r->folded[y]);
}

static uint32_t *
open_flows(struct match_run *r, uint32_t *count)
{
	struct match_world *w = r->world;
	uint32_t *list = arena_new_array(&r->work, w->flow_count, uint32_t);

	*count = 0;
	for (uint32_t i = 0; i < w->flow_count; i++)
		if (w->flows[i].standing && w->flows[i].credits == 0 &&
		    !w->flows[i].partial)
			list[(*count)++] = i;
	qsort_r(list, *count, sizeof *list, compare_open, r);
	return list;
}

static bool
is_rejected(const struct match_movement *m, struct str flow)
{
	for (uint32_t i = 0; i < m->rejected_count; i++)
		if (str_equal(m->rejected[i], flow))
			return true;
	return false;
}

/* The only open flow of the movement's amount whose id begins with the cut one and that
 * nobody has rejected, or MATCH_NONE. */
static uint32_t
proposed_flow(const struct match_run *r, const uint32_t *list, uint32_t count,
    const struct match_movement *m, struct str prefix)
{
	const struct match_flow *flows = r->world->flows;
	uint32_t low = 0, high = count, found = MATCH_NONE;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2, f = list[middle];

		if (flows[f].total < m->cents ||
		    (flows[f].total == m->cents && str_compare(r->folded[f], prefix) < 0))
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && flows[list[low]].total == m->cents &&
	     str_starts(r->folded[list[low]], prefix);
	     low++) {
		if (is_rejected(m, flows[list[low]].id))
			continue;
		if (found != MATCH_NONE)
			return MATCH_NONE;
		found = list[low];
	}
	return found;
}

static enum match_class
class_linked(const struct match_world *w, const struct match_movement *m)
{
	enum match_class class = MOVEMENT_FLOW;

	for (uint32_t i = 0; i < m->link_count; i++) {
		const struct match_flow *f = &w->flows[w->links[m->first_link + i].flow];

		if (match_is_square(f->class))
			continue;
		switch (f->class) {
		case FLOW_PARTLY_CREDITED:
		case FLOW_CREDIT_UNDONE:
			return m->cents < 0 ? MOVEMENT_REVERSAL_PARTIAL
					    : MOVEMENT_CREDIT_INCOMPLETE;
		case FLOW_OVER_CREDITED:
			return MOVEMENT_FLOW_EXCEEDED;
		default:
			return MOVEMENT_FLOW_DIFFERS;
		}
	}
	if (m->link_count > 1)
		class = MOVEMENT_SEVERAL_FLOWS;
	else if (w->flows[w->links[m->first_link].flow].credits > 1)
		class = MOVEMENT_PART_OF_FLOW;
	return class;
}

/* A credit that names no known flow. */
static enum match_class
class_alone(struct match_run *r, uint32_t movement, const uint32_t *list, uint32_t count,
    struct date late)
{
	struct match_movement *m = &r->world->movements[movement];
	uint32_t flow;

	if (m->cents < 0)
		return m->type == MOVEMENT_REVERSAL ? MOVEMENT_REVERSAL_ALONE
						    : MOVEMENT_OUTGOING;
	switch (m->kind) {
	case REMITTANCE_FLOW:
	case REMITTANCE_INTEGRATION_FLOW:
		return date_compare(m->date, late) < 0 ? MOVEMENT_FLOW_LATE
						       : MOVEMENT_FLOW_MISSING;
	case REMITTANCE_FLOW_PARTIAL:
	case REMITTANCE_FLOW_DOUBTFUL:
		flow = proposed_flow(r, list, count, m, match_fold(m->id, &r->work));
		if (flow == MATCH_NONE)
			return MOVEMENT_REFERENCE_CUT;
		match_add_link(r, movement, flow, m->cents, true);
		return MOVEMENT_PROPOSAL;
	case REMITTANCE_FLOW_TOO_LONG:
		return MOVEMENT_REFERENCE_CUT;
	case REMITTANCE_IUV:
	case REMITTANCE_IUV_DOUBTFUL:
	case REMITTANCE_INTEGRATION_IUV:
		return MOVEMENT_SINGLE_MISSING;
	default:
		return MOVEMENT_NO_REFERENCE;
	}
}

void
match_class_movements(struct match_run *r)
{
	struct match_world *w = r->world;
	struct date late = match_late_before(w->today, MATCH_FLOW_DAYS);
	uint32_t count;
	const uint32_t *list = open_flows(r, &count);

	for (uint32_t i = 0; i < w->movement_count; i++) {
		struct match_movement *m = &w->movements[i];

		if (m->class != MATCH_CLASSES)
			continue;
		m->class = m->link_count > 0 ? class_linked(w, m)
					     : class_alone(r, i, list, count, late);
	}
}
