/* The columns of the file that goes back to a register, as its layout names them. */
#include "intake/layout_output.h"

#include "intake/layout_library.h"

const struct output_value_row output_values[] = {
    [VALUE_KEY] = {"chiave", OUTPUT_TEXT, {"chiave della quota", "key of the quota"}},
    [VALUE_FISCAL_CODE] = {"codice_fiscale", OUTPUT_TEXT,
	{"codice fiscale", "fiscal code"}},
    [VALUE_NAME] = {"nominativo", OUTPUT_TEXT,
	{"cognome e nome, o denominazione", "name"}},
    [VALUE_SURNAME] = {"cognome", OUTPUT_TEXT,
	{"come nell'ultima esportazione dell'albo", "as in the last export"}},
    [VALUE_GIVEN_NAME] = {"nome", OUTPUT_TEXT,
	{"come nell'ultima esportazione dell'albo", "as in the last export"}},
    [VALUE_ENROLMENT] = {"numero_iscrizione", OUTPUT_TEXT,
	{"come nell'ultima esportazione dell'albo", "as in the last export"}},
    [VALUE_SECTION] = {"sezione", OUTPUT_TEXT,
	{"come nell'ultima esportazione dell'albo", "as in the last export"}},
    [VALUE_SETTORE] = {"settore", OUTPUT_TEXT,
	{"come nell'ultima esportazione dell'albo", "as in the last export"}},
    [VALUE_TIPO] = {"tipo", OUTPUT_TEXT, {"tipo della quota", "kind of the quota"}},
    [VALUE_ANNO] = {"anno", OUTPUT_NUMBER, {"anno della quota", "year of the quota"}},
    [VALUE_CAUSALE] = {"causale", OUTPUT_TEXT, {"causale", "causale"}},
    [VALUE_DUE] = {"importo_dovuto", OUTPUT_MONEY, {"dovuto", "due"}},
    [VALUE_PAID] = {"importo_pagato", OUTPUT_MONEY, {"pagato finora", "paid so far"}},
    [VALUE_LEFT] = {"residuo", OUTPUT_MONEY, {"ancora dovuto", "still due"}},
    [VALUE_OUTCOME] = {"esito", OUTPUT_TEXT,
	{"PAGATO, PARZIALE, ANNULLATO (da pagare di nuovo) o QUOTA ANNULLATA",
	    "PAGATO, PARZIALE, ANNULLATO (to be paid again) or QUOTA ANNULLATA"}},
    [VALUE_PAID_ON] = {"data_pagamento", OUTPUT_DATE, {"pagamento", "payment"}},
    [VALUE_IUV] = {"iuv", OUTPUT_TEXT, {"IUV", "IUV"}},
    [VALUE_FLOW] = {"flusso", OUTPUT_TEXT, {"flusso (FDR)", "flow (FDR)"}},
    [VALUE_REVERSALE] = {"reversale", OUTPUT_NUMBER,
	{"numero della reversale", "number of the reversale"}},
    [VALUE_POSTED_ON] = {"data_reversale", OUTPUT_DATE,
	{"data della reversale", "day of the reversale"}},
    {0},
};

/* The engine's own columns, under the names of the values. */
static const struct layout_output *
own_output(struct arena *a)
{
	static const enum output_value values[] = {VALUE_KEY, VALUE_FISCAL_CODE,
	    VALUE_NAME, VALUE_TIPO, VALUE_ANNO, VALUE_DUE, VALUE_PAID, VALUE_OUTCOME,
	    VALUE_PAID_ON, VALUE_IUV, VALUE_FLOW, VALUE_REVERSALE, VALUE_POSTED_ON};
	enum { COUNT = sizeof values / sizeof values[0] };
	struct output_column *columns = arena_new_array(a, COUNT, struct output_column);
	struct layout_output *o = arena_new(a, struct layout_output);

	for (size_t i = 0; i < COUNT; i++)
		columns[i] = (struct output_column){
		    .header = str_of(output_values[values[i]].name), .value = values[i]};
	*o = (struct layout_output){
	    .delimiter = ';', .bom = true, .columns = columns, .count = COUNT};
	return o;
}

/* One of a few words; the place of it in the list. */
static int
take_word(const struct layout_reading *r, const struct conf_node *node,
    const char *const *words, const char *right, int *place)
{
	for (int i = 0; node->kind == NODE_TEXT && words[i] != NULL; i++)
		if (str_is(node->text, words[i])) {
			*place = i;
			return 0;
		}
	return layout_refuse(r, node, right);
}

static int
take_value(
    const struct layout_reading *r, const struct conf_node *node, struct output_column *c)
{
	for (int i = 0; node->kind == NODE_TEXT && i < OUTPUT_VALUES; i++)
		if (str_is(node->text, output_values[i].name)) {
			c->value = (enum output_value)i;
			return 0;
		}
	return layout_refuse(
	    r, node, "unknown field of an output; layout(5) lists those that are");
}

static int
take_map(
    const struct layout_reading *r, const struct conf_node *node, struct output_column *c)
{
	struct layout_rule rule = {.line = node->line};

	if (layout_take_rule_key(r, node, &rule) != 0)
		return -1;
	c->map = rule.map;
	c->map_count = rule.map_count;
	return 0;
}

static int
take_column(const struct layout_reading *r, const struct conf_node *group,
    struct output_column *c)
{
	bool has_value = false;

	if (group->kind != NODE_GROUP)
		return layout_refuse(
		    r, group, "not a group; { header = ...; field = ...; } is right");
	for (size_t i = 0; i < group->count; i++) {
		const struct conf_node *node = &group->children[i];
		int status;

		if (str_is(node->name, "header")) {
			status = layout_take_text(r, node, &c->header);
		} else if (str_is(node->name, "field")) {
			has_value = true;
			status = take_value(r, node, c);
		} else if (str_is(node->name, "value")) {
			has_value = c->is_constant = true;
			status = layout_take_text(r, node, &c->constant);
		} else if (str_is(node->name, "map")) {
			status = take_map(r, node, c);
		} else {
			status = layout_refuse(r, node,
			    "unknown key; header, field, value and map are right");
		}
		if (status != 0)
			return -1;
	}
	return has_value ? 0 : layout_refuse(r, group, "neither field nor value");
}

static int
take_columns(
    const struct layout_reading *r, const struct conf_node *node, struct layout_output *o)
{
	struct output_column *list;

	if (node->kind != NODE_LIST || node->count == 0 || node->count > LAYOUT_LIST_MOST)
		return layout_refuse(r, node,
		    "not a list; ({ header = ...; field = ...; }, ...) is right");
	list = arena_new_array(r->arena, node->count, struct output_column);
	for (size_t i = 0; i < node->count; i++)
		if (take_column(r, &node->children[i], &list[i]) != 0)
			return -1;
	o->columns = list;
	o->count = node->count;
	return 0;
}

static int
take_key(
    const struct layout_reading *r, const struct conf_node *node, struct layout_output *o)
{
	static const char *const decimals[] = {"point", "comma", "cents", NULL};
	static const char *const dates[] = {"yyyy-mm-dd", "dd/mm/yyyy", "yyyymmdd", NULL};
	int place = 0;

	if (str_is(node->name, "columns"))
		return take_columns(r, node, o);
	if (str_is(node->name, "bom"))
		return layout_take_bool(r, node, &o->bom);
	if (str_is(node->name, "headless"))
		return layout_take_bool(r, node, &o->headless);
	if (str_is(node->name, "delimiter")) {
		if (node->kind != NODE_TEXT || node->text.len != 1)
			return layout_refuse(r, node, "not one character");
		o->delimiter = node->text.ptr[0];
		return 0;
	}
	if (str_is(node->name, "decimal")) {
		if (take_word(
			r, node, decimals, "point, comma or cents is right", &place) != 0)
			return -1;
		o->decimal = (enum output_decimal)place;
		return 0;
	}
	if (!str_is(node->name, "date"))
		return layout_refuse(r, node, "unknown key of an output; see layout(5)");
	if (take_word(r, node, dates, "yyyy-mm-dd, dd/mm/yyyy or yyyymmdd is right",
		&place) != 0)
		return -1;
	o->date = (enum output_date)place;
	return 0;
}

int
layout_output_read(const struct layout_reading *r, const struct conf_node *node,
    const struct layout_output **output)
{
	struct layout_output *o = arena_new(r->arena, struct layout_output);

	*o = (struct layout_output){.delimiter = ';', .bom = true};
	if (node->kind != NODE_GROUP)
		return layout_refuse(
		    r, node, "not a group; { columns = (...); } is right");
	for (size_t i = 0; i < node->count; i++)
		if (take_key(r, &node->children[i], o) != 0)
			return -1;
	if (o->count == 0)
		return layout_refuse(r, node, "no columns");
	*output = o;
	return 0;
}

/* The first output among the layouts of a channel, or NULL. */
static int
find_in_channel(const struct layout_output **output, const struct conf *conf,
    const struct conf_channel *channel, struct arena *a, struct err *e)
{
	struct layout_plan plan;

	if (*output != NULL || channel == NULL)
		return 0;
	if (layout_plan_open(&plan, conf, channel, a, e) != 0)
		return -1;
	*output = plan.output;
	return 0;
}

int
layout_output_find(const struct layout_output **output, const struct conf *conf,
    const struct conf_creditor *creditor, struct str format, struct arena *a,
    struct err *e)
{
	struct conf_channel named = {.kind = STR("register"), .layout = format};

	*output = NULL;
	if (format.len > 0 && !str_is(format, "standard") &&
	    find_in_channel(output, conf, &named, a, e) != 0)
		return -1;
	if (format.len > 0 && !str_is(format, "standard") && *output == NULL)
		return err_set(e, ERR_CONF,
		    "outlet register: layout \"%.*s\" has no output; see layout(5)",
		    STR_ARG(format));
	if (format.len == 0 &&
	    (find_in_channel(
		 output, conf, conf_channel_find(creditor, STR("quotas")), a, e) != 0 ||
		find_in_channel(output, conf,
		    conf_channel_find(creditor, STR("register")), a, e) != 0))
		return -1;
	if (*output == NULL)
		*output = own_output(a);
	return 0;
}
