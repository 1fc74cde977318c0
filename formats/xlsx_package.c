/* Parts, relationships and content types of an Office package, without trust in how a
 * producer spells a path. */
#include "formats/xlsx_package.h"

#include "base/map.h"
#include "base/text.h"

int
xlsx_read_stream(void *source, char *to, size_t room, size_t *got, struct err *e)
{
	return zip_stream_read(source, to, room, got, e);
}

int
xlsx_part_read(const struct zip_reader *zip, const struct zip_member *member,
    const struct xml_handler *handler, void *context, struct xml_stream **x,
    struct arena *a, struct err *e)
{
	struct zip_stream *source;
	int status;

	if (zip_stream_open(&source, zip, member, XLSX_MOST_PART, a, e) != 0)
		return -1;
	*x = xml_stream_open(member->name, handler, context, a);
	status = xml_stream_run(*x, xlsx_read_stream, source, e);
	xml_stream_close(*x);
	return status;
}

static int
hex_value(char c)
{
	if (char_is_digit(c))
		return c - '0';
	c = char_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %20 and the like, as a URI may spell a member's name. */
static struct str
percent_decode(struct arena *a, struct str text)
{
	char *copy = arena_cstr(a, text);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		int high = i + 2 < text.len ? hex_value(text.ptr[i + 1]) : -1;
		int low = i + 2 < text.len ? hex_value(text.ptr[i + 2]) : -1;

		copy[len] = text.ptr[i];
		if (text.ptr[i] == '%' && high >= 0 && low >= 0) {
			copy[len] = (char)(high * 16 + low);
			i += 2;
		}
		len++;
	}
	return (struct str){copy, len};
}

/* "a/b/../c" -> "a/c"; what climbs above the package stays in it. */
static struct str
flatten(struct arena *a, struct str path)
{
	char *flat = arena_alloc(a, path.len + 1);
	size_t len = 0;
	struct str piece;

	while (str_cut(&path, '/', &piece)) {
		if (piece.len == 0 || str_is(piece, "."))
			continue;
		if (str_is(piece, "..")) {
			while (len > 0 && flat[--len] != '/')
				;
			continue;
		}
		if (len > 0)
			flat[len++] = '/';
		memcpy(flat + len, piece.ptr, piece.len);
		len += piece.len;
	}
	return (struct str){flat, len};
}

static struct str
folder_of(struct str part)
{
	size_t len = part.len;

	while (len > 0 && part.ptr[len - 1] != '/')
		len--;
	return str_slice(part, 0, len);
}

static struct str
resolve(struct arena *a, struct str part, struct str target)
{
	char *copy = arena_cstr(a, target);
	struct str folder = folder_of(part);

	for (size_t i = 0; i < target.len; i++)
		if (copy[i] == '\\')
			copy[i] = '/';
	target.ptr = copy;
	target = str_slice(target, 0, str_find(target, '#'));
	if (str_starts(target, STR("/")))
		return flatten(a, target);
	return flatten(a, arena_format(a, "%.*s%.*s", STR_ARG(folder), STR_ARG(target)));
}

struct relations_reading {
	const struct zip_reader *zip;
	struct xlsx_relations *relations;
	struct str part;
	struct arena *arena;
	struct map ids;
	struct xml_stream *stream;
};

static struct xlsx_relation *
relation_new(struct xlsx_relations *list, struct arena *a)
{
	list->items =
	    arena_grown(a, list->items, list->count, &list->room, sizeof *list->items);
	return &list->items[list->count++];
}

/* The target as it stands when a member has that name, else with %XX decoded. */
static struct str
member_name(const struct relations_reading *r, struct str target)
{
	struct str plain = resolve(r->arena, r->part, target);

	if (zip_reader_find(r->zip, plain) != NULL)
		return plain;
	return resolve(r->arena, r->part, percent_decode(r->arena, target));
}

static void
relation_start(void *context, const struct xml_tag *tag)
{
	struct relations_reading *r = context;
	struct str id = {0}, type = {0}, target = {0}, mode = {0};
	struct xlsx_relation *relation;
	bool is_new;

	if (!str_is(tag->name.local, "Relationship"))
		return;
	if (r->relations->count == XLSX_MOST_RELATIONS) {
		xml_stream_refuse(r->stream, "FILE_BOMB", "more than %d relationships",
		    XLSX_MOST_RELATIONS);
		return;
	}
	(void)xml_attribute(tag, "Id", &id);
	(void)xml_attribute(tag, "Type", &type);
	(void)xml_attribute(tag, "Target", &target);
	(void)xml_attribute(tag, "TargetMode", &mode);
	relation = relation_new(r->relations, r->arena);
	relation->id = arena_str(r->arena, id);
	(void)map_put(&r->ids, relation->id, &is_new);
	if (!is_new)
		xml_stream_refuse(r->stream, "FILE_DAMAGED",
		    "two relationships are called %.*s",
		    STR_ARG(text_cut(text_printable(r->arena, id), 80)));
	relation->type = arena_str(r->arena, type);
	relation->external = str_equal_nocase(mode, STR("External"));
	relation->target =
	    relation->external ? arena_str(r->arena, target) : member_name(r, target);
}

int
xlsx_relations_read(const struct zip_reader *zip, struct str part,
    struct xlsx_relations *relations, struct arena *a, struct err *e)
{
	static const struct xml_handler handler = {.start = relation_start};
	struct relations_reading reading = {
	    .zip = zip, .relations = relations, .part = part, .arena = a};
	struct str folder = folder_of(part);
	struct str name = str_slice(part, folder.len, part.len);
	const struct zip_member *member = zip_reader_find(
	    zip, arena_format(a, "%.*s_rels/%.*s.rels", STR_ARG(folder), STR_ARG(name)));

	*relations = (struct xlsx_relations){0};
	if (member == NULL)
		return 0;
	map_open(&reading.ids, a, 0);
	return xlsx_part_read(zip, member, &handler, &reading, &reading.stream, a, e);
}

const struct xlsx_relation *
xlsx_relation_of_id(const struct xlsx_relations *relations, struct str id)
{
	for (size_t i = 0; i < relations->count; i++)
		if (str_equal(relations->items[i].id, id))
			return &relations->items[i];
	return NULL;
}

const struct xlsx_relation *
xlsx_relation_of_type(const struct xlsx_relations *relations, const char *type_end)
{
	for (size_t i = 0; i < relations->count; i++)
		if (str_ends(relations->items[i].type, str_of(type_end)) &&
		    !relations->items[i].external)
			return &relations->items[i];
	return NULL;
}

struct types_reading {
	struct str part;
	struct str by_name;
	struct str by_extension;
	struct arena *arena;
};

static void
type_start(void *context, const struct xml_tag *tag)
{
	struct types_reading *r = context;
	struct str key, type;

	if (!xml_attribute(tag, "ContentType", &type))
		return;
	if (xml_attribute(tag, "PartName", &key)) {
		key = flatten(r->arena, key);
		if (str_equal_nocase(key, r->part))
			r->by_name = arena_str(r->arena, type);
	} else if (xml_attribute(tag, "Extension", &key)) {
		size_t at = r->part.len - (key.len < r->part.len ? key.len : 0);

		if (at > 0 && at < r->part.len && r->part.ptr[at - 1] == '.' &&
		    str_ends_nocase(r->part, key))
			r->by_extension = arena_str(r->arena, type);
	}
}

int
xlsx_content_type(const struct zip_reader *zip, struct str part, struct str *type,
    struct arena *a, struct err *e)
{
	static const struct xml_handler handler = {.start = type_start};
	struct types_reading reading = {.part = part, .arena = a};
	const struct zip_member *member =
	    zip_reader_find(zip, STR("[Content_Types].xml"));
	struct xml_stream *stream;

	*type = (struct str){0};
	if (member == NULL)
		return 0;
	if (xlsx_part_read(zip, member, &handler, &reading, &stream, a, e) != 0)
		return -1;
	*type = reading.by_name.len > 0 ? reading.by_name : reading.by_extension;
	return 0;
}
