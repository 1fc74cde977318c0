/* The sheet through expat: any spelling that is XML, prefixed names, UTF-16, rich inline
 * text, comments between cells. Slow and general, and the measure of the scanner. */
#include "formats/xlsx_sheet.h"

#define COMPATIBILITY "http://schemas.openxmlformats.org/markup-compatibility/2006"

static void
refuse_place(struct xlsx_sheet *s, struct str what)
{
	xml_stream_refuse(s->xml, "FILE_DAMAGED",
	    "element %.*s stands where the format has none, at row %ju", STR_ARG(what),
	    (uintmax_t)s->rows.number);
}

static struct str
attribute(struct xlsx_sheet *s, const struct xml_tag *tag, const char *name)
{
	struct str value;

	if (!xml_attribute(tag, name, &value))
		return (struct str){0};
	return arena_str(&s->cell_arena, value);
}

static void
begin_row(struct xlsx_sheet *s, const struct xml_tag *tag)
{
	struct str number = {0};
	struct err e;

	(void)xml_attribute(tag, "r", &number);
	s->place = SHEET_ROW;
	if (xlsx_rows_begin(&s->rows, number, &e) != 0)
		xml_stream_refuse_err(s->xml, &e);
}

static void
begin_cell(struct xlsx_sheet *s, const struct xml_tag *tag)
{
	s->place = SHEET_CELL;
	arena_reset(&s->cell_arena);
	out_open_memory(&s->value, &s->cell_arena);
	out_open_memory(&s->inlined, &s->cell_arena);
	s->cell = (struct xlsx_cell){
	    .reference = attribute(s, tag, "r"),
	    .type = attribute(s, tag, "t"),
	    .style = attribute(s, tag, "s"),
	};
}

static void
begin_in_cell(struct xlsx_sheet *s, const struct xml_tag *tag)
{
	struct str name = tag->name.local;

	if (str_is(name, "v") && !s->cell.has_value) {
		s->place = SHEET_VALUE;
		s->cell.has_value = true;
	} else if (str_is(name, "f") && !s->cell.has_formula) {
		s->place = SHEET_FORMULA;
		s->cell.has_formula = true;
	} else if (str_is(name, "is") && !s->cell.has_inlined) {
		s->place = SHEET_INLINED;
		s->cell.has_inlined = true;
	} else if (str_is(name, "v") || str_is(name, "f") || str_is(name, "is") ||
	    str_is(name, "c") || str_is(name, "row")) {
		refuse_place(s, name);
	} else {
		s->skipping = 1;
	}
}

/* Parts of rich text count by their <t>; phonetic readings (<rPh>) and looks do not. */
static void
begin_in_inlined(struct xlsx_sheet *s, const struct xml_tag *tag)
{
	struct str name = tag->name.local;

	if (str_is(name, "t"))
		s->place = SHEET_TEXT;
	else if (!str_is(name, "r"))
		s->skipping = 1;
}

static void
begin_outside(struct xlsx_sheet *s, const struct xml_tag *tag)
{
	if (s->depth == 1 && !xlsx_is(&tag->name, "worksheet")) {
		xml_stream_refuse(s->xml, "FILE_NOT_A_WORKBOOK",
		    "its root is not a worksheet of Office Open XML");
	} else if (s->depth == 2 && xlsx_is(&tag->name, "sheetData")) {
		if (s->was_data)
			refuse_place(s, tag->name.local);
		s->was_data = true;
		s->place = SHEET_DATA;
	} else if (s->depth > 1) {
		s->skipping = 1;
	}
}

/* What some programs write among the rows instead of behind them; none of it holds cells.
 */
static bool
is_misplaced(struct str name)
{
	static const char *const names[] = {"autoFilter", "sortState", "mergeCells",
	    "sheetProtection", "conditionalFormatting", "dataValidations", "hyperlinks",
	    "pageMargins", "pageSetup", "extLst"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static void
begin_main(struct xlsx_sheet *s, const struct xml_tag *tag)
{
	struct str name = tag->name.local;

	switch (s->place) {
	case SHEET_OUTSIDE:
		begin_outside(s, tag);
		break;
	case SHEET_DATA:
		if (str_is(name, "row"))
			begin_row(s, tag);
		else if (is_misplaced(name))
			s->skipping = 1;
		else
			refuse_place(s, name);
		break;
	case SHEET_ROW:
		if (str_is(name, "c"))
			begin_cell(s, tag);
		else if (str_is(name, "extLst"))
			s->skipping = 1;
		else
			refuse_place(s, name);
		break;
	case SHEET_CELL:
		begin_in_cell(s, tag);
		break;
	case SHEET_INLINED:
		begin_in_inlined(s, tag);
		break;
	default:
		refuse_place(s, name);
	}
}

static void
on_start(void *context, const struct xml_tag *tag)
{
	struct xlsx_sheet *s = context;

	s->depth++;
	if (s->skipping > 0) {
		s->skipping++;
		return;
	}
	if (s->depth == 1) {
		begin_outside(s, tag);
	} else if (xlsx_is_main(tag->name.space)) {
		begin_main(s, tag);
	} else if (!str_is(tag->name.space, COMPATIBILITY) ||
	    str_is(tag->name.local, "Choice")) {
		/* Nothing foreign is understood, so the fallback is what counts. */
		s->skipping = 1;
	}
}

static void
end_cell(struct xlsx_sheet *s)
{
	struct err e;

	s->cell.value = arena_str(&s->rows.arena, out_bytes_of(&s->value));
	s->cell.inlined = arena_str(&s->rows.arena, out_bytes_of(&s->inlined));
	s->place = SHEET_ROW;
	if (xlsx_rows_add(&s->rows, &s->cell, &e) != 0)
		xml_stream_refuse_err(s->xml, &e);
}

static void
end_row(struct xlsx_sheet *s)
{
	s->place = SHEET_DATA;
	xlsx_rows_end(&s->rows, &s->row);
	s->has_row = true;
	xml_stream_pause(s->xml);
}

static void
on_end(void *context, struct xml_name name)
{
	struct xlsx_sheet *s = context;

	s->depth--;
	if (s->skipping > 0) {
		s->skipping--;
		return;
	}
	if (!xlsx_is_main(name.space))
		return;
	if (s->place == SHEET_CELL && str_is(name.local, "c"))
		end_cell(s);
	else if (s->place == SHEET_ROW && str_is(name.local, "row"))
		end_row(s);
	else if (s->place == SHEET_DATA)
		s->place = SHEET_OUTSIDE;
	else if (s->place == SHEET_VALUE || s->place == SHEET_FORMULA)
		s->place = SHEET_CELL;
	else if (s->place == SHEET_TEXT)
		s->place = SHEET_INLINED;
	else if (s->place == SHEET_INLINED && str_is(name.local, "is"))
		s->place = SHEET_CELL;
}

static void
collect(struct xlsx_sheet *s, struct out *to, struct str text)
{
	if (to->len + text.len > SCAN_MOST_ITEM)
		xml_stream_refuse(s->xml, "FILE_BOMB", "one text of more than %d bytes",
		    SCAN_MOST_ITEM);
	else
		out_str(to, text);
}

static void
on_text(void *context, struct str text)
{
	struct xlsx_sheet *s = context;

	if (s->skipping > 0)
		return;
	if (s->place == SHEET_VALUE)
		collect(s, &s->value, text);
	else if (s->place == SHEET_TEXT)
		collect(s, &s->inlined, text);
}

const struct xml_handler xlsx_sheet_handler = {on_start, on_end, on_text};
