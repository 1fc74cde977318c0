/* The styles part, for the one thing a reader of data needs of it: which cells show
 * dates. */
#include "formats/xlsx.h"

enum { STYLES_MOST = 1 << 20 };

struct custom_format {
	uint32_t id;
	enum number_kind kind;
};

struct styles_reading {
	struct xlsx_book *book;
	struct xml_stream *stream;
	struct custom_format *formats;
	size_t format_count;
	size_t format_room;
	size_t kind_room;
	bool begun;
	bool in_cell_formats;
};

static uint32_t
attribute_number(const struct xml_tag *tag, const char *name)
{
	struct str text;
	uint64_t value;

	if (!xml_attribute(tag, name, &text) || !str_to_u64(str_trim(text), &value) ||
	    value > UINT32_MAX)
		return 0;
	return (uint32_t)value;
}

/* `count` items of `size` bytes, moved to twice the room when full. */
static void *
grown(struct arena *a, void *items, size_t count, size_t *room, size_t size)
{
	void *bigger;

	if (count < *room)
		return items;
	*room = *room == 0 ? 64 : *room * 2;
	bigger = arena_array(a, *room, size);
	if (count > 0)
		memcpy(bigger, items, count * size);
	return bigger;
}

static void
add_format(struct styles_reading *r, const struct xml_tag *tag)
{
	struct str code;

	if (!xml_attribute(tag, "formatCode", &code))
		return;
	r->formats = grown(r->book->arena, r->formats, r->format_count, &r->format_room,
	    sizeof *r->formats);
	r->formats[r->format_count++] = (struct custom_format){
	    attribute_number(tag, "numFmtId"), number_format_kind(code)};
}

static enum number_kind
kind_of_format(const struct styles_reading *r, uint32_t id)
{
	for (size_t i = r->format_count; i-- > 0;)
		if (r->formats[i].id == id)
			return r->formats[i].kind;
	return number_format_builtin(id);
}

static void
add_kind(struct styles_reading *r, const struct xml_tag *tag)
{
	struct xlsx_book *book = r->book;

	book->kinds = grown(book->arena, book->kinds, book->kind_count, &r->kind_room,
	    sizeof *book->kinds);
	book->kinds[book->kind_count++] =
	    kind_of_format(r, attribute_number(tag, "numFmtId"));
}

static void
styles_start(void *context, const struct xml_tag *tag)
{
	struct styles_reading *r = context;

	if (!r->begun && !xlsx_is(&tag->name, "styleSheet"))
		xml_stream_refuse(r->stream, "FILE_NOT_A_WORKBOOK",
		    "its root is not a table of styles of Office Open XML");
	r->begun = true;
	if (r->format_count + r->book->kind_count > STYLES_MOST)
		xml_stream_refuse(
		    r->stream, "FILE_BOMB", "more than %d styles", STYLES_MOST);
	else if (xlsx_is(&tag->name, "numFmt"))
		add_format(r, tag);
	else if (xlsx_is(&tag->name, "cellXfs"))
		r->in_cell_formats = true;
	else if (r->in_cell_formats && xlsx_is(&tag->name, "xf"))
		add_kind(r, tag);
}

static void
styles_end(void *context, struct xml_name name)
{
	struct styles_reading *r = context;

	if (xlsx_is(&name, "cellXfs"))
		r->in_cell_formats = false;
}

int
xlsx_styles_read(struct xlsx_book *book, const struct zip_member *member, struct err *e)
{
	static const struct xml_handler handler = {styles_start, styles_end, NULL};
	struct styles_reading reading = {.book = book};

	return xlsx_part_read(
	    book->zip, member, &handler, &reading, &reading.stream, book->arena, e);
}

enum number_kind
xlsx_style_kind(const struct xlsx_book *book, uint32_t style)
{
	return style < book->kind_count ? book->kinds[style] : NUMBER_PLAIN;
}
