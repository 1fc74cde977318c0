/*
 * How the bytes of a text file stand for characters: found from the byte order mark and
 * from all the bytes, or fixed by name; nothing is decoded that could mean two things.
 */
#ifndef FORMATS_CSV_CHARSET_H
#define FORMATS_CSV_CHARSET_H

#include "base/arena.h"
#include "base/input.h"

struct csv_charset {
	const char *name;    /* as told to people and taken from them */
	const char *aliases; /* other names, folded, a blank between two */
	unsigned width;      /* bytes of a unit: 1, 2, 4; 0 for UTF-8 */
	bool big;            /* high byte first */
	const uint16_t
	    *high; /* one byte a character: those of 0x80 to 0xFF, 0 for none */
};

/* The charset of a name ("utf8", "Windows-1252", "latin1"; case, '-', '_' and anything
 * from the first blank on aside), or NULL. */
const struct csv_charset *csv_charset_find(struct str name);

/* The charset of a whole file, and how many bytes its byte order mark takes. `wanted` is
 * what was fixed, or NULL. A file with NUL characters (CSV_NUL), with bytes that the
 * charset does not have, or whose charset cannot be told (CSV_ENCODING) is refused. */
int csv_charset_detect(const struct input *in, const struct csv_charset *wanted,
    const struct csv_charset **found, size_t *mark, struct err *e);

/* One byte a character: the text as UTF-8, itself when it is ASCII. */
struct str csv_charset_decode(
    const struct csv_charset *c, struct arena *a, struct str text);

/* The character at *at of UTF-16 or UTF-32 bytes, moving *at behind it; UINT32_MAX when
 * the bytes are malformed or cut. */
uint32_t csv_charset_next(const struct csv_charset *c, struct str bytes, size_t *at);

#endif
