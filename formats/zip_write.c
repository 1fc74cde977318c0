/* ZIP archives out: small, streaming, reproducible. */
#include "formats/zip_write.h"

#include "formats/deflate.h"

enum {
	VERSION = 20,
	METHOD_DEFLATE = 8,
	FLAGS = 0x0808, /* sizes in a data descriptor, names in UTF-8 */
	MEMBERS_MOST = 65535,
};

struct member {
	struct member *next;
	struct str name;
	uint32_t crc, compressed, size, offset;
};

struct zip_writer {
	struct out *out;
	struct arena *arena;
	uint16_t day;
	struct member *first, *last;
	struct deflate *deflate;
	struct out content;
	struct err content_error;
	uint32_t count;
	uint64_t at; /* bytes written so far */
};

static void
put(struct zip_writer *z, const void *bytes, size_t len)
{
	out_write(z->out, bytes, len);
	z->at += len;
}

static void
put_16(struct zip_writer *z, uint32_t value)
{
	const unsigned char bytes[2] = {
	    (unsigned char)value, (unsigned char)(value >> 8)};

	put(z, bytes, sizeof bytes);
}

static void
put_32(struct zip_writer *z, uint32_t value)
{
	put_16(z, value & 0xffff);
	put_16(z, value >> 16);
}

struct zip_writer *
zip_write_open(struct out *out, struct date day, struct arena *a)
{
	struct zip_writer *z = arena_new(a, struct zip_writer);

	z->out = out;
	z->arena = a;
	z->day = (uint16_t)((day.year < 1980 ? 0 : day.year - 1980) << 9 |
	    day.month << 5 | day.day);
	return z;
}

/* The part that local header and directory entry share, from "version needed" to the
 * sizes. */
static void
put_common(
    struct zip_writer *z, uint32_t crc, uint32_t compressed, uint32_t size, size_t name)
{
	put_16(z, VERSION);
	put_16(z, FLAGS);
	put_16(z, METHOD_DEFLATE);
	put_16(z, 0); /* midnight */
	put_16(z, z->day);
	put_32(z, crc);
	put_32(z, compressed);
	put_32(z, size);
	put_16(z, (uint32_t)name);
	put_16(z, 0); /* no extra field */
}

static int
compress(void *context, const char *bytes, size_t len, struct err *e)
{
	struct zip_writer *z = context;

	(void)e;
	deflate_add(z->deflate, bytes, len);
	return 0;
}

struct out *
zip_write_member(struct zip_writer *z, struct str name)
{
	struct member *m = arena_new(z->arena, struct member);

	if (z->deflate != NULL || ++z->count > MEMBERS_MOST)
		BUG("zip: a member is open, or there are too many");
	m->name = arena_str(z->arena, name);
	m->offset = (uint32_t)z->at;
	if (z->last == NULL)
		z->first = m;
	else
		z->last->next = m;
	z->last = m;
	put_32(z, 0x04034b50);
	put_common(z, 0, 0, 0, name.len);
	put(z, name.ptr, name.len);
	z->deflate = deflate_open(z->out, z->arena);
	out_open(&z->content, compress, z, z->arena, &z->content_error);
	return &z->content;
}

uint64_t
zip_write_size(struct zip_writer *z)
{
	(void)out_flush(&z->content);
	deflate_sync(z->deflate);
	return deflate_written(z->deflate);
}

uint64_t
zip_write_content(struct zip_writer *z)
{
	return deflate_added(z->deflate) + z->content.len;
}

void
zip_write_member_end(struct zip_writer *z)
{
	struct member *m = z->last;

	(void)out_flush(&z->content);
	deflate_finish(z->deflate);
	if (deflate_added(z->deflate) > UINT32_MAX || z->at > UINT32_MAX / 2)
		BUG("zip: a member beyond 4 GiB");
	m->crc = deflate_crc32(z->deflate);
	m->compressed = (uint32_t)deflate_written(z->deflate);
	m->size = (uint32_t)deflate_added(z->deflate);
	z->at += m->compressed;
	z->deflate = NULL;
	put_32(z, 0x08074b50);
	put_32(z, m->crc);
	put_32(z, m->compressed);
	put_32(z, m->size);
}

void
zip_write_finish(struct zip_writer *z)
{
	uint64_t from = z->at;

	for (const struct member *m = z->first; m != NULL; m = m->next) {
		put_32(z, 0x02014b50);
		put_16(z, VERSION);
		put_common(z, m->crc, m->compressed, m->size, m->name.len);
		put_16(z, 0); /* comment */
		put_16(z, 0); /* disk */
		put_16(z, 0); /* internal attributes */
		put_32(z, 0); /* external attributes */
		put_32(z, m->offset);
		put(z, m->name.ptr, m->name.len);
	}
	uint64_t to = z->at;

	put_32(z, 0x06054b50);
	put_32(z, 0);
	put_16(z, z->count);
	put_16(z, z->count);
	put_32(z, (uint32_t)(to - from));
	put_32(z, (uint32_t)from);
	put_16(z, 0);
}
