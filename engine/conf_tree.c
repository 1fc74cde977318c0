/* The only file that sees libconfig: its settings become nodes of ours, whose lines and
 * names the messages need. */
#include "conf_tree.h"

#include "base/out.h"
#include "conf_keys.h"

#include <libconfig.h>

enum { DEPTH_MOST = 16 };

/* A setting whose node is there and whose children are still to be copied. */
struct waiting {
	config_setting_t *setting;
	struct conf_node *node;
	struct waiting *next;
};

static void
copy_scalar(struct arena *a, struct conf_node *node, const config_setting_t *setting)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_STRING:
		node->kind = NODE_TEXT;
		node->text = arena_str(a, str_of(config_setting_get_string(setting)));
		break;
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		node->kind = NODE_NUMBER;
		node->number = config_setting_get_int64(setting);
		break;
	case CONFIG_TYPE_BOOL:
		node->kind = NODE_BOOL;
		node->yes = config_setting_get_bool(setting) != 0;
		break;
	default:
		node->kind = NODE_DECIMAL;
		break;
	}
}

static void
copy_one(struct arena *a, struct conf_node *node, const config_setting_t *setting)
{
	node->name = arena_str(a, str_of(config_setting_name(setting)));
	node->line = (int)config_setting_source_line(setting);
	if (config_setting_is_group(setting))
		node->kind = NODE_GROUP;
	else if (config_setting_is_array(setting))
		node->kind = NODE_ARRAY;
	else if (config_setting_is_list(setting))
		node->kind = NODE_LIST;
	else
		copy_scalar(a, node, setting);
	node->count = config_setting_is_aggregate(setting)
	    ? (size_t)config_setting_length(setting)
	    : 0;
}

/* Copies the children of what waits and puts them in line behind it. */
static struct waiting *
copy_children(struct arena *a, struct waiting *w, struct waiting *last)
{
	struct conf_node *children = arena_new_array(a, w->node->count, struct conf_node);

	for (size_t i = 0; i < w->node->count; i++) {
		config_setting_t *setting =
		    config_setting_get_elem(w->setting, (unsigned)i);

		copy_one(a, &children[i], setting);
		children[i].parent = w->node;
		children[i].index = i + 1;
		last->next = arena_new(a, struct waiting);
		last = last->next;
		*last = (struct waiting){setting, &children[i], NULL};
	}
	w->node->children = children;
	return last;
}

static const struct conf_node *
copy_tree(struct arena *a, config_setting_t *root)
{
	struct conf_node *node = arena_new(a, struct conf_node);
	struct waiting first = {root, node, NULL}, *last = &first;

	copy_one(a, node, root);
	for (struct waiting *w = &first; w != NULL; w = w->next)
		last = copy_children(a, w, last);
	return node;
}

static const struct conf_node *
refuse(struct err *e, struct str path, int line, const char *what)
{
	err_set(e, ERR_CONF, "%.*s:%d: %s", STR_ARG(path), line > 0 ? line : 1, what);
	e->row = line > 0 ? (uint64_t)line : 1;
	return NULL;
}

const struct conf_node *
conf_tree_parse(struct arena *a, struct str path, struct str text, struct err *e)
{
	const struct conf_node *root;
	config_t file;

	if (str_find(text, '\0') < text.len)
		return refuse(e, path, 1, "binary bytes; a text file is right");
	if (str_find_str(text, STR("@include")) < text.len)
		return refuse(
		    e, path, 1, "@include is not known; one file with all keys is right");
	config_init(&file);
	if (config_read_string(&file, arena_cstr(a, conf_widen(a, text))) == CONFIG_TRUE)
		root = copy_tree(a, config_root_setting(&file));
	else
		root = refuse(e, path, config_error_line(&file),
		    arena_format(
			a, "%s; `name = value;` is right", config_error_text(&file))
			.ptr);
	config_destroy(&file);
	return root;
}

const struct conf_node *
conf_node_find(const struct conf_node *group, const char *name)
{
	for (size_t i = 0; i < group->count; i++)
		if (str_is(group->children[i].name, name))
			return &group->children[i];
	return NULL;
}

struct str
conf_node_name(struct arena *a, const struct conf_node *node)
{
	const struct conf_node *chain[DEPTH_MOST];
	size_t depth = 0;
	struct out o;

	out_open_memory(&o, a);
	for (; node->parent != NULL && depth < DEPTH_MOST; node = node->parent)
		chain[depth++] = node;
	while (depth-- > 0) {
		if (chain[depth]->name.len == 0)
			out_format(&o, "[%zu]", chain[depth]->index);
		else
			out_format(&o, "%s%.*s", out_bytes_of(&o).len > 0 ? "." : "",
			    STR_ARG(chain[depth]->name));
	}
	return out_bytes_of(&o);
}
