/* What the parts of a scope share. Only the scope*.c files include it. */
#ifndef MATCH_SCOPE_RUN_H
#define MATCH_SCOPE_RUN_H

#include "match/scope.h"

/* What is known of things by their numbers. */
enum scope_thing { SCOPE_FLOW, SCOPE_MOVEMENT, SCOPE_POSITION };

/* Whether a thing is in scope; whether it is met for the first time (then it is, from now
 * on); the same for an IUV. */
bool scope_knows(const struct scope *s, enum scope_thing thing, int64_t id);
bool scope_is_new(struct scope *s, enum scope_thing thing, int64_t id);
bool scope_is_new_iuv(struct scope *s, struct str iuv);
/* The ledger's row of the thing just added to the world. */
void scope_note_row(struct scope *s, struct scope_list *list, struct scope_row row);
/* A text of the current row, kept. */
struct str scope_keep(struct scope *s, const struct rows *rows, int column);

/* Lines and receipts of a IUV, and the position that it pays with all its dues. */
int scope_take_iuv(struct scope *s, struct str iuv, struct err *e);
/* The same for all payments of a flow, which have the numbers `first` to `last`. What
 * another IUV or flow has brought already may be brought again: scope_close leaves it
 * once. */
int scope_take_payments(struct scope *s, int64_t first, int64_t last, struct err *e);

/* Numbers given by a query, each taken in by `add`. */
int scope_add_all(struct scope *s, const char *sql, const struct db_value *values,
    size_t count, int (*add)(struct scope *, int64_t, struct err *), struct err *e);

/* What persons decided about the movement just added to the world, and the movements of
 * other statements that tell it too: read once it is in the world, ... */
int scope_take_decisions(struct scope *s, int64_t movement, struct err *e);
/* ... followed, ... */
int scope_follow_twins(struct scope *s, size_t at, struct err *e);
/* ... and judged when all are there: of several that are one movement the one that says
 * most takes part in matching. */
void scope_judge_twins(struct scope *s);

#endif
