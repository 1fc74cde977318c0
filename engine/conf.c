/* Reads the configuration: the tree of the file is walked with the table of keys in hand.
 */
#include "conf_value.h"

#include "base/input.h"
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { CONF_FILE_MOST = 1 << 20 };

static int read_section(struct conf_reader *r, const struct conf_section *s,
    const struct conf_node *group, char *record);

/* Refuses the last record when its unique key repeats that of an earlier one. */
static int
check_unique(struct conf_reader *r, const struct conf_section *s,
    const struct conf_node *group, const char *records, size_t last)
{
	const struct conf_key *key;
	const struct conf_node *at;
	struct str value;

	if (s->unique == NULL)
		return 0;
	key = conf_key_find(s, str_of(s->unique));
	value = conf_text_of(key, records + last * s->size);
	for (size_t i = 0; i < last; i++) {
		if (!str_equal(value, conf_text_of(key, records + i * s->size)))
			continue;
		at = conf_node_find(group, s->unique);
		return conf_refuse(r, at != NULL ? at : group,
		    at != NULL ? NULL : s->unique,
		    arena_format(r->arena,
			"\"%.*s\" is already that of %s[%zu]; each has its own",
			STR_ARG(value), s->name, i + 1)
			.ptr);
	}
	return 0;
}

static int
read_groups(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *list, char *record)
{
	const struct conf_section *s = key->section;
	char *records;
	const void *first;

	if (conf_check_elements(
		r, list, CONF_GROUPS_MOST, "a list of groups ( { }, { } )") != 0)
		return -1;
	if (list->count == 0 && key->mandatory)
		return conf_refuse(r, list, NULL, "empty; at least one group is right");
	records = arena_array(r->arena, list->count, s->size);
	for (size_t i = 0; i < list->count; i++)
		if (read_section(r, s, &list->children[i], records + i * s->size) != 0 ||
		    check_unique(r, s, &list->children[i], records, i) != 0)
			return -1;
	first = records;
	memcpy(record + key->offset, &first, sizeof first);
	memcpy(record + key->count_offset, &list->count, sizeof list->count);
	return 0;
}

static int
read_key(struct conf_reader *r, const struct conf_key *key, const struct conf_node *node,
    char *record)
{
	if (key->type == CONF_GROUPS)
		return read_groups(r, key, node, record);
	if (key->type == CONF_GROUP)
		return read_section(r, key->section, node, record + key->offset);
	return conf_take_value(r, key, node, record);
}

static int
refuse_unknown(
    struct conf_reader *r, const struct conf_section *s, const struct conf_node *node)
{
	struct out o;

	out_open_memory(&o, r->arena);
	out_text(&o, "no such key; known here:");
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		out_format(&o, "%s %s", key == s->keys ? "" : ",", key->name);
	return conf_refuse(r, node, NULL, arena_cstr(r->arena, out_bytes_of(&o)));
}

static int
setting_text(struct conf_reader *r, const struct conf_node *node, struct str *text)
{
	switch (node->kind) {
	case NODE_TEXT:
		return conf_take_text(r, node, text);
	case NODE_BOOL:
		*text = str_of(node->yes ? "true" : "false");
		return 0;
	case NODE_NUMBER:
		*text = arena_format(r->arena, "%jd", (intmax_t)node->number);
		return 0;
	case NODE_GROUP:
	case NODE_ARRAY:
	case NODE_LIST:
	case NODE_DECIMAL:
		break;
	}
	return conf_refuse_kind(
	    r, node, "a text, a whole number, true or false, or an array of them");
}

/* The free settings of a courier: an array becomes one row for each element. */
static int
add_settings(struct conf_reader *r, const struct conf_node *node,
    struct conf_setting *rows, size_t *count)
{
	bool several = node->kind == NODE_ARRAY || node->kind == NODE_LIST;
	const struct conf_node *values = several ? node->children : node;

	for (size_t i = 0; i < (several ? node->count : 1); i++) {
		struct conf_setting *row = &rows[(*count)++];

		if (setting_text(r, &values[i], &row->value) != 0)
			return -1;
		row->name = node->name;
		row->line = node->line;
	}
	return 0;
}

static int
read_settings(struct conf_reader *r, const struct conf_section *s,
    const struct conf_node *group, char *record)
{
	struct conf_courier *courier = (struct conf_courier *)(void *)record;
	struct conf_setting *rows;
	size_t count = 0, most = 1;

	for (size_t i = 0; i < group->count; i++)
		most += group->children[i].count + 1;
	rows = arena_new_array(r->arena, most, struct conf_setting);
	for (size_t i = 0; i < group->count; i++)
		if (conf_key_find(s, group->children[i].name) == NULL &&
		    add_settings(r, &group->children[i], rows, &count) != 0)
			return -1;
	courier->settings = rows;
	return 0;
}

static int
check_missing(
    struct conf_reader *r, const struct conf_section *s, const struct conf_node *group)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++)
		if (key->mandatory && conf_node_find(group, key->name) == NULL)
			return conf_refuse(r, group, key->name,
			    arena_format(r->arena, "missing; this key must be told (%s)",
				key->help.en)
				.ptr);
	return 0;
}

/* Relative paths, defaults included, are put below the configuration's folder. */
static void
resolve_paths(struct conf_reader *r, const struct conf_section *s, char *record)
{
	for (const struct conf_key *key = s->keys; key->name != NULL; key++) {
		struct str path;

		if (key->type != CONF_PATH)
			continue;
		path = conf_text_of(key, record);
		if (path.len > 0 && path.ptr[0] != '/')
			conf_text_set(key, record,
			    arena_format(r->arena, "%.*s/%.*s", STR_ARG(r->folder),
				STR_ARG(path)));
	}
}

/* Sections nest as deep as the table of keys, not as the file. */
static int
read_section(struct conf_reader *r, const struct conf_section *s,
    const struct conf_node *group, char *record)
{
	const char *wrong;

	if (group->kind != NODE_GROUP)
		return conf_refuse_kind(r, group, "a group { key = value; ... }");
	conf_defaults(s, record);
	for (size_t i = 0; i < group->count; i++) {
		const struct conf_node *node = &group->children[i];
		const struct conf_key *key = conf_key_find(s, node->name);

		if (key == NULL && s->is_open)
			continue;
		if (key == NULL)
			return refuse_unknown(r, s, node);
		if (read_key(r, key, node, record) != 0)
			return -1;
	}
	if (check_missing(r, s, group) != 0 ||
	    (s->is_open && read_settings(r, s, group, record) != 0))
		return -1;
	resolve_paths(r, s, record);
	wrong = s->finish == NULL ? NULL : s->finish(r->arena, record);
	return wrong == NULL ? 0 : conf_refuse(r, group, NULL, wrong);
}

/* Every courier that an outlet names must be there. */
static int
check_couriers(
    struct conf_reader *r, const struct conf *conf, const struct conf_node *outlet)
{
	const struct conf_node *names = conf_node_find(outlet, "couriers");

	for (size_t i = 0; names != NULL && i < names->count; i++) {
		struct str name = str_trim(names->children[i].text);

		if (conf_courier_find(conf, name) == NULL)
			return conf_refuse(r, names, NULL,
			    arena_format(r->arena,
				"no courier is called \"%.*s\"; a name of the list "
				"couriers, or \"folder\", is right",
				STR_ARG(name))
				.ptr);
	}
	return 0;
}

static int
check_all_couriers(
    struct conf_reader *r, const struct conf *conf, const struct conf_node *root)
{
	const struct conf_node *creditors = conf_node_find(root, "creditors");

	for (size_t i = 0; i < creditors->count; i++) {
		const struct conf_node *outlets =
		    conf_node_find(&creditors->children[i], "outlets");

		for (size_t k = 0; outlets != NULL && k < outlets->count; k++)
			if (check_couriers(r, conf, &outlets->children[k]) != 0)
				return -1;
	}
	return 0;
}

/* What is wrong with a fetcher beside the rest of the configuration, or NULL. */
static const char *
fetcher_fault(
    struct arena *a, const struct conf *conf, const struct conf_fetcher *fetcher)
{
	const struct conf_creditor *creditor =
	    conf_creditor_find(conf, fetcher->creditor);

	if (conf_courier_find(conf, fetcher->link.name) != NULL)
		return "name is that of a courier too; each partner has its own";
	if (creditor == NULL)
		return arena_format(a,
		    "no creditor is called \"%.*s\"; an id of the list creditors is "
		    "right",
		    STR_ARG(fetcher->creditor))
		    .ptr;
	if (conf_channel_find(creditor, fetcher->channel) == NULL)
		return arena_format(a,
		    "creditor %.*s has no channel %.*s; add { kind = \"%.*s\"; } to its "
		    "channels",
		    STR_ARG(creditor->id), STR_ARG(fetcher->channel),
		    STR_ARG(fetcher->channel))
		    .ptr;
	return NULL;
}

static int
check_fetchers(
    struct conf_reader *r, const struct conf *conf, const struct conf_node *root)
{
	const struct conf_node *list = conf_node_find(root, "fetchers");

	for (size_t i = 0; list != NULL && i < conf->fetcher_count; i++) {
		const char *fault = fetcher_fault(r->arena, conf, &conf->fetchers[i]);

		if (fault != NULL)
			return conf_refuse(r, &list->children[i], NULL, fault);
	}
	return 0;
}

static int
read_bytes(struct conf_reader *r, struct conf *conf, struct str bytes)
{
	struct conf seen;
	const struct conf_node *root =
	    conf_tree_parse(r->arena, r->path, bytes, r->error);

	if (root == NULL ||
	    read_section(r, &conf_section_top, root, (char *)&seen) != 0 ||
	    check_all_couriers(r, &seen, root) != 0 ||
	    check_fetchers(r, &seen, root) != 0)
		return -1;
	*conf = seen;
	conf->path = r->path;
	return 0;
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
	struct conf_reader r = {
	    .arena = a, .path = arena_str(a, str_of(path)), .error = e};
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
