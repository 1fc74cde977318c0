/* Prints the configuration and the list of its keys: what the manual says is what the
 * reader does, because both come from the table. */
#include "conf_write.h"

#include "conf_keys.h"

struct writer {
	struct out *out;
	enum lang lang;
	int depth;
};

static void write_section(
    struct writer *w, const struct conf_section *s, const char *record);

static void
indent(struct writer *w)
{
	for (int i = 0; i < w->depth; i++)
		out_char(w->out, '\t');
}

/* Text of libconfig: quotes and backslashes escaped. */
static void
write_quoted(struct out *o, struct str s)
{
	out_char(o, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] == '"' || s.ptr[i] == '\\')
			out_char(o, '\\');
		out_char(o, s.ptr[i]);
	}
	out_char(o, '"');
}

static void
write_list(struct out *o, const struct str *items, size_t count)
{
	out_text(o, "[");
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			out_text(o, ", ");
		write_quoted(o, items[i]);
	}
	out_text(o, "]");
}

/* A number of a key of either size. */
static int64_t
number_at(const struct conf_key *key, const char *record)
{
	int64_t value;
	int small;

	memcpy(&small, record + key->offset, sizeof small);
	if (key->type == CONF_INT)
		return small;
	memcpy(&value, record + key->offset, sizeof value);
	return value;
}

static bool
bool_at(const struct conf_key *key, const char *record)
{
	bool value;

	memcpy(&value, record + key->offset, sizeof value);
	return value;
}

static struct conf_list
list_at(const struct conf_key *key, const char *record)
{
	struct conf_list list;

	memcpy(&list, record + key->offset, sizeof list);
	return list;
}

static struct date
date_at(const struct conf_key *key, const char *record)
{
	struct date day;

	memcpy(&day, record + key->offset, sizeof day);
	return day;
}

/* What a text or a choice says. */
static struct str
word_at(const struct conf_key *key, const char *record)
{
	unsigned choice;

	if (key->type != CONF_CHOICE)
		return conf_text_of(key, record);
	memcpy(&choice, record + key->offset, sizeof choice);
	return str_of(key->choices[choice]);
}

/* The records of a list of groups. */
static const char *
groups_at(const struct conf_key *key, const char *record, size_t *count)
{
	const void *first;

	memcpy(&first, record + key->offset, sizeof first);
	memcpy(count, record + key->count_offset, sizeof *count);
	return first;
}

static void
write_groups(struct writer *w, const struct conf_key *key, const char *record)
{
	size_t count;
	const char *first = groups_at(key, record, &count);

	out_text(w->out, "(");
	for (size_t i = 0; i < count; i++) {
		out_text(w->out, i == 0 ? "\n" : ",\n");
		indent(w);
		out_text(w->out, "{\n");
		w->depth++;
		write_section(w, key->section, first + i * key->section->size);
		w->depth--;
		indent(w);
		out_text(w->out, "}");
	}
	out_text(w->out, ")");
}

static void
write_group(struct writer *w, const struct conf_key *key, const char *record)
{
	out_text(w->out, "{\n");
	w->depth++;
	write_section(w, key->section, record + key->offset);
	w->depth--;
	indent(w);
	out_text(w->out, "}");
}

static void
write_number(struct out *o, int64_t value)
{
	out_i64(o, value);
	if (value > INT32_MAX || value < INT32_MIN)
		out_char(o, 'L');
}

static void
write_value(struct writer *w, const struct conf_key *key, const char *record)
{
	struct conf_list list;

	switch (key->type) {
	case CONF_TEXT:
	case CONF_PATH:
	case CONF_CHOICE:
		write_quoted(w->out, word_at(key, record));
		break;
	case CONF_BOOL:
		out_text(w->out, bool_at(key, record) ? "true" : "false");
		break;
	case CONF_INT:
	case CONF_INT64:
		write_number(w->out, number_at(key, record));
		break;
	case CONF_MONEY:
		out_char(w->out, '"');
		money_write_plain(w->out, number_at(key, record));
		out_char(w->out, '"');
		break;
	case CONF_DATE:
		out_format(w->out, "\"%s\"", date_iso(date_at(key, record)).text);
		break;
	case CONF_LIST:
		list = list_at(key, record);
		write_list(w->out, list.items, list.count);
		break;
	case CONF_GROUP:
		write_group(w, key, record);
		break;
	case CONF_GROUPS:
		write_groups(w, key, record);
		break;
	}
}

/* A courier's own settings; rows of one name are an array. */
static void
write_settings(struct writer *w, const struct conf_courier *courier)
{
	const struct conf_setting *row = courier->settings;

	while (row->name.len > 0) {
		size_t count = 1;

		while (str_equal(row[count].name, row->name))
			count++;
		indent(w);
		out_format(w->out, "%.*s = ", STR_ARG(row->name));
		if (count > 1)
			out_text(w->out, "[");
		for (size_t i = 0; i < count; i++) {
			if (i > 0)
				out_text(w->out, ", ");
			write_quoted(w->out, row[i].value);
		}
		out_text(w->out, count > 1 ? "];\n" : ";\n");
		row += count;
	}
}

static void
write_section(struct writer *w, const struct conf_section *s, const char *record)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++) {
		const struct conf_section *below = key->section;

		indent(w);
		out_format(w->out, "# %s",
		    say(below != NULL ? &below->help : &key->help, w->lang));
		if (key->standard != NULL)
			out_format(w->out, " (%s: %s)",
			    w->lang == LANG_IT ? "predefinito" : "default",
			    key->standard);
		out_text(w->out, "\n");
		indent(w);
		out_format(w->out, "%s = ", key->name);
		write_value(w, key, record);
		out_text(w->out, ";\n");
	}
	if (s->is_open)
		write_settings(w, (const struct conf_courier *)(const void *)record);
}

void
conf_write(struct out *o, const struct conf *conf, enum lang lang)
{
	struct writer w = {.out = o, .lang = lang};

	write_section(&w, &conf_section_top, (const char *)conf);
}

static void json_section(
    struct json *j, const struct conf_section *s, const char *record);

static void
json_list(struct json *j, const char *name, struct conf_list list)
{
	json_array(j, name);
	for (size_t i = 0; i < list.count; i++)
		json_str(j, NULL, list.items[i]);
	json_end(j);
}

static void
json_groups(struct json *j, const struct conf_key *key, const char *record)
{
	size_t count;
	const char *first = groups_at(key, record, &count);

	json_array(j, key->name);
	for (size_t i = 0; i < count; i++) {
		json_object(j, NULL);
		json_section(j, key->section, first + i * key->section->size);
		json_end(j);
	}
	json_end(j);
}

static void
json_value(struct json *j, const struct conf_key *key, const char *record)
{
	switch (key->type) {
	case CONF_TEXT:
	case CONF_PATH:
	case CONF_CHOICE:
		json_str(j, key->name, word_at(key, record));
		break;
	case CONF_BOOL:
		json_bool(j, key->name, bool_at(key, record));
		break;
	case CONF_INT:
	case CONF_INT64:
		json_i64(j, key->name, number_at(key, record));
		break;
	case CONF_MONEY:
		json_money(j, key->name, number_at(key, record));
		break;
	case CONF_DATE:
		json_date(j, key->name, date_at(key, record));
		break;
	case CONF_LIST:
		json_list(j, key->name, list_at(key, record));
		break;
	case CONF_GROUP:
		json_object(j, key->name);
		json_section(j, key->section, record + key->offset);
		json_end(j);
		break;
	case CONF_GROUPS:
		json_groups(j, key, record);
		break;
	}
}

static void
json_settings(struct json *j, const struct conf_courier *courier)
{
	json_array(j, "settings");
	for (const struct conf_setting *row = courier->settings; row->name.len > 0;
	     row++) {
		json_object(j, NULL);
		json_str(j, "name", row->name);
		json_str(j, "value", row->value);
		json_end(j);
	}
	json_end(j);
}

static void
json_section(struct json *j, const struct conf_section *s, const char *record)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		json_value(j, key, record);
	if (s->is_open)
		json_settings(j, (const struct conf_courier *)(const void *)record);
}

void
conf_write_json(struct json *j, const struct conf *conf)
{
	json_object(j, NULL);
	json_str(j, "path", conf->path);
	json_section(j, &conf_section_top, (const char *)conf);
	json_end(j);
}

static bool
is_secret(struct str name)
{
	static const struct str words[] = {
	    {"password", 8}, {"passphrase", 10}, {"secret", 6}, {"token", 5}, {"key", 3}};

	if (str_ends(name, STR("_file")) || str_ends(name, STR("_path")) ||
	    str_starts(name, STR("host_key")))
		return false;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_find_str(name, words[i]) < name.len)
			return true;
	return false;
}

/* The settings with stars for what is secret. */
static const struct conf_setting *
hide_settings(const struct conf_setting *row, struct arena *a)
{
	struct conf_setting *rows;
	size_t count = 0;

	while (row[count].name.len > 0)
		count++;
	rows = arena_new_array(a, count + 1, struct conf_setting);
	memcpy(rows, row, count * sizeof *rows);
	for (size_t k = 0; k < count; k++)
		if (is_secret(rows[k].name))
			rows[k].value = STR("********");
	return rows;
}

void
conf_hide_secrets(struct conf *conf, struct arena *a)
{
	struct conf_courier *couriers =
	    arena_new_array(a, conf->courier_count, struct conf_courier);
	struct conf_fetcher *fetchers =
	    arena_new_array(a, conf->fetcher_count, struct conf_fetcher);

	for (size_t i = 0; i < conf->courier_count; i++) {
		couriers[i] = conf->couriers[i];
		couriers[i].settings = hide_settings(conf->couriers[i].settings, a);
	}
	for (size_t i = 0; i < conf->fetcher_count; i++) {
		fetchers[i] = conf->fetchers[i];
		fetchers[i].link.settings =
		    hide_settings(conf->fetchers[i].link.settings, a);
	}
	conf->couriers = couriers;
	conf->fetchers = fetchers;
}
