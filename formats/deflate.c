/* ISA-L's compressor behind a stream; the only file that sees it, beside inflate.c. */
#include "formats/deflate.h"

#include <isa-l.h>

enum { DEFLATE_OUT = 64 * 1024, DEFLATE_LEVEL = 1 };

struct deflate {
	struct isal_zstream stream;
	struct out *out;
	uint64_t written, added;
	uint32_t crc;
	uint8_t level_buffer[ISAL_DEF_LVL1_DEFAULT];
	uint8_t buffer[DEFLATE_OUT];
};

struct deflate *
deflate_open(struct out *out, struct arena *a)
{
	struct deflate *d = arena_new(a, struct deflate);

	isal_deflate_init(&d->stream);
	d->out = out;
	d->stream.level = DEFLATE_LEVEL;
	d->stream.level_buf = d->level_buffer;
	d->stream.level_buf_size = sizeof d->level_buffer;
	return d;
}

/* Runs the compressor until it has taken its input and (when flushing) given all its
 * output. */
static void
run(struct deflate *d)
{
	do {
		size_t made;

		d->stream.next_out = d->buffer;
		d->stream.avail_out = DEFLATE_OUT;
		if (isal_deflate(&d->stream) != COMP_OK)
			BUG("ISA-L refused to compress");
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

	d->crc = crc32_gzip_refl(d->crc, in.input, len);
	d->added += len;
	while (len > 0) {
		uint32_t part = len > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uint32_t)len;

		d->stream.next_in = in.input;
		d->stream.avail_in = part;
		run(d);
		in.input += part;
		len -= part;
	}
}

void
deflate_sync(struct deflate *d)
{
	d->stream.avail_in = 0;
	d->stream.flush = SYNC_FLUSH;
	run(d);
	d->stream.flush = NO_FLUSH;
}

void
deflate_finish(struct deflate *d)
{
	d->stream.avail_in = 0;
	d->stream.end_of_stream = 1;
	run(d);
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
