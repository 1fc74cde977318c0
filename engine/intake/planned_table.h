/*
 * A table opened as its layout asks. Rows that come back mended stand on a sheet of ours
 * (model/mending.h) and are read as the file they came from was.
 */
#ifndef INTAKE_PLANNED_TABLE_H
#define INTAKE_PLANNED_TABLE_H

#include "formats/table.h"
#include "intake/layout.h"
#include "ledger/files.h"

/* As table_open, but a byte order mark counts more than the encoding asked for, and where
 * the sheet asked for is missing, a first one of mended rows is taken in its place. */
int planned_table_open(struct table **t, const struct input *in,
    const struct table_options *options, struct arena *a, struct err *e);
/* Where the rows come from, for layout_find; `file` is the name of the table's file. */
struct layout_origin planned_table_origin(const struct table *t, struct str file);
/* Puts what was found of the first table on the file's record; of further ones, those of
 * an archive, whether they are of another kind (FILE_READERS). */
void planned_table_note(
    const struct table *t, struct file_record *record, struct arena *a);

#endif
