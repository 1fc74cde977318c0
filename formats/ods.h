/* An OpenDocument spreadsheet while it is read (ODF 1.3 part 3, section 9), shared by
 * ods.c and ods_sheet.c only. */
#ifndef FORMATS_ODS_H
#define FORMATS_ODS_H

#include "base/map.h"
#include "base/out.h"
#include "formats/number_format.h"
#include "formats/sheet_list.h"
#include "formats/table.h"
#include "formats/xml_stream.h"
#include "formats/zip_read.h"

enum ods_place {
	ODS_OUTSIDE,
	ODS_STYLE, /* a style of tables */
	ODS_TABLE, /* the chosen one */
	ODS_ROW,
	ODS_CELL,
	ODS_PARAGRAPH,
};

struct ods_sheet {
	const struct table_options *limits;
	uint64_t file_size;
	struct arena *arena;
	struct xml_stream *xml;
	struct zip_stream *source;
	enum ods_place place;
	size_t skipping;
	size_t spans; /* elements open within the paragraph */
	struct map hidden_styles;
	struct str style;         /* of the style being read */
	struct str sheet_name;    /* of the chosen table */
	struct str wanted;        /* the name of the sheet; empty: the first visible */
	struct sheet_list sheets; /* seen so far */
	bool chosen;
	bool ended; /* the chosen table was read */
	/* the row being gathered */
	struct arena row_arena;
	struct cell *cells;
	size_t room;
	size_t count;
	uint64_t column; /* of the last cell, from one, repeats counted */
	uint64_t row_repeat;
	/* the cell being read */
	uint64_t cell_repeat;
	struct str type, value; /* office:value-type and the value of that type */
	bool is_error, has_formula;
	struct out text;
	size_t paragraphs;
	bool pending_blank;
	bool begun; /* the paragraph has text */
	/* rows to give */
	struct row row;
	uint64_t given; /* the number of the last row given or passed over */
	uint64_t left;  /* how often the row is still to be given */
	uint64_t delivered;
};

extern const struct xml_handler ods_handler;

/* Adds the cell that has been read to the row. */
int ods_cell_end(struct ods_sheet *s, struct err *e);

#endif
