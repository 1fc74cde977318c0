/* The frame of gzip around DEFLATE: RFC 1952, section 2.3. */
#include "formats/gzip_read.h"

#include "formats/inflate.h"

enum { HEAD = 10, TAIL = 8, METHOD_DEFLATE = 8 };
enum { FLAG_HEAD_CRC = 2, FLAG_EXTRA = 4, FLAG_NAME = 8, FLAG_COMMENT = 16, FLAGS = 31 };

struct gzip_read {
	struct str packed;
	size_t at; /* where the member's head, then its DEFLATE stream begins */
	struct inflate *inflate;
	struct arena *arena;
	uint32_t crc, len; /* of what the member has given; the length modulo 2^32 */
	bool within;
};

bool
gzip_is(struct str bytes)
{
	return str_starts(bytes, STR("\x1F\x8B"));
}

struct gzip_read *
gzip_open(struct arena *a, struct str packed)
{
	struct gzip_read *g = arena_new(a, struct gzip_read);

	*g = (struct gzip_read){.packed = packed, .arena = a};
	return g;
}

static int
damaged(const struct gzip_read *g, struct err *e, const char *what)
{
	return err_file(
	    e, "ARCHIVE_DAMAGED", "gzip: %s, in the member at byte %zu", what, g->at + 1);
}

static unsigned
byte_of(const struct gzip_read *g, size_t at)
{
	return (unsigned char)g->packed.ptr[at];
}

static uint32_t
number_of(const struct gzip_read *g, size_t at)
{
	return byte_of(g, at) | byte_of(g, at + 1) << 8 | byte_of(g, at + 2) << 16 |
	    (uint32_t)byte_of(g, at + 3) << 24;
}

/* The optional parts of the head from `at` on: where the DEFLATE stream begins, or beyond
 * the bytes when they end before. */
static size_t
skip_options(const struct gzip_read *g, unsigned flags, size_t at)
{
	size_t len = g->packed.len;

	if ((flags & FLAG_EXTRA) != 0)
		at = at + 2 > len ? len + 1
				  : at + 2 + byte_of(g, at) + (byte_of(g, at + 1) << 8);
	for (unsigned flag = FLAG_NAME; flag <= FLAG_COMMENT; flag <<= 1)
		if ((flags & flag) != 0 && at <= len)
			at += str_find(str_slice(g->packed, at, len), '\0') + 1;
	return at + ((flags & FLAG_HEAD_CRC) != 0 ? 2 : 0);
}

static int
begin_member(struct gzip_read *g, struct err *e)
{
	struct str left = str_slice(g->packed, g->at, g->packed.len);
	unsigned flags;
	size_t data;

	if (!gzip_is(left))
		return damaged(g, e, "bytes behind its end that begin no other");
	if (left.len < HEAD)
		return damaged(g, e, "it is cut off");
	flags = byte_of(g, g->at + 3);
	if (byte_of(g, g->at + 2) != METHOD_DEFLATE || (flags & ~(unsigned)FLAGS) != 0)
		return damaged(g, e, "a compression that is not known");
	data = skip_options(g, flags, g->at + HEAD);
	if (data > g->packed.len)
		return damaged(g, e, "it is cut off");
	g->at = data;
	left = str_slice(g->packed, data, g->packed.len);
	if (g->inflate == NULL)
		g->inflate = inflate_open(g->arena, left);
	else
		inflate_again(g->inflate, left);
	g->crc = g->len = 0;
	g->within = true;
	return 0;
}

static int
end_member(struct gzip_read *g, struct err *e)
{
	size_t tail = g->at + inflate_taken(g->inflate);

	if (g->packed.len - tail < TAIL)
		return damaged(g, e, "it is cut off");
	if (number_of(g, tail) != g->crc)
		return damaged(g, e, "the check sum is wrong");
	if (number_of(g, tail + 4) != g->len)
		return damaged(g, e, "the length is wrong");
	g->at = tail + TAIL;
	g->within = false;
	return 0;
}

/* True when there is nothing but padding left behind a member. */
static bool
at_end(const struct gzip_read *g)
{
	size_t i = g->at;

	if (g->inflate == NULL)
		return false;
	while (i < g->packed.len && g->packed.ptr[i] == '\0')
		i++;
	return i == g->packed.len;
}

int
gzip_next(struct gzip_read *g, char *to, size_t room, size_t *got, struct err *e)
{
	*got = 0;
	while (*got == 0) {
		int status;

		if (!g->within && at_end(g))
			return 0;
		if (!g->within && begin_member(g, e) != 0)
			return -1;
		status = inflate_read(g->inflate, to, room, got);
		if (status < 0)
			return damaged(g, e, "what is compressed is wrong or cut off");
		g->crc = inflate_crc32(g->crc, (struct str){to, *got});
		g->len += (uint32_t)*got;
		if (status == 0 && end_member(g, e) != 0)
			return -1;
	}
	return 1;
}
