/* The order of the steps, and what all of them stand on: the canonical order of flows and
 * the rings of items that share a IUV. */
#include "match/match_run.h"

#include <stdlib.h>

static int
compare_u64(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

/* Versions of one id: the later first. */
static int
compare_versions(const struct match_flow *a, const struct match_flow *b)
{
	if (a->made != b->made)
		return a->made > b->made ? -1 : 1;
	if (a->revision != b->revision)
		return compare_u64(b->revision, a->revision);
	return str_compare(b->digest, a->digest);
}

static int
compare_ids(const void *a, const void *b, void *world)
{
	const struct match_flow *flows = ((struct match_world *)world)->flows;
	const struct match_flow *x = &flows[*(const uint32_t *)a];
	const struct match_flow *y = &flows[*(const uint32_t *)b];
	int order = str_compare(x->id, y->id);

	return order != 0 ? order : compare_versions(x, y);
}

static int
compare_days(const void *a, const void *b, void *world)
{
	const struct match_flow *flows = ((struct match_world *)world)->flows;
	int order = date_compare(
	    flows[*(const uint32_t *)a].settled, flows[*(const uint32_t *)b].settled);

	return order != 0 ? order : compare_ids(a, b, world);
}

static int
compare_firsts(const void *a, const void *b, void *world)
{
	const struct match_flow *flows = ((struct match_world *)world)->flows;
	const struct match_flow *x = &flows[*(const uint32_t *)a];
	const struct match_flow *y = &flows[*(const uint32_t *)b];

	return x->first != y->first ? (x->first < y->first ? -1 : 1)
				    : (x->count < y->count ? -1 : x->count > y->count);
}

static uint32_t *
sorted_flows(struct match_run *r, int (*compare)(const void *, const void *, void *))
{
	uint32_t count = r->world->flow_count;
	uint32_t *order = arena_new_array(&r->work, count, uint32_t);

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof *order, compare, r->world);
	return order;
}

uint32_t
match_flow_of_line(const struct match_run *r, uint32_t line)
{
	const struct match_flow *flows = r->world->flows;
	uint32_t low = 0, high = r->world->flow_count;

	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (flows[r->by_first[middle]].first <= line)
			low = middle;
		else
			high = middle;
	}
	return r->by_first[low];
}

struct str
match_fold(struct str id, struct arena *a)
{
	return flow_id_fold(id, arena_alloc(a, id.len + 1), id.len);
}

static void
add_line(struct match_flow *f, const struct match_line *l)
{
	if (!money_add(f->total, l->cents, &f->total) ||
	    (l->outcome == FLOW_REVOKED && !money_add(f->revoked, l->cents, &f->revoked)))
		BUG("the sum of flow %.*s overflows", STR_ARG(f->id));
}

/* The standing version of each id, and the sums of the lines. */
static void
prepare_flows(struct match_run *r)
{
	struct match_world *w = r->world;
	uint32_t *by_id = sorted_flows(r, compare_ids);
	uint32_t *by_day = sorted_flows(r, compare_days);

	r->by_first = sorted_flows(r, compare_firsts);
	r->rank = arena_new_array(&r->work, w->flow_count, uint32_t);
	for (uint32_t i = 0; i < w->flow_count; i++) {
		struct match_flow *f = &w->flows[by_id[i]];

		r->rank[by_day[i]] = i;
		f->standing = i == 0 || !str_equal(f->id, w->flows[by_id[i - 1]].id);
		f->shares_fold = f->undone = false;
		f->credited = 0;
		f->credits = 0;
		f->revoked_sign = 1;
		f->class = f->standing ? FLOW_WAITING_CREDIT : FLOW_SUPERSEDED;
		if (f->partial)
			continue;
		f->total = f->revoked = 0;
		for (uint32_t k = 0; k < f->count; k++)
			add_line(f, &w->lines[f->first + k]);
	}
}

static struct str
item_iuv(const void *context, uint32_t item)
{
	const struct match_run *r = context;

	if (item < r->receipt_base)
		return r->world->lines[item].iuv;
	if (item < r->due_base)
		return r->world->receipts[item - r->receipt_base].iuv;
	return r->world->dues[item - r->due_base].iuv;
}

/* Puts an item into the ring of its IUV. */
static void
ring_add(struct match_run *r, uint32_t item, uint64_t hash)
{
	uint32_t head = match_index_put_hashed(&r->iuvs, item_iuv(r, item), hash, item);

	if (head == item) {
		r->next[item] = item | RING_LEADS;
		return;
	}
	r->next[item] = match_next(r, head);
	r->next[head] = item | RING_LEADS;
}

/* Items on their way into rings. Each visit to a slot, an item or a text would wait for
 * memory; taken together they wait at the same time (a third of the time of matching). */
struct ring_queue {
	struct match_run *run;
	uint32_t items[32];
	uint32_t count;
};

static void
ring_flush(struct ring_queue *q)
{
	enum { MOST = sizeof q->items / sizeof q->items[0] };
	struct match_run *r = q->run;
	uint64_t hashes[MOST];
	uint32_t guesses[MOST];

	for (uint32_t i = 0; i < q->count; i++)
		__builtin_prefetch(item_iuv(r, q->items[i]).ptr);
	for (uint32_t i = 0; i < q->count; i++)
		hashes[i] = match_index_hash(&r->iuvs, item_iuv(r, q->items[i]));
	for (uint32_t i = 0; i < q->count; i++) {
		guesses[i] = match_index_guess(&r->iuvs, hashes[i]);
		if (guesses[i] < r->receipt_base)
			__builtin_prefetch(&r->world->lines[guesses[i]]);
		if (guesses[i] != MATCH_NONE)
			__builtin_prefetch(&r->next[guesses[i]], 1);
	}
	for (uint32_t i = 0; i < q->count; i++)
		if (guesses[i] != MATCH_NONE)
			__builtin_prefetch(item_iuv(r, guesses[i]).ptr);
	for (uint32_t i = 0; i < q->count; i++)
		ring_add(r, q->items[i], hashes[i]);
	q->count = 0;
}

static void
ring_queue(struct ring_queue *q, uint32_t item)
{
	if (q->count == sizeof q->items / sizeof q->items[0])
		ring_flush(q);
	q->items[q->count++] = item;
}

static void
add_lines(struct match_run *r)
{
	struct match_world *w = r->world;
	struct ring_queue q = {.run = r};

	for (uint32_t i = 0; i < w->flow_count; i++) {
		const struct match_flow *f = &w->flows[i];

		for (uint32_t k = f->first; k < f->first + f->count; k++) {
			struct match_line *l = &w->lines[k];

			l->receipt = l->due = MATCH_NONE;
			l->rule = RULE_NONE;
			l->class = LINE_SUPERSEDED;
			if (f->standing)
				ring_queue(&q, k);
		}
	}
	ring_flush(&q);
}

static void
add_receipts_and_dues(struct match_run *r)
{
	struct match_world *w = r->world;
	struct ring_queue q = {.run = r};

	for (uint32_t i = 0; i < w->receipt_count; i++) {
		struct match_receipt *c = &w->receipts[i];

		c->line = c->movement = MATCH_NONE;
		c->pays = false;
		c->class = c->other_creditor     ? RECEIPT_OTHER_CREDITOR
		    : c->stamp                   ? RECEIPT_STAMP
		    : c->unpaid || c->cents == 0 ? RECEIPT_UNPAID
						 : RECEIPT_WAITING_FLOW;
		if (c->class == RECEIPT_WAITING_FLOW)
			ring_queue(&q, r->receipt_base + i);
	}
	for (uint32_t i = 0; i < w->due_count; i++) {
		struct match_due *d = &w->dues[i];

		d->is_paid = false;
		ring_queue(&q, r->due_base + i);
	}
	ring_flush(&q);
}

void
match_prepare(struct match_run *r)
{
	struct match_world *w = r->world;
	uint32_t most = w->line_count > w->due_count ? w->line_count : w->due_count;

	r->receipt_base = w->line_count;
	r->due_base = r->receipt_base + w->receipt_count;
	r->item_count = r->due_base + w->due_count;
	if (r->item_count >= RING_LEADS)
		BUG("a world of %u payments", r->item_count);
	r->next = arena_new_array(&r->work, r->item_count, uint32_t);
	prepare_flows(r);
	match_index_open(
	    &r->iuvs, most > w->receipt_count ? most : w->receipt_count, item_iuv, r);
	add_lines(r);
	add_receipts_and_dues(r);
	for (uint32_t i = 0; i < w->position_count; i++)
		w->positions[i] = (struct match_position){
		    .cents = w->positions[i].cents,
		    .cancelled = w->positions[i].cancelled,
		};
}

void
match_run(struct match_world *w, struct arena *a)
{
	struct match_run r = {.world = w, .arena = a};

	if (a->limit != 0)
		r.work.limit = a->limit;
	match_prepare(&r);
	match_link_flows(&r);
	match_pair_reversals(&r);
	match_link_singles(&r);
	match_class_flows(&r);
	match_class_movements(&r);
	match_resolve_payments(&r);
	match_class_positions(&r);
	match_index_close(&r.iuvs);
	match_index_close(&r.flows);
	arena_close(&r.work);
}

struct date
match_late_before(struct date today, int days)
{
	struct date d = today;

	while (days > 0) {
		if (date_is_bank_day(d))
			days--;
		d = date_add_days(d, -1);
	}
	while (!date_is_bank_day(date_add_days(d, 1)))
		d = date_add_days(d, 1);
	return d;
}

money
match_line_cents(const struct match_flow *f, const struct match_line *l)
{
	return l->outcome == FLOW_REVOKED ? l->cents * f->revoked_sign : l->cents;
}

bool match_line_is_money(enum match_class class)
{
	return match_classes[class].subject == SUBJECT_LINE && class != LINE_SUPERSEDED;
}

struct match_sums
match_add(const struct match_world *w)
{
	struct match_sums s = {.arrived = 0};

	for (uint32_t i = 0; i < w->movement_count; i++) {
		const struct match_movement *m = &w->movements[i];
		enum match_state state = match_classes[m->class].state;

		if (state == MATCH_ASIDE)
			continue;
		s.arrived += m->cents;
		if (state == MATCH_MATCHED)
			s.matched += m->cents;
		else
			s.waiting += m->cents;
		if (m->class == MOVEMENT_SINGLE)
			s.lines += m->receipt != MATCH_NONE
			    ? w->receipts[m->receipt].cents
			    : m->cents;
	}
	for (uint32_t i = 0; i < w->flow_count; i++) {
		const struct match_flow *f = &w->flows[i];

		if (!f->partial && f->standing && match_is_square(f->class))
			for (uint32_t k = f->first; k < f->first + f->count; k++)
				s.lines += match_line_cents(f, &w->lines[k]);
	}
	return s;
}
