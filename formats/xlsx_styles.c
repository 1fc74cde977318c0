/* The styles part, for the one thing a reader of data needs of it: which cells show
 * dates. */
#include "base/map.h"
#include "formats/xlsx.h"

enum { STYLES_MOST = 1 << 20 };

struct styles_reading {
	struct xlsx_book *book;
	struct xml_stream *stream;
	struct map formats; /* custom ones: from numFmtId, as four bytes, to the kind */
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

static struct str
key_of(const uint32_t *id)
{
	return (struct str){(const char *)id, sizeof *id};
}

static void
add_format(struct styles_reading *r, const struct xml_tag *tag)
{
	uint32_t *id = arena_new(r->book->arena, uint32_t);
	struct str code;

	if (!xml_attribute(tag, "formatCode", &code))
		return;
	*id = attribute_number(tag, "numFmtId");
	*map_put(&r->formats, key_of(id), NULL) = number_format_kind(code);
}

static enum number_kind
kind_of_format(const struct styles_reading *r, uint32_t id)
{
	const uint64_t *kind = map_find(&r->formats, key_of(&id));

	return kind != NULL ? (enum number_kind)(*kind) : number_format_builtin(id);
}

static void
add_kind(struct styles_reading *r, const struct xml_tag *tag)
{
	struct xlsx_book *book = r->book;

	book->kinds = arena_grown(book->arena, book->kinds, book->kind_count,
	    &r->kind_room, sizeof *book->kinds);
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
	if (r->formats.count + r->book->kind_count > STYLES_MOST)
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

	map_open(&reading.formats, book->arena, 0);
	return xlsx_part_read(
	    book->zip, member, &handler, &reading, &reading.stream, book->arena, e);
}

enum number_kind
xlsx_style_kind(const struct xlsx_book *book, uint64_t style)
{
	return style < book->kind_count ? book->kinds[style] : NUMBER_PLAIN;
}
