/* Pictures on white paper: read from PNG and JPEG, made as small as a printer needs. */
#ifndef FORMATS_PICTURE_H
#define FORMATS_PICTURE_H

#include "base/out.h"

enum { PICTURE_SIDE_MOST = 4000 };

struct picture {
	unsigned width, height;
	uint8_t *rgb; /* rows from the top, three bytes a pixel */
};

/* Reads a picture; one with a side of more than `most` pixels is scaled down to it. What
 * is transparent shows the paper. -1 (ERR_CONF): interlaced PNG, CMYK, damaged, or sides
 * beyond PICTURE_SIDE_MOST. */
int picture_read(struct picture *picture, struct str bytes, unsigned most,
    struct arena *a, struct err *e);
/* The same for each of the two formats (png.c, jpeg.c). */
int png_read(struct picture *picture, struct str bytes, unsigned most, struct arena *a,
    struct err *e);
int jpeg_read(struct picture *picture, struct str bytes, unsigned most, struct arena *a,
    struct err *e);
/* A baseline JPEG of a quality from 1 to 100; the same bytes every time. */
struct str jpeg_write(const struct picture *picture, int quality, struct arena *a);

/* A copy whose longer side is at most `most`. */
struct picture picture_shrink(
    const struct picture *picture, unsigned most, struct arena *a);

/* For readers: sides that can be read, and rows added one by one from the top. */
int picture_check(unsigned width, unsigned height, struct err *e);
struct picture_scaler;
struct picture_scaler *picture_scaler_open(
    unsigned width, unsigned height, unsigned most, struct arena *a);
void picture_scaler_add(struct picture_scaler *s, const uint8_t *rgb);
struct picture picture_scaler_end(const struct picture_scaler *s, struct arena *a);

#endif
