/* zlib's compressor behind a stream; the only file that sees it. */
#include "formats/deflate.h"

#include <zlib.h>

enum { DEFLATE_OUT = 64 * 1024, DEFLATE_LEVEL = 1, DEFLATE_MEMORY = 8 };

struct deflate {
	z_stream stream;
	struct out *out;
	uint64_t written, added;
	uint32_t crc;
	uint8_t buffer[DEFLATE_OUT];
};

static void *
take(void *arena, unsigned items, unsigned size)
{
	return arena_array(arena, items, size);
}

/* What an arena gave goes when the arena goes. */
static void
leave(void *arena, void *bytes)
{
	(void)arena;
	(void)bytes;
}

struct deflate *
deflate_open(struct out *out, struct arena *a)
{
	struct deflate *d = arena_new(a, struct deflate);

	d->out = out;
	d->stream = (z_stream){.zalloc = take, .zfree = leave, .opaque = a};
	if (deflateInit2(&d->stream, DEFLATE_LEVEL, Z_DEFLATED, -MAX_WBITS,
		DEFLATE_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
		BUG("zlib refused to begin");
	return d;
}

/* Runs the compressor until it has taken its input and (when flushing) given all its
 * output. */
static void
run(struct deflate *d, int flush)
{
	do {
		size_t made;

		d->stream.next_out = d->buffer;
		d->stream.avail_out = DEFLATE_OUT;
		if (deflate(&d->stream, flush) == Z_STREAM_ERROR)
			BUG("zlib refused to compress");
		made = DEFLATE_OUT - d->stream.avail_out;
		out_write(d->out, d->buffer, made);
		d->written += made;
	} while (d->stream.avail_out == 0);
}

void
deflate_add(struct deflate *d, const char *bytes, size_t len)
{
	union {
		const char *borrowed;
		uint8_t *input;
	} in = {bytes};

	d->added += len;
	while (len > 0) {
		unsigned part = len > UINT32_MAX / 2 ? UINT32_MAX / 2 : (unsigned)len;

		d->crc = (uint32_t)crc32(d->crc, in.input, part);
		d->stream.next_in = in.input;
		d->stream.avail_in = part;
		run(d, Z_NO_FLUSH);
		in.input += part;
		len -= part;
	}
}

void
deflate_sync(struct deflate *d)
{
	run(d, Z_SYNC_FLUSH);
}

void
deflate_finish(struct deflate *d)
{
	run(d, Z_FINISH);
}

uint64_t
deflate_written(const struct deflate *d)
{
	return d->written;
}

uint64_t
deflate_added(const struct deflate *d)
{
	return d->added;
}

uint32_t
deflate_crc32(const struct deflate *d)
{
	return d->crc;
}
