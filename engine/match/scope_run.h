/* What the parts of a scope share. Only the scope*.c files include it. */
#ifndef MATCH_SCOPE_RUN_H
#define MATCH_SCOPE_RUN_H

#include "match/scope.h"

/* Whether a thing is met for the first time. */
bool scope_is_new(struct scope *s, char kind, int64_t id);
/* The ledger's row of the thing just added to the world. */
void scope_note_row(struct scope *s, struct scope_list *list, struct scope_row row);
/* A text of the current row, kept. */
struct str scope_keep(struct scope *s, const struct rows *rows, int column);

/* Lines and receipts of a IUV, and the position that it pays with all its dues. */
int scope_take_lines(struct scope *s, struct str iuv, struct err *e);
int scope_take_receipts(struct scope *s, struct str iuv, struct err *e);
int scope_take_position(struct scope *s, struct str iuv, struct err *e);

/* What persons decided about the movement just added to the world, and the movements of
 * other statements that tell it too: read once it is in the world, ... */
int scope_take_decisions(struct scope *s, int64_t movement, struct err *e);
/* ... followed, ... */
int scope_follow_twins(struct scope *s, size_t at, struct err *e);
/* ... and judged when all are there: of several that are one movement the one that says
 * most takes part in matching. */
void scope_judge_twins(struct scope *s);

#endif
