/* Layouts written by people: every word is tested before the first file comes. */
#include "intake/layout_plan.h"

#include "base/text.h"
#include "intake/layout_output.h"
#include "intake/layout_rule.h"
#include "intake/statement_plan.h"
#include "model/enrolment.h"

enum { VERSIONS_MOST = 64, RULES_MOST = 256, SKIP_MOST = 1000 };

static bool
is_same_target(const struct layout_rule *a, const struct layout_rule *b)
{
	return a->field == b->field && a->instalment == b->instalment &&
	    a->is_due == b->is_due && a->negative == b->negative;
}

/* Adds the rules of a `columns` list; those of a version replace common ones. */
static int
take_columns(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rules, size_t *count, size_t common)
{
	size_t own = *count;

	if (node->kind != NODE_LIST)
		return layout_refuse(
		    r, node, "not a list; ({ field = ...; }, ...) is right");
	for (size_t i = 0; i < node->count; i++) {
		const struct conf_node *group = &node->children[i];
		const struct conf_node *field;
		struct layout_rule rule = {.line = group->line};
		size_t at = 0;

		if (group->kind != NODE_GROUP)
			return layout_refuse(
			    r, group, "not a group; { field = ...; } is right");
		field = conf_node_find(group, "field");
		if (field == NULL)
			return layout_refuse(r, group, "no field is named");
		if (layout_take_field(r, field, &rule) != 0)
			return -1;
		for (size_t k = 0; k < group->count; k++)
			if (layout_take_rule_key(r, &group->children[k], &rule) != 0)
				return -1;
		if (layout_check_rule(r, group, &rule) != 0)
			return -1;
		while (at < *count && !is_same_target(&rules[at], &rule))
			at++;
		if (at < *count && at >= (common < own ? common : own))
			return layout_refuse(r, field, "this field is bound twice");
		if (at == RULES_MOST)
			return layout_refuse(r, node, "too many columns");
		rules[at] = rule;
		*count += at == *count;
	}
	return 0;
}

static int
take_row_choice(const struct layout_reading *r, const struct conf_node *group,
    struct layout_choice *choice)
{
	if (group->kind != NODE_GROUP)
		return layout_refuse(r, group, "not a group; { header = ...; } is right");
	for (size_t i = 0; i < group->count; i++) {
		const struct conf_node *node = &group->children[i];
		int status;

		if (str_is(node->name, "header")) {
			status = layout_take_text(r, node, &choice->header);
			choice->header = text_fold(r->arena, choice->header);
		} else if (str_is(node->name, "position")) {
			status = layout_take_number(r, node, 16384, &choice->position);
		} else if (str_is(node->name, "take")) {
			status = layout_take_texts(
			    r, node, false, &choice->take, &choice->take_count);
		} else if (str_is(node->name, "leave")) {
			status = layout_take_texts(
			    r, node, false, &choice->leave, &choice->leave_count);
		} else {
			status = layout_refuse(r, node,
			    "unknown key; header, position, take and leave are right");
		}
		if (status != 0)
			return -1;
	}
	if ((choice->header.len > 0) == (choice->position > 0))
		return layout_refuse(r, group, "one of header and position is right");
	if (choice->take_count + choice->leave_count == 0)
		return layout_refuse(r, group, "take or leave must name values");
	return 0;
}

static int
take_rows(const struct layout_reading *r, const struct conf_node *node,
    struct layout_version *v)
{
	struct layout_choice *list =
	    arena_new_array(r->arena, node->count, struct layout_choice);

	if (node->kind != NODE_LIST || node->count > LAYOUT_LIST_MOST)
		return layout_refuse(
		    r, node, "not a list; ({ header = ...; }, ...) is right");
	for (size_t i = 0; i < node->count; i++)
		if (take_row_choice(r, &node->children[i], &list[i]) != 0)
			return -1;
	v->rows = list;
	v->row_count = node->count;
	return 0;
}

/* Where a version gathers its rules, common ones first. */
struct gathering {
	struct layout_version version;
	struct layout_rule rules[RULES_MOST + 1];
	struct layout_guard guards[LAYOUT_LIST_MOST];
	size_t common;
};

/* A key that a layout and each of its versions may have. 1 when it is none. */
static int
take_version_key(
    const struct layout_reading *r, const struct conf_node *node, struct gathering *g)
{
	struct layout_version *v = &g->version;
	struct str key = node->name;
	uint32_t skip = 0;

	if (str_is(key, "columns"))
		return take_columns(r, node, g->rules, &v->rule_count, g->common);
	if (str_is(key, "refuse") || str_is(key, "warn"))
		return layout_take_guards(
		    r, node, str_is(key, "refuse"), g->guards, &v->guard_count);
	if (str_is(key, "rows"))
		return take_rows(r, node, v);
	if (str_is(key, "first"))
		return layout_take_texts(r, node, true, &v->first, &v->first_count);
	if (str_is(key, "file"))
		return layout_take_text(r, node, &v->file);
	if (str_is(key, "reader"))
		return layout_take_text(r, node, &v->reader);
	if (str_is(key, "headless"))
		return layout_take_bool(r, node, &v->headless);
	if (str_is(key, "instalments"))
		return layout_take_instalments(r, node, v);
	if (str_is(key, "others"))
		return layout_take_bool(r, node, &v->others);
	if (!str_is(key, "skip"))
		return 1;
	if (layout_take_number(r, node, SKIP_MOST, &skip) != 0)
		return -1;
	v->skip = skip;
	return 0;
}

/* The version is whole: its rules move into the plan. */
static int
keep_version(const struct layout_reading *r, const struct conf_node *node,
    const struct gathering *g)
{
	struct layout_plan *plan = r->plan;
	struct layout_version *wider =
	    arena_new_array(r->arena, plan->count + 1, struct layout_version);
	struct layout_version v = g->version;
	struct layout_rule *rules =
	    arena_new_array(r->arena, v.rule_count, struct layout_rule);
	struct layout_guard *guards =
	    arena_new_array(r->arena, v.guard_count, struct layout_guard);

	if (plan->count >= VERSIONS_MOST)
		return layout_refuse(r, node, "too many versions");
	if (v.rule_count == 0)
		return layout_refuse(r, node, "no columns");
	for (size_t i = 0; i < v.rule_count; i++)
		if (v.headless && g->rules[i].header_count > 0)
			return layout_refuse(
			    r, node, "a layout without a header row binds by position");
	if (plan->fields == statement_fields && v.guard_count + v.row_count > 0)
		return layout_refuse(
		    r, node, "refuse, warn and rows are not for statements");
	memcpy(rules, g->rules, v.rule_count * sizeof *rules);
	memcpy(guards, g->guards, v.guard_count * sizeof *guards);
	v.rules = rules;
	v.guards = guards;
	if (plan->fields == statement_fields && !statement_plan_suffices(&v))
		return layout_refuse(r, node,
		    "a statement needs data_contabile, descrizione and importo (or dare, "
		    "avere, importo_centesimi)");
	if (plan->count > 0)
		memcpy(wider, plan->versions, plan->count * sizeof *wider);
	wider[plan->count] = v;
	plan->versions = wider;
	plan->count++;
	return 0;
}

static int
take_version(const struct layout_reading *r, const struct conf_node *group,
    const struct gathering *common)
{
	struct gathering *g = arena_new(r->arena, struct gathering);

	*g = *common;
	g->common = g->version.rule_count;
	if (group->kind != NODE_GROUP)
		return layout_refuse(r, group, "not a group; { name = ...; } is right");
	for (size_t i = 0; i < group->count; i++) {
		const struct conf_node *node = &group->children[i];
		int got = str_is(node->name, "name")
		    ? layout_take_text(r, node, &g->version.name)
		    : take_version_key(r, node, g);

		if (got > 0)
			return layout_refuse(r, node, "unknown key; see layout(5)");
		if (got < 0)
			return -1;
	}
	return keep_version(r, group, g);
}

static int
take_versions(const struct layout_reading *r, const struct conf_node *node,
    const struct gathering *common)
{
	if (node->kind != NODE_LIST || node->count == 0)
		return layout_refuse(
		    r, node, "not a list; ({ name = ...; }, ...) is right");
	for (size_t i = 0; i < node->count; i++)
		if (take_version(r, &node->children[i], common) != 0)
			return -1;
	return 0;
}

static int
take_character(const struct layout_reading *r, const struct conf_node *node, char *c)
{
	if (node->kind == NODE_TEXT && str_is(node->text, "none"))
		*c = (char)-1;
	else if (node->kind == NODE_TEXT && node->text.len == 1)
		*c = node->text.ptr[0];
	else
		return layout_refuse(r, node, "not one character");
	return 0;
}

/* A key of the layout as a whole; 1 when it is none. */
static int
take_top_key(const struct layout_reading *r, const struct conf_node *node,
    struct layout_plan *plan)
{
	const struct layout_output *output = NULL;
	struct str ignored;

	if (str_is(node->name, "output")) {
		if (layout_output_read(r, node, &output) != 0)
			return -1;
		if (plan->output == NULL)
			plan->output = output;
		return 0;
	}
	if (str_is(node->name, "delimiter"))
		return take_character(r, node, &plan->delimiter);
	if (str_is(node->name, "quote"))
		return take_character(r, node, &plan->quote);
	if (str_is(node->name, "encoding"))
		return layout_take_text(r, node, &plan->encoding);
	if (str_is(node->name, "sheet"))
		return layout_take_text(r, node, &plan->sheet);
	if (str_is(node->name, "kind"))
		return layout_take_text(r, node, &ignored);
	if (str_is(node->name, "it") || str_is(node->name, "en"))
		return layout_take_text(r, node, &ignored);
	return 1;
}

/* "conf/layouts/mypay.layout" is the layout "mypay". */
static struct str
name_of(struct str path)
{
	size_t from = path.len, to = path.len;

	while (from > 0 && path.ptr[from - 1] != '/')
		from--;
	if (str_ends(path, STR(".layout")))
		to -= strlen(".layout");
	return str_slice(path, from, to);
}

/* The fields that the layout may name; layouts of two kinds do not mix. */
static int
take_kind(const struct layout_reading *r, const struct conf_node *root)
{
	const struct conf_node *kind = conf_node_find(root, "kind");
	const struct field *fields = quota_fields;

	if (kind != NULL && kind->kind == NODE_TEXT && str_is(kind->text, "register"))
		fields = enrolment_fields;
	else if (kind != NULL && kind->kind == NODE_TEXT &&
	    str_is(kind->text, "statement"))
		fields = statement_fields;
	else if (kind != NULL)
		return layout_refuse(r, kind,
		    "unknown kind; \"register\", \"statement\", or no kind for quotas, "
		    "is "
		    "right");
	if (r->plan->fields != NULL && r->plan->fields != fields)
		return layout_refuse(r, kind == NULL ? root : kind,
		    "the layout is of another kind than the channel");
	r->plan->fields = fields;
	return 0;
}

int
layout_plan_read(struct layout_plan *plan, struct str path, struct str text,
    struct arena *a, struct err *e)
{
	struct layout_reading r = {plan, path, a, e};
	const struct conf_node *root = conf_tree_parse(a, path, text, e), *versions;
	struct gathering *g = arena_new(a, struct gathering);

	if (root == NULL || take_kind(&r, root) != 0)
		return -1;
	g->version.layout = arena_str(a, name_of(path));
	for (size_t i = 0; i < root->count; i++) {
		const struct conf_node *node = &root->children[i];
		int got =
		    str_is(node->name, "versions") ? 0 : take_top_key(&r, node, plan);

		if (got > 0)
			got = take_version_key(&r, node, g);
		if (got > 0)
			return layout_refuse(&r, node, "unknown key; see layout(5)");
		if (got < 0)
			return -1;
	}
	versions = conf_node_find(root, "versions");
	return versions == NULL ? keep_version(&r, root, g)
				: take_versions(&r, versions, g);
}

static size_t
count_words(const char *list)
{
	size_t count = *list != '\0';

	for (; *list != '\0'; list++)
		count += *list == ' ';
	return count;
}

static void
standard_rule(struct layout_rule *rule, const struct field *f, struct arena *a)
{
	struct str *headers = arena_new_array(a, 1 + count_words(f->aliases), struct str);
	struct str rest = str_of(f->aliases), word;

	headers[rule->header_count++] = str_of(f->name);
	while (*f->aliases != '\0' && str_cut(&rest, ' ', &word))
		headers[rule->header_count++] = word;
	rule->field = f;
	rule->headers = headers;
	rule->mandatory = f->mandatory;
}

void
layout_plan_standard(
    struct layout_plan *plan, const struct field *fields, struct arena *a)
{
	struct layout_version *v = arena_new(a, struct layout_version);
	struct layout_rule *rules;
	size_t count = 0;

	while (fields[count].name != NULL)
		count++;
	rules = arena_new_array(a, count, struct layout_rule);
	for (size_t i = 0; i < count; i++)
		standard_rule(&rules[i], &fields[i], a);
	*v = (struct layout_version){.layout = STR("standard"),
	    .instalments = fields == quota_fields,
	    .rules = rules,
	    .rule_count = count};
	*plan = (struct layout_plan){.fields = fields, .versions = v, .count = 1};
}
