/*
 * What the outlets `accounting` and `register` share: the range of reversali that a batch
 * is about ("post-YEAR-FIRST-LAST-CREDITOR" in its operation), and tables written both as
 * CSV and as sheets of a workbook. Nothing is read that may change later (states), so
 * that the same batch gives the same bytes.
 */
#ifndef OUTLET_POSTINGS_H
#define OUTLET_POSTINGS_H

#include "outlet/outlet.h"

struct posting_range {
	int year;
	int64_t first, last;
};

/* The range of a batch; a batch of another form is a bug. */
struct posting_range posting_range_of(const struct outlet_run *r);
/* "PREFIX_<fiscal code>_<year>_<first>-<last>.EXTENSION" */
struct str posting_file_name(
    const struct outlet_run *r, const char *prefix, const char *extension);

enum posting_column_type { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_MONEY, COLUMN_DATE };

struct posting_column {
	const char *name;
	enum posting_column_type type;
	double width;
};

/* A table: its columns are those of its query, whose values are creditor, year, first and
 * last number. `money` is the column that is added up. */
struct posting_table {
	const char *name;
	const char *sql;
	const struct posting_column *columns;
	size_t count, money;
};

/* Writes the table as one CSV file (UTF-8 with BOM, `;`, formulas neutralised). */
int posting_write_csv(
    struct outlet_run *r, const struct posting_table *t, struct str name, struct err *e);
/* Writes several tables as the sheets of one workbook. Its items are those of the first.
 */
int posting_write_workbook(struct outlet_run *r, const struct posting_table *const *list,
    size_t count, struct str name, struct err *e);

#endif
