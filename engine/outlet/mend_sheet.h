/*
 * The columns in which refused rows go back: those of the file's header; for an archive,
 * the member's name and then the columns of all its tables, each title once.
 */
#ifndef OUTLET_MEND_SHEET_H
#define OUTLET_MEND_SHEET_H

#include "outlet/outlet.h"

struct mend_part {
	struct str name;
	size_t *columns; /* where each of the table's columns stands in the sheet */
	size_t count;
};

struct mend_sheet {
	bool archive;
	struct str *titles;
	size_t count;
	struct mend_part *parts; /* by number, from one */
	size_t part_count;
};

/* Reads the headers of the file that caused the run. Lives in its arena. */
int mend_sheet_read(struct mend_sheet *s, struct outlet_run *r, struct err *e);
/* The column, from 0, in which cell `at` (from 0) of that part's rows stands. Cells
 * beyond the header stand behind all columns. */
size_t mend_sheet_column(const struct mend_sheet *s, uint32_t part, size_t at);
/* The member's name, empty when the file is no archive. */
struct str mend_sheet_part_name(const struct mend_sheet *s, uint32_t part);

#endif
