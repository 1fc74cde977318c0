/* Reversals (storni) and the credits that they undo: the same account and amount, and
 * something that names both, never the amount alone. */
#include "match/match_run.h"

#include <stdlib.h>

/* What a reversal and its credit have in common. */
enum token { TOKEN_FLOW, TOKEN_PROVVISORIO, TOKEN_REFERENCE, TOKENS };

struct pairing {
	struct match_run *run;
	enum token token;
	money *amounts; /* of the reversals, sorted */
	size_t amount_count;
};

static bool
is_reversal(const struct match_movement *m)
{
	return m->is_money && m->apart == 0 && m->cents < 0 &&
	    (m->type == MOVEMENT_REVERSAL || m->link_count > 0);
}

static money
size_of(const struct match_movement *m)
{
	return m->cents < 0 ? -m->cents : m->cents;
}

static int
compare_amounts(const void *a, const void *b)
{
	money x = *(const money *)a, y = *(const money *)b;

	return x < y ? -1 : x > y;
}

/* Without reversals there is nothing to do; with them only movements of their amounts
 * matter. */
static void
collect_amounts(struct pairing *p)
{
	struct match_world *w = p->run->world;
	size_t count = 0;

	for (uint32_t i = 0; i < w->movement_count; i++)
		count += is_reversal(&w->movements[i]);
	p->amounts = arena_new_array(&p->run->work, count, money);
	for (uint32_t i = 0; i < w->movement_count; i++)
		if (is_reversal(&w->movements[i]))
			p->amounts[p->amount_count++] = size_of(&w->movements[i]);
	qsort(p->amounts, p->amount_count, sizeof *p->amounts, compare_amounts);
}

static struct str
token_of(const struct pairing *p, const struct match_movement *m)
{
	const struct match_world *w = p->run->world;

	switch (p->token) {
	case TOKEN_FLOW:
		if (m->link_count != 1)
			return (struct str){0};
		return w->flows[w->links[m->first_link].flow].id;
	case TOKEN_PROVVISORIO:
		return m->provvisorio;
	default:
		return m->reference;
	}
}

static bool
may_pair(const struct pairing *p, const struct match_movement *m)
{
	money size = size_of(m);

	return m->is_money && m->apart == 0 && m->partner == MATCH_NONE &&
	    (m->cents > 0 || is_reversal(m)) && token_of(p, m).len > 0 &&
	    bsearch(&size, p->amounts, p->amount_count, sizeof size, compare_amounts) !=
	    NULL;
}

/* Same token, account and amount; zero when a pair may be made of them. */
static int
compare_kin(const struct pairing *p, const struct match_movement *x,
    const struct match_movement *y)
{
	int order = str_compare(token_of(p, x), token_of(p, y));
	money a = size_of(x), b = size_of(y);

	if (order == 0)
		order = str_compare(x->account, y->account);
	return order != 0 ? order : a < b ? -1 : a > b;
}

static int
compare_movements(const void *a, const void *b, void *context)
{
	const struct pairing *p = context;
	const struct match_movement *x = &p->run->world->movements[*(const uint32_t *)a];
	const struct match_movement *y = &p->run->world->movements[*(const uint32_t *)b];
	int order = compare_kin(p, x, y);

	if (order == 0)
		order = date_compare(x->date, y->date);
	if (order == 0)
		order = (x->cents < 0) - (y->cents < 0);
	return order != 0 ? order : str_compare(x->key, y->key);
}

static void
unlink_movement(struct match_run *r, struct match_movement *m)
{
	struct match_world *w = r->world;

	for (uint32_t i = 0; i < m->link_count; i++) {
		const struct match_link *l = &w->links[m->first_link + i];

		w->flows[l->flow].credits--;
		w->flows[l->flow].credited -= l->cents;
		w->flows[l->flow].undone = true;
	}
	m->link_count = 0;
}

static void
make_pair(struct match_run *r, uint32_t credit, uint32_t reversal)
{
	struct match_movement *c = &r->world->movements[credit];
	struct match_movement *v = &r->world->movements[reversal];

	c->partner = reversal;
	v->partner = credit;
	c->class = MOVEMENT_REVERSED;
	v->class = MOVEMENT_REVERSING;
	unlink_movement(r, c);
	unlink_movement(r, v);
}

/* One run of kin, in order of date: each reversal undoes the last credit before it. */
static void
pair_run(struct pairing *p, const uint32_t *list, uint32_t count, uint32_t *open)
{
	uint32_t depth = 0;

	for (uint32_t i = 0; i < count; i++)
		if (p->run->world->movements[list[i]].cents > 0)
			open[depth++] = list[i];
		else if (depth > 0)
			make_pair(p->run, open[--depth], list[i]);
}

static void
pair_by_token(struct pairing *p)
{
	struct match_world *w = p->run->world;
	uint32_t *list = arena_new_array(&p->run->work, w->movement_count, uint32_t);
	uint32_t *open = arena_new_array(&p->run->work, w->movement_count, uint32_t);
	uint32_t *ends = arena_new_array(&p->run->work, w->movement_count, uint32_t);
	uint32_t count = 0, runs = 0, from = 0;

	for (uint32_t i = 0; i < w->movement_count; i++)
		if (may_pair(p, &w->movements[i]))
			list[count++] = i;
	qsort_r(list, count, sizeof *list, compare_movements, p);
	/* All ends first: pairing takes links, and with them tokens, away. */
	for (uint32_t i = 1; i <= count; i++)
		if (i == count ||
		    compare_kin(p, &w->movements[list[i - 1]], &w->movements[list[i]]) !=
			0)
			ends[runs++] = i;
	for (uint32_t i = 0; i < runs; from = ends[i++])
		pair_run(p, &list[from], ends[i] - from, open);
}

void
match_pair_reversals(struct match_run *r)
{
	struct pairing p = {.run = r};

	collect_amounts(&p);
	for (int i = 0; i < TOKENS && p.amount_count > 0; i++) {
		p.token = (enum token)i;
		pair_by_token(&p);
	}
}
