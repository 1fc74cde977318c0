/* The two ways of reading a sheet, and the state they share. */
#ifndef FORMATS_XLSX_SHEET_H
#define FORMATS_XLSX_SHEET_H

#include "base/out.h"
#include "formats/xlsx_row.h"
#include "formats/xlsx_scan.h"

/* Where expat's events are within the sheet. */
enum sheet_place {
	SHEET_OUTSIDE, /* before <sheetData> and after it */
	SHEET_DATA,
	SHEET_ROW,
	SHEET_CELL,
	SHEET_FORMULA,
	SHEET_VALUE,
	SHEET_INLINED,
	SHEET_TEXT, /* a <t> of <is> */
};

struct xlsx_sheet {
	const struct xlsx_book *book;
	struct scan_window window;
	struct xlsx_rows rows;
	struct xml_stream *xml;
	bool scanning; /* the rows are the scanner's, until something unusual comes */
	bool was_data; /* <sheetData> was seen */
	bool has_row;  /* expat has gathered a row */
	bool binds_x14ac;
	enum sheet_place place;
	size_t depth;
	size_t skipping; /* depth within an element that does not count */
	struct xlsx_cell cell;
	struct arena cell_arena;
	struct out value;
	struct out inlined;
	struct row row;
};

extern const struct xml_handler xlsx_sheet_handler;

/* The row at the window's position. */
enum scan xlsx_scan_row(struct xlsx_sheet *s, struct err *e);

#endif
