/*
 * Bank statements that are tables (CSV of any bank or Poste, spreadsheets, lists of
 * provvisori): rows become movements by the titles of the columns or by configured
 * positions. What stands above the header is searched for the account; balances and
 * totals among the rows are checked, not booked.
 */
#ifndef INTAKE_STATEMENT_LAYOUT_H
#define INTAKE_STATEMENT_LAYOUT_H

#include "formats/statement.h"
#include "intake/statement_columns.h"

/* Opens a table as a statement, to be read with statement_next and closed with
 * statement_close. `fixed` NULL: the columns are found in the header (one of the first 60
 * rows). -1: refused, e.g. STATEMENT_NO_HEADER, STATEMENT_COLUMN_MISSING. The caller
 * keeps `in`, `findings` and `a` alive. */
int statement_layout_open(struct statement_file **f, const struct input *in,
    const struct statement_columns *fixed, const struct table_options *options,
    struct findings *findings, struct arena *a, struct err *e);

/* Opens any statement: by its own format if it has one, else as a table. */
int statement_source_open(struct statement_file **f, const struct input *in,
    const struct statement_columns *fixed, const struct table_options *options,
    struct findings *findings, struct arena *a, struct err *e);

#endif
