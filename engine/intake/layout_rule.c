/* The keys of one column of a layout, and the values that keys may have. */
#include "intake/layout_rule.h"

#include "base/text.h"
#include "intake/layout_cell.h"
#include "intake/statement_plan.h"

int
layout_refuse(
    const struct layout_reading *r, const struct conf_node *node, const char *what)
{
	struct str name = conf_node_name(r->arena, node);

	err_set(r->err, ERR_CONF, "%.*s:%d: %.*s%s%s", STR_ARG(r->path),
	    node->line > 0 ? node->line : 1, STR_ARG(name), name.len > 0 ? ": " : "",
	    what);
	r->err->row = node->line > 0 ? (uint64_t)node->line : 1;
	return -1;
}

/* A text, or a list of texts, folded when they are headers. */
int
layout_take_texts(const struct layout_reading *r, const struct conf_node *node, bool fold,
    const struct str **list, size_t *count)
{
	bool many = node->kind == NODE_ARRAY || node->kind == NODE_LIST;
	size_t n = many ? node->count : 1;
	struct str *out = arena_new_array(r->arena, n, struct str);

	if (n == 0 || n > LAYOUT_LIST_MOST)
		return layout_refuse(
		    r, node, "an empty or too long list; a few texts are right");
	for (size_t i = 0; i < n; i++) {
		const struct conf_node *one = many ? &node->children[i] : node;

		if (one->kind != NODE_TEXT)
			return layout_refuse(
			    r, node, "not a text; \"text\" or [\"text\", ...] is right");
		out[i] = fold ? text_fold(r->arena, one->text) : one->text;
	}
	*list = out;
	*count = n;
	return 0;
}

int
layout_take_text(
    const struct layout_reading *r, const struct conf_node *node, struct str *text)
{
	if (node->kind != NODE_TEXT)
		return layout_refuse(r, node, "not a text; \"text\" is right");
	*text = node->text;
	return 0;
}

int
layout_take_bool(const struct layout_reading *r, const struct conf_node *node, bool *yes)
{
	if (node->kind != NODE_BOOL)
		return layout_refuse(r, node, "not a choice; true or false is right");
	*yes = node->yes;
	return 0;
}

int
layout_take_number(const struct layout_reading *r, const struct conf_node *node,
    int64_t most, uint32_t *number)
{
	if (node->kind != NODE_NUMBER || node->number < 1 || node->number > most)
		return layout_refuse(r, node, "not a whole number from 1 on");
	*number = (uint32_t)node->number;
	return 0;
}

static const struct {
	const char *name;
	enum layout_form form;
	enum field_type type;
} forms[] = {
    {"point", FORM_POINT, FIELD_MONEY},
    {"comma", FORM_COMMA, FIELD_MONEY},
    {"cents", FORM_CENTS, FIELD_MONEY},
    {"marks", FORM_MARKS, FIELD_DATE},
    {"yyyymmdd", FORM_YYYYMMDD, FIELD_DATE},
    {"ddmmyyyy", FORM_DDMMYYYY, FIELD_DATE},
    {"year of date", FORM_YEAR_OF_DATE, FIELD_YEAR},
    {"capitals", FORM_CAPITALS, FIELD_TEXT},
};

static enum field_type
type_of(const struct layout_rule *rule)
{
	if (rule->field != NULL)
		return rule->field->type;
	return rule->is_due ? FIELD_DATE : FIELD_MONEY;
}

static int
take_form(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rule)
{
	for (size_t i = 0; node->kind == NODE_TEXT && i < sizeof forms / sizeof forms[0];
	     i++)
		if (str_is(node->text, forms[i].name)) {
			rule->form = forms[i].form;
			return forms[i].type == type_of(rule)
			    ? 0
			    : layout_refuse(
				  r, node, "this form is not for a field of this type");
		}
	return layout_refuse(r, node,
	    "unknown form; point, comma, cents, marks, yyyymmdd, ddmmyyyy, "
	    "year of date or capitals is right");
}

int
layout_take_instalments(const struct layout_reading *r, const struct conf_node *node,
    struct layout_version *v)
{
	struct layout_rule rule = {.instalment = 1};

	v->instalments = true;
	if (node->kind == NODE_TEXT && str_is(node->text, "any"))
		return 0;
	if (take_form(r, node, &rule) != 0)
		return -1;
	v->instalment_form = rule.form;
	return 0;
}

static int
take_map(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rule)
{
	struct layout_pair *pairs =
	    arena_new_array(r->arena, node->count, struct layout_pair);

	if (node->kind != NODE_LIST || node->count == 0 || node->count > LAYOUT_LIST_MOST)
		return layout_refuse(
		    r, node, "not a map; ((\"from\", \"to\"), ...) is right");
	for (size_t i = 0; i < node->count; i++) {
		const struct conf_node *pair = &node->children[i];

		if ((pair->kind != NODE_LIST && pair->kind != NODE_ARRAY) ||
		    pair->count != 2 || pair->children[0].kind != NODE_TEXT ||
		    pair->children[1].kind != NODE_TEXT)
			return layout_refuse(
			    r, pair, "not a pair; (\"from\", \"to\") is right");
		pairs[i] =
		    (struct layout_pair){pair->children[0].text, pair->children[1].text};
	}
	rule->map = pairs;
	rule->map_count = node->count;
	return 0;
}

int
layout_take_field(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rule)
{
	if (node->kind != NODE_TEXT)
		return layout_refuse(r, node, "not a text; the name of a field is right");
	for (const struct field *f = r->plan->fields; f->name != NULL; f++)
		if (str_is(node->text, f->name)) {
			rule->field = f;
			return 0;
		}
	if (r->plan->fields == quota_fields)
		rule->instalment = quota_instalment_column(node->text, &rule->is_due);
	return rule->instalment > 0 ? 0
				    : layout_refuse(r, node,
					  "unknown field; the columns of the standard "
					  "tracciato (of the register's, of a "
					  "statement's: see layout(5)) are right");
}

int
layout_take_rule_key(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rule)
{
	struct str key = node->name;

	if (str_is(key, "field"))
		return 0;
	if (str_is(key, "header"))
		return layout_take_texts(
		    r, node, true, &rule->headers, &rule->header_count);
	if (str_is(key, "position"))
		return layout_take_number(r, node, 16384, &rule->position);
	if (str_is(key, "value"))
		return layout_take_text(r, node, &rule->value);
	if (str_is(key, "otherwise"))
		return layout_take_text(r, node, &rule->otherwise);
	if (str_is(key, "mandatory"))
		return layout_take_bool(r, node, &rule->mandatory);
	if (str_is(key, "negative"))
		return layout_take_bool(r, node, &rule->negative);
	if (str_is(key, "form"))
		return take_form(r, node, rule);
	if (str_is(key, "split"))
		return layout_take_text(r, node, &rule->split);
	if (str_is(key, "part"))
		return layout_take_number(r, node, 99, &rule->part);
	if (str_is(key, "map"))
		return take_map(r, node, rule);
	if (str_is(key, "join")) {
		rule->joins = true;
		return layout_take_text(r, node, &rule->join);
	}
	return layout_refuse(r, node, "unknown key; see layout(5)");
}

/* What keys say together. */
int
layout_check_rule(const struct layout_reading *r, const struct conf_node *node,
    const struct layout_rule *rule)
{
	bool constant = rule->value.len > 0;

	if (r->plan->fields == statement_fields &&
	    (constant || rule->otherwise.len > 0 || rule->part > 0 ||
		rule->map_count > 0 || rule->negative || rule->form != FORM_ANY ||
		(rule->joins && rule->field->offset != ROLE_DESCRIPTION)))
		return layout_refuse(r, node,
		    "a column of a statement takes header, position and mandatory; join "
		    "is "
		    "for descrizione");
	if ((rule->header_count > 0) + (rule->position > 0) + constant != 1)
		return layout_refuse(
		    r, node, "one of header, position and value is right, and no more");
	if ((rule->split.len > 0) != (rule->part > 0))
		return layout_refuse(r, node, "split and part go together");
	if (rule->negative && type_of(rule) != FIELD_MONEY)
		return layout_refuse(r, node, "negative is for amounts");
	if (rule->joins && rule->header_count < 2)
		return layout_refuse(r, node, "join wants two headers or more");
	if (constant && !layout_text_is_right(rule, rule->value))
		return layout_refuse(r, node, "this value does not fit the field");
	if (rule->otherwise.len > 0 && !layout_text_is_right(rule, rule->otherwise))
		return layout_refuse(
		    r, node, "what otherwise holds does not fit the field");
	for (size_t i = 0; i < rule->map_count; i++)
		if (rule->map[i].to.len > 0 &&
		    !layout_text_is_right(rule, rule->map[i].to))
			return layout_refuse(
			    r, node, "a value of the map does not fit the field");
	return 0;
}
