/*
 * A layout bound to the table at hand: which column fills which field. Cells become
 * values; what cannot be read for certain is a finding, never a guess.
 */
#ifndef INTAKE_LAYOUT_H
#define INTAKE_LAYOUT_H

#include "formats/table.h"
#include "intake/layout_plan.h"
#include "model/finding.h"
#include "model/quota.h"

struct layout_binding {
	const struct layout_rule *rule;
	bool has_column;
	size_t column;         /* from 0 */
	const size_t *columns; /* of a joined value */
	size_t column_count;
	struct str header; /* as the file has it */
};

struct layout_watch { /* a guard or a choice of rows, at its column */
	const struct layout_guard *guard;
	const struct layout_choice *choice;
	size_t column;
	size_t unless; /* the guard's other column, SIZE_MAX: none */
};

struct layout {
	const struct layout_plan *plan;
	const struct layout_version *version;
	struct layout_binding *bindings;
	size_t count;
	struct layout_watch *watches;
	size_t watch_count;
	struct str *headers;
	size_t width; /* to the last title or column read; 0 without a header */
	struct date today;
	int64_t left_out; /* rows that the layout passes over */
};

/* How many rows may stand before the header (titles, notes), beyond those that a layout
 * skips. */
enum { LAYOUT_PREAMBLE_MOST = 30 };

/* Where a table comes from: versions may ask. */
struct layout_origin {
	struct str file; /* its name has a version's `file` in it */
	struct str reader;
	bool is_mended; /* rows that came back (model/mending.h): titles on the first row
			 */
};

/* The version of the plan for which this row is the header (or, for a version without
 * one, the first record), or NULL. */
const struct layout_version *layout_find(const struct layout_plan *plan,
    const struct row *row, const struct layout_origin *origin);

/* The row that came nearest to being a header: to be told when none was one. */
struct layout_nearest {
	uint64_t row;
	size_t known;          /* titles that it has; 0: no row has any */
	struct str has, lacks; /* titles, folded; `lacks` the mandatory ones */
};

/* Takes a row that was no header into account; texts live in `a`. */
void layout_nearest_take(struct layout_nearest *n, const struct layout_plan *plan,
    const struct row *row, struct arena *a);
/* "italiano / English", to stand for what HEADER_NOT_FOUND expects; empty when there is
 * nothing to tell. */
struct str layout_nearest_tell(const struct layout_nearest *n, struct arena *a);

/* Binds the columns of a header row. Missing mandatory columns and columns named twice
 * are findings that refuse the file; unknown ones are notes. Lives in `a`. */
void layout_bind(struct layout *l, const struct layout_plan *plan,
    const struct layout_version *version, const struct row *header, struct arena *a,
    struct findings *findings, struct place file);

/* The titles of the bound table in one text (CELL_BREAK); empty without a header.
 */
struct str layout_titles(const struct layout *l, struct arena *a);

/* Whether the layout wants this row. One of a kind it does not know is wanted and has a
 * finding. */
bool layout_takes(struct layout *l, const struct row *row, struct findings *findings,
    struct place file);

/* One record into *q: texts cleaned, amounts, dates and choices read. Findings carry row
 * and column. Values live in `a` (the row arena) or in the row's slices. */
void layout_read(const struct layout *l, const struct row *row, struct quota *q,
    struct arena *a, struct findings *findings, struct place file);

/* The same for the records of another table of fields, zeroed by the caller. */
void layout_read_record(const struct layout *l, const struct row *row, void *record,
    struct arena *a, struct findings *findings, struct place file);

/* The place and the header of a field's column, for findings about its meaning. */
struct place layout_place(const struct layout *l, struct place row, const void *member,
    const void *record, struct str *column_name);

#endif
