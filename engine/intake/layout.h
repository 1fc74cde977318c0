/*
 * Layouts bind the columns of a stranger's table to the fields of a quota by the names in
 * its header, in any order, and turn cells into values: what cannot be read for certain
 * is a finding, never a guess.
 */
#ifndef INTAKE_LAYOUT_H
#define INTAKE_LAYOUT_H

#include "formats/table.h"
#include "model/finding.h"
#include "model/quota.h"

struct layout_column {
	const struct field *field; /* NULL: a column that no field wants */
	int instalment;            /* 1.. for rata_N_..., else 0 */
	bool is_due;
	struct str header; /* as the file has it */
};

struct layout {
	struct layout_column *columns;
	size_t count;
	uint64_t header_row;
};

/* How many rows may stand before the header (titles, notes). */
enum { LAYOUT_PREAMBLE_MOST = 30 };

/* True when the row names at least three known columns, the fiscal code or the key among
 * them. */
bool layout_is_header(const struct row *row);

/* Binds the columns of a header row. Missing mandatory columns and columns named twice
 * are findings that refuse the file; unknown ones are notes. Lives in `a`. */
void layout_bind(struct layout *l, const struct row *header, struct arena *a,
    struct findings *findings, struct place file);

/* One record into *q: texts cleaned, amounts, dates and choices read. Findings carry row
 * and column. Values live in `a` (the row arena) or in the row's slices. */
void layout_read(const struct layout *l, const struct row *row, struct quota *q,
    struct arena *a, struct findings *findings, struct place file);

/* The place and the header of a field's column, for findings about its meaning. */
struct place layout_place(const struct layout *l, struct place row, const void *member,
    const struct quota *q, struct str *column_name);

#endif
