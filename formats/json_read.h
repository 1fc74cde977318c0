/*
 * Reading the small JSON answers of web services as a tree (jansson, only here). Large
 * documents and anything with amounts are read as a stream elsewhere: numbers with a
 * fraction are not given by this reader, so that no euro passes through a double.
 */
#ifndef FORMATS_JSON_READ_H
#define FORMATS_JSON_READ_H

#include "base/err.h"

enum { JSON_READ_MOST = 16 * 1024 * 1024 };

struct json_node; /* a value inside a document; NULL stands for "not there" everywhere */

/* A whole document: well-formed UTF-8, no name twice in an object, nothing behind it. -1
 * is ERR_FILE (JSON_MALFORMED) with row and column. */
int json_node_read(const struct json_node **root, struct str bytes, struct err *e);
void json_node_free(const struct json_node *root);

/* The member of an object, or NULL. */
const struct json_node *json_node_member(const struct json_node *node, const char *name);
/* Items of an array; 0 and NULL for anything else. */
size_t json_node_count(const struct json_node *node);
const struct json_node *json_node_item(const struct json_node *node, size_t index);
/* The text of a string (good as long as the document); empty for anything else. */
struct str json_node_text(const struct json_node *node);
/* False when it is no whole number, or no boolean; *value untouched. */
bool json_node_integer(const struct json_node *node, int64_t *value);
bool json_node_boolean(const struct json_node *node, bool *value);

#endif
