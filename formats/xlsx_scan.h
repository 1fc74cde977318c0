/*
 * What the hand-written scanners of large parts share: a window over the unpacked bytes,
 * and tokens of the plain XML that spreadsheet programs write. The scanners take only
 * what they fully understand; at anything else they stop before the item (row, string)
 * and expat reads on from there, so that a file is read or refused in the same way
 * whichever of the two has it. Tokenising with expat costs ten times the inflating
 * (docs/adr/xlsx-two-tokenisers.md), hence the trouble.
 */
#ifndef FORMATS_XLSX_SCAN_H
#define FORMATS_XLSX_SCAN_H

#include "formats/xlsx.h"

enum { SCAN_PADDING = 64, SCAN_NEAR_END = 48, SCAN_MOST_ITEM = 16 << 20 };

struct scan_window {
	struct zip_stream *source;
	struct arena *arena;
	char *bytes;     /* NULs follow `len`, SCAN_PADDING of them */
	size_t position; /* where the next item starts */
	size_t len;
	size_t checked; /* before here every byte is a character that XML allows */
	size_t room;
	bool ended;
};

/* A window on the bytes of `source`, which must outlive it. */
void scan_window_open(struct scan_window *w, struct zip_stream *source, struct arena *a);
/* Drops what is before the position and reads on: 1, 0 when nothing is left, -1. */
int scan_window_fill(struct scan_window *w, struct err *e);
/* An xml_read: what is left in the window, then the rest of the member. */
int scan_window_read(void *window, char *to, size_t room, size_t *got, struct err *e);

/* How an item was taken. */
enum scan {
	SCAN_ITEM,
	SCAN_END,     /* no item: the container's end tag stands at the position */
	SCAN_MORE,    /* the window ends within the item */
	SCAN_UNUSUAL, /* the item is expat's */
	SCAN_REFUSED, /* *e is filled */
};

/* Something unexpected stands at p: is the item cut, or unusual? */
enum scan scan_odd(const struct scan_window *w, const char *p);

struct scan_attribute {
	struct str name;
	struct str value;
};

/* The next ` name="value"` at *at: 1; 0 when the tag ends there ('>' or "/>"); -1 odd. */
int scan_attribute(const char **at, struct scan_attribute *attribute);

/* Skips the attributes of a tag if each is in the list (closed by NULL) and none comes
 * twice; *at is left on '>' or "/>". -1: odd. */
int scan_known_attributes(const char **at, const char *const *known);

/* Character data up to the next '<'. Flags tell what is in it. */
enum { TEXT_REFERENCE = 1, TEXT_DECODE = 2, TEXT_CLOSING = 4, TEXT_STOP = 8 };
extern const unsigned char scan_classes[256];
static inline const char *
scan_text(const char *p, unsigned *flags)
{
	unsigned seen = 0;

	do
		seen |= scan_classes[(unsigned char)*p++];
	while (!(seen & TEXT_STOP));
	*flags = seen;
	return p - 1;
}

/* The text between two pointers with references and line ends as XML 1.0 reads them;
 * false when it holds what needs expat. The result may be the bytes themselves. */
bool scan_decode(
    struct arena *a, const char *from, const char *to, unsigned flags, struct str *text);

static inline const char *
scan_blanks(const char *p)
{
	while (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')
		p++;
	return p;
}

/* True when the bytes at p are the literal's. */
#define scan_is(p, literal) (memcmp((p), (literal), sizeof(literal) - 1) == 0)

/* Feeds expat the beginning of a part, up to and with the tag `<container>`: true when
 * the scanner may go on from the window's position. When false nothing was fed. -1 as
 * *e. */
int scan_prolog(struct scan_window *w, struct xml_stream *x, struct str container,
    bool *fed, struct err *e);

#endif
