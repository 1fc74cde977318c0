/* The lines that a scope has found, put into the order that matching wants. */
#include "match/scope_run.h"

#include <stdio.h>
#include <stdlib.h>

/* A line by what it is sorted by: its flow, its place there, its number. */
struct line_key {
	int64_t owner, order, id;
	uint32_t at;
};

static int
compare_lines(const void *a, const void *b)
{
	const struct line_key *x = a, *y = b;

	if (x->owner != y->owner)
		return x->owner < y->owner ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* The lines that count, in order and each once: those of flows that stand no more only
 * when the flow itself is in scope. */
static struct line_key *
sorted_lines(struct scope *s, uint32_t *count)
{
	struct line_key *keys =
	    arena_new_array(s->arena, s->lines.count, struct line_key);
	uint32_t found = 0;

	for (uint32_t i = 0; i < s->lines.count; i++) {
		const struct scope_row *row = &s->lines.rows[i];

		if (!row->retired || scope_knows(s, SCOPE_FLOW, row->owner))
			keys[found++] =
			    (struct line_key){row->owner, row->order, row->id, i};
	}
	qsort(keys, found, sizeof *keys, compare_lines);
	*count = 0;
	for (uint32_t i = 0; i < found; i++)
		if (i == 0 || keys[i].id != keys[i - 1].id)
			keys[(*count)++] = keys[i];
	return keys;
}

static void
arrange_lines(struct scope *s)
{
	uint32_t count;
	const struct line_key *keys = sorted_lines(s, &count);
	struct match_line *lines = arena_new_array(s->arena, count, struct match_line);
	struct scope_row *rows = arena_new_array(s->arena, count, struct scope_row);

	for (uint32_t i = 0; i < count; i++) {
		lines[i] = s->world.lines[keys[i].at];
		rows[i] = s->lines.rows[keys[i].at];
	}
	s->world.lines = lines;
	s->world.line_count = count;
	s->lines = (struct scope_list){.rows = rows, .count = count, .room = count};
}

static int
compare_receipts(const void *a, const void *b, void *scope)
{
	const struct scope *s = scope;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int64_t p = s->receipts.rows[x].id, q = s->receipts.rows[y].id;

	if (p != q)
		return p < q ? -1 : 1;
	return s->world.receipts[x].index - s->world.receipts[y].index;
}

static bool
is_same_transfer(const struct scope *s, uint32_t a, uint32_t b)
{
	return s->receipts.rows[a].id == s->receipts.rows[b].id &&
	    s->world.receipts[a].index == s->world.receipts[b].index;
}

static uint32_t
leave_once(const struct scope *s, uint32_t *order, uint32_t count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++)
		if (kept == 0 || !is_same_transfer(s, order[kept - 1], order[i]))
			order[kept++] = order[i];
	return kept;
}

/* Each transfer once, those of one receipt following each other. */
static void
arrange_receipts(struct scope *s)
{
	struct match_world *w = &s->world;
	uint32_t count = w->receipt_count,
		 *order = arena_new_array(s->arena, count, uint32_t);
	struct match_receipt *receipts;
	struct scope_row *rows;

	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof *order, compare_receipts, s);
	count = leave_once(s, order, count);
	receipts = arena_new_array(s->arena, count, struct match_receipt);
	rows = arena_new_array(s->arena, count, struct scope_row);
	for (uint32_t i = 0; i < count; i++) {
		receipts[i] = w->receipts[order[i]];
		rows[i] = s->receipts.rows[order[i]];
	}
	w->receipts = receipts;
	w->receipt_count = count;
	s->receipts = (struct scope_list){.rows = rows, .count = count, .room = count};
}

/* The place of each flow of the world by its id. */
static void
index_flows(struct scope *s, struct map *m)
{
	map_open(m, s->arena, s->flows.count);
	for (size_t i = 0; i < s->flows.count; i++)
		*map_put(m,
		    (struct str){(const char *)&s->flows.rows[i].id, sizeof(int64_t)},
		    NULL) = i;
}

int
scope_close(struct scope *s, struct err *e)
{
	struct map places;
	uint32_t from = 0;

	scope_judge_twins(s);
	arrange_lines(s);
	arrange_receipts(s);
	index_flows(s, &places);
	for (uint32_t i = 1; i <= s->world.line_count; i++) {
		int64_t owner = s->lines.rows[i - 1].owner;
		const uint64_t *place;
		size_t at;

		if (i < s->world.line_count && s->lines.rows[i].owner == owner)
			continue;
		place =
		    map_find(&places, (struct str){(const char *)&owner, sizeof owner});
		at = place != NULL ? *place : s->flows.count;
		if (place == NULL && scope_read_flow(s, owner, true, e) != 0)
			return -1;
		s->world.flows[at].first = from;
		s->world.flows[at].count = i - from;
		from = i;
	}
	return 0;
}
