/*
 * XML as a stream of elements and text, for documents that may be large and are always a
 * stranger's. A DOCTYPE is refused before anything in it counts (XML_DOCTYPE), so there
 * are no entities but the five of XML 1.0 and characters; what is not well-formed or not
 * well-formed with namespaces is refused (XML_NOT_WELL_FORMED) with its line.
 */
#ifndef FORMATS_XML_STREAM_H
#define FORMATS_XML_STREAM_H

#include "base/arena.h"
#include "base/err.h"

struct xml_name {
	struct str space; /* namespace URI, empty for none */
	struct str local;
};

struct xml_tag {
	struct xml_name name;
	const char *const *attributes; /* see xml_attribute */
};

/* Any of them may be NULL. Names and text live until the function returns. */
struct xml_handler {
	void (*start)(void *context, const struct xml_tag *tag);
	void (*end)(void *context, struct xml_name name);
	void (*text)(void *context, struct str text); /* in pieces */
};

struct xml_stream;

/* Where the bytes come from: up to `room` into `to`; 1, 0 at the end, -1. */
typedef int (*xml_read)(void *source, char *to, size_t room, size_t *got, struct err *e);

enum { XML_MOST_DEPTH = 200, XML_MOST_TOKEN = 16 << 20 };

/* A parser for the document that messages call `name` (borrowed). Close it. */
struct xml_stream *xml_stream_open(
    struct str name, const struct xml_handler *handler, void *context, struct arena *a);
void xml_stream_close(struct xml_stream *x);

/* The next bytes of the document, `last` with the final ones: 0, or 1 when a handler
 * called xml_stream_pause (go on with xml_stream_resume before more is fed), or -1. */
int xml_stream_feed(struct xml_stream *x, struct str bytes, bool last, struct err *e);
int xml_stream_resume(struct xml_stream *x, struct err *e);

/* Feeds all that `read` gives, to the end: 1 paused (call again to go on), 0 done, -1. */
int xml_stream_run(struct xml_stream *x, xml_read read, void *source, struct err *e);

/* For handlers: stops the parser before the next event. */
void xml_stream_pause(struct xml_stream *x);
/* For handlers: refuses the document; the first refusal counts. */
void xml_stream_refuse(struct xml_stream *x, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* For handlers that have an error of their own in *e. */
void xml_stream_refuse_err(struct xml_stream *x, const struct err *e);

/* The line of the event being handled, from one. */
uint64_t xml_stream_line(const struct xml_stream *x);
/* True when the document is UTF-8, with or without a declaration that says so. Known once
 * the root has started. */
bool xml_stream_is_utf8(const struct xml_stream *x);
/* True when `prefix` is bound on the root element. */
bool xml_stream_root_binds(const struct xml_stream *x, const char *prefix);

/* The value of an attribute without namespace; false when it is not there. */
bool xml_attribute(const struct xml_tag *tag, const char *local, struct str *value);
/* The value of an attribute in a namespace whose URI ends with `space_end`. */
bool xml_attribute_in(const struct xml_tag *tag, const char *space_end, const char *local,
    struct str *value);
/* A boolean attribute (1, true, on); `otherwise` when it is not there. */
bool xml_attribute_is_true(const struct xml_tag *tag, const char *local, bool otherwise);

#endif
