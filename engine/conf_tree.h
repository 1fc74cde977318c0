/*
 * The configuration as a tree of values with their lines, before anything is known of its
 * keys. Only the conf_*.c files and the reader of layouts include it.
 */
#ifndef CONF_TREE_H
#define CONF_TREE_H

#include "base/arena.h"
#include "base/err.h"

enum conf_node_kind {
	NODE_GROUP, /* { name = value; } */
	NODE_ARRAY, /* [ scalars of one kind ] */
	NODE_LIST,  /* ( values ) */
	NODE_TEXT,
	NODE_NUMBER,
	NODE_DECIMAL, /* a floating point number, whose value is not kept */
	NODE_BOOL,
};

struct conf_node {
	enum conf_node_kind kind;
	struct str name; /* empty inside arrays and lists, and for the whole */
	struct str text; /* NODE_TEXT */
	int64_t number;  /* NODE_NUMBER */
	bool yes;        /* NODE_BOOL */
	int line;        /* from one */
	const struct conf_node *parent;
	size_t index; /* among the parent's children, from one */
	const struct conf_node *children;
	size_t count;
};

/* Parses the text of the file called `path` for messages; the tree lives in `a`. NULL
 * when it is not in the form of libconfig (ERR_CONF with the line). */
const struct conf_node *conf_tree_parse(
    struct arena *a, struct str path, struct str text, struct err *e);

/* The child of a group by name, or NULL. */
const struct conf_node *conf_node_find(const struct conf_node *group, const char *name);

/* "creditors[1].accounts[2].iban", counted from one; empty for the whole. */
struct str conf_node_name(struct arena *a, const struct conf_node *node);

#endif
