/* What binding a layout and reading by it share; only layout.c and layout_bind.c include
 * it. */
#ifndef INTAKE_LAYOUT_PARTS_H
#define INTAKE_LAYOUT_PARTS_H

#include "intake/layout.h"

/* Whether a list has the text, letter case aside. */
bool layout_list_has(const struct str *list, size_t count, struct str text);

/* A finding at a row and column (from one, 0 not told) of the file. */
struct finding *layout_finding(struct findings *findings, const char *code,
    struct place file, uint64_t row, size_t column, struct str seen);

#endif
