/*
 * Workbooks for people (.xlsx), by libxlsxwriter in constant memory: one row after the
 * other. Dates of the file are the caller's, so that the same content gives the same
 * bytes.
 */
#ifndef FORMATS_WORKBOOK_WRITE_H
#define FORMATS_WORKBOOK_WRITE_H

#include "base/date.h"
#include "base/money.h"

struct workbook;

enum workbook_style {
	STYLE_PLAIN,
	STYLE_TITLE,    /* large and bold */
	STYLE_HEADER,   /* bold on grey, framed, wrapped */
	STYLE_WRONG,    /* red on a light red ground, wrapped: to be mended */
	STYLE_NOTE,     /* grey italics */
	STYLE_MONEY,    /* #,##0.00 */
	STYLE_DATE,     /* dd/mm/yyyy */
	STYLE_TEXT,     /* text format, wrapped: a code typed here keeps its digits */
	STYLE_SENTENCE, /* wrapped */
	STYLES,
};

/* Writes into the file at `fd` (empty, open for reading and writing), which stays the
 * caller's. */
int workbook_open(
    struct workbook **w, int fd, int64_t created, struct arena *a, struct err *e);
/* A new sheet after the others; rows are then written from top to bottom. It prints on
 * A4, all columns on one page; so wide that this could not be read, on pages side by
 * side, with the numbers of the rows on each. */
void workbook_sheet(struct workbook *w, struct str name);
/* Column widths in characters, from the first column on; 0 leaves the default. A row is
 * made as high as its wrapped texts need. */
void workbook_widths(struct workbook *w, const double *widths, size_t count);
/* The first `rows` rows stay in sight and head each printed page, and the columns get a
 * filter on row `rows`. */
void workbook_freeze(
    struct workbook *w, uint32_t rows, uint32_t columns, uint32_t last_row);
/* Cells: row and column from 0. Text is always text (a leading = is no formula). */
void workbook_text(struct workbook *w, uint32_t row, uint32_t column, struct str text,
    enum workbook_style style);
void workbook_money(struct workbook *w, uint32_t row, uint32_t column, money cents);
/* A number as its decimal text tells it. */
void workbook_number(struct workbook *w, uint32_t row, uint32_t column, struct str text,
    enum workbook_style style);
void workbook_count(struct workbook *w, uint32_t row, uint32_t column, int64_t number);
void workbook_date(struct workbook *w, uint32_t row, uint32_t column, struct date d);
/* The width that a text takes on one line, in the unit of column widths; of a header with
 * the mark of its filter. */
double workbook_text_width(struct str text, enum workbook_style style);
/* A comment on a cell, shown when the pointer rests on it. */
void workbook_comment(struct workbook *w, uint32_t row, uint32_t column, struct str text);
/* A style for whole columns, applied to cells nobody has written. */
void workbook_column_style(
    struct workbook *w, uint32_t column, double width, enum workbook_style style);
/* Validation of the cells of a column, from row `first` to `last`. */
void workbook_validate_list(struct workbook *w, uint32_t column, uint32_t first,
    uint32_t last, const char *const *words, struct str title, struct str help);
void workbook_validate_money(struct workbook *w, uint32_t column, uint32_t first,
    uint32_t last, struct str title, struct str help);
void workbook_validate_date(struct workbook *w, uint32_t column, uint32_t first,
    uint32_t last, struct str title, struct str help);
void workbook_validate_length(struct workbook *w, uint32_t column, uint32_t first,
    uint32_t last, uint32_t most, struct str title, struct str help);
/* Writes everything out. 0 or -1. */
int workbook_finish(struct workbook *w, struct err *e);

#endif
