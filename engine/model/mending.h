/*
 * The sheet in which refused rows go back. Its rows mean what they meant in the file they
 * came from (amounts in cents, days as yyyymmdd), so its name tells who read that file:
 * "Da correggere (csv)".
 */
#ifndef MODEL_MENDING_H
#define MODEL_MENDING_H

#include "base/arena.h"
#include "base/lang.h"

/* The name for rows that `reader` read. At most 31 characters, as spreadsheets ask. */
struct str mending_sheet(struct str reader, enum lang lang, struct arena *a);
/* The reader that a sheet's name tells, in either language; empty when it is another
 * sheet. A slice of `sheet`. */
struct str mending_reader(struct str sheet);

#endif
