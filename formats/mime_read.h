/*
 * Reading mail as strangers send it: headers and parts as slices of the message, bodies
 * decoded into an arena, with limits on depth, parts and sizes. Nothing is repaired that
 * could mean two things; a part that cannot be read is left out.
 */
#ifndef FORMATS_MIME_READ_H
#define FORMATS_MIME_READ_H

#include "base/arena.h"
#include "base/err.h"

enum { MIME_PARTS_MOST = 200, MIME_DEPTH_MOST = 12 };

struct mime_part {
	struct str headers;  /* raw, folded as they were */
	struct str body;     /* raw */
	struct str type;     /* "text/plain", lower case; the default when not told */
	struct str name;     /* file name or name parameter; empty when none */
	int depth;           /* 0 for the message; a message inside one is deeper */
	bool inside_message; /* within an attached message (message/rfc822) */
};

struct mime_message {
	struct mime_part *parts; /* the message itself first, then its parts in order */
	size_t count;
};

/* Takes the message apart; parts inside attached messages too. Never fails: bytes that
 * are no mail are one text part. */
void mime_read(struct mime_message *m, struct arena *a, struct str bytes);

/* The first header of that name, unfolded and with RFC 2047 words decoded to UTF-8
 * (UTF-8, US-ASCII, ISO-8859-1 and Windows-1252; others stay as they are); empty when
 * there is none. */
struct str mime_header_of(struct arena *a, struct str headers, const char *name);
/* A parameter of a structured header's value ("boundary" of a Content-Type), also in the
 * form of RFC 2231. */
struct str mime_parameter_of(struct arena *a, struct str value, const char *name);
/* The body with its transfer encoding undone; false when it is damaged. */
bool mime_body_of(struct arena *a, const struct mime_part *part, struct str *body);

#endif
