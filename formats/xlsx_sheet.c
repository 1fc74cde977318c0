/* A sheet's rows: the scanner takes what is plain, expat the prolog, the end, and
 * everything from the first unusual row on. */
#include "formats/xlsx_sheet.h"

int
xlsx_sheet_open(struct xlsx_sheet **result, const struct xlsx_book *book,
    const struct table_options *limits, struct err *e)
{
	struct xlsx_sheet *s = arena_new(book->arena, struct xlsx_sheet);
	struct zip_stream *source;
	bool fed = false;

	if (zip_stream_open(
		&source, book->zip, book->sheet, limits->most_bytes, book->arena, e) != 0)
		return -1;
	s->book = book;
	scan_window_open(&s->window, source, book->arena);
	xlsx_rows_open(&s->rows, book, limits);
	out_open_memory(&s->value, &s->cell_arena);
	out_open_memory(&s->inlined, &s->cell_arena);
	s->xml = xml_stream_open(book->sheet->name, &xlsx_sheet_handler, s, book->arena);
	if (!book->no_scanner &&
	    scan_prolog(&s->window, s->xml, STR("sheetData"), &fed, e) != 0) {
		xlsx_sheet_close(s);
		return -1;
	}
	s->scanning = fed && s->place == SHEET_DATA && xml_stream_is_utf8(s->xml);
	s->binds_x14ac = xml_stream_root_binds(s->xml, "x14ac");
	*result = s;
	return 0;
}

/* 1, 0 when the rest is expat's, -1. */
static int
next_scanned(struct xlsx_sheet *s, struct row *row, struct err *e)
{
	for (;;) {
		enum scan how = xlsx_scan_row(s, e);

		if (how == SCAN_ITEM) {
			xlsx_rows_end(&s->rows, row);
			return 1;
		}
		if (how == SCAN_REFUSED)
			return -1;
		if (how != SCAN_MORE)
			return 0;
		if (scan_window_fill(&s->window, e) < 0)
			return -1;
	}
}

static int
next_parsed(struct xlsx_sheet *s, struct row *row, struct err *e)
{
	int status = xml_stream_run(s->xml, scan_window_read, &s->window, e);

	if (status < 0)
		return -1;
	if (s->has_row) {
		s->has_row = false;
		*row = s->row;
		return 1;
	}
	if (status == 1)
		BUG("a sheet paused without a row");
	if (!s->was_data)
		return err_file(e, "FILE_DAMAGED", "%.*s: the sheet has no data part",
		    STR_ARG(s->book->sheet->name));
	return 0;
}

int
xlsx_sheet_next(struct xlsx_sheet *s, struct row *row, struct err *e)
{
	if (s->scanning) {
		int status = next_scanned(s, row, e);

		if (status != 0)
			return status;
		s->scanning = false;
	}
	return next_parsed(s, row, e);
}

void
xlsx_sheet_close(struct xlsx_sheet *s)
{
	if (s == NULL)
		return;
	xml_stream_close(s->xml);
	xlsx_rows_close(&s->rows);
	arena_close(&s->cell_arena);
}
