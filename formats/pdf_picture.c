/* Logos come as people have them; the page takes JPEG as it is and PNG unpacked. */
#include "formats/pdf_picture.h"

#include <libdeflate.h>

enum { SIDE_MOST = 4000 };

static unsigned
u16_at(struct str s, size_t at)
{
	return at + 2 > s.len
	    ? 0
	    : (unsigned)(uint8_t)s.ptr[at] << 8 | (uint8_t)s.ptr[at + 1];
}

static uint32_t
u32_at(struct str s, size_t at)
{
	return (uint32_t)u16_at(s, at) << 16 | u16_at(s, at + 2);
}

static int
check_size(const struct pdf_picture *picture, struct err *e)
{
	if (picture->width == 0 || picture->height == 0 || picture->width > SIDE_MOST ||
	    picture->height > SIDE_MOST)
		return err_code(e, ERR_CONF, "NOTICE_LOGO",
		    "logo of %u by %u pixels: 1 to %d each can be printed",
		    picture->width, picture->height, SIDE_MOST);
	return 0;
}

/* Where the frame header (SOF0 to SOF2) of a JPEG begins, 0 when there is none. */
static size_t
find_frame(struct str s)
{
	size_t at = 2;

	while (at + 4 <= s.len && (uint8_t)s.ptr[at] == 0xff) {
		unsigned marker = (uint8_t)s.ptr[at + 1];

		if (marker >= 0xc0 && marker <= 0xc2)
			return at;
		if (marker == 0xda)
			return 0;
		at += 2 + u16_at(s, at + 2);
	}
	return 0;
}

static int
write_jpeg(struct pdf_picture *picture, struct pdf *p, struct str s, struct err *e)
{
	size_t frame = find_frame(s);
	unsigned colours =
	    frame == 0 || frame + 10 > s.len ? 0 : (uint8_t)s.ptr[frame + 9];
	struct str entries;

	if (colours != 1 && colours != 3)
		return err_code(e, ERR_CONF, "NOTICE_LOGO",
		    "logo: a JPEG of %u colours, 1 (grey) or 3 "
		    "(RGB) can be printed",
		    colours);
	picture->height = u16_at(s, frame + 5);
	picture->width = u16_at(s, frame + 7);
	if (check_size(picture, e) != 0)
		return -1;
	picture->object = pdf_reserve(p, 1);
	entries = arena_format(p->arena,
	    "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/%s"
	    "/BitsPerComponent 8/Filter/DCTDecode",
	    picture->width, picture->height, colours == 1 ? "DeviceGray" : "DeviceRGB");
	pdf_stream_raw(p, picture->object, entries.ptr, s);
	return 0;
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

/* The samples of a PNG, rows one after another without filter bytes; NULL when damaged.
 */
static uint8_t *
unpack(const struct png *png, struct arena *a)
{
	size_t row = ((size_t)png->width * png->channels * png->depth + 7) / 8;
	size_t pixel = (png->channels * png->depth + 7) / 8, got = 0;
	size_t room = (row + 1) * png->height;
	uint8_t *raw = arena_alloc(a, room), *rows = arena_alloc(a, row * png->height);
	const uint8_t *above = arena_alloc(a, row);
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum libdeflate_result result;

	if (d == NULL)
		arena_full(0);
	result = libdeflate_zlib_decompress(
	    d, png->packed.ptr, png->packed.len, raw, room, &got);
	libdeflate_free_decompressor(d);
	if (result != LIBDEFLATE_SUCCESS || got != room)
		return NULL;
	for (unsigned y = 0; y < png->height; y++) {
		memcpy(rows + y * row, raw + y * (row + 1) + 1, row);
		if (!unfilter(rows + y * row, above, row, pixel, raw[y * (row + 1)]))
			return NULL;
		above = rows + y * row;
	}
	return rows;
}

/* Every pixel as red, green, blue, opacity. */
static uint8_t *
to_rgba(const struct png *png, const uint8_t *rows, struct arena *a)
{
	size_t row = ((size_t)png->width * png->channels * png->depth + 7) / 8;
	uint8_t *rgba = arena_alloc(a, (size_t)png->width * png->height * 4);
	uint8_t *out = rgba;
	unsigned most = (1U << png->depth) - 1;

	for (unsigned y = 0; y < png->height; y++)
		for (unsigned x = 0; x < png->width; x++, out += 4) {
			const uint8_t *line = rows + y * row;
			size_t at = (size_t)x * png->channels,
			       bit = (size_t)x * png->depth;
			unsigned value =
			    (unsigned)line[bit / 8] >> (8 - png->depth - bit % 8) & most;

			out[3] = 255;
			if (png->kind == 3) {
				for (size_t c = 0; c < 3; c++)
					out[c] = 3 * value + c < png->palette.len
					    ? (uint8_t)png->palette.ptr[3 * value + c]
					    : 0;
				if (value < png->transparency.len)
					out[3] = (uint8_t)png->transparency.ptr[value];
			} else if (png->kind == 0) {
				memset(out, (int)(value * 255 / most), 3);
			} else if (png->kind == 4) {
				memset(out, line[at], 3);
				out[3] = line[at + 1];
			} else {
				memcpy(out, line + at, png->channels);
			}
		}
	return rgba;
}

static void
write_samples(struct pdf_picture *picture, struct pdf *p, const uint8_t *rgba)
{
	size_t pixels = (size_t)picture->width * picture->height;
	char *colours = arena_alloc(p->arena, pixels * 3);
	char *opacity = arena_alloc(p->arena, pixels);
	bool is_opaque = true;
	unsigned mask = 0;
	struct str entries;

	for (size_t i = 0; i < pixels; i++) {
		memcpy(colours + 3 * i, rgba + 4 * i, 3);
		opacity[i] = (char)rgba[4 * i + 3];
		is_opaque = is_opaque && rgba[4 * i + 3] == 255;
	}
	if (!is_opaque) {
		mask = pdf_reserve(p, 1);
		entries = arena_format(p->arena,
		    "/Type/XObject/Subtype/Image/Width %u/Height %u"
		    "/ColorSpace/DeviceGray/BitsPerComponent 8",
		    picture->width, picture->height);
		pdf_stream(
		    p, mask, entries.ptr, (struct str){opacity, pixels}, PDF_SMALL);
	}
	picture->object = pdf_reserve(p, 1);
	entries = arena_format(p->arena,
	    "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/DeviceRGB"
	    "/BitsPerComponent 8",
	    picture->width, picture->height);
	if (mask != 0)
		entries =
		    arena_format(p->arena, "%.*s/SMask %u 0 R", STR_ARG(entries), mask);
	pdf_stream(p, picture->object, entries.ptr, (struct str){colours, pixels * 3},
	    PDF_SMALL);
}

static int
write_png(struct pdf_picture *picture, struct pdf *p, struct str s, struct err *e)
{
	struct png png;
	uint8_t *rows;

	if (read_png(&png, p->arena, s, e) != 0)
		return -1;
	picture->width = png.width;
	picture->height = png.height;
	if (check_size(picture, e) != 0)
		return -1;
	rows = unpack(&png, p->arena);
	if (rows == NULL)
		return err_code(e, ERR_CONF, "NOTICE_LOGO", "logo: a damaged PNG");
	write_samples(picture, p, to_rgba(&png, rows, p->arena));
	return 0;
}

int
pdf_picture_write(
    struct pdf_picture *picture, struct pdf *p, struct str bytes, struct err *e)
{
	*picture = (struct pdf_picture){0};
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return write_png(picture, p, bytes, e);
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return write_jpeg(picture, p, bytes, e);
	return err_code(e, ERR_CONF, "NOTICE_LOGO", "logo: neither PNG nor JPEG");
}
