/* Reads the configuration; the only file that sees libconfig. What a key means is in the
 * table, what a value must be in conf_check.c. */
#include "conf_keys.h"

#include "base/input.h"
#include "base/out.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <stdlib.h>
#include <unistd.h>

enum { CONF_FILE_MOST = 1 << 20, CONF_DEPTH_MOST = 16 };

struct reader {
	struct arena *arena;
	struct str path;
	struct str folder; /* absolute, of the file */
	struct err *error;
};

static int read_section(struct reader *r, const struct conf_section *s,
    config_setting_t *group, char *record);

static void
write_position(struct out *o, config_setting_t *setting)
{
	config_setting_t *parent = config_setting_parent(setting);
	const char *name = config_setting_name(setting);

	if (name != NULL)
		out_text(o, name);
	else if (parent != NULL)
		out_format(o, "[%d]", config_setting_index(setting) + 1);
}

/* "creditors[1].accounts[2].iban", counted from one. */
static struct str
name_of(struct reader *r, config_setting_t *setting)
{
	config_setting_t *chain[CONF_DEPTH_MOST];
	size_t depth = 0;
	struct out o;

	out_open_memory(&o, r->arena);
	for (; setting != NULL && depth < CONF_DEPTH_MOST;
	     setting = config_setting_parent(setting))
		chain[depth++] = setting;
	while (depth-- > 0) {
		if (config_setting_name(chain[depth]) != NULL && out_bytes_of(&o).len > 0)
			out_char(&o, '.');
		write_position(&o, chain[depth]);
	}
	return out_bytes_of(&o);
}

/* "file:line: key: what; what would be right" */
static int
refuse(struct reader *r, config_setting_t *setting, const char *key, const char *what)
{
	const char *file = config_setting_source_file(setting);
	unsigned line = config_setting_source_line(setting);
	struct str name = name_of(r, setting);

	if (key != NULL)
		name = arena_format(
		    r->arena, "%.*s%s%s", STR_ARG(name), name.len > 0 ? "." : "", key);
	err_set(r->error, ERR_CONF, "%.*s:%u: %.*s%s%s",
	    STR_ARG(file != NULL ? str_of(file) : r->path), line > 0 ? line : 1,
	    STR_ARG(name), name.len > 0 ? ": " : "", what);
	r->error->row = line;
	return -1;
}

static const char *
type_name(int type)
{
	switch (type) {
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return "a number";
	case CONFIG_TYPE_FLOAT:
		return "a decimal number";
	case CONFIG_TYPE_STRING:
		return "a text";
	case CONFIG_TYPE_BOOL:
		return "true or false";
	case CONFIG_TYPE_GROUP:
		return "a group { }";
	case CONFIG_TYPE_ARRAY:
		return "an array [ ]";
	case CONFIG_TYPE_LIST:
		return "a list ( )";
	default:
		return "nothing";
	}
}

static int
refuse_type(struct reader *r, config_setting_t *setting, const char *right)
{
	return refuse(r, setting, NULL,
	    arena_format(r->arena, "%s stands here; %s is right",
		type_name(config_setting_type(setting)), right)
		.ptr);
}

static bool
is_plain_text(struct arena *a, struct str s)
{
	return text_is_utf8(s) && str_equal(text_printable(a, s), s);
}

static int
read_text(struct reader *r, config_setting_t *setting, struct str *value)
{
	struct str s;

	if (config_setting_type(setting) != CONFIG_TYPE_STRING)
		return refuse_type(r, setting, "a text between quotes");
	s = str_trim(str_of(config_setting_get_string(setting)));
	if (!is_plain_text(r->arena, s))
		return refuse(r, setting, NULL,
		    "invisible or broken characters; plain UTF-8 text is right");
	*value = arena_str(r->arena, s);
	return 0;
}

/* "rows" or "file" */
static const char *
one_of(struct reader *r, const char *const *choices)
{
	struct out o;

	out_open_memory(&o, r->arena);
	for (size_t i = 0; choices[i] != NULL; i++)
		out_format(&o, "%s\"%s\"",
		    i == 0                       ? ""
			: choices[i + 1] == NULL ? " or "
						 : ", ",
		    choices[i]);
	return arena_cstr(r->arena, out_bytes_of(&o));
}

static int
find_choice(struct reader *r, const struct conf_key *key, config_setting_t *setting,
    struct str value, unsigned *choice)
{
	for (unsigned i = 0; key->choices[i] != NULL; i++)
		if (str_is(value, key->choices[i])) {
			*choice = i;
			return 0;
		}
	return refuse(r, setting, NULL,
	    arena_format(r->arena, "\"%.*s\" is not known; %s is right",
		STR_ARG(text_cut(value, 80)), one_of(r, key->choices))
		.ptr);
}

static int
check_length(struct reader *r, const struct conf_key *key, config_setting_t *setting,
    struct str value)
{
	size_t most = key->most > 0 ? (size_t)key->most : CONF_TEXT_MOST;

	if (key->mandatory && value.len == 0)
		return refuse(r, setting, NULL, "empty; this key must be told");
	if (text_length(value) > most)
		return refuse(r, setting, NULL,
		    arena_format(r->arena, "%zu characters; at most %zu are right",
			text_length(value), most)
			.ptr);
	return 0;
}

static struct str
below_folder(struct reader *r, struct str path)
{
	if (path.len == 0 || path.ptr[0] == '/')
		return path;
	return arena_format(r->arena, "%.*s/%.*s", STR_ARG(r->folder), STR_ARG(path));
}

static int
take_text(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	struct str value;
	const char *wrong;
	unsigned choice = 0;

	if (read_text(r, setting, &value) != 0 ||
	    check_length(r, key, setting, value) != 0 ||
	    (key->choices != NULL && find_choice(r, key, setting, value, &choice) != 0))
		return -1;
	wrong = key->check == NULL ? NULL : key->check(r->arena, &value);
	if (wrong != NULL)
		return refuse(r, setting, NULL, wrong);
	if (key->type == CONF_CHOICE)
		memcpy(record + key->offset, &choice, sizeof choice);
	else
		conf_text_set(key, record, value);
	return 0;
}

static int
take_bool(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	bool value;

	if (config_setting_type(setting) != CONFIG_TYPE_BOOL)
		return refuse_type(r, setting, "true or false");
	value = config_setting_get_bool(setting) != 0;
	memcpy(record + key->offset, &value, sizeof value);
	return 0;
}

static bool
is_number(config_setting_t *setting)
{
	return config_setting_type(setting) == CONFIG_TYPE_INT ||
	    config_setting_type(setting) == CONFIG_TYPE_INT64;
}

static int64_t
number_of(config_setting_t *setting)
{
	return config_setting_type(setting) == CONFIG_TYPE_INT
	    ? config_setting_get_int(setting)
	    : config_setting_get_int64(setting);
}

static int
take_number(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	int64_t value;
	int small;

	if (!is_number(setting))
		return refuse_type(r, setting, "a whole number");
	value = number_of(setting);
	if (value < key->least || value > key->most)
		return refuse(r, setting, NULL,
		    arena_format(r->arena, "%jd is out of range; %jd to %jd is right",
			(intmax_t)value, (intmax_t)key->least, (intmax_t)key->most)
			.ptr);
	small = (int)value;
	if (key->type == CONF_INT)
		memcpy(record + key->offset, &small, sizeof small);
	else
		memcpy(record + key->offset, &value, sizeof value);
	return 0;
}

static int
take_money(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	static const char right[] =
	    "not an amount; euros between quotes, such as \"150,00\", are right";
	money cents = 0;
	struct str text;

	if (is_number(setting)) {
		if (number_of(setting) < 0 || number_of(setting) > MONEY_MOST / 100)
			return refuse(r, setting, NULL, right);
		cents = number_of(setting) * 100;
	} else if (read_text(r, setting, &text) != 0) {
		return -1;
	} else if (text.len > 0 &&
	    (money_parse(text, MONEY_MARK_ANY, &cents) != MONEY_OK || cents < 0)) {
		return refuse(r, setting, NULL, right);
	}
	memcpy(record + key->offset, &cents, sizeof cents);
	return 0;
}

static int
take_date(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	struct date day = {0};
	struct str text;

	if (read_text(r, setting, &text) != 0)
		return -1;
	if (text.len > 0 && !date_parse(text, &day))
		return refuse(r, setting, NULL,
		    "not a date; \"YYYY-MM-DD\" between quotes is right");
	memcpy(record + key->offset, &day, sizeof day);
	return 0;
}

/* The elements of an array or list, none and refused beyond `most`. */
static int
count_elements(struct reader *r, config_setting_t *setting, int most, const char *right,
    size_t *count)
{
	int type = config_setting_type(setting), length;

	if (type != CONFIG_TYPE_ARRAY && type != CONFIG_TYPE_LIST)
		return refuse_type(r, setting, right);
	length = config_setting_length(setting);
	if (length > most)
		return refuse(r, setting, NULL,
		    arena_format(
			r->arena, "%d elements; at most %d are right", length, most)
			.ptr);
	*count = (size_t)length;
	return 0;
}

static int
take_list(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	struct conf_list list = {0};
	struct str *items;

	if (count_elements(r, setting, CONF_LIST_MOST,
		"an array of texts [ \"...\", \"...\" ]", &list.count) != 0)
		return -1;
	items = arena_new_array(r->arena, list.count, struct str);
	for (size_t i = 0; i < list.count; i++) {
		config_setting_t *item = config_setting_get_elem(setting, (unsigned)i);

		if (read_text(r, item, &items[i]) != 0)
			return -1;
		if (items[i].len == 0)
			return refuse(r, item, NULL, "empty; a text is right");
	}
	list.items = items;
	memcpy(record + key->offset, &list, sizeof list);
	return 0;
}

/* Refuses the last record when its unique key repeats that of an earlier one. */
static int
check_unique(struct reader *r, const struct conf_section *s, config_setting_t *group,
    const char *records, size_t last)
{
	const struct conf_key *key;
	config_setting_t *at;
	struct str value;

	if (s->unique == NULL)
		return 0;
	key = conf_key_find(s, str_of(s->unique));
	value = conf_text_of(key, records + last * s->size);
	for (size_t i = 0; i < last; i++) {
		if (!str_equal(value, conf_text_of(key, records + i * s->size)))
			continue;
		at = config_setting_get_member(group, s->unique);
		return refuse(r, at != NULL ? at : group, at != NULL ? NULL : s->unique,
		    arena_format(r->arena,
			"\"%.*s\" is already that of %s[%zu]; each has its own",
			STR_ARG(value), s->name, i + 1)
			.ptr);
	}
	return 0;
}

static int
take_groups(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	const struct conf_section *s = key->section;
	size_t count = 0;
	char *records;
	const void *first;

	if (count_elements(r, setting, CONF_GROUPS_MOST, "a list of groups ( { }, { } )",
		&count) != 0)
		return -1;
	if (count == 0 && key->mandatory)
		return refuse(r, setting, NULL, "empty; at least one group is right");
	records = arena_array(r->arena, count, s->size);
	for (size_t i = 0; i < count; i++) {
		config_setting_t *group = config_setting_get_elem(setting, (unsigned)i);

		if (read_section(r, s, group, records + i * s->size) != 0 ||
		    check_unique(r, s, group, records, i) != 0)
			return -1;
	}
	first = records;
	memcpy(record + key->offset, &first, sizeof first);
	memcpy(record + key->count_offset, &count, sizeof count);
	return 0;
}

static int
take_value(
    struct reader *r, const struct conf_key *key, config_setting_t *setting, char *record)
{
	switch (key->type) {
	case CONF_TEXT:
	case CONF_PATH:
	case CONF_CHOICE:
		return take_text(r, key, setting, record);
	case CONF_BOOL:
		return take_bool(r, key, setting, record);
	case CONF_INT:
	case CONF_INT64:
		return take_number(r, key, setting, record);
	case CONF_MONEY:
		return take_money(r, key, setting, record);
	case CONF_DATE:
		return take_date(r, key, setting, record);
	case CONF_LIST:
		return take_list(r, key, setting, record);
	case CONF_GROUP:
		return read_section(r, key->section, setting, record + key->offset);
	case CONF_GROUPS:
		return take_groups(r, key, setting, record);
	}
	BUG("key %s has no type", key->name);
}

static int
refuse_unknown(struct reader *r, const struct conf_section *s, config_setting_t *setting)
{
	struct out o;

	out_open_memory(&o, r->arena);
	out_text(&o, "no such key; known here:");
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		out_format(&o, "%s %s", key == s->keys ? "" : ",", key->name);
	return refuse(r, setting, NULL, arena_cstr(r->arena, out_bytes_of(&o)));
}

static int
setting_text(struct reader *r, config_setting_t *setting, struct str *text)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_STRING:
		return read_text(r, setting, text);
	case CONFIG_TYPE_BOOL:
		*text = str_of(config_setting_get_bool(setting) ? "true" : "false");
		return 0;
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		*text = arena_format(r->arena, "%jd", (intmax_t)number_of(setting));
		return 0;
	default:
		return refuse_type(r, setting,
		    "a text, a whole number, true or false, or an array of them");
	}
}

/* The free settings of a courier: an array becomes one row for each element. */
static int
add_settings(
    struct reader *r, config_setting_t *setting, struct conf_setting *rows, size_t *count)
{
	int type = config_setting_type(setting);
	bool several = type == CONFIG_TYPE_ARRAY || type == CONFIG_TYPE_LIST;
	int length = several ? config_setting_length(setting) : 1;

	for (int i = 0; i < length; i++) {
		struct conf_setting *row = &rows[(*count)++];

		if (setting_text(r,
			several ? config_setting_get_elem(setting, (unsigned)i) : setting,
			&row->value) != 0)
			return -1;
		row->name = arena_str(r->arena, str_of(config_setting_name(setting)));
		row->line = (int)config_setting_source_line(setting);
	}
	return 0;
}

static size_t
count_settings(config_setting_t *group)
{
	size_t count = 0;

	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);

		count += config_setting_is_aggregate(setting)
		    ? (size_t)config_setting_length(setting)
		    : 1;
	}
	return count;
}

static int
read_settings(
    struct reader *r, const struct conf_section *s, config_setting_t *group, char *record)
{
	struct conf_courier *courier = (struct conf_courier *)(void *)record;
	struct conf_setting *rows =
	    arena_new_array(r->arena, count_settings(group) + 1, struct conf_setting);
	size_t count = 0;

	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);

		if (conf_key_find(s, str_of(config_setting_name(setting))) == NULL &&
		    add_settings(r, setting, rows, &count) != 0)
			return -1;
	}
	courier->settings = rows;
	return 0;
}

static int
check_missing(struct reader *r, const struct conf_section *s, config_setting_t *group)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		if (key->mandatory && config_setting_get_member(group, key->name) == NULL)
			return refuse(r, group, key->name,
			    arena_format(r->arena, "missing; this key must be told (%s)",
				key->help.en)
				.ptr);
	return 0;
}

/* Relative paths, defaults included, are put below the configuration's folder. */
static void
resolve_paths(struct reader *r, const struct conf_section *s, char *record)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		if (key->type == CONF_PATH)
			conf_text_set(
			    key, record, below_folder(r, conf_text_of(key, record)));
}

static int
read_section(
    struct reader *r, const struct conf_section *s, config_setting_t *group, char *record)
{
	const char *wrong;

	if (config_setting_type(group) != CONFIG_TYPE_GROUP)
		return refuse_type(r, group, "a group { key = value; ... }");
	conf_defaults(s, record);
	for (int i = 0; i < config_setting_length(group); i++) {
		config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);
		const struct conf_key *key =
		    conf_key_find(s, str_of(config_setting_name(setting)));

		if (key == NULL && s->is_open)
			continue;
		if (key == NULL)
			return refuse_unknown(r, s, setting);
		if (take_value(r, key, setting, record) != 0)
			return -1;
	}
	if (check_missing(r, s, group) != 0 ||
	    (s->is_open && read_settings(r, s, group, record) != 0))
		return -1;
	resolve_paths(r, s, record);
	wrong = s->finish == NULL ? NULL : s->finish(r->arena, record);
	return wrong == NULL ? 0 : refuse(r, group, NULL, wrong);
}

/* Every courier that an outlet names must be there. */
static int
check_couriers(struct reader *r, const struct conf *conf, config_setting_t *outlet)
{
	config_setting_t *names = config_setting_get_member(outlet, "couriers");

	for (int i = 0; names != NULL && i < config_setting_length(names); i++) {
		struct str name =
		    str_trim(str_of(config_setting_get_string_elem(names, i)));

		if (conf_courier_find(conf, name) == NULL)
			return refuse(r, names, NULL,
			    arena_format(r->arena,
				"no courier is called \"%.*s\"; a name of the list "
				"couriers, or \"folder\", is right",
				STR_ARG(name))
				.ptr);
	}
	return 0;
}

static int
check_all_couriers(struct reader *r, const struct conf *conf, config_setting_t *root)
{
	config_setting_t *creditors = config_setting_get_member(root, "creditors");

	for (size_t i = 0; i < conf->creditor_count; i++) {
		config_setting_t *creditor =
		    config_setting_get_elem(creditors, (unsigned)i);
		config_setting_t *outlets =
		    config_setting_get_member(creditor, "outlets");

		for (int k = 0; outlets != NULL && k < config_setting_length(outlets);
		     k++)
			if (check_couriers(r, conf,
				config_setting_get_elem(outlets, (unsigned)k)) != 0)
				return -1;
	}
	return 0;
}

/* libconfig tells what is wrong with the form of the text in a few words. */
static int
refuse_form(struct reader *r, const config_t *file)
{
	const char *name = config_error_file(file);
	int line = config_error_line(file);

	err_set(r->error, ERR_CONF, "%.*s:%d: %s; `name = value;` is right",
	    STR_ARG(name != NULL ? str_of(name) : r->path), line,
	    config_error_text(file));
	r->error->row = line > 0 ? (uint64_t)line : 0;
	return -1;
}

static int
read_bytes(struct reader *r, struct conf *conf, struct str bytes)
{
	struct conf seen;
	config_t file;
	int result = -1;

	if (str_find_str(bytes, STR("@include")) < bytes.len)
		return err_set(r->error, ERR_CONF,
		    "%.*s:1: @include is not known; one file with all keys is right",
		    STR_ARG(r->path));
	if (str_find(bytes, '\0') < bytes.len)
		return err_set(r->error, ERR_CONF,
		    "%.*s:1: binary bytes; a text file is right", STR_ARG(r->path));
	config_init(&file);
	bytes = conf_widen(r->arena, bytes);
	if (config_read_string(&file, arena_cstr(r->arena, bytes)) != CONFIG_TRUE)
		result = refuse_form(r, &file);
	else if (read_section(r, &conf_section_top, config_root_setting(&file),
		     (char *)&seen) == 0)
		result = check_all_couriers(r, &seen, config_root_setting(&file));
	config_destroy(&file);
	if (result == 0) {
		*conf = seen;
		conf->path = r->path;
	}
	return result;
}

/* The folder that holds `path`, absolute. */
static struct str
folder_of(struct arena *a, struct str path)
{
	size_t end = path.len;
	char *real;
	struct str folder;

	while (end > 0 && path.ptr[end - 1] != '/')
		end--;
	folder = end == 0 ? STR(".") : str_slice(path, 0, end);
	real = realpath(arena_cstr(a, folder), NULL);
	if (real != NULL)
		folder = arena_str(a, str_of(real));
	free(real);
	return folder;
}

int
conf_read(struct conf *conf, const char *path, struct arena *a, struct err *e)
{
	struct reader r = {.arena = a, .path = arena_str(a, str_of(path)), .error = e};
	struct input in;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), result;

	if (fd < 0)
		return err_set(e, ERR_CONF,
		    "%s: %s; `riscontro init` makes one, --config names another", path,
		    strerror(errno));
	result = input_map(&in, fd, r.path, CONF_FILE_MOST, e);
	close(fd);
	if (result != 0) {
		e->kind = ERR_CONF;
		e->code = NULL;
		return -1;
	}
	r.folder = folder_of(a, r.path);
	result = read_bytes(&r, conf, in.bytes);
	input_unmap(&in);
	return result;
}
