/*
 * One value of the configuration taken from the tree into its struct, or refused with its
 * place. Only the conf_*.c files include it.
 */
#ifndef CONF_VALUE_H
#define CONF_VALUE_H

#include "conf_keys.h"
#include "conf_tree.h"

struct conf_reader {
	struct arena *arena;
	struct str path;   /* of the file, for messages */
	struct str folder; /* absolute, of the file */
	struct err *error;
};

/* "file:line: key: what; what would be right": fills the error, returns -1. `key` names a
 * key below the node that is not there, or is NULL. */
int conf_refuse(struct conf_reader *r, const struct conf_node *node, const char *key,
    const char *what);
/* Says what stands at the node and that `right` would be. */
int conf_refuse_kind(
    struct conf_reader *r, const struct conf_node *node, const char *right);

/* The trimmed text of a node, which must be one and printable. */
int conf_take_text(
    struct conf_reader *r, const struct conf_node *node, struct str *value);
/* Refuses a node that is no array or list, or has more than `most` elements. */
int conf_check_elements(
    struct conf_reader *r, const struct conf_node *node, size_t most, const char *right);
/* The value of a key that is not a group nor a list of groups, put into `record`. */
int conf_take_value(struct conf_reader *r, const struct conf_key *key,
    const struct conf_node *node, char *record);

#endif
