/* An old workbook while it is read, shared by xls.c and xls_cells.c only. */
#ifndef FORMATS_XLS_H
#define FORMATS_XLS_H

#include "formats/biff.h"
#include "formats/number_format.h"
#include "formats/table.h"

struct xls_cell {
	uint32_t row; /* from zero */
	uint16_t column;
	struct cell cell;
};

struct xls_book {
	const struct table_options *limits;
	struct arena *arena;
	struct str stream;
	bool from_1904;
	enum number_kind *kinds; /* of the XF records */
	size_t kind_count;
	struct str *strings;
	size_t string_count;
	struct str sheet_name;
	uint32_t sheet; /* where its records begin */
	struct xls_cell *cells;
	size_t count;
	size_t room;
	size_t given;
	struct cell *row_cells; /* of the row given last */
};

/* Reads the cells of the chosen sheet, sorted by row and column. */
int xls_cells_read(struct xls_book *book, struct err *e);

#endif
