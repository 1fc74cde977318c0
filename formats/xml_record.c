/* The one place that follows the path of an XML document, so that readers of bank and
 * treasury messages are tables of paths. */
#include "formats/xml_record.h"

#include "formats/xml_stream.h"

enum {
	MOST_PATH = 2048,
	MOST_TEXT = 1 << 20, /* bytes of one element's text, and of one slot */
	FORGET_EVERY = 8 << 20,
	HEAD = 8192,
};

struct level {
	struct xml_record record;
	size_t path_len; /* of the path when the record's element had been entered */
};

struct xml_records {
	struct xml_stream *stream;
	const struct input *in;
	struct str rest;
	size_t forgotten; /* bytes of the input given back to the kernel */
	const struct xml_record_kind *kinds;
	void *context;
	struct arena *row;
	struct arena *arena;
	struct level levels[XML_RECORD_NESTING];
	size_t level_count;
	char path[MOST_PATH];
	size_t path_len;
	char *text; /* of the innermost element so far */
	size_t text_len;
	size_t text_room;
	bool stopped;
};

static struct level *
innermost(struct xml_records *r)
{
	return r->level_count == 0 ? NULL : &r->levels[r->level_count - 1];
}

/* The path below the innermost record. */
static struct str
path_below(const struct xml_records *r, const struct level *level)
{
	size_t from = level->path_len + 1;

	return from > r->path_len ? (struct str){0}
				  : (struct str){r->path + from, r->path_len - from};
}

static bool
same_path(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static const struct xml_record_kind *
kind_beginning(const struct xml_records *r, const struct level *level, struct str local)
{
	const char *parent = level == NULL ? NULL : level->record.kind->path;
	struct str path = level == NULL ? local : path_below(r, level);

	for (const struct xml_record_kind *k = r->kinds; k->path != NULL; k++)
		if (same_path(k->parent, parent) && str_is(path, k->path))
			return k;
	return NULL;
}

static void
put_text(struct xml_records *r, struct level *level, const struct xml_field *field,
    struct str text)
{
	struct arena *a = level->record.kind->lasting ? r->arena : r->row;
	struct str *slot = &level->record.slots[field->slot];
	struct str between = field->policy == XML_LINES ? STR("\n") : (struct str){0};
	char *joined;

	if (text.len == 0 || slot->len + text.len > MOST_TEXT)
		return;
	if (slot->len == 0) {
		*slot = arena_str(a, text);
		return;
	}
	if (field->policy == XML_FIRST)
		return;
	joined = arena_alloc(a, slot->len + between.len + text.len);
	memcpy(joined, slot->ptr, slot->len);
	if (between.len > 0)
		memcpy(joined + slot->len, between.ptr, between.len);
	memcpy(joined + slot->len + between.len, text.ptr, text.len);
	*slot = (struct str){joined, slot->len + between.len + text.len};
}

static void
put_field(struct xml_records *r, struct level *level, struct str path, struct str text)
{
	for (const struct xml_field *f = level->record.kind->fields; f->path != NULL; f++)
		if (path.len > 0 && f->path[0] == path.ptr[0] && str_is(path, f->path))
			put_text(r, level, f, text);
}

/* Attributes are fields of the path "Element@Name"; only those asked for are looked at.
 */
static void
put_attributes(struct xml_records *r, struct level *level, const struct xml_tag *tag)
{
	struct str path = path_below(r, level), value;

	if (tag->attributes[0] == NULL)
		return;
	for (const struct xml_field *f = level->record.kind->fields; f->path != NULL;
	     f++) {
		struct str wanted = str_of(f->path);
		size_t at = str_find(wanted, '@');

		if (at < wanted.len && str_equal(str_slice(wanted, 0, at), path) &&
		    xml_attribute(tag, f->path + at + 1, &value))
			put_text(r, level, f, str_trim(value));
	}
}

static void
begin_record(struct xml_records *r, const struct xml_record_kind *kind)
{
	const struct level *outer = innermost(r);
	struct level *level = &r->levels[r->level_count++];

	*level = (struct level){.path_len = r->path_len,
	    .record = {.kind = kind,
		.parent = outer == NULL ? NULL : &outer->record,
		.line = xml_stream_line(r->stream)}};
	if (kind->begin != NULL)
		kind->begin(r->context, &level->record);
}

static void
on_start(void *context, const struct xml_tag *tag)
{
	struct xml_records *r = context;
	struct str local = tag->name.local;
	const struct xml_record_kind *kind;
	struct level *level = innermost(r);

	r->text_len = 0;
	if (r->path_len + local.len + 1 > MOST_PATH) {
		xml_stream_refuse(r->stream, "XML_NOT_WELL_FORMED",
		    "names of elements longer than %d bytes", MOST_PATH);
		return;
	}
	r->path[r->path_len] = '/';
	memcpy(r->path + r->path_len + 1, local.ptr, local.len);
	r->path_len += local.len + 1;
	if (level != NULL)
		put_attributes(r, level, tag);
	kind = kind_beginning(r, level, local);
	if (kind != NULL && r->level_count < XML_RECORD_NESTING)
		begin_record(r, kind);
}

static void
end_record(struct xml_records *r, struct level *level)
{
	const struct xml_record_kind *kind = level->record.kind;

	r->level_count--;
	if (kind->end != NULL && kind->end(r->context, &level->record)) {
		r->stopped = true;
		xml_stream_pause(r->stream);
	}
}

static void
on_end(void *context, struct xml_name name)
{
	struct xml_records *r = context;
	struct level *level = innermost(r);
	struct str text = str_trim((struct str){r->text, r->text_len});

	if (level != NULL && r->path_len == level->path_len)
		end_record(r, level);
	else if (level != NULL)
		put_field(r, level, path_below(r, level), text);
	r->text_len = 0;
	r->path_len -= name.local.len + 1;
}

static void
on_text(void *context, struct str text)
{
	struct xml_records *r = context;

	if (r->level_count == 0 || text.len > MOST_TEXT - r->text_len)
		return;
	if (r->text_len + text.len > r->text_room) {
		size_t room = (r->text_len + text.len) * 2;
		char *bigger = arena_alloc(r->arena, room);

		if (r->text_len > 0)
			memcpy(bigger, r->text, r->text_len);
		r->text = bigger;
		r->text_room = room;
	}
	memcpy(r->text + r->text_len, text.ptr, text.len);
	r->text_len += text.len;
}

static int
read_bytes(void *source, char *to, size_t room, size_t *got, struct err *e)
{
	struct xml_records *r = source;
	size_t at = r->in->bytes.len - r->rest.len;

	(void)e;
	if (at - r->forgotten >= FORGET_EVERY) {
		input_forget(r->in, at);
		r->forgotten = at;
	}
	*got = r->rest.len < room ? r->rest.len : room;
	if (*got > 0)
		memcpy(to, r->rest.ptr, *got);
	r->rest = str_slice(r->rest, *got, r->rest.len);
	return r->rest.len > 0;
}

/* The bytes from the XML declaration on, when only blanks and comments stand before it:
 * some programs write them there. */
static struct str
from_declaration(struct str bytes)
{
	struct str head = str_slice(bytes, 0, HEAD);
	size_t at = str_find_str(head, STR("<?xml ")), i;

	for (i = 0; i < at && char_is_blank(bytes.ptr[i]); i++)
		;
	if (at == head.len || at == 0)
		return bytes;
	if (i == at || str_starts(str_slice(bytes, i, at), STR("<!--")))
		return str_slice(bytes, at, bytes.len);
	return bytes;
}

struct xml_records *
xml_records_open(const struct input *in, const struct xml_record_kind *kinds,
    void *context, struct arena *row, struct arena *a)
{
	static const struct xml_handler handler = {
	    .start = on_start, .end = on_end, .text = on_text};
	struct xml_records *r = arena_new(a, struct xml_records);

	r->in = in;
	r->rest = from_declaration(in->bytes);
	r->kinds = kinds;
	r->context = context;
	r->row = row;
	r->arena = a;
	r->stream = xml_stream_open(in->name, &handler, r, a);
	return r;
}

int
xml_records_next(struct xml_records *r, struct err *e)
{
	r->stopped = false;
	if (xml_stream_run(r->stream, read_bytes, r, e) < 0)
		return -1;
	return r->stopped;
}

void
xml_records_close(struct xml_records *r)
{
	if (r != NULL)
		xml_stream_close(r->stream);
}

bool
xml_head_has(const struct input *in, const char *needle)
{
	char head[HEAD];
	size_t len = 0, n = in->bytes.len < HEAD ? in->bytes.len : HEAD;
	struct str s;

	for (size_t i = 0; i < n; i++)
		if (in->bytes.ptr[i] != '\0')
			head[len++] = in->bytes.ptr[i];
	s = (struct str){head, len};
	return str_find(s, '<') < s.len && str_find(s, '<') < 64 &&
	    str_find_str(s, str_of(needle)) < s.len;
}
