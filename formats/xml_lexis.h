/*
 * Characters, names, references and attributes of XML: what the fast scanner (xml_scan.h)
 * is made of. Everything here answers "unsure" (false, NULL) where libxml2 might say yes.
 */
#ifndef FORMATS_XML_LEXIS_H
#define FORMATS_XML_LEXIS_H

#include "base/arena.h"

#include <stdint.h>

/* What a stretch of bytes holds that the scanner must know of. */
struct xml_census {
	bool high;       /* bytes of more than 7 bits */
	bool forbidden;  /* control characters, or ']' which may end a CDATA section */
	bool references; /* '&' or CR */
};

/* The census of the bytes [from, to). */
struct xml_census xml_take_census(const char *from, const char *to);
/* True when the bytes are UTF-8 and none of the characters that XML forbids (U+FFFE,
 * U+FFFF). */
bool xml_are_characters(struct str s);

/* The bytes [from, to), and the first byte from p on that is no blank of XML. */
struct str xml_between(const char *from, const char *to);
const char *xml_skip_blanks(const char *p, const char *end);

/* The end of the ASCII name at p, with at most one colon inside; NULL when there is none.
 * *local is where the local name begins. */
const char *xml_take_name(const char *p, const char *end, const char **local);
/* One attribute at p: the byte behind it, or NULL. */
const char *xml_take_attribute(
    const char *p, const char *end, struct str *name, struct str *value);
/* Values may hold neither '<' nor a reference that we do not know. */
bool xml_is_good_value(struct str value, struct arena *row);

/* True when the text holds '&' or CR, so that it must be resolved. */
bool xml_has_references(struct str s);
/* The text with references resolved and line ends made LF, in the arena; false when a
 * reference is unknown. */
bool xml_resolve(struct str raw, struct arena *row, struct str *text);

#endif
