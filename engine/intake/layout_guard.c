/* Columns of other systems that ask for what a quota has not: a layout tells them, so
 * that nothing is booked that means less, or something else, than its row says. */
#include "base/text.h"
#include "intake/layout_rule.h"

static const struct {
	const char *because, *refused, *told;
} reasons[] = {
    {"", "COLUMN_NOT_BOOKABLE", "COLUMN_NOT_KEPT"},
    {"beneficiaries", "TRANSFERS_SEVERAL", NULL},
    {"stamp", "STAMP_DUTY", NULL},
    {"options", "OPTIONS_SEVERAL", "OPTIONS_APART"},
};

static int
take_title(const struct layout_reading *r, const struct conf_node *node, struct str text,
    struct layout_guard *g)
{
	g->at_end = str_starts(text, STR("*"));
	g->at_start = str_ends(text, STR("*"));
	/* A letter keeps the mark at the edge from being folded away. */
	text = arena_format(r->arena, "%s%.*s%s", g->at_end ? "x" : "",
	    STR_ARG(str_slice(text, g->at_end, text.len - g->at_start)),
	    g->at_start ? "x" : "");
	text = text_fold(r->arena, text);
	g->header = str_slice(text, g->at_end, text.len - g->at_start);
	return g->header.len > 0 ? 0 : layout_refuse(r, node, "a column without a name");
}

static int
take_reason(
    const struct layout_reading *r, const struct conf_node *node, struct layout_guard *g)
{
	for (size_t i = 0;
	     node->kind == NODE_TEXT && i < sizeof reasons / sizeof reasons[0]; i++) {
		const char *code = g->refuse ? reasons[i].refused : reasons[i].told;

		if (!str_is(node->text, reasons[i].because))
			continue;
		if (code == NULL)
			return layout_refuse(
			    r, node, "this reason refuses, it does not warn");
		g->code = code;
		return 0;
	}
	return layout_refuse(
	    r, node, "unknown reason; beneficiaries, stamp or options is right");
}

/* { header, except, unless, because }: what is common to its titles, which are left in
 * *titles.
 */
static int
take_group(const struct layout_reading *r, const struct conf_node *group,
    struct layout_guard *g, const struct str **titles, size_t *count)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct conf_node *node = &group->children[i];
		int status;

		if (str_is(node->name, "header"))
			status = layout_take_texts(r, node, false, titles, count);
		else if (str_is(node->name, "except"))
			status = layout_take_texts(
			    r, node, false, &g->except, &g->except_count);
		else if (str_is(node->name, "unless"))
			status = layout_take_text(r, node, &g->unless);
		else if (str_is(node->name, "because"))
			status = take_reason(r, node, g);
		else
			status = layout_refuse(r, node,
			    "unknown key; header, except, unless and because are right");
		if (status != 0)
			return -1;
	}
	g->unless = text_fold(r->arena, g->unless);
	return *count > 0 ? 0 : layout_refuse(r, group, "no header is named");
}

static int
take_one(const struct layout_reading *r, const struct conf_node *node, bool refuse,
    struct layout_guard *guards, size_t *count)
{
	struct layout_guard common = {
	    .refuse = refuse, .code = refuse ? reasons[0].refused : reasons[0].told};
	const struct str *titles = &node->text;
	size_t n = 0;

	if (node->kind == NODE_TEXT)
		n = 1;
	else if (node->kind != NODE_GROUP)
		return layout_refuse(
		    r, node, "not a title; \"title\" or { header = ...; } is right");
	else if (take_group(r, node, &common, &titles, &n) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (*count == LAYOUT_LIST_MOST)
			return layout_refuse(r, node, "too many columns");
		guards[*count] = common;
		if (take_title(r, node, titles[i], &guards[*count]) != 0)
			return -1;
		++*count;
	}
	return 0;
}

int
layout_take_guards(const struct layout_reading *r, const struct conf_node *node,
    bool refuse, struct layout_guard *guards, size_t *count)
{
	if (node->kind == NODE_TEXT || node->kind == NODE_GROUP)
		return take_one(r, node, refuse, guards, count);
	if ((node->kind != NODE_ARRAY && node->kind != NODE_LIST) || node->count == 0)
		return layout_refuse(r, node,
		    "not a list; [\"title\", ...] or ({ header = ...; }, ...) is right");
	for (size_t i = 0; i < node->count; i++)
		if (take_one(r, &node->children[i], refuse, guards, count) != 0)
			return -1;
	return 0;
}
