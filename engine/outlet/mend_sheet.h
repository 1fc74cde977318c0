/*
 * The columns in which refused rows go back: those of the file's header; for an archive
 * those of all its tables, each title once, and behind them the member's name. A file
 * without titles keeps its columns.
 */
#ifndef OUTLET_MEND_SHEET_H
#define OUTLET_MEND_SHEET_H

#include "outlet/acknowledgement.h"
#include "outlet/outlet.h"

struct mend_part {
	struct str name;
	size_t *columns; /* where each of the table's columns stands in the sheet */
	size_t count;
};

struct mend_sheet {
	bool headless;
	struct str *titles;
	size_t count;            /* titles, that of the member's name included */
	size_t own;              /* those of the tables alone */
	size_t gap;              /* columns of the caller's behind them */
	struct mend_part *parts; /* by number, from one; none: no archive */
	size_t part_count;
};

/* Reads the headers of the file that caused the run. Lives in its arena. */
int mend_sheet_read(
    struct mend_sheet *s, struct outlet_run *r, size_t gap, struct err *e);
/* The column, from 0, in which cell `at` (from 0) of that part's rows stands. Cells
 * beyond the header stand behind all columns, to be too many still when they are dropped
 * again. */
size_t mend_sheet_column(const struct mend_sheet *s, uint32_t part, size_t at);
/* Puts a row's cells, and its member's name, at their columns; a cell beyond `room` is
 * left out. The columns used. */
size_t mend_sheet_place(const struct mend_sheet *s, const struct refused_row *row,
    struct cell *cells, size_t room);

#endif
