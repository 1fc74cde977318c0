/*
 * A workbook in Office Open XML (ECMA-376 part 1), as its parts see each other. Others
 * read it through table_reader_xlsx (formats/table.h).
 */
#ifndef FORMATS_XLSX_H
#define FORMATS_XLSX_H

#include "formats/number_format.h"
#include "formats/table.h"
#include "formats/xlsx_package.h"

struct xlsx_strings;

struct xlsx_book {
	const struct input *in;
	struct arena *arena;
	struct zip_reader *zip;
	bool from_1904;
	bool no_scanner;         /* read everything with expat: for comparing the two */
	enum number_kind *kinds; /* of the cell formats (cellXfs) */
	size_t kind_count;
	bool lacks_styles; /* the workbook speaks of a part with styles that is not there
			    */
	struct xlsx_strings *strings; /* NULL when the workbook has none */
	struct str sheet_name;
	const struct zip_member *sheet;
};

/* Finds the workbook in the package, its sheet (by name; empty: the first visible
 * worksheet), reads styles and shared strings. book->in, arena and no_scanner are set by
 * the caller. Nothing to close. */
int xlsx_book_open(struct xlsx_book *book, struct str sheet, struct err *e);

/* True when the namespace is SpreadsheetML, transitional or strict (part 4, part 1). */
bool xlsx_is_main(struct str space);
bool xlsx_is(const struct xml_name *name, const char *local);

/* The number formats of cells out of the styles part. */
int xlsx_styles_read(
    struct xlsx_book *book, const struct zip_member *member, struct err *e);
/* What a number under a style means; styles beyond the table are plain. */
enum number_kind xlsx_style_kind(const struct xlsx_book *book, uint64_t style);

/* The shared strings, decoded, in the book's arena. */
int xlsx_strings_read(
    struct xlsx_book *book, const struct zip_member *member, struct err *e);
/* False when there is no string of that number. */
bool xlsx_strings_get(
    const struct xlsx_strings *strings, uint64_t index, struct str *text);

/* Text of a cell as people meant it: _xHHHH_ decoded (22.9.2.19), CR LF and CR as LF.
 * `text` itself when nothing is to be done. */
struct str xlsx_text_decode(struct arena *a, struct str text);

/* The rows of the chosen sheet, as table_next gives them. Close it. */
struct xlsx_sheet;
int xlsx_sheet_open(struct xlsx_sheet **s, const struct xlsx_book *book,
    const struct table_options *limits, struct err *e);
int xlsx_sheet_next(struct xlsx_sheet *s, struct row *row, struct err *e);
void xlsx_sheet_close(struct xlsx_sheet *s);

#endif
