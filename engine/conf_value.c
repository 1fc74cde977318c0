/* Values of the configuration: text of the file becomes numbers, days and amounts, or a
 * sentence that says where and why not. */
#include "conf_value.h"

#include "base/out.h"
#include "base/text.h"

int
conf_refuse(struct conf_reader *r, const struct conf_node *node, const char *key,
    const char *what)
{
	struct str name = conf_node_name(r->arena, node);
	int line = node->line > 0 ? node->line : 1;

	if (key != NULL)
		name = arena_format(
		    r->arena, "%.*s%s%s", STR_ARG(name), name.len > 0 ? "." : "", key);
	err_set(r->error, ERR_CONF, "%.*s:%d: %.*s%s%s", STR_ARG(r->path), line,
	    STR_ARG(name), name.len > 0 ? ": " : "", what);
	r->error->row = (uint64_t)line;
	return -1;
}

int
conf_refuse_kind(struct conf_reader *r, const struct conf_node *node, const char *right)
{
	static const char *const names[] = {
	    [NODE_GROUP] = "a group { }",
	    [NODE_ARRAY] = "an array [ ]",
	    [NODE_LIST] = "a list ( )",
	    [NODE_TEXT] = "a text",
	    [NODE_NUMBER] = "a number",
	    [NODE_DECIMAL] = "a decimal number",
	    [NODE_BOOL] = "true or false",
	};

	return conf_refuse(r, node, NULL,
	    arena_format(
		r->arena, "%s stands here; %s is right", names[node->kind], right)
		.ptr);
}

int
conf_take_text(struct conf_reader *r, const struct conf_node *node, struct str *value)
{
	struct str s = str_trim(node->text);

	if (node->kind != NODE_TEXT)
		return conf_refuse_kind(r, node, "a text between quotes");
	if (!text_is_utf8(s) || !str_equal(text_printable(r->arena, s), s))
		return conf_refuse(r, node, NULL,
		    "invisible or broken characters; plain UTF-8 text is right");
	*value = s;
	return 0;
}

/* "rows" or "file" */
static const char *
one_of(struct conf_reader *r, const char *const *choices)
{
	struct out o;

	out_open_memory(&o, r->arena);
	for (size_t i = 0; choices[i] != NULL; i++) {
		if (i > 0)
			out_text(&o, choices[i + 1] == NULL ? " or " : ", ");
		out_format(&o, "\"%s\"", choices[i]);
	}
	return arena_cstr(r->arena, out_bytes_of(&o));
}

static int
find_choice(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *node, struct str value, unsigned *choice)
{
	for (unsigned i = 0; key->choices[i] != NULL; i++)
		if (str_is(value, key->choices[i])) {
			*choice = i;
			return 0;
		}
	return conf_refuse(r, node, NULL,
	    arena_format(r->arena, "\"%.*s\" is not known; %s is right",
		STR_ARG(text_cut(value, 80)), one_of(r, key->choices))
		.ptr);
}

static int
check_length(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *node, struct str value)
{
	size_t most = key->most > 0 ? (size_t)key->most : CONF_TEXT_MOST;

	if (key->mandatory && value.len == 0)
		return conf_refuse(r, node, NULL, "empty; this key must be told");
	if (text_length(value) > most)
		return conf_refuse(r, node, NULL,
		    arena_format(r->arena, "%zu characters; at most %zu are right",
			text_length(value), most)
			.ptr);
	return 0;
}

static int
take_text(struct conf_reader *r, const struct conf_key *key, const struct conf_node *node,
    char *record)
{
	struct str value = {0};
	const char *wrong;
	unsigned choice = 0;

	if (conf_take_text(r, node, &value) != 0 ||
	    check_length(r, key, node, value) != 0 ||
	    (key->choices != NULL && find_choice(r, key, node, value, &choice) != 0))
		return -1;
	wrong = key->check == NULL ? NULL : key->check(r->arena, &value);
	if (wrong != NULL)
		return conf_refuse(r, node, NULL, wrong);
	if (key->type == CONF_CHOICE)
		memcpy(record + key->offset, &choice, sizeof choice);
	else
		conf_text_set(key, record, value);
	return 0;
}

static int
take_bool(struct conf_reader *r, const struct conf_key *key, const struct conf_node *node,
    char *record)
{
	if (node->kind != NODE_BOOL)
		return conf_refuse_kind(r, node, "true or false");
	memcpy(record + key->offset, &node->yes, sizeof node->yes);
	return 0;
}

static int
take_number(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *node, char *record)
{
	int small = (int)node->number;

	if (node->kind != NODE_NUMBER)
		return conf_refuse_kind(r, node, "a whole number");
	if (node->number < key->least || node->number > key->most)
		return conf_refuse(r, node, NULL,
		    arena_format(r->arena, "%jd is out of range; %jd to %jd is right",
			(intmax_t)node->number, (intmax_t)key->least, (intmax_t)key->most)
			.ptr);
	if (key->type == CONF_INT)
		memcpy(record + key->offset, &small, sizeof small);
	else
		memcpy(record + key->offset, &node->number, sizeof node->number);
	return 0;
}

static int
take_money(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *node, char *record)
{
	static const char right[] =
	    "not an amount; euros between quotes, such as \"150,00\", are right";
	money cents = 0;
	struct str text;

	if (node->kind == NODE_NUMBER) {
		if (node->number < 0 || node->number > MONEY_MOST / 100)
			return conf_refuse(r, node, NULL, right);
		cents = node->number * 100;
	} else if (conf_take_text(r, node, &text) != 0) {
		return -1;
	} else if (text.len > 0 &&
	    (money_parse(text, MONEY_MARK_ANY, &cents) != MONEY_OK || cents < 0)) {
		return conf_refuse(r, node, NULL, right);
	}
	memcpy(record + key->offset, &cents, sizeof cents);
	return 0;
}

static int
take_date(struct conf_reader *r, const struct conf_key *key, const struct conf_node *node,
    char *record)
{
	struct date day = {0};
	struct str text;

	if (conf_take_text(r, node, &text) != 0)
		return -1;
	if (text.len > 0 && !date_parse(text, &day))
		return conf_refuse(
		    r, node, NULL, "not a date; \"YYYY-MM-DD\" between quotes is right");
	memcpy(record + key->offset, &day, sizeof day);
	return 0;
}

int
conf_check_elements(
    struct conf_reader *r, const struct conf_node *node, size_t most, const char *right)
{
	if (node->kind != NODE_ARRAY && node->kind != NODE_LIST)
		return conf_refuse_kind(r, node, right);
	if (node->count > most)
		return conf_refuse(r, node, NULL,
		    arena_format(r->arena, "%zu elements; at most %zu are right",
			node->count, most)
			.ptr);
	return 0;
}

static int
take_list(struct conf_reader *r, const struct conf_key *key, const struct conf_node *node,
    char *record)
{
	struct conf_list list = {.count = node->count};
	struct str *items;

	if (conf_check_elements(
		r, node, CONF_LIST_MOST, "an array of texts [ \"...\", \"...\" ]") != 0)
		return -1;
	items = arena_new_array(r->arena, list.count, struct str);
	for (size_t i = 0; i < list.count; i++) {
		if (conf_take_text(r, &node->children[i], &items[i]) != 0)
			return -1;
		if (items[i].len == 0)
			return conf_refuse(
			    r, &node->children[i], NULL, "empty; a text is right");
	}
	list.items = items;
	memcpy(record + key->offset, &list, sizeof list);
	return 0;
}

int
conf_take_value(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *node, char *record)
{
	switch (key->type) {
	case CONF_TEXT:
	case CONF_PATH:
	case CONF_CHOICE:
		return take_text(r, key, node, record);
	case CONF_BOOL:
		return take_bool(r, key, node, record);
	case CONF_INT:
	case CONF_INT64:
		return take_number(r, key, node, record);
	case CONF_MONEY:
		return take_money(r, key, node, record);
	case CONF_DATE:
		return take_date(r, key, node, record);
	case CONF_LIST:
		return take_list(r, key, node, record);
	case CONF_GROUP:
	case CONF_GROUPS:
		break;
	}
	BUG("key %s is no single value", key->name);
}
