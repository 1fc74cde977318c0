/* A PDF that prints everywhere carries its fonts: this file reads and shrinks them. */
#include "formats/truetype.h"

enum { COMPONENTS_MOST = 64 };

/* Flags of a component of a composite glyph (glyf table, "Composite Glyph Description").
 */
enum {
	ARGUMENTS_ARE_WORDS = 0x0001,
	HAS_SCALE = 0x0008,
	MORE_COMPONENTS = 0x0020,
	HAS_TWO_SCALES = 0x0040,
	HAS_MATRIX = 0x0080,
	HAS_INSTRUCTIONS = 0x0100,
};

/* Big-endian numbers; zero beyond the end, so that a short table is harmless. */
static unsigned
u16_at(struct str s, size_t at)
{
	if (s.len < 2 || at > s.len - 2)
		return 0;
	return (unsigned)(uint8_t)s.ptr[at] << 8 | (uint8_t)s.ptr[at + 1];
}

static int
i16_at(struct str s, size_t at)
{
	return (int16_t)u16_at(s, at);
}

static uint32_t
u32_at(struct str s, size_t at)
{
	return (uint32_t)u16_at(s, at) << 16 | u16_at(s, at + 2);
}

static void
put16(char *p, unsigned value)
{
	p[0] = (char)(value >> 8 & 0xff);
	p[1] = (char)(value & 0xff);
}

static void
put32(char *p, uint32_t value)
{
	put16(p, value >> 16);
	put16(p + 2, value & 0xffff);
}

static struct str
find_table(struct str font, const char *tag)
{
	unsigned count = u16_at(font, 4);

	for (unsigned i = 0; i < count; i++) {
		size_t row = 12 + 16 * (size_t)i;

		if (row + 16 > font.len)
			break;
		if (memcmp(font.ptr + row, tag, 4) == 0) {
			uint64_t from = u32_at(font, row + 8);

			return str_slice(font, from, from + u32_at(font, row + 12));
		}
	}
	return (struct str){0};
}

/* The subtable of Unicode's first plane (format 4). */
static struct str
find_cmap(struct str table)
{
	unsigned count = u16_at(table, 2);

	for (unsigned i = 0; i < count; i++) {
		struct str sub =
		    str_slice(table, u32_at(table, 4 + 8 * (size_t)i + 4), table.len);
		unsigned platform = u16_at(table, 4 + 8 * (size_t)i);

		if (u16_at(sub, 0) == 4 && (platform == 0 || platform == 3))
			return str_slice(sub, 0, u16_at(sub, 2));
	}
	return (struct str){0};
}

int
truetype_parse(struct truetype *t, struct str bytes, struct err *e)
{
	struct truetype found = {
	    .head = find_table(bytes, "head"),
	    .hhea = find_table(bytes, "hhea"),
	    .hmtx = find_table(bytes, "hmtx"),
	    .maxp = find_table(bytes, "maxp"),
	    .cmap = find_cmap(find_table(bytes, "cmap")),
	    .glyf = find_table(bytes, "glyf"),
	    .loca = find_table(bytes, "loca"),
	};

	found.units_per_em = u16_at(found.head, 18);
	found.glyph_count = u16_at(found.maxp, 4);
	found.wide_count = u16_at(found.hhea, 34);
	found.long_offsets = u16_at(found.head, 50) == 1;
	if (found.units_per_em == 0 || found.glyph_count == 0 || found.wide_count == 0 ||
	    found.head.len < 54 || found.hhea.len < 36 || found.maxp.len < 32 ||
	    found.cmap.len == 0 || found.glyf.len == 0 ||
	    found.loca.len <
		((size_t)found.glyph_count + 1) * (found.long_offsets ? 4 : 2) ||
	    found.hmtx.len < (size_t)found.wide_count * 4)
		return err_set(e, ERR_CONF, "not a TrueType font with outlines");
	*t = found;
	return 0;
}

unsigned
truetype_glyph(const struct truetype *t, uint32_t code_point)
{
	unsigned segments = u16_at(t->cmap, 6) / 2;
	size_t ends = 14, starts = ends + 2 * (size_t)segments + 2;
	size_t deltas = starts + 2 * (size_t)segments;
	size_t ranges = deltas + 2 * (size_t)segments;

	if (code_point > 0xffff)
		return 0;
	for (size_t i = 0; i < segments; i++) {
		unsigned start = u16_at(t->cmap, starts + 2 * i);
		unsigned range = u16_at(t->cmap, ranges + 2 * i);
		unsigned glyph = code_point;

		if (u16_at(t->cmap, ends + 2 * i) < code_point)
			continue;
		if (start > code_point)
			return 0;
		if (range != 0)
			glyph = u16_at(t->cmap,
			    ranges + 2 * i + range + 2 * ((size_t)code_point - start));
		if (range != 0 && glyph == 0)
			return 0;
		glyph = (glyph + u16_at(t->cmap, deltas + 2 * i)) & 0xffff;
		return glyph < t->glyph_count ? glyph : 0;
	}
	return 0;
}

static int
thousandths(const struct truetype *t, int units)
{
	return units * 1000 / (int)t->units_per_em;
}

unsigned
truetype_advance(const struct truetype *t, unsigned glyph)
{
	unsigned row = glyph < t->wide_count ? glyph : t->wide_count - 1;

	return (u16_at(t->hmtx, 4 * (size_t)row) * 1000 + t->units_per_em / 2) /
	    t->units_per_em;
}

struct truetype_metrics
truetype_metrics(const struct truetype *t)
{
	struct truetype_metrics m = {
	    .ascent = thousandths(t, i16_at(t->hhea, 4)),
	    .descent = thousandths(t, i16_at(t->hhea, 6)),
	};

	for (size_t i = 0; i < 4; i++)
		m.box[i] = thousandths(t, i16_at(t->head, 36 + 2 * i));
	return m;
}

/* The outline of a glyph; empty for a blank one. */
static struct str
outline(const struct truetype *t, unsigned glyph)
{
	size_t from, to;

	if (t->long_offsets) {
		from = u32_at(t->loca, 4 * (size_t)glyph);
		to = u32_at(t->loca, 4 * (size_t)glyph + 4);
	} else {
		from = 2 * (size_t)u16_at(t->loca, 2 * (size_t)glyph);
		to = 2 * (size_t)u16_at(t->loca, 2 * (size_t)glyph + 2);
	}
	return str_slice(t->glyf, from, to);
}

bool
truetype_draws(const struct truetype *t, unsigned glyph)
{
	return outline(t, glyph).len > 0;
}

static bool
is_composite(struct str glyph)
{
	return glyph.len > 10 && i16_at(glyph, 0) < 0;
}

/* Bytes of one component after its flags and glyph number. */
static size_t
component_rest(unsigned flags)
{
	size_t rest = flags & ARGUMENTS_ARE_WORDS ? 4 : 2;

	if (flags & HAS_SCALE)
		rest += 2;
	else if (flags & HAS_TWO_SCALES)
		rest += 4;
	else if (flags & HAS_MATRIX)
		rest += 8;
	return rest;
}

/* What cutting keeps on its desk. */
struct cut {
	const struct truetype *font;
	uint16_t *renumbered; /* by old number */
	uint16_t *kept;       /* old numbers by new number */
	unsigned count;
};

static void
keep(struct cut *c, unsigned glyph)
{
	if (glyph == 0 || glyph >= c->font->glyph_count || c->renumbered[glyph] != 0)
		return;
	c->renumbered[glyph] = (uint16_t)c->count;
	c->kept[c->count++] = (uint16_t)glyph;
}

static void
keep_components(struct cut *c, struct str glyph)
{
	size_t at = 10;

	if (!is_composite(glyph))
		return;
	for (int i = 0; i < COMPONENTS_MOST && at + 4 <= glyph.len; i++) {
		unsigned flags = u16_at(glyph, at);

		keep(c, u16_at(glyph, at + 2));
		at += 4 + component_rest(flags);
		if (!(flags & MORE_COMPONENTS))
			break;
	}
}

/* Writes a composite glyph with the new numbers and without instructions. */
static size_t
write_composite(const struct cut *c, struct str glyph, char *p)
{
	size_t at = 10;

	memcpy(p, glyph.ptr, glyph.len);
	for (int i = 0; i < COMPONENTS_MOST && at + 4 <= glyph.len; i++) {
		unsigned flags = u16_at(glyph, at);
		unsigned old = u16_at(glyph, at + 2);

		put16(p + at, flags & ~(unsigned)HAS_INSTRUCTIONS);
		put16(p + at + 2, old < c->font->glyph_count ? c->renumbered[old] : 0);
		at += 4 + component_rest(flags);
		if (!(flags & MORE_COMPONENTS))
			break;
	}
	return at < glyph.len ? at : glyph.len;
}

/* Writes a simple glyph without instructions. */
static size_t
write_simple(struct str glyph, char *p)
{
	size_t head = 10 + 2 * (size_t)i16_at(glyph, 0);
	size_t outline_from = head + 2 + u16_at(glyph, head);

	if (outline_from > glyph.len) {
		memcpy(p, glyph.ptr, glyph.len);
		return glyph.len;
	}
	memcpy(p, glyph.ptr, head);
	put16(p + head, 0);
	memcpy(p + head + 2, glyph.ptr + outline_from, glyph.len - outline_from);
	return head + 2 + glyph.len - outline_from;
}

static struct str
write_glyphs(const struct cut *c, struct arena *a, struct str *loca)
{
	size_t room = 0, len = 0;
	char *offsets = arena_alloc(a, 4 * ((size_t)c->count + 1));
	char *bytes;

	for (unsigned i = 0; i < c->count; i++)
		room += outline(c->font, c->kept[i]).len + 4;
	bytes = arena_alloc(a, room);
	for (unsigned i = 0; i < c->count; i++) {
		struct str glyph = outline(c->font, c->kept[i]);

		put32(offsets + 4 * (size_t)i, (uint32_t)len);
		if (is_composite(glyph))
			len += write_composite(c, glyph, bytes + len);
		else if (glyph.len > 12)
			len += write_simple(glyph, bytes + len);
		len = (len + 3) & ~(size_t)3;
	}
	put32(offsets + 4 * (size_t)c->count, (uint32_t)len);
	*loca = (struct str){offsets, 4 * ((size_t)c->count + 1)};
	return (struct str){bytes, len};
}

static struct str
write_advances(const struct cut *c, struct arena *a)
{
	char *bytes = arena_alloc(a, 4 * (size_t)c->count);

	for (unsigned i = 0; i < c->count; i++) {
		unsigned glyph = c->kept[i];
		unsigned wide = c->font->wide_count;
		unsigned row = glyph < wide ? glyph : wide - 1;
		size_t bearing = glyph < wide
		    ? 4 * (size_t)glyph + 2
		    : 4 * (size_t)wide + 2 * ((size_t)glyph - wide);

		put16(bytes + 4 * (size_t)i, u16_at(c->font->hmtx, 4 * (size_t)row));
		put16(bytes + 4 * (size_t)i + 2, u16_at(c->font->hmtx, bearing));
	}
	return (struct str){bytes, 4 * (size_t)c->count};
}

/* A copy of a table with one 16-bit field changed. */
static struct str
with_field(struct arena *a, struct str table, size_t at, unsigned value)
{
	char *copy = arena_cstr(a, table);

	put16(copy + at, value);
	return (struct str){copy, table.len};
}

static uint32_t
checksum(struct str table)
{
	uint32_t sum = 0;
	size_t at = 0;

	for (; at + 4 <= table.len; at += 4)
		sum += u32_at(table, at);
	for (int shift = 24; at < table.len; at++, shift -= 8)
		sum += (uint32_t)(uint8_t)table.ptr[at] << shift;
	return sum;
}

/* A font file of these tables (sfnt wrapper, tags in alphabetical order). */
static struct str
write_font(struct arena *a, const char *const *tags, const struct str *tables, size_t n)
{
	size_t room = 12 + 16 * n, at = room, head = 0;
	char *bytes;

	for (size_t i = 0; i < n; i++)
		room += (tables[i].len + 3) & ~(size_t)3;
	bytes = arena_alloc(a, room);
	put32(bytes, 0x00010000);
	put16(bytes + 4, (unsigned)n);
	put16(bytes + 6, 64);
	put16(bytes + 8, 2);
	put16(bytes + 10, (unsigned)(16 * n - 64));
	for (size_t i = 0; i < n; i++) {
		char *row = bytes + 12 + 16 * i;

		memcpy(row, tags[i], 4);
		put32(row + 4, checksum(tables[i]));
		put32(row + 8, (uint32_t)at);
		put32(row + 12, (uint32_t)tables[i].len);
		memcpy(bytes + at, tables[i].ptr, tables[i].len);
		if (memcmp(tags[i], "head", 4) == 0)
			head = at;
		at += (tables[i].len + 3) & ~(size_t)3;
	}
	put32(bytes + head + 8, 0xB1B0AFBA - checksum((struct str){bytes, room}));
	return (struct str){bytes, room};
}

int
truetype_cut(const struct truetype *t, const uint32_t *code_points, size_t count,
    struct arena *a, struct truetype_subset *subset, struct err *e)
{
	static const char *const tags[] = {
	    "glyf", "head", "hhea", "hmtx", "loca", "maxp"};
	struct cut c = {.font = t,
	    .renumbered = arena_new_array(a, t->glyph_count, uint16_t),
	    .kept = arena_new_array(a, t->glyph_count, uint16_t),
	    .count = 1};
	struct str tables[6], head;

	if (count > t->glyph_count && count > 0xfff0)
		return err_set(e, ERR_CONF, "too many glyphs asked of a font");
	for (size_t i = 0; i < count; i++)
		keep(&c, truetype_glyph(t, code_points[i]));
	for (unsigned i = 0; i < c.count; i++)
		keep_components(&c, outline(t, c.kept[i]));
	head = with_field(a, str_slice(t->head, 0, 54), 50, 1);
	head = with_field(a, with_field(a, head, 8, 0), 10, 0);
	tables[0] = write_glyphs(&c, a, &tables[4]);
	tables[1] = head;
	tables[2] = with_field(a, str_slice(t->hhea, 0, 36), 34, c.count);
	tables[3] = write_advances(&c, a);
	tables[5] = with_field(a, str_slice(t->maxp, 0, 32), 4, c.count);
	subset->bytes = write_font(a, tags, tables, 6);
	subset->renumbered = c.renumbered;
	subset->glyph_count = c.count;
	return 0;
}
