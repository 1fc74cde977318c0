/* Small workbooks and zip containers made in memory, stored, for tests of their readers.
 */
#ifndef WORKBOOK_H
#define WORKBOOK_H

#include "base/out.h"
#include "formats/inflate.h"
#include "formats/xlsx.h"

struct zip_part {
	const char *name;
	struct str bytes;
};

static inline void
zip_put(struct out *o, uint64_t value, unsigned width)
{
	for (unsigned i = 0; i < width; i++)
		out_char(o, (char)(i < 8 ? value >> (8 * i) & 255 : 0));
}

/* The 26 bytes that local headers and lines of the directory share. */
static inline void
zip_put_common(struct out *o, const struct zip_part *part)
{
	zip_put(o, 20, 2);
	zip_put(o, 0, 2);
	zip_put(o, 0, 2);
	zip_put(o, 0x5C210000, 4);
	zip_put(o, inflate_crc32(0, part->bytes), 4);
	zip_put(o, part->bytes.len, 4);
	zip_put(o, part->bytes.len, 4);
	zip_put(o, strlen(part->name), 2);
	zip_put(o, 0, 2);
}

/* A container of stored members, in the arena. */
static inline struct str
zip_make(struct arena *a, const struct zip_part *parts, size_t count)
{
	size_t headers[32], directory;
	struct out o;

	out_open_memory(&o, a);
	for (size_t i = 0; i < count; i++) {
		headers[i] = out_bytes_of(&o).len;
		zip_put(&o, 0x04034b50, 4);
		zip_put_common(&o, &parts[i]);
		out_text(&o, parts[i].name);
		out_str(&o, parts[i].bytes);
	}
	directory = out_bytes_of(&o).len;
	for (size_t i = 0; i < count; i++) {
		zip_put(&o, 0x02014b50, 4);
		zip_put(&o, 20, 2);
		zip_put_common(&o, &parts[i]);
		zip_put(&o, 0, 10);
		zip_put(&o, headers[i], 4);
		out_text(&o, parts[i].name);
	}
	zip_put(&o, 0x06054b50, 4);
	zip_put(&o, 0, 4);
	zip_put(&o, count, 2);
	zip_put(&o, count, 2);
	zip_put(&o, out_bytes_of(&o).len - directory - 12, 4);
	zip_put(&o, directory, 4);
	zip_put(&o, 0, 2);
	return out_bytes_of(&o);
}

#define WORKBOOK_MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define WORKBOOK_OFFICE                                                                  \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define WORKBOOK_RELATIONS                                                               \
	"<Relationships "                                                                \
	"xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

/* A workbook of one sheet with these parts; style 1 is a date, style 2 a duration, style
 * 3 a date of a custom format. */
static inline struct str
workbook_make(struct arena *a, struct str sheet, struct str strings)
{
	const struct zip_part parts[] = {
	    {"[Content_Types].xml",
		STR("<Types "
		    "xmlns=\"http://schemas.openxmlformats.org/package/2006/"
		    "content-types\"/>")},
	    {"_rels/.rels",
		STR(WORKBOOK_RELATIONS
		    "<Relationship Id=\"a\" Type=\"" WORKBOOK_OFFICE
		    "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")},
	    {"xl/workbook.xml",
		STR("<workbook xmlns=\"" WORKBOOK_MAIN "\" xmlns:r=\"" WORKBOOK_OFFICE
		    "\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"s\"/></sheets>"
		    "</workbook>")},
	    {"xl/_rels/workbook.xml.rels",
		STR(WORKBOOK_RELATIONS
		    "<Relationship Id=\"s\" Type=\"" WORKBOOK_OFFICE
		    "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
		    "<Relationship Id=\"t\" Type=\"" WORKBOOK_OFFICE
		    "/styles\" Target=\"styles.xml\"/>"
		    "<Relationship Id=\"u\" Type=\"" WORKBOOK_OFFICE
		    "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>")},
	    {"xl/styles.xml",
		STR("<styleSheet xmlns=\"" WORKBOOK_MAIN
		    "\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" "
		    "formatCode=\"dd/mm/yyyy;@\"/></numFmts><cellXfs>"
		    "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"46\"/>"
		    "<xf numFmtId=\"164\"/></cellXfs></styleSheet>")},
	    {"xl/sharedStrings.xml", strings},
	    {"xl/worksheets/sheet1.xml", sheet},
	};

	return zip_make(a, parts, sizeof parts / sizeof parts[0]);
}

/* Everything that a reading gave, as text: rows, then how it ended. */
static inline struct str
workbook_read(struct arena *a, const struct input *in, bool no_scanner)
{
	static const struct table_options limits = {
	    .most_rows = TABLE_MOST_ROWS, .most_columns = TABLE_MOST_COLUMNS};
	struct arena own = {0};
	struct xlsx_book book = {.in = in, .arena = &own, .no_scanner = no_scanner};
	struct xlsx_sheet *sheet = NULL;
	struct row row;
	struct err e = {0};
	struct out o;
	int status = -1;

	out_open_memory(&o, a);
	if (xlsx_book_open(&book, STR(""), &e) == 0 &&
	    xlsx_sheet_open(&sheet, &book, &limits, &e) == 0)
		while ((status = xlsx_sheet_next(sheet, &row, &e)) == 1) {
			out_format(&o, "%ju:", (uintmax_t)row.number);
			for (size_t i = 0; i < row.count; i++)
				out_format(&o, "|%d:%.*s", (int)row.cells[i].kind,
				    STR_ARG(row.cells[i].text));
			out_char(&o, '\n');
		}
	out_text(&o, status == 0 ? "end" : "refused");
	xlsx_sheet_close(sheet);
	arena_close(&own);
	return out_bytes_of(&o);
}

#endif
