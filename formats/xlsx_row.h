/*
 * From what a cell's XML says to what the cell means, and cells gathered into rows. Both
 * ways of tokenising a sheet end here, so they can differ in nothing but tokens.
 */
#ifndef FORMATS_XLSX_ROW_H
#define FORMATS_XLSX_ROW_H

#include "formats/xlsx.h"

/* A <c> as written (ECMA-376 part 1, 18.3.1.4). */
struct xlsx_cell {
	struct str reference; /* "B7"; empty: the column after the last */
	struct str type;      /* "s", "inlineStr" ...; empty: a number */
	struct str style;
	struct str value;   /* of <v>, entities decoded */
	struct str inlined; /* of <is> */
	bool has_formula;
	bool has_value;
	bool has_inlined;
};

struct xlsx_rows {
	const struct xlsx_book *book;
	const struct table_options *limits;
	struct arena arena; /* of the row being gathered */
	struct cell *cells;
	bool *taken; /* the cell was in the file */
	size_t room;
	size_t count;
	uint64_t number;
	struct str digits; /* of the number as the row wrote it; compared before parsed */
	bool has_number;   /* the row said its number itself */
	bool has_cells;
	uint32_t column;    /* of the last cell, from one */
	uint64_t delivered; /* bytes of shared strings and gaps given out */
};

/* Ready for the rows of a sheet of `book`, which must outlive it; gives them back. */
void xlsx_rows_open(struct xlsx_rows *rows, const struct xlsx_book *book,
    const struct table_options *limits);
void xlsx_rows_close(struct xlsx_rows *rows);

/* A row begins; `number` is its r attribute, empty when it has none. */
int xlsx_rows_begin(struct xlsx_rows *rows, struct str number, struct err *e);
/* The next cell of the row. Its text is kept as it is: the bytes must live until the row
 * is used up. */
int xlsx_rows_add(struct xlsx_rows *rows, const struct xlsx_cell *cell, struct err *e);
/* The row ends and is told in *row. */
void xlsx_rows_end(struct xlsx_rows *rows, struct row *row);

#endif
