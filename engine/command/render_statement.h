/*
 * Statements of banks and treasurers as rows of movements, for `riscontro cat`.
 */
#ifndef COMMAND_RENDER_STATEMENT_H
#define COMMAND_RENDER_STATEMENT_H

#include "base/out.h"
#include "intake/statement_columns.h"

/* The movements of the statement in `in`, which may be a table (its columns told by
 * `fixed` unless that is NULL), as CSV or JSON lines.
 * Findings go to standard error, a line each. -1: refused. */
int render_statement(struct out *o, const struct input *in,
    const struct statement_columns *fixed, const struct table_options *options,
    bool jsonl, struct arena *a, struct err *e);

#endif
