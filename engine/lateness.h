/*
 * Time alone makes things late: a credit, a flow or a receipt that waits is looked at
 * once on every day, when the engine first turns.
 */
#ifndef LATENESS_H
#define LATENESS_H

#include "engine.h"

/* Whether a creditor has not been looked at today. */
int lateness_is_due(const struct engine *g, bool *due, struct err *e);
/* Matches again what has become late, and notes the day; to be called in a worker.
 * Harmless to repeat. */
int lateness_apply(const struct engine *g, struct err *e);

#endif
