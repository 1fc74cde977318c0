/* A stranger's table as a layout reads it: the names of the fields as header. */
#ifndef COMMAND_RENDER_LAYOUT_H
#define COMMAND_RENDER_LAYOUT_H

#include "base/lang.h"
#include "base/out.h"
#include "formats/table.h"

/* Writes every record of `in` (a table, or an archive of tables) as CSV or JSON lines;
 * what is wrong with rows goes to *findings, one line each, and those rows are left out.
 * *wrong is their number. -1: the file is refused, or the layout is wrong (ERR_CONF). */
int render_layout(struct out *o, struct out *findings, const struct input *in,
    struct str layout, const struct table_options *options, bool jsonl, enum lang lang,
    int64_t *wrong, struct arena *a, struct err *e);

#endif
