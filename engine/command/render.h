/* A table as text: for people (grid) and for programs (CSV, JSON lines). */
#ifndef COMMAND_RENDER_H
#define COMMAND_RENDER_H

#include "base/out.h"
#include "formats/table.h"

enum render_form { RENDER_GRID, RENDER_CSV, RENDER_JSONL };

/*
 * Writes all rows of the table in `in` to *o. The table is read twice, first without
 * output, so that nothing is written of a file that is refused further down. Cells are as
 * formats/table.h has them; rows of spreadsheets start at A1 and end at their last cell
 * with content, records of text files keep all their fields. The caller flushes.
 */
int render_table(struct out *o, const struct input *in,
    const struct table_options *options, enum render_form form, struct arena *a,
    struct err *e);

#endif
