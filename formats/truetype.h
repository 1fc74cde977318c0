/*
 * TrueType fonts (ISO/IEC 14496-22) as far as embedding needs them: which glyph draws a
 * code point, how wide it is, and a smaller font with only the glyphs asked for. Every
 * offset of the file is checked before it is followed.
 */
#ifndef FORMATS_TRUETYPE_H
#define FORMATS_TRUETYPE_H

#include "base/arena.h"
#include "base/err.h"

struct truetype {
	struct str head, hhea, hmtx, maxp, cmap, glyf, loca; /* tables */
	unsigned units_per_em;
	unsigned glyph_count;
	unsigned wide_count; /* glyphs with an advance of their own in hmtx */
	bool long_offsets;
};

/* Lengths in thousandths of the em. */
struct truetype_metrics {
	int box[4];
	int ascent;
	int descent;
};

/* A font cut down: its bytes are a font file of their own, without hinting. */
struct truetype_subset {
	struct str bytes;
	uint16_t *renumbered; /* new number of each old glyph, 0 when left out */
	unsigned glyph_count;
};

/* `bytes` must outlive *t. -1 with ERR_CONF when it is no usable TrueType font. */
int truetype_parse(struct truetype *t, struct str bytes, struct err *e);
/* The glyph of a code point, 0 when the font has none. */
unsigned truetype_glyph(const struct truetype *t, uint32_t code_point);
/* False for a glyph without an outline: a blank, or a letter that the font only claims.
 */
bool truetype_draws(const struct truetype *t, unsigned glyph);
/* The advance of a glyph in thousandths of the em. */
unsigned truetype_advance(const struct truetype *t, unsigned glyph);
struct truetype_metrics truetype_metrics(const struct truetype *t);
/* Keeps glyph 0 and those of the code points (with what they are composed of), numbered
 * in that order. */
int truetype_cut(const struct truetype *t, const uint32_t *code_points, size_t count,
    struct arena *a, struct truetype_subset *subset, struct err *e);

#endif
