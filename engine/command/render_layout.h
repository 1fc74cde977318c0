/* A stranger's table as a layout reads it: the names of the fields as header. */
#ifndef COMMAND_RENDER_LAYOUT_H
#define COMMAND_RENDER_LAYOUT_H

#include "base/lang.h"
#include "base/out.h"
#include "formats/table.h"
#include "intake/layout_plan.h"

/* Writes every record of `in` (a table, or an archive of tables) as CSV or JSON lines;
 * what is wrong with rows goes to *findings, one line each, and those rows are left out.
 * *wrong is their number. -1: the file is refused. */
int render_layout(struct out *o, struct out *findings, const struct input *in,
    const struct layout_plan *plan, const struct table_options *options, bool jsonl,
    enum lang lang, int64_t *wrong, struct err *e);

#endif
