/* Logos come as PNG of every kind: rows are unpacked one by one and laid on white paper,
 * so that nothing in a document is transparent. */
#include "formats/picture.h"

#include <libdeflate.h>

static uint32_t
u32_at(struct str s, size_t at)
{
	uint32_t value = 0;

	for (size_t i = at; i < at + 4; i++)
		value = value << 8 | (i < s.len ? (uint8_t)s.ptr[i] : 0);
	return value;
}

/* What a PNG says of itself. */
struct png {
	unsigned width, height, depth, kind, channels;
	struct str packed; /* all IDAT chunks joined */
	struct str palette;
	struct str transparency;
};

static int
read_chunks(struct png *png, struct arena *a, struct str s, struct err *e)
{
	struct out packed;
	size_t at = 8;

	out_open_memory(&packed, a);
	while (at + 12 <= s.len) {
		size_t len = u32_at(s, at);
		struct str body = str_slice(s, at + 8, at + 8 + len);
		struct str kind = str_slice(s, at + 4, at + 8);

		if (len > s.len)
			return err_code(
			    e, ERR_CONF, "NOTICE_LOGO", "logo: a damaged PNG");
		if (str_is(kind, "IDAT"))
			out_str(&packed, body);
		else if (str_is(kind, "PLTE"))
			png->palette = body;
		else if (str_is(kind, "tRNS"))
			png->transparency = body;
		at += 12 + len;
	}
	png->packed = out_bytes_of(&packed);
	return 0;
}

static int
read_png(struct png *png, struct arena *a, struct str s, struct err *e)
{
	static const unsigned channels[] = {1, 0, 3, 1, 2, 0, 4};

	*png = (struct png){.width = u32_at(s, 16), .height = u32_at(s, 20)};
	if (s.len < 33)
		return err_code(e, ERR_CONF, "NOTICE_LOGO", "logo: a damaged PNG");
	png->depth = (uint8_t)s.ptr[24];
	png->kind = (uint8_t)s.ptr[25];
	png->channels = png->kind > 6 ? 0 : channels[png->kind];
	if (png->channels == 0 || (png->depth != 8 && png->kind != 3 && png->kind != 0) ||
	    (png->depth != 1 && png->depth != 2 && png->depth != 4 && png->depth != 8))
		return err_code(e, ERR_CONF, "NOTICE_LOGO",
		    "logo: a PNG with %u bits a sample, 8 can be printed", png->depth);
	if (s.ptr[28] != 0)
		return err_code(e, ERR_CONF, "NOTICE_LOGO",
		    "logo: an interlaced PNG, save it without");
	return read_chunks(png, a, s, e);
}

static uint8_t
paeth(int left, int up, int corner)
{
	int guess = left + up - corner;
	int l = guess > left ? guess - left : left - guess;
	int u = guess > up ? guess - up : up - guess;
	int c = guess > corner ? guess - corner : corner - guess;

	return (uint8_t)(l <= u && l <= c ? left : u <= c ? up : corner);
}

/* Undoes the filter of a row (PNG 9.2); `above` is the finished row before it. */
static bool
unfilter(uint8_t *row, const uint8_t *above, size_t len, size_t pixel, unsigned filter)
{
	for (size_t i = 0; i < len; i++) {
		uint8_t left = i >= pixel ? row[i - pixel] : 0;
		uint8_t up = above[i], corner = i >= pixel ? above[i - pixel] : 0;

		switch (filter) {
		case 0:
			break;
		case 1:
			row[i] = (uint8_t)(row[i] + left);
			break;
		case 2:
			row[i] = (uint8_t)(row[i] + up);
			break;
		case 3:
			row[i] = (uint8_t)(row[i] + (left + up) / 2);
			break;
		case 4:
			row[i] = (uint8_t)(row[i] + paeth(left, up, corner));
			break;
		default:
			return false;
		}
	}
	return true;
}

/* The filtered rows as they were packed; NULL when damaged. */
static uint8_t *
unpack(const struct png *png, size_t row, struct arena *a)
{
	size_t room = (row + 1) * png->height, got = 0;
	uint8_t *raw = arena_alloc(a, room);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result result;

	if (d == NULL)
		arena_full(0);
	result = libdeflate_zlib_decompress(
	    d, png->packed.ptr, png->packed.len, raw, room, &got);
	libdeflate_free_decompressor(d);
	return result == LIBDEFLATE_SUCCESS && got == room ? raw : NULL;
}

static uint8_t
on_white(unsigned value, unsigned opacity)
{
	return (uint8_t)((value * opacity + 255 * (255 - opacity) + 127) / 255);
}

/* One pixel as red, green, blue, opacity. */
static void
read_pixel(const struct png *png, const uint8_t *line, unsigned x, uint8_t pixel[4])
{
	size_t at = (size_t)x * png->channels, bit = (size_t)x * png->depth;
	/* A sample of each depth, times this, is one of 0..255. */
	static const uint8_t scale[] = {[1] = 255, [2] = 85, [4] = 17, [8] = 1};
	unsigned most = (1U << png->depth) - 1;
	unsigned value = (unsigned)line[bit / 8] >> (8 - png->depth - bit % 8) & most;

	pixel[3] = 255;
	if (png->kind == 3) {
		for (size_t c = 0; c < 3; c++)
			pixel[c] = 3 * value + c < png->palette.len
			    ? (uint8_t)png->palette.ptr[3 * value + c]
			    : 0;
		if (value < png->transparency.len)
			pixel[3] = (uint8_t)png->transparency.ptr[value];
	} else if (png->kind == 0) {
		memset(pixel, (int)(value * scale[png->depth]), 3);
	} else if (png->kind == 4) {
		memset(pixel, line[at], 3);
		pixel[3] = line[at + 1];
	} else {
		memcpy(pixel, line + at, png->channels);
	}
}

static void
to_rgb(const struct png *png, const uint8_t *line, uint8_t *rgb)
{
	for (unsigned x = 0; x < png->width; x++) {
		uint8_t pixel[4];

		read_pixel(png, line, x, pixel);
		for (size_t c = 0; c < 3; c++)
			rgb[3 * (size_t)x + c] = on_white(pixel[c], pixel[3]);
	}
}

int
png_read(struct picture *picture, struct str bytes, unsigned most, struct arena *a,
    struct err *e)
{
	struct png png;
	size_t row, pixel;
	const uint8_t *above;
	uint8_t *raw, *rgb;
	struct picture_scaler *scaler;

	if (read_png(&png, a, bytes, e) != 0 ||
	    picture_check(png.width, png.height, e) != 0)
		return -1;
	row = ((size_t)png.width * png.channels * png.depth + 7) / 8;
	pixel = (png.channels * png.depth + 7) / 8;
	raw = unpack(&png, row, a);
	above = arena_alloc(a, row);
	rgb = arena_alloc(a, 3 * (size_t)png.width);
	scaler = picture_scaler_open(png.width, png.height, most, a);
	for (unsigned y = 0; raw != NULL && y < png.height; y++) {
		uint8_t *line = raw + y * (row + 1) + 1;

		if (!unfilter(line, above, row, pixel, line[-1]))
			raw = NULL;
		to_rgb(&png, line, rgb);
		picture_scaler_add(scaler, rgb);
		above = line;
	}
	if (raw == NULL)
		return err_code(e, ERR_CONF, "NOTICE_LOGO", "a damaged PNG");
	*picture = picture_scaler_end(scaler, a);
	return 0;
}
