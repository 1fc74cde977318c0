/* Between the reader of layouts as a whole and that of one column; only layout_plan.c and
 * layout_rule.c include it. */
#ifndef INTAKE_LAYOUT_RULE_H
#define INTAKE_LAYOUT_RULE_H

#include "conf_tree.h"
#include "intake/layout_plan.h"

enum { LAYOUT_LIST_MOST = 256 };

/* A layout file on its way in. */
struct layout_reading {
	struct layout_plan *plan;
	struct str path;
	struct arena *arena;
	struct err *err;
};

/* Tells what is wrong with a node: file, line, key. Returns -1. */
int layout_refuse(
    const struct layout_reading *r, const struct conf_node *node, const char *what);

/* The value of a node of that type; -1 refused. Texts may be one or a list, folded as
 * titles are. */
int layout_take_texts(const struct layout_reading *r, const struct conf_node *node,
    bool fold, const struct str **list, size_t *count);
int layout_take_text(
    const struct layout_reading *r, const struct conf_node *node, struct str *text);
int layout_take_bool(
    const struct layout_reading *r, const struct conf_node *node, bool *yes);
int layout_take_number(const struct layout_reading *r, const struct conf_node *node,
    int64_t most, uint32_t *number);

/* The form of the instalments' amounts. */
int layout_take_instalments(const struct layout_reading *r, const struct conf_node *node,
    struct layout_version *v);

/* One column: its field first, then its other keys one by one, then what they say
 * together. */
int layout_take_field(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rule);
int layout_take_rule_key(const struct layout_reading *r, const struct conf_node *node,
    struct layout_rule *rule);
int layout_check_rule(const struct layout_reading *r, const struct conf_node *node,
    const struct layout_rule *rule);

/* Adds the columns of `refuse` or `warn`: titles, or groups of header, except, because.
 */
int layout_take_guards(const struct layout_reading *r, const struct conf_node *node,
    bool refuse, struct layout_guard *guards, size_t *count);

#endif
