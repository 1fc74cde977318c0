/* The one file that sees expat: a push parser turned into one that can be paused, with
 * the limits that strangers' documents need. */
#include "formats/xml_stream.h"

#include "base/text.h"

#include <expat.h>
#include <stdarg.h>
#include <stdio.h>

enum { FEED_SIZE = 64 * 1024, ROOT_PREFIXES_MOST = 64 };

struct xml_stream {
	XML_Parser parser;
	struct str name;
	const struct xml_handler *handler;
	void *context;
	struct arena *arena;
	struct err refusal;
	struct str prefixes[ROOT_PREFIXES_MOST];
	size_t prefix_count;
	size_t depth;
	uint64_t fed;
	uint64_t last_event; /* value of `fed` when something was last understood */
	bool refused;
	bool paused;
	bool ended;
	bool source_ended;
	bool declared_other; /* the declaration names an encoding that is not UTF-8 */
	bool wide;           /* the bytes are UTF-16 */
};

/* expat joins namespace and name with this; it is not legal in either. */
#define SEPARATOR '\n'

static struct xml_name
name_split(const char *joined)
{
	struct str all = str_of(joined);
	size_t at = str_find(all, SEPARATOR);

	if (at == all.len)
		return (struct xml_name){.local = all};
	return (struct xml_name){str_slice(all, 0, at), str_slice(all, at + 1, all.len)};
}

static void
on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
	struct xml_stream *x = user;
	struct xml_tag tag = {name_split(name), (const char *const *)attributes};

	x->last_event = x->fed;
	if (++x->depth > XML_MOST_DEPTH) {
		xml_stream_refuse(
		    x, "XML_TOO_DEEP", "elements nest deeper than %d", XML_MOST_DEPTH);
		return;
	}
	if (x->handler->start != NULL && !x->refused)
		x->handler->start(x->context, &tag);
}

static void
on_end(void *user, const XML_Char *name)
{
	struct xml_stream *x = user;

	x->last_event = x->fed;
	x->depth--;
	if (x->handler->end != NULL && !x->refused)
		x->handler->end(x->context, name_split(name));
}

static void
on_text(void *user, const XML_Char *text, int len)
{
	struct xml_stream *x = user;

	x->last_event = x->fed;
	if (x->handler->text != NULL && !x->refused)
		x->handler->text(x->context, (struct str){text, (size_t)len});
}

static void
on_namespace(void *user, const XML_Char *prefix, const XML_Char *uri)
{
	struct xml_stream *x = user;

	(void)uri;
	if (x->depth == 0 && prefix != NULL && x->prefix_count < ROOT_PREFIXES_MOST)
		x->prefixes[x->prefix_count++] = arena_str(x->arena, str_of(prefix));
}

static void
on_declaration(
    void *user, const XML_Char *version, const XML_Char *encoding, int standalone)
{
	struct xml_stream *x = user;

	(void)version;
	(void)standalone;
	x->declared_other =
	    encoding != NULL && !str_equal_nocase(str_of(encoding), STR("UTF-8"));
}

static void
on_doctype(void *user, const XML_Char *name, const XML_Char *system_id,
    const XML_Char *public_id, int has_internal_subset)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)has_internal_subset;
	xml_stream_refuse(user, "XML_DOCTYPE", "it holds a DOCTYPE");
}

struct xml_stream *
xml_stream_open(
    struct str name, const struct xml_handler *handler, void *context, struct arena *a)
{
	struct xml_stream *x = arena_new(a, struct xml_stream);

	x->parser = XML_ParserCreateNS(NULL, SEPARATOR);
	if (x->parser == NULL)
		arena_full(0);
	x->name = name;
	x->handler = handler;
	x->context = context;
	x->arena = a;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartNamespaceDeclHandler(x->parser, on_namespace);
	XML_SetXmlDeclHandler(x->parser, on_declaration);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	return x;
}

void
xml_stream_close(struct xml_stream *x)
{
	if (x != NULL && x->parser != NULL)
		XML_ParserFree(x->parser);
	if (x != NULL)
		x->parser = NULL;
}

static int
refusal_of(struct xml_stream *x, struct err *e)
{
	if (!x->refused)
		xml_stream_refuse(x, "XML_NOT_WELL_FORMED", "line %lu: %s",
		    (unsigned long)XML_GetCurrentLineNumber(x->parser),
		    XML_ErrorString(XML_GetErrorCode(x->parser)));
	*e = x->refusal;
	return -1;
}

static int
outcome(struct xml_stream *x, enum XML_Status status, struct err *e)
{
	if (x->refused || status == XML_STATUS_ERROR)
		return refusal_of(x, e);
	if (x->fed - x->last_event > XML_MOST_TOKEN) {
		xml_stream_refuse(x, "FILE_BOMB",
		    "one name or value of more than %d bytes", XML_MOST_TOKEN);
		return refusal_of(x, e);
	}
	x->paused = status == XML_STATUS_SUSPENDED;
	return x->paused;
}

/* What the first bytes say: expat takes UTF-16 by itself, with or without a mark. */
static bool
looks_wide(struct str bytes)
{
	return str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")) ||
	    (bytes.len >= 2 && (bytes.ptr[0] == '\0' || bytes.ptr[1] == '\0'));
}

int
xml_stream_feed(struct xml_stream *x, struct str bytes, bool last, struct err *e)
{
	if (x->fed == 0)
		x->wide = looks_wide(bytes);
	do {
		struct str piece = str_slice(bytes, 0, 1 << 20);
		bool final = last && piece.len == bytes.len;
		int status;

		x->fed += piece.len;
		x->ended = final;
		status =
		    outcome(x, XML_Parse(x->parser, piece.ptr, (int)piece.len, final), e);
		bytes = str_slice(bytes, piece.len, bytes.len);
		if (status == 1 && bytes.len > 0)
			BUG("a pause within a large feed");
		if (status != 0)
			return status;
	} while (bytes.len > 0);
	return 0;
}

int
xml_stream_resume(struct xml_stream *x, struct err *e)
{
	if (!x->paused)
		return 0;
	return outcome(x, XML_ResumeParser(x->parser), e);
}

int
xml_stream_run(struct xml_stream *x, xml_read read, void *source, struct err *e)
{
	int status = xml_stream_resume(x, e);

	while (status == 0 && !x->source_ended) {
		char *buffer = XML_GetBuffer(x->parser, FEED_SIZE);
		size_t got = 0;
		int more;

		if (buffer == NULL)
			return refusal_of(x, e);
		more = read(source, buffer, FEED_SIZE, &got, e);
		if (more < 0)
			return -1;
		if (x->fed == 0)
			x->wide = looks_wide((struct str){buffer, got});
		x->fed += got;
		x->source_ended = more == 0;
		status =
		    outcome(x, XML_ParseBuffer(x->parser, (int)got, x->source_ended), e);
	}
	return status;
}

void
xml_stream_pause(struct xml_stream *x)
{
	XML_StopParser(x->parser, XML_TRUE);
}

void
xml_stream_refuse_err(struct xml_stream *x, const struct err *e)
{
	if (!x->refused)
		x->refusal = *e;
	x->refused = true;
	XML_StopParser(x->parser, XML_FALSE);
}

void
xml_stream_refuse(struct xml_stream *x, const char *code, const char *format, ...)
{
	char text[512];
	struct err e;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	err_file(&e, code, "%.*s: %s", STR_ARG(text_printable(x->arena, x->name)), text);
	xml_stream_refuse_err(x, &e);
}

uint64_t
xml_stream_line(const struct xml_stream *x)
{
	return XML_GetCurrentLineNumber(x->parser);
}

bool
xml_stream_is_utf8(const struct xml_stream *x)
{
	return !x->wide && !x->declared_other;
}

bool
xml_stream_root_binds(const struct xml_stream *x, const char *prefix)
{
	for (size_t i = 0; i < x->prefix_count; i++)
		if (str_is(x->prefixes[i], prefix))
			return true;
	return false;
}

bool
xml_attribute(const struct xml_tag *tag, const char *local, struct str *value)
{
	for (const char *const *pair = tag->attributes; *pair != NULL; pair += 2) {
		if (strcmp(pair[0], local) != 0)
			continue;
		*value = str_of(pair[1]);
		return true;
	}
	return false;
}

bool
xml_attribute_in(const struct xml_tag *tag, const char *space_end, const char *local,
    struct str *value)
{
	for (const char *const *pair = tag->attributes; *pair != NULL; pair += 2) {
		struct xml_name name = name_split(pair[0]);

		if (!str_is(name.local, local) ||
		    !str_ends(name.space, str_of(space_end)))
			continue;
		*value = str_of(pair[1]);
		return true;
	}
	return false;
}

bool
xml_attribute_is_true(const struct xml_tag *tag, const char *local, bool otherwise)
{
	struct str value;

	if (!xml_attribute(tag, local, &value))
		return otherwise;
	return str_is(value, "1") || str_equal_nocase(value, STR("true")) ||
	    str_equal_nocase(value, STR("on"));
}
