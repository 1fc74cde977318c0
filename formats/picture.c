/* Scaling by area: a pixel of the small picture is the mean of what it covers, in
 * integers, so that every machine gives the same bytes. */
#include "formats/picture.h"

struct picture_scaler {
	unsigned from_width, from_height, width, height;
	unsigned row;   /* rows added so far */
	uint64_t *sums; /* width * height * 3, weighted by the area covered */
};

/* The part of source pixel `at` that falls on target pixel at * to / from, in units of
 * which it has `to`; the rest falls on the next. */
static unsigned
share(unsigned at, unsigned from, unsigned to)
{
	uint64_t start = (uint64_t)at * to, edge = (start / from + 1) * from;

	return edge - start < to ? (unsigned)(edge - start) : to;
}

int
picture_check(unsigned width, unsigned height, struct err *e)
{
	if (width == 0 || height == 0 || width > PICTURE_SIDE_MOST ||
	    height > PICTURE_SIDE_MOST)
		return err_code(
		    e, ERR_CONF, "NOTICE_LOGO", "%u by %u pixels", width, height);
	return 0;
}

struct picture_scaler *
picture_scaler_open(unsigned width, unsigned height, unsigned most, struct arena *a)
{
	struct picture_scaler *s = arena_new(a, struct picture_scaler);
	unsigned side = width > height ? width : height;

	if (most > side)
		most = side;
	s->from_width = width;
	s->from_height = height;
	s->width = (unsigned)((uint64_t)width * most / side);
	s->height = (unsigned)((uint64_t)height * most / side);
	s->width = s->width == 0 ? 1 : s->width;
	s->height = s->height == 0 ? 1 : s->height;
	s->sums = arena_new_array(a, (size_t)s->width * s->height * 3, uint64_t);
	return s;
}

/* Adds a row with a weight to a row of the target. */
static void
add_weighted(struct picture_scaler *s, unsigned y, uint64_t weight, const uint8_t *rgb)
{
	uint64_t *sums = s->sums + (size_t)y * s->width * 3;

	for (unsigned x = 0; x < s->from_width; x++) {
		size_t at = 3 * (size_t)((uint64_t)x * s->width / s->from_width);
		unsigned left = share(x, s->from_width, s->width);
		uint64_t right = s->width - left;

		for (size_t c = 0; c < 3; c++) {
			uint64_t value = weight * rgb[3 * (size_t)x + c];

			sums[at + c] += value * left;
			if (right > 0)
				sums[at + 3 + c] += value * right;
		}
	}
}

void
picture_scaler_add(struct picture_scaler *s, const uint8_t *rgb)
{
	unsigned y = (unsigned)((uint64_t)s->row * s->height / s->from_height);
	unsigned upper = share(s->row, s->from_height, s->height);

	add_weighted(s, y, upper, rgb);
	if (upper < s->height)
		add_weighted(s, y + 1, s->height - upper, rgb);
	s->row++;
}

struct picture
picture_scaler_end(const struct picture_scaler *s, struct arena *a)
{
	size_t samples = (size_t)s->width * s->height * 3;
	uint64_t area = (uint64_t)s->from_width * s->from_height;
	struct picture p = {
	    .width = s->width, .height = s->height, .rgb = arena_alloc(a, samples)};

	for (size_t i = 0; i < samples; i++)
		p.rgb[i] = /* NOLINTNEXTLINE: no side is 0 */
		    (uint8_t)((s->sums[i] + area / 2) / area);
	return p;
}

struct picture
picture_shrink(const struct picture *picture, unsigned most, struct arena *a)
{
	struct picture_scaler *s =
	    picture_scaler_open(picture->width, picture->height, most, a);

	for (unsigned y = 0; y < picture->height; y++)
		picture_scaler_add(s, picture->rgb + 3 * (size_t)y * picture->width);
	return picture_scaler_end(s, a);
}

int
picture_read(struct picture *picture, struct str bytes, unsigned most, struct arena *a,
    struct err *e)
{
	if (str_starts(bytes, STR("\x89PNG\r\n\x1a\n")))
		return png_read(picture, bytes, most, a, e);
	if (str_starts(bytes, STR("\xff\xd8\xff")))
		return jpeg_read(picture, bytes, most, a, e);
	return err_code(e, ERR_CONF, "NOTICE_LOGO", "neither PNG nor JPEG");
}
