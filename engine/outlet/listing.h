/*
 * A query shown as a list: its columns told once, written as JSON, CSV or a sheet. Lists
 * of acknowledgements, of `riscontro search` and of the accounts are rows of such tables.
 */
#ifndef OUTLET_LISTING_H
#define OUTLET_LISTING_H

#include "base/json.h"
#include "base/lang.h"
#include "formats/workbook_write.h"
#include "ledger/db.h"

enum { LISTING_COLUMNS_MOST = 32 };

/* A sheet holds 1,048,576 rows; what is beyond is told to be in the other forms. */
enum { LISTING_SHEET_ROWS = 1000000 };

enum listing_kind { LISTING_TEXT, LISTING_COUNT, LISTING_MONEY, LISTING_DAY };

struct listing_column {
	const char *name; /* in JSON and CSV */
	struct sentence title;
	enum listing_kind kind;
	double width; /* in characters */
};

struct listing {
	/* In the order of the query; closed by a NULL name. */
	struct listing_column columns[LISTING_COLUMNS_MOST];
};

/* One object for the row at hand. */
void listing_json_row(
    const struct listing *list, struct json *j, const struct rows *rows);
/* One line for the row at hand, or the names of the columns: semicolons, days as
 * 2026-12-31, amounts as 1234.56, formulas neutralised. */
void listing_csv_header(const struct listing *list, struct out *o);
void listing_csv_row(const struct listing *list, struct out *o, const struct rows *rows);

/* The sheet at hand: titles first, then rows. */
struct listing_sheet {
	const struct listing *list;
	struct workbook *book;
	uint32_t columns;
	uint32_t rows;
	bool is_full;
};
struct listing_sheet listing_sheet_open(
    const struct listing *list, struct workbook *w, enum lang lang);
void listing_sheet_row(struct listing_sheet *s, const struct rows *rows);
/* Filters on the titles; a note when not all rows found room. */
void listing_sheet_close(struct listing_sheet *s, enum lang lang);

#endif
