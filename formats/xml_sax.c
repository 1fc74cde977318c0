/* XML of every kind that the fast scanner steps aside for, read by libxml2 in small
 * pieces so that memory stays small, with the limits that a stranger's document needs. */
#include "formats/xml_sax.h"

#include "base/out.h"
#include "formats/xml_burden.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum { SAX_PIECE = 32768 };

/* Elements that libxml2 has told and the caller has not yet taken. */
struct queue {
	struct element *items;
	size_t count;
	size_t room;
	size_t taken;
};

struct xml_sax {
	xmlParserCtxtPtr parser;
	const struct element_names *names;
	struct arena *row;
	struct arena *arena;
	struct arena texts; /* of the queue */
	struct out text;    /* character data since the last tag */
	struct str bytes;
	size_t fed;
	struct queue queue;
	int depth;
	int ids[ELEMENT_DEPTH];
	bool finished;
	const char *refusal; /* a code of the catalogue */
};

static void
refuse(struct xml_sax *s, const char *code)
{
	if (s->refusal == NULL)
		s->refusal = code;
	xmlStopParser(s->parser);
}

static void
enqueue(struct xml_sax *s, struct element el)
{
	struct queue *q = &s->queue;

	if (q->count == q->room) {
		size_t room = q->room == 0 ? 256 : q->room * 2;
		struct element *items = arena_new_array(s->arena, room, struct element);

		if (q->count > 0)
			memcpy(items, q->items, q->count * sizeof *items);
		q->items = items;
		q->room = room;
	}
	q->items[q->count++] = el;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int namespaces_count, const xmlChar **namespaces, int attributes_count, int defaulted,
    const xmlChar **attributes)
{
	struct xml_sax *s = context;
	int id = element_names_find(s->names, str_of((const char *)name));

	(void)prefix, (void)uri, (void)namespaces_count, (void)namespaces;
	(void)attributes_count, (void)defaulted, (void)attributes;
	if (s->refusal != NULL)
		return;
	if (s->depth == ELEMENT_DEPTH) {
		refuse(s, "XML_TOO_DEEP");
		return;
	}
	s->ids[s->depth++] = id;
	out_reset(&s->text);
	enqueue(s, (struct element){.opens = true, .id = id});
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml_sax *s = context;

	(void)name, (void)prefix, (void)uri;
	if (s->refusal != NULL || s->depth == 0)
		return;
	enqueue(s,
	    (struct element){.id = s->ids[--s->depth],
		.text = arena_str(&s->texts, str_trim(out_bytes_of(&s->text)))});
	out_reset(&s->text);
}

static void
on_text(void *context, const xmlChar *text, int len)
{
	struct xml_sax *s = context;

	if (s->refusal != NULL || len <= 0)
		return;
	if (out_bytes_of(&s->text).len + (size_t)len > ELEMENT_TEXT_MOST)
		refuse(s, "FILE_TOO_LARGE");
	else
		out_write(&s->text, text, (size_t)len);
}

static void
on_document_type(
    void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	refuse(context, "XML_DOCTYPE");
}

/* libxml2 would print; what it found is asked for afterwards. */
static void
on_error(void *context, xmlErrorPtr error)
{
	(void)context, (void)error;
}

struct xml_sax *
xml_sax_open(struct str bytes, const struct element_names *names, struct arena *row,
    struct arena *a)
{
	xmlSAXHandler handler = {
	    .startElementNs = on_start,
	    .endElementNs = on_end,
	    .characters = on_text,
	    .cdataBlock = on_text,
	    .ignorableWhitespace = on_text,
	    .internalSubset = on_document_type,
	    .serror = on_error,
	    .initialized = XML_SAX2_MAGIC,
	};
	struct xml_sax *s = arena_new(a, struct xml_sax);

	s->names = names;
	s->row = row;
	s->arena = a;
	s->bytes = bytes;
	out_open_memory(&s->text, a);
	if (xml_burden_of(bytes).most_attributes > XML_ATTRIBUTES_MOST)
		s->refusal = "FILE_TOO_LARGE";
	s->fed = bytes.len < 4 ? bytes.len : 4; /* what libxml2 wants to guess with */
	s->parser = xmlCreatePushParserCtxt(&handler, s, bytes.ptr, (int)s->fed, NULL);
	if (s->parser != NULL)
		xmlCtxtUseOptions(
		    s->parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE);
	return s;
}

static int
tell_refusal(const struct xml_sax *s, struct err *e)
{
	const xmlError *error = s->parser == NULL ? NULL : xmlCtxtGetLastError(s->parser);
	const char *why =
	    error == NULL || error->message == NULL ? "not well-formed" : error->message;
	int line = error == NULL ? 0 : error->line;
	struct str text = str_trim(str_of(why));

	if (s->refusal != NULL)
		return err_file(e, s->refusal, "%s",
		    strcmp(s->refusal, "XML_DOCTYPE") == 0 ? "<!DOCTYPE"
							   : "beyond the limits");
	err_file(e, "XML_NOT_WELL_FORMED", "%.*s", STR_ARG(text));
	e->row = line > 0 ? (uint64_t)line : 0;
	return -1;
}

/* Feeds libxml2 one more piece. */
static int
feed(struct xml_sax *s, struct err *e)
{
	size_t left = s->bytes.len - s->fed;
	size_t piece = left < SAX_PIECE ? left : SAX_PIECE;
	bool last = piece == left;

	s->queue.count = s->queue.taken = 0;
	arena_reset(&s->texts);
	if (s->parser == NULL || s->refusal != NULL)
		return tell_refusal(s, e);
	xmlParseChunk(s->parser, s->bytes.ptr + s->fed, (int)piece, last);
	s->fed += piece;
	s->finished = last;
	if (s->refusal != NULL || !s->parser->wellFormed)
		return tell_refusal(s, e);
	return 0;
}

int
xml_sax_next(struct xml_sax *s, struct element *el, struct err *e)
{
	struct queue *q = &s->queue;

	while (q->taken == q->count) {
		if (s->finished)
			return 0;
		if (feed(s, e) != 0)
			return -1;
	}
	*el = q->items[q->taken++];
	if (el->text.len > 0)
		el->text = arena_str(s->row, el->text);
	return 1;
}

void
xml_sax_close(struct xml_sax *s)
{
	if (s->parser != NULL)
		xmlFreeParserCtxt(s->parser);
	arena_close(&s->texts);
}
