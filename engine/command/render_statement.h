/*
 * Statements of banks and treasurers as rows of movements, for `riscontro cat`.
 */
#ifndef COMMAND_RENDER_STATEMENT_H
#define COMMAND_RENDER_STATEMENT_H

#include "base/out.h"
#include "formats/table.h"

/* The movements of the statement in `in`, which may be a table, as CSV or JSON lines.
 * Findings go to standard error, a line each. -1: refused. */
int render_statement(struct out *o, const struct input *in,
    const struct table_options *options, bool jsonl, struct arena *a, struct err *e);

#endif
