/* What is due under one IUV is paid by its lines, or by receipts that no flow tells yet;
 * what that makes of receipts and positions. */
#include "match/match_run.h"

static int
compare_ranked(const void *a, const void *b, void *run)
{
	return match_compare_rank(run, *(const uint32_t *)a, *(const uint32_t *)b);
}

static int
compare_paid(const void *a, const void *b, void *run)
{
	const struct match_receipt *list = ((struct match_run *)run)->world->receipts;
	int order = date_compare(
	    list[*(const uint32_t *)a].paid, list[*(const uint32_t *)b].paid);

	return order != 0 ? order : match_compare_receipts(a, b, run);
}

/* What a payment with this index pays: the due of the same index, else the only one. */
static uint32_t
due_of(const struct ring *g, uint32_t index)
{
	const struct match_due *dues = g->run->world->dues;

	if (g->due_count == 1)
		return g->dues[0];
	for (uint32_t i = 0; i < g->due_count; i++)
		if (dues[g->dues[i]].index == index)
			return g->dues[i];
	return MATCH_NONE;
}

static bool
is_ours_by_number(const struct match_world *w, struct str iuv)
{
	return w->segregation.len > 0 && iuv.len == 17 && str_all_digits(iuv) &&
	    str_starts(iuv, w->segregation);
}

static enum match_class
class_without_due(const struct match_world *w, const struct match_line *l)
{
	if (l->receipt != MATCH_NONE)
		return w->receipts[l->receipt].cents == l->cents ? LINE_SPONTANEOUS
								 : LINE_RECEIPT_DIFFERS;
	return is_ours_by_number(w, l->iuv) ? LINE_POSITION_UNKNOWN : LINE_NOT_OURS;
}

static enum match_class
class_of_payment(const struct match_world *w, const struct match_line *l)
{
	const struct match_due *d = &w->dues[l->due];

	if (w->positions[d->position].cancelled)
		return LINE_POSITION_CANCELLED;
	if (l->receipt != MATCH_NONE && w->receipts[l->receipt].cents != l->cents)
		return LINE_RECEIPT_DIFFERS;
	if (l->cents != d->cents)
		return LINE_AMOUNT_DIFFERS;
	if (l->receipt != MATCH_NONE)
		return l->rule == RULE_EXACT ? LINE_PAID : LINE_PAID_LOOSELY;
	switch (l->outcome) {
	case FLOW_STAND_IN:
		return LINE_RECEIPT_LATER;
	case FLOW_STAND_IN_NO_RECEIPT:
	case FLOW_NO_RECEIPT:
		return LINE_NO_RECEIPT_DUE;
	default:
		return LINE_RECEIPT_MISSING;
	}
}

static void
pay_by_line(struct ring *g, struct match_line *l)
{
	struct match_world *w = g->run->world;
	bool ambiguous = l->class == LINE_RECEIPT_AMBIGUOUS;
	struct match_due *d;

	l->due = due_of(g, l->index);
	if (l->due == MATCH_NONE) {
		if (!ambiguous)
			l->class = (uint8_t)class_without_due(w, l);
		return;
	}
	d = &w->dues[l->due];
	w->positions[d->position].paid += l->cents;
	if (d->is_paid) {
		l->class = LINE_DOUBLE_PAYMENT;
		return;
	}
	d->is_paid = true;
	if (l->cents < d->cents)
		w->positions[d->position].falls_short = true;
	if (!ambiguous)
		l->class = (uint8_t)class_of_payment(w, l);
}

/* In canonical order the first payment pays what is due. */
static void
pay_dues(struct ring *g)
{
	struct match_world *w = g->run->world;

	match_sort(g->lines, g->line_count, compare_ranked, g->run);
	for (uint32_t i = 0; i < g->line_count; i++) {
		struct match_line *l = &w->lines[g->lines[i]];

		if (l->class == LINE_PAID || l->class == LINE_RECEIPT_AMBIGUOUS) {
			pay_by_line(g, l);
			continue;
		}
		l->due = due_of(g, l->index);
		if (l->class == LINE_UNDONE && l->due != MATCH_NONE)
			w->positions[w->dues[l->due].position].undone = true;
	}
}

static void
class_reported(const struct match_world *w, struct match_receipt *c)
{
	const struct match_line *l = &w->lines[c->line];

	if (l->class == LINE_UNDONE)
		c->class = RECEIPT_REVOKED;
	else if (l->cents != c->cents)
		c->class = RECEIPT_AMOUNT_DIFFERS;
	else
		c->class =
		    l->rule == RULE_EXACT ? RECEIPT_REPORTED : RECEIPT_REPORTED_LOOSELY;
}

static void
pay_by_receipt(struct ring *g, struct match_receipt *c)
{
	struct match_world *w = g->run->world;
	uint32_t number = due_of(g, c->index);
	struct match_due *d = number == MATCH_NONE ? NULL : &w->dues[number];
	bool credited = c->movement != MATCH_NONE;

	c->class = credited ? RECEIPT_CREDITED
	    : !date_is_none(c->paid) && date_compare(c->paid, g->run->report_late) < 0
	    ? RECEIPT_NOT_REPORTED
	    : RECEIPT_WAITING_FLOW;
	if (d == NULL)
		return;
	if (d->is_paid && !credited)
		c->class = RECEIPT_DOUBLE_PAYMENT;
	w->positions[d->position].paid += c->cents;
	w->positions[d->position].unreported |= !credited;
	if (d->is_paid)
		return;
	d->is_paid = true;
	if (c->cents < d->cents)
		w->positions[d->position].falls_short = true;
	c->pays = true;
}

static void
class_receipts(struct ring *g)
{
	struct match_world *w = g->run->world;

	match_sort(g->receipts, g->receipt_count, compare_paid, g->run);
	for (uint32_t i = 0; i < g->receipt_count; i++) {
		struct match_receipt *c = &w->receipts[g->receipts[i]];

		if (c->class == RECEIPT_REPEATED)
			continue;
		if (c->line != MATCH_NONE)
			class_reported(w, c);
		else
			pay_by_receipt(g, c);
	}
}

/* Sorts the items of a ring by what they are. */
static void
open_ring(struct match_run *r, uint32_t head, struct ring *g)
{
	uint32_t item = head, count = 0, *list;

	do
		count++;
	while ((item = match_next(r, item)) != head);
	list = arena_new_array(&r->ring, (size_t)count * 3, uint32_t);
	*g = (struct ring){
	    .run = r, .lines = list, .receipts = list + count, .dues = list + count * 2};
	do {
		if (item < r->receipt_base)
			g->lines[g->line_count++] = item;
		else if (item < r->due_base)
			g->receipts[g->receipt_count++] = item - r->receipt_base;
		else
			g->dues[g->due_count++] = item - r->due_base;
	} while ((item = match_next(r, item)) != head);
}

static int
compare_dues(const void *a, const void *b, void *run)
{
	const struct match_due *dues = ((struct match_run *)run)->world->dues;
	const struct match_due *x = &dues[*(const uint32_t *)a];
	const struct match_due *y = &dues[*(const uint32_t *)b];

	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return x->cents < y->cents ? -1 : x->cents > y->cents;
}

/* What the rings a little further on will ask for is fetched meanwhile. */
static void
look_ahead(const struct match_run *r, uint32_t item)
{
	enum { NEAR = 16, FAR = 48 };
	uint32_t near = item + NEAR, far = item + FAR;

	if (far >= r->item_count || far >= r->receipt_base)
		return;
	far = match_next(r, far);
	near = match_next(r, near);
	__builtin_prefetch(&r->next[far]);
	if (far >= r->due_base)
		__builtin_prefetch(&r->world->dues[far - r->due_base], 1);
	if (near >= r->due_base)
		__builtin_prefetch(
		    &r->world->positions[r->world->dues[near - r->due_base].position], 1);
}

void
match_resolve_payments(struct match_run *r)
{
	r->report_late = match_late_before(r->world->today, MATCH_REPORT_DAYS);
	for (uint32_t item = 0; item < r->item_count; item++) {
		struct ring g;

		look_ahead(r, item);
		if ((r->next[item] & RING_LEADS) == 0)
			continue;
		arena_reset(&r->ring);
		open_ring(r, item, &g);
		match_sort_out_lines(&g);
		match_sort_out_receipts(&g);
		if (g.receipt_count > 0 && g.line_count > 0)
			match_join_receipts(&g);
		match_sort(g.dues, g.due_count, compare_dues, r);
		pay_dues(&g);
		class_receipts(&g);
	}
	arena_close(&r->ring);
}

static enum match_class
class_of_position(const struct match_position *p)
{
	if (p->cancelled)
		return p->paid > 0 ? POSITION_CANCELLED_PAID : POSITION_CANCELLED;
	if (p->paid == 0)
		return p->undone ? POSITION_REOPENED : POSITION_OPEN;
	if (p->paid > p->cents)
		return POSITION_OVERPAID;
	if (p->paid < p->cents)
		return p->falls_short ? POSITION_UNDERPAID : POSITION_PARTLY;
	return p->unreported ? POSITION_PAID_UNREPORTED : POSITION_PAID;
}

void
match_class_positions(struct match_run *r)
{
	struct match_world *w = r->world;

	for (uint32_t i = 0; i < w->position_count; i++)
		w->positions[i].class = (uint8_t)class_of_position(&w->positions[i]);
}
