/* Credits of single payments: the bank's text has a IUV instead of a flow. */
#include "match/match_run.h"

#include <stdlib.h>

/* So many things under one IUV are no single payment: whatever the text says of it is
 * ambiguous. */
enum { RING_MOST = 1000 };

static bool
names_payment(const struct match_movement *m)
{
	return m->is_money && m->cents > 0 && m->class == MATCH_CLASSES &&
	    (m->kind == REMITTANCE_IUV || m->kind == REMITTANCE_IUV_DOUBTFUL ||
		m->kind == REMITTANCE_INTEGRATION_IUV);
}

static int
compare_movements(const void *a, const void *b, void *world)
{
	const struct match_movement *list = ((struct match_world *)world)->movements;
	const struct match_movement *x = &list[*(const uint32_t *)a];
	const struct match_movement *y = &list[*(const uint32_t *)b];
	int order = date_compare(x->date, y->date);

	return order != 0 ? order : str_compare(x->key, y->key);
}

/* What the ring of a IUV holds for one amount. */
struct offer {
	uint32_t flow;    /* of one payment, with this total, not yet credited */
	uint32_t receipt; /* free, of this amount */
	uint32_t due;     /* free, of this amount */
	uint32_t receipts, dues, taken, others;
};

static void
offer_line(const struct match_run *r, struct offer *o, uint32_t line, money cents)
{
	uint32_t flow = match_flow_of_line(r, line);
	const struct match_flow *f = &r->world->flows[flow];

	if (f->count != 1 || f->total != cents || f->partial)
		o->others++;
	else if (f->credits > 0)
		o->taken++;
	else
		o->flow = flow;
}

static void
offer_receipt(const struct match_run *r, struct offer *o, uint32_t number, money cents)
{
	const struct match_receipt *c = &r->world->receipts[number];
	const struct match_receipt *best =
	    o->receipt == MATCH_NONE ? NULL : &r->world->receipts[o->receipt];
	bool repeated =
	    best != NULL && str_equal(best->iur, c->iur) && best->index == c->index;

	if (c->cents != cents) {
		o->others++;
	} else if (c->movement != MATCH_NONE) {
		o->taken++;
	} else {
		if (!repeated)
			o->receipts++;
		if (best == NULL || str_compare(c->key, best->key) < 0)
			o->receipt = number;
	}
}

static void
offer_due(const struct match_run *r, struct offer *o, uint32_t number, money cents)
{
	const struct match_due *d = &r->world->dues[number];

	if (d->cents != cents) {
		o->others++;
	} else if (d->is_paid) {
		o->taken++;
	} else {
		o->dues++;
		o->due = number;
	}
}

static struct offer
offer_of(const struct match_run *r, uint32_t head, money cents)
{
	struct offer o = {.flow = MATCH_NONE, .receipt = MATCH_NONE, .due = MATCH_NONE};
	uint32_t item = head, seen = 0;

	do {
		if (item < r->receipt_base)
			offer_line(r, &o, item, cents);
		else if (item < r->due_base)
			offer_receipt(r, &o, item - r->receipt_base, cents);
		else
			offer_due(r, &o, item - r->due_base, cents);
		item = match_next(r, item);
	} while (item != head && ++seen < RING_MOST);
	if (item != head)
		o = (struct offer){MATCH_NONE, MATCH_NONE, MATCH_NONE, .receipts = 2};
	return o;
}

/* The class that a credit of one payment gets; MATCH_CLASSES when it is a flow's. */
static enum match_class
take_offer(struct match_run *r, uint32_t movement, const struct offer *o)
{
	struct match_world *w = r->world;
	struct match_movement *m = &w->movements[movement];

	if (o->flow != MATCH_NONE) {
		match_add_link(r, movement, o->flow, m->cents, false);
		return MATCH_CLASSES;
	}
	if (o->receipts > 1 || (o->receipts == 0 && o->dues > 1))
		return MOVEMENT_SINGLE_AMBIGUOUS;
	if (o->receipts == 1) {
		m->receipt = o->receipt;
		w->receipts[o->receipt].movement = movement;
		return MOVEMENT_SINGLE;
	}
	if (o->taken > 0)
		return MOVEMENT_SINGLE_REPEATED;
	if (o->dues == 1) {
		m->due = o->due;
		w->dues[o->due].is_paid = true;
		w->positions[w->dues[o->due].position].paid += m->cents;
		return MOVEMENT_SINGLE;
	}
	return o->others > 0 ? MOVEMENT_SINGLE_DIFFERS : MOVEMENT_SINGLE_MISSING;
}

void
match_link_singles(struct match_run *r)
{
	struct match_world *w = r->world;
	uint32_t *list = arena_new_array(&r->work, w->movement_count, uint32_t);
	uint32_t count = 0;

	for (uint32_t i = 0; i < w->movement_count; i++)
		if (names_payment(&w->movements[i]))
			list[count++] = i;
	qsort_r(list, count, sizeof *list, compare_movements, w);
	for (uint32_t i = 0; i < count; i++) {
		struct match_movement *m = &w->movements[list[i]];
		uint32_t head = match_index_find(&r->iuvs, m->id);
		struct offer o;

		for (uint32_t k = 0; k < m->other_count && head == MATCH_NONE; k++)
			head = match_index_find(&r->iuvs, m->others[k]);
		if (head == MATCH_NONE)
			continue;
		o = offer_of(r, head, m->cents);
		m->class = take_offer(r, list[i], &o);
	}
}
