/* Logos come as people have them, ten megapixels for a stamp of 30 mm; each notice
 * carries its own copy, so the best form that fits is looked for, once per run. */
#include "formats/pdf_picture.h"

#include "formats/picture.h"

enum { COLOURS_MOST = 256 };

/* A picture of few colours. */
struct indexed {
	uint32_t colours[COLOURS_MOST];
	unsigned count;
	uint8_t *pixels; /* one index each */
};

/* A channel's value at so many bits, spread again from 0 to 255. */
static unsigned
coarse(unsigned value, unsigned bits)
{
	unsigned most = (1U << bits) - 1;

	return (value * most + 127) / 255 * 255 / most;
}

static uint32_t
colour_at(const struct picture *picture, size_t pixel, unsigned bits)
{
	uint32_t colour = 0;

	for (size_t c = 0; c < 3; c++)
		colour = colour << 8 | coarse(picture->rgb[3 * pixel + c], bits);
	return colour;
}

/* False when there are more colours than an index can name. */
static bool
find_colours(struct indexed *x, const struct picture *picture, unsigned bits)
{
	size_t pixels = (size_t)picture->width * picture->height;
	unsigned last = 0;

	x->count = 0;
	for (size_t i = 0; i < pixels; i++) {
		uint32_t colour = colour_at(picture, i, bits);

		if (x->count == 0 || x->colours[last] != colour)
			for (last = 0; last < x->count && x->colours[last] != colour;)
				last++;
		if (last == COLOURS_MOST)
			return false;
		if (last == x->count)
			x->colours[x->count++] = colour;
		x->pixels[i] = (uint8_t)last;
	}
	return true;
}

/* What a candidate would be written as. */
struct candidate {
	struct str bytes;   /* as the file has them: deflated indices, or JPEG */
	struct str palette; /* deflated, of `colours` colours; empty for a JPEG */
	unsigned colours;
	unsigned channels; /* of a JPEG */
	unsigned width, height;
};

static struct candidate
pack(struct pdf *p, const struct picture *picture, const struct indexed *x)
{
	size_t pixels = (size_t)picture->width * picture->height;
	uint8_t *palette = arena_alloc(p->arena, 3 * (size_t)x->count);

	for (unsigned i = 0; i < 3 * x->count; i++)
		palette[i] = (uint8_t)(x->colours[i / 3] >> (16 - 8 * (i % 3)));
	return (struct candidate){
	    .palette =
		pdf_pack(p, (struct str){(const char *)palette, 3 * (size_t)x->count}),
	    .bytes = pdf_pack(p, (struct str){(const char *)x->pixels, pixels}),
	    .colours = x->count,
	    .width = picture->width,
	    .height = picture->height};
}

static bool
fits(const struct candidate *c, size_t room)
{
	return c->palette.len + c->bytes.len <= room;
}

/* A few colours where they suffice, else JPEG; false when nothing fits at this size, and
 * *c is the smallest there is. */
static bool
choose(struct candidate *c, struct pdf *p, const struct picture *picture, size_t room)
{
	struct indexed x = {
	    .pixels = arena_alloc(p->arena, (size_t)picture->width * picture->height)};

	for (unsigned bits = 8; bits >= 4; bits--) {
		if (!find_colours(&x, picture, bits))
			continue;
		*c = pack(p, picture, &x);
		if (fits(c, room))
			return true;
	}
	for (int quality = 85; quality >= 55; quality -= 15) {
		*c = (struct candidate){.bytes = jpeg_write(picture, quality, p->arena),
		    .channels = 3,
		    .width = picture->width,
		    .height = picture->height};
		if (fits(c, room))
			return true;
	}
	return false;
}

/* Where the frame header (SOF0 to SOF2) of a JPEG begins, 0 when there is none. */
static size_t
find_frame(struct str s)
{
	size_t at = 2;

	while (at + 10 <= s.len && (uint8_t)s.ptr[at] == 0xff) {
		unsigned marker = (uint8_t)s.ptr[at + 1];

		if (marker >= 0xc0 && marker <= 0xc2)
			return at;
		if (marker == 0xda)
			return 0;
		at += 2 + ((size_t)(uint8_t)s.ptr[at + 2] << 8 | (uint8_t)s.ptr[at + 3]);
	}
	return 0;
}

static unsigned
u16_at(struct str s, size_t at)
{
	return (unsigned)(uint8_t)s.ptr[at] << 8 | (uint8_t)s.ptr[at + 1];
}

/* A small JPEG of grey or of three colours passes as it is. */
static bool
passes(struct candidate *c, struct str bytes, size_t room)
{
	size_t frame = str_starts(bytes, STR("\xff\xd8\xff")) ? find_frame(bytes) : 0;
	unsigned channels = frame == 0 ? 0 : (uint8_t)bytes.ptr[frame + 9];

	if (channels != 1 && channels != 3)
		return false;
	*c = (struct candidate){.bytes = bytes,
	    .channels = channels,
	    .width = u16_at(bytes, frame + 7),
	    .height = u16_at(bytes, frame + 5)};
	return fits(c, room);
}

static struct pdf_picture
write_candidate(struct pdf *p, const struct candidate *c)
{
	struct pdf_picture written = {.object = pdf_reserve(p, c->colours > 0 ? 2 : 1),
	    .width = c->width,
	    .height = c->height};
	struct str entries = arena_format(p->arena,
	    "/Type/XObject/Subtype/Image/Width %u/Height %u"
	    "/BitsPerComponent 8",
	    c->width, c->height);

	if (c->colours > 0)
		entries = arena_format(p->arena,
		    "%.*s/Filter/FlateDecode/ColorSpace[/Indexed/DeviceRGB %u %u 0 R]",
		    STR_ARG(entries), c->colours - 1, written.object + 1);
	else
		entries = arena_format(p->arena, "%.*s/Filter/DCTDecode/ColorSpace/%s",
		    STR_ARG(entries), c->channels == 1 ? "DeviceGray" : "DeviceRGB");
	pdf_stream_raw(p, written.object, entries.ptr, c->bytes);
	if (c->colours > 0)
		pdf_stream_raw(p, written.object + 1, "/Filter/FlateDecode", c->palette);
	return written;
}

int
pdf_picture_write(struct pdf_picture *written, struct pdf *p, struct str bytes,
    unsigned side, size_t room, struct err *e)
{
	struct arena large = {0};
	struct picture picture;
	struct candidate c;
	int status = picture_read(&picture, bytes, side, &large, e);

	if (status == 0 && !passes(&c, bytes, room))
		while (!choose(&c, p, &picture, room) && side > 64) {
			side = side * 4 / 5;
			picture = picture_shrink(&picture, side, &large);
		}
	arena_close(&large);
	if (status != 0)
		return -1;
	*written = write_candidate(p, &c);
	return 0;
}
