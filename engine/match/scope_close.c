/* The lines that a scope has found, put into the order that matching wants. */
#include "match/scope_run.h"

#include <stdio.h>
#include <stdlib.h>

static int
compare_lines(const void *a, const void *b, void *scope)
{
	const struct scope_row *rows = ((struct scope *)scope)->lines.rows;
	const struct scope_row *x = &rows[*(const uint32_t *)a];
	const struct scope_row *y = &rows[*(const uint32_t *)b];

	if (x->owner != y->owner)
		return x->owner < y->owner ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static bool
is_in_scope(const struct scope *s, int64_t flow)
{
	char text[32];
	int len = snprintf(text, sizeof text, "f%jd", (intmax_t)flow);

	return map_find(&s->known, (struct str){text, (size_t)len}) != NULL;
}

/* The lines that count, in order: those of flows that stand no more only when the flow
 * itself is in scope. */
static uint32_t *
sorted_lines(struct scope *s, uint32_t *count)
{
	uint32_t *order = arena_new_array(s->arena, s->lines.count, uint32_t);

	*count = 0;
	for (uint32_t i = 0; i < s->lines.count; i++)
		if (!s->lines.rows[i].retired || is_in_scope(s, s->lines.rows[i].owner))
			order[(*count)++] = i;
	qsort_r(order, *count, sizeof *order, compare_lines, s);
	return order;
}

static void
arrange_lines(struct scope *s)
{
	uint32_t count;
	const uint32_t *order = sorted_lines(s, &count);
	struct match_line *lines = arena_new_array(s->arena, count, struct match_line);
	struct scope_row *rows = arena_new_array(s->arena, count, struct scope_row);

	for (uint32_t i = 0; i < count; i++) {
		lines[i] = s->world.lines[order[i]];
		rows[i] = s->lines.rows[order[i]];
	}
	s->world.lines = lines;
	s->world.line_count = count;
	s->lines = (struct scope_list){.rows = rows, .count = count, .room = count};
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
