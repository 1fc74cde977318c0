/* The table of shared strings while it is filled. */
#ifndef FORMATS_XLSX_STRINGS_H
#define FORMATS_XLSX_STRINGS_H

#include "formats/xlsx.h"

/* An empty table that lives as long as the arena. */
struct xlsx_strings *xlsx_strings_new(struct arena *a);
/* Appends one string, decoded with xlsx_text_decode. -1: FILE_BOMB, beyond 4 GiB or
 * 2^32 strings. */
int xlsx_strings_add(struct xlsx_strings *strings, struct str text, struct err *e);

#endif
