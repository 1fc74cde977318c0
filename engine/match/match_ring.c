/* The lines of one IUV are sorted out (payments, repetitions, revocations) and find their
 * receipts. A ring has one line and one receipt as a rule; strangers can make it large,
 * so every step sorts. */
#include "match/match_run.h"

#include <stdlib.h>

void
match_sort(uint32_t *list, uint32_t count,
    int (*compare)(const void *, const void *, void *), struct match_run *r)
{
	if (count > 1)
		qsort_r(list, count, sizeof *list, compare, r);
}

static int
compare_u32(uint32_t a, uint32_t b)
{
	return a < b ? -1 : a > b;
}

/* By flow in canonical order, then by place in the file. */
int
match_compare_rank(const struct match_run *r, uint32_t a, uint32_t b)
{
	int order = compare_u32(
	    r->rank[match_flow_of_line(r, a)], r->rank[match_flow_of_line(r, b)]);

	return order != 0 ? order : compare_u32(a, b);
}

static int
compare_line_keys(const struct match_line *x, const struct match_line *y)
{
	int order = str_compare(x->iur, y->iur);

	return order != 0 ? order : compare_u32(x->index, y->index);
}

static int
compare_lines(const void *a, const void *b, void *run)
{
	const struct match_run *r = run;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int order = compare_line_keys(&r->world->lines[x], &r->world->lines[y]);

	return order != 0 ? order : match_compare_rank(r, x, y);
}

static int
compare_receipt_keys(const struct match_receipt *x, const struct match_receipt *y)
{
	int order = str_compare(x->iur, y->iur);

	return order != 0 ? order : compare_u32(x->index, y->index);
}

int
match_compare_receipts(const void *a, const void *b, void *run)
{
	const struct match_receipt *list = ((struct match_run *)run)->world->receipts;
	const struct match_receipt *x = &list[*(const uint32_t *)a];
	const struct match_receipt *y = &list[*(const uint32_t *)b];
	int order = compare_receipt_keys(x, y);

	return order != 0 ? order : str_compare(x->key, y->key);
}

static money
money_size(money cents)
{
	return cents < 0 ? -cents : cents;
}

/* Lines of one IUV, IUR and index, in canonical order: the first is the payment, others
 * repeat it, a revoked one undoes it. */
static void
sort_out_run(struct match_run *r, const uint32_t *list, uint32_t count)
{
	struct match_line *lines = r->world->lines, *payment = NULL;
	uint32_t payment_flow = MATCH_NONE;
	bool revoked = false;

	for (uint32_t i = 0; i < count; i++) {
		struct match_line *l = &lines[list[i]];
		uint32_t flow = count > 1 ? match_flow_of_line(r, list[i]) : MATCH_NONE;

		if (l->unreadable || l->outcome == FLOW_OUTCOME_UNKNOWN) {
			l->class =
			    l->unreadable ? LINE_AMOUNT_UNREADABLE : LINE_OUTCOME_UNKNOWN;
		} else if (l->outcome == FLOW_REVOKED) {
			l->class = LINE_REVOCATION_ALONE;
		} else if (payment != NULL) {
			l->class =
			    flow == payment_flow ? LINE_REPEATED : LINE_REPORTED_BEFORE;
		} else {
			l->class = LINE_PAID;
			payment = l;
			payment_flow = flow;
		}
	}
	for (uint32_t i = 0; i < count && payment != NULL; i++) {
		struct match_line *l = &lines[list[i]];

		if (l->class != LINE_REVOCATION_ALONE)
			continue;
		l->class = revoked ? LINE_REPEATED
		    : money_size(l->cents) != money_size(payment->cents)
		    ? LINE_REVOCATION_DIFFERS
		    : LINE_REVOCATION;
		payment->class = LINE_UNDONE;
		revoked = true;
	}
}

void
match_sort_out_lines(struct ring *g)
{
	struct match_run *r = g->run;
	uint32_t from = 0;

	match_sort(g->lines, g->line_count, compare_lines, r);
	for (uint32_t i = 1; i <= g->line_count; i++)
		if (i == g->line_count ||
		    compare_line_keys(&r->world->lines[g->lines[i - 1]],
			&r->world->lines[g->lines[i]]) != 0) {
			sort_out_run(r, &g->lines[from], i - from);
			from = i;
		}
}

void
match_sort_out_receipts(struct ring *g)
{
	struct match_receipt *list = g->run->world->receipts;

	match_sort(g->receipts, g->receipt_count, match_compare_receipts, g->run);
	for (uint32_t i = 1; i < g->receipt_count; i++)
		if (compare_receipt_keys(
			&list[g->receipts[i - 1]], &list[g->receipts[i]]) == 0)
			list[g->receipts[i]].class = RECEIPT_REPEATED;
}

static void
join(struct match_run *r, uint32_t line, uint32_t receipt, enum match_rule rule)
{
	struct match_line *l = &r->world->lines[line];

	l->receipt = receipt;
	l->rule = (uint8_t)rule;
	r->world->receipts[receipt].line = line;
}

static bool
wants_receipt(const struct match_line *l)
{
	return (l->class == LINE_PAID || l->class == LINE_UNDONE) &&
	    l->receipt == MATCH_NONE;
}

static bool
wants_line(const struct match_receipt *c)
{
	return c->class != RECEIPT_REPEATED && c->line == MATCH_NONE;
}

/* Both lists are sorted by IUR and index. */
static void
join_exactly(struct ring *g)
{
	struct match_world *w = g->run->world;
	uint32_t i = 0, k = 0;

	while (i < g->line_count && k < g->receipt_count) {
		const struct match_line *l = &w->lines[g->lines[i]];
		const struct match_receipt *c = &w->receipts[g->receipts[k]];
		int order = str_compare(l->iur, c->iur);

		if (order == 0)
			order = compare_u32(l->index, c->index);
		if (order == 0 && wants_receipt(l) && wants_line(c))
			join(g->run, g->lines[i], g->receipts[k], RULE_EXACT);
		if (order <= 0)
			i++;
		else
			k++;
	}
}

/* Lines and receipts that are left over, to be compared by amount and perhaps index. */
struct leftover {
	money cents;
	uint32_t index; /* 0 when it does not matter */
	uint32_t number;
	bool is_receipt;
};

static int
compare_kin(const struct leftover *x, const struct leftover *y)
{
	if (x->cents != y->cents)
		return x->cents < y->cents ? -1 : 1;
	return compare_u32(x->index, y->index);
}

static int
compare_leftovers(const void *a, const void *b)
{
	const struct leftover *x = a, *y = b;
	int order = compare_kin(x, y);

	return order != 0 ? order : x->is_receipt - y->is_receipt;
}

static uint32_t
collect_leftovers(struct ring *g, struct leftover *list, bool by_index)
{
	struct match_world *w = g->run->world;
	uint32_t count = 0;

	for (uint32_t i = 0; i < g->line_count; i++) {
		const struct match_line *l = &w->lines[g->lines[i]];

		if (wants_receipt(l))
			list[count++] = (struct leftover){
			    l->cents, by_index ? l->index : 0, g->lines[i], false};
	}
	for (uint32_t i = 0; i < g->receipt_count; i++) {
		const struct match_receipt *c = &w->receipts[g->receipts[i]];

		if (wants_line(c))
			list[count++] = (struct leftover){
			    c->cents, by_index ? c->index : 0, g->receipts[i], true};
	}
	return count;
}

/* Joins what is alone with its kin on both sides. Several lines for several receipts are
 * ambiguous. */
static void
join_loosely(struct ring *g, struct leftover *list, enum match_rule rule)
{
	uint32_t count = collect_leftovers(g, list, rule == RULE_INDEX_AMOUNT);
	uint32_t from = 0;

	qsort(list, count, sizeof *list, compare_leftovers);
	for (uint32_t i = 1; i <= count; i++) {
		uint32_t run = i - from;

		if (i < count && compare_kin(&list[from], &list[i]) == 0)
			continue;
		if (run == 2 && !list[from].is_receipt && list[from + 1].is_receipt)
			join(g->run, list[from].number, list[from + 1].number, rule);
		else if (rule == RULE_AMOUNT && !list[from].is_receipt &&
		    list[i - 1].is_receipt)
			for (uint32_t k = from; k < i && !list[k].is_receipt; k++)
				g->run->world->lines[list[k].number].class =
				    g->run->world->lines[list[k].number].class ==
					LINE_PAID
				    ? LINE_RECEIPT_AMBIGUOUS
				    : LINE_UNDONE;
		from = i;
	}
}

void
match_join_receipts(struct ring *g)
{
	struct leftover *list;

	join_exactly(g);
	if (g->line_count == 1 && g->receipt_count == 1 &&
	    g->run->world->lines[g->lines[0]].receipt != MATCH_NONE)
		return;
	list = arena_new_array(
	    &g->run->ring, g->line_count + g->receipt_count, struct leftover);
	join_loosely(g, list, RULE_INDEX_AMOUNT);
	join_loosely(g, list, RULE_AMOUNT);
}
