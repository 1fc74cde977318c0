/* content.xml of an OpenDocument spreadsheet as events: which table is wanted, its rows,
 * and the text of cells with the white space that ODF means (1.3 part 3, 6.1.2). */
#include "formats/ods.h"

#include "base/text.h"

enum { TEXT_MOST = 16 << 20, BLANKS_MOST = 65536, SHEETS_MOST = 10000 };

/* The namespace by its last word, as all versions of OpenDocument share it. */
static bool
is(const struct xml_name *name, const char *space, const char *local)
{
	return str_is(name->local, local) &&
	    str_find_str(name->space, str_of(space)) < name->space.len;
}

static struct str
value_of(const struct xml_tag *tag, const char *space_end, const char *local)
{
	struct str value = {0};

	(void)xml_attribute_in(tag, space_end, local, &value);
	return value;
}

static uint64_t
repeat_of(struct ods_sheet *s, const struct xml_tag *tag, const char *local)
{
	struct str text = value_of(tag, "table:1.0", local);
	uint64_t count = 1;

	if (text.len > 0 && (!str_to_u64(text, &count) || count > 1U << 24))
		xml_stream_refuse(
		    s->xml, "FILE_DAMAGED", "%s is no number that counts", local);
	return count;
}

static void
begin_style(struct ods_sheet *s, const struct xml_tag *tag)
{
	if (!str_is(value_of(tag, "style:1.0", "family"), "table"))
		return;
	s->style = arena_str(s->arena, value_of(tag, "style:1.0", "name"));
	s->place = ODS_STYLE;
}

static void
see_style(struct ods_sheet *s, const struct xml_tag *tag)
{
	if (str_is(tag->name.local, "table-properties") &&
	    str_is(value_of(tag, "table:1.0", "display"), "false"))
		(void)map_put(&s->hidden_styles, s->style, NULL);
}

static void
begin_table(struct ods_sheet *s, const struct xml_tag *tag)
{
	struct str name = value_of(tag, "table:1.0", "name");
	struct str style = value_of(tag, "table:1.0", "style-name");
	bool hidden = style.len > 0 && map_find(&s->hidden_styles, style) != NULL;
	bool named = s->wanted.len > 0 && str_equal(name, s->wanted);

	if (named && s->chosen)
		xml_stream_refuse(s->xml, "FILE_DAMAGED", "two sheets are called %.*s",
		    STR_ARG(text_cut(text_printable(s->arena, name), 80)));
	if (s->sheets.count < SHEETS_MOST)
		sheet_list_add(&s->sheets, name, hidden, 0);
	if (s->chosen || (s->wanted.len > 0 ? !named : hidden)) {
		s->skipping = 1;
		return;
	}
	s->chosen = true;
	s->sheet_name = arena_str(s->arena, name);
	s->place = ODS_TABLE;
	xml_stream_pause(s->xml);
}

static void
begin_row(struct ods_sheet *s, const struct xml_tag *tag)
{
	s->row_repeat = repeat_of(s, tag, "number-rows-repeated");
	s->place = ODS_ROW;
	s->count = 0;
	s->column = 0;
	arena_reset(&s->row_arena);
}

static void
begin_cell(struct ods_sheet *s, const struct xml_tag *tag)
{
	/* The attribute that holds the value of a type (ODF 1.3 part 3, 19.389). */
	static const struct {
		const char *type, *attribute;
	} values[] = {
	    {"float", "value"},
	    {"currency", "value"},
	    {"percentage", "value"},
	    {"date", "date-value"},
	    {"time", "time-value"},
	    {"boolean", "boolean-value"},
	    {"string", "string-value"},
	};
	struct str type = value_of(tag, "office:1.0", "value-type"), ignored;

	s->cell_repeat = repeat_of(s, tag, "number-columns-repeated");
	s->place = ODS_CELL;
	s->type = arena_str(&s->row_arena, type);
	s->value = (struct str){0};
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		if (str_is(type, values[i].type))
			s->value = arena_str(&s->row_arena,
			    value_of(tag, "office:1.0", values[i].attribute));
	s->is_error =
	    str_is(value_of(tag, "calc:xmlns:calcext:1.0", "value-type"), "error");
	s->has_formula = xml_attribute_in(tag, "table:1.0", "formula", &ignored);
	s->paragraphs = 0;
	out_reset(&s->text);
}

/* Containers of rows and of runs of rows are transparent. */
static bool
is_group(const struct xml_name *name)
{
	static const char *const groups[] = {
	    "table-header-rows", "table-rows", "table-row-group"};

	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		if (is(name, "table:1.0", groups[i]))
			return true;
	return false;
}

static void
put_blank(struct ods_sheet *s)
{
	if (s->pending_blank)
		out_char(&s->text, ' ');
	s->pending_blank = false;
	s->begun = true;
}

static void
put_spaces(struct ods_sheet *s, const struct xml_tag *tag)
{
	struct str text = value_of(tag, "text:1.0", "c");
	uint64_t count = 1;

	if (text.len > 0 && (!str_to_u64(text, &count) || count > BLANKS_MOST))
		xml_stream_refuse(
		    s->xml, "FILE_DAMAGED", "a run of spaces has no length");
	put_blank(s);
	for (uint64_t i = 0; i < count && count <= BLANKS_MOST; i++)
		out_char(&s->text, ' ');
}

static void
begin_in_paragraph(struct ods_sheet *s, const struct xml_tag *tag)
{
	const struct xml_name *name = &tag->name;

	s->spans++;
	if (is(name, "text:1.0", "s")) {
		put_spaces(s, tag);
	} else if (is(name, "text:1.0", "tab") || is(name, "text:1.0", "line-break")) {
		put_blank(s);
		out_char(&s->text, str_is(name->local, "tab") ? '\t' : '\n');
	} else if (is(name, "office:1.0", "annotation") || is(name, "text:1.0", "note") ||
	    is(name, "text:1.0", "ruby-text")) {
		s->spans--;
		s->skipping = 1;
	}
}

static void
begin_paragraph(struct ods_sheet *s)
{
	if (s->paragraphs++ > 0)
		out_char(&s->text, '\n');
	s->place = ODS_PARAGRAPH;
	s->spans = 0;
	s->pending_blank = false;
	s->begun = false;
}

static void
begin_in_table(struct ods_sheet *s, const struct xml_tag *tag)
{
	const struct xml_name *name = &tag->name;

	if (s->place == ODS_TABLE && is(name, "table:1.0", "table-row"))
		begin_row(s, tag);
	else if (s->place == ODS_ROW &&
	    (is(name, "table:1.0", "table-cell") ||
		is(name, "table:1.0", "covered-table-cell")))
		begin_cell(s, tag);
	else if (s->place == ODS_CELL &&
	    (is(name, "text:1.0", "p") || is(name, "text:1.0", "h")))
		begin_paragraph(s);
	else if (s->place != ODS_TABLE || !is_group(name))
		s->skipping = 1;
}

static void
on_start(void *context, const struct xml_tag *tag)
{
	struct ods_sheet *s = context;

	if (s->skipping > 0)
		s->skipping++;
	else if (s->place == ODS_PARAGRAPH)
		begin_in_paragraph(s, tag);
	else if (s->place >= ODS_TABLE)
		begin_in_table(s, tag);
	else if (s->place == ODS_STYLE)
		see_style(s, tag);
	else if (is(&tag->name, "style:1.0", "style"))
		begin_style(s, tag);
	else if (is(&tag->name, "table:1.0", "table"))
		begin_table(s, tag);
	else if (is(&tag->name, "table:1.0", "tracked-changes"))
		s->skipping = 1;
}

static void
end_row(struct ods_sheet *s)
{
	s->place = ODS_TABLE;
	s->row = (struct row){.cells = s->cells, .count = s->count};
	s->left = s->row_repeat;
	xml_stream_pause(s->xml);
}

static void
end_cell(struct ods_sheet *s)
{
	struct err e;

	s->place = ODS_ROW;
	if (ods_cell_end(s, &e) != 0)
		xml_stream_refuse_err(s->xml, &e);
}

static void
on_end(void *context, struct xml_name name)
{
	struct ods_sheet *s = context;

	if (s->skipping > 0) {
		s->skipping--;
	} else if (s->place == ODS_PARAGRAPH) {
		if (s->spans > 0)
			s->spans--;
		else
			s->place = ODS_CELL;
	} else if (s->place == ODS_CELL) {
		end_cell(s);
	} else if (s->place == ODS_ROW) {
		end_row(s);
	} else if (s->place == ODS_TABLE && str_is(name.local, "table")) {
		s->place = ODS_OUTSIDE;
		s->ended = true;
	} else if (s->place == ODS_STYLE && str_is(name.local, "style")) {
		s->place = ODS_OUTSIDE;
	}
}

static void
on_text(void *context, struct str text)
{
	struct ods_sheet *s = context;

	if (s->skipping > 0 || s->place != ODS_PARAGRAPH)
		return;
	if (s->text.len + text.len > TEXT_MOST) {
		xml_stream_refuse(
		    s->xml, "FILE_BOMB", "one text of more than %d bytes", TEXT_MOST);
		return;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (char_is_blank(text.ptr[i])) {
			s->pending_blank = s->begun;
		} else {
			put_blank(s);
			out_char(&s->text, text.ptr[i]);
		}
	}
}

const struct xml_handler ods_handler = {on_start, on_end, on_text};
