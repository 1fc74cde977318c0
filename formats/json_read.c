/*
 * Small JSON answers as a tree. jansson's own names begin with json_ like those of
 * base/json.h, which is why that header is not included here.
 */
#include "formats/json_read.h"

#include <jansson.h>

static const json_t *
inner(const struct json_node *node)
{
	return (const json_t *)node;
}

static const struct json_node *
outer(const json_t *value)
{
	return (const struct json_node *)value;
}

int
json_node_read(const struct json_node **root, struct str bytes, struct err *e)
{
	json_error_t error;
	json_t *value;

	if (bytes.len > JSON_READ_MOST)
		return err_file(e, "FILE_TOO_LARGE", "%zu bytes of JSON", bytes.len);
	value = json_loadb(bytes.ptr == NULL ? "" : bytes.ptr, bytes.len,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (value == NULL) {
		err_file(e, "JSON_MALFORMED", "%s", error.text);
		e->row = error.line > 0 ? (uint64_t)error.line : 0;
		e->column = error.column > 0 ? (uint32_t)error.column : 0;
		return -1;
	}
	*root = outer(value);
	return 0;
}

void
json_node_free(const struct json_node *root)
{
	union {
		const struct json_node *node;
		json_t *value;
	} both = {.node = root};

	json_decref(both.value);
}

const struct json_node *
json_node_member(const struct json_node *node, const char *name)
{
	return outer(json_object_get(inner(node), name));
}

size_t
json_node_count(const struct json_node *node)
{
	return json_array_size(inner(node));
}

const struct json_node *
json_node_item(const struct json_node *node, size_t index)
{
	return outer(json_array_get(inner(node), index));
}

struct str
json_node_text(const struct json_node *node)
{
	if (node == NULL || !json_is_string(inner(node)))
		return STR("");
	return (struct str){
	    json_string_value(inner(node)), json_string_length(inner(node))};
}

bool
json_node_integer(const struct json_node *node, int64_t *value)
{
	if (node == NULL || !json_is_integer(inner(node)))
		return false;
	*value = json_integer_value(inner(node));
	return true;
}

bool
json_node_boolean(const struct json_node *node, bool *value)
{
	if (node == NULL || !json_is_boolean(inner(node)))
		return false;
	*value = json_is_true(inner(node));
	return true;
}
