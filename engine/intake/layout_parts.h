/* What binding a layout and reading by it share; only layout*.c include it. */
#ifndef INTAKE_LAYOUT_PARTS_H
#define INTAKE_LAYOUT_PARTS_H

#include "intake/layout.h"

/* Whether a list has the text, letter case aside. */
bool layout_list_has(const struct str *list, size_t count, struct str text);

/* The titles of a row, folded: as many as it has cells. */
struct str *layout_folded(const struct row *row, struct arena *a);
/* The first column with one of the rule's titles, or the width. */
size_t layout_column_of(
    const struct layout_rule *rule, const struct str *folded, size_t width);

/* A finding at a row and column (from one, 0 not told) of the file. */
struct finding *layout_finding(struct findings *findings, const char *code,
    struct place file, uint64_t row, size_t column, struct str seen);

/* The fields by which a row is known: the fiscal code and the key of the quota, the day
 * of a movement. */
bool layout_is_key(const struct field *f);

/* A cell's text without the marker ="..." that keeps zeros in spreadsheets, and without
 * the apostrophe that makes a formula harmless (csv_neutralise). */
struct str layout_text_bare(struct str text);

/* Whether the row is none that anybody means: empty, the titles again, a total. *told:
 * it has content, so that it must be counted. */
bool layout_row_is_dirt(const struct layout *l, const struct row *row, bool *told);

#endif
