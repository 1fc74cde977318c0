/* Names of people are printed, copied and searched: the letters are embedded, and which
 * character each of them is. */
#include "formats/pdf_face.h"

#include "base/text.h"

enum { CODES_MOST = 1024, MAP_BLOCK = 100 };

struct range {
	uint16_t from, to;
};

/* What Italian texts are made of; each letter more would travel in every notice. */
static const struct range common[] = {{0x20, 0x22}, {0x25, 0x3B}, {0x3F, 0x5A},
    {0x5F, 0x5F}, {0x61, 0x7A}, {0xA0, 0xA0}, {0xA7, 0xA7}, {0xAA, 0xAB}, {0xB0, 0xB0},
    {0xB7, 0xB7}, {0xBA, 0xBB}, {0xC0, 0xC0}, {0xC8, 0xC9}, {0xCC, 0xCC}, {0xD2, 0xD2},
    {0xD9, 0xD9}, {0xE0, 0xE0}, {0xE8, 0xE9}, {0xEC, 0xEC}, {0xF2, 0xF2}, {0xF9, 0xF9},
    {0x2013, 0x2013}, {0x2018, 0x2019}, {0x201C, 0x201D}, {0x20AC, 0x20AC}, {0, 0}};

/* All of ASCII, Latin 1 and Extended A, Romanian commas, quotes and dashes; what is near
 * already is left out. */
static const struct range europe[] = {{0x21, 0x7E}, {0xA1, 0xAC}, {0xAE, 0x17F},
    {0x18F, 0x18F}, {0x192, 0x192}, {0x1CD, 0x1DC}, {0x1E6, 0x1E7}, {0x1FA, 0x1FF},
    {0x218, 0x21B}, {0x259, 0x259}, {0x1E02, 0x1E03}, {0x1E0A, 0x1E0B}, {0x1E1E, 0x1E1F},
    {0x1E40, 0x1E41}, {0x1E56, 0x1E57}, {0x1E60, 0x1E61}, {0x1E6A, 0x1E6B},
    {0x1E80, 0x1E85}, {0x1E9E, 0x1E9E}, {0x1EF2, 0x1EF3}, {0x2010, 0x2015},
    {0x201A, 0x201A}, {0x201E, 0x201E}, {0x2020, 0x2022}, {0x2026, 0x2026},
    {0x2030, 0x2030}, {0x2039, 0x203A}, {0x2122, 0x2122}, {0, 0}};

static const struct range codes_only[] = {
    {0x20, 0x20}, {0x2D, 0x2D}, {0x30, 0x39}, {0x41, 0x5A}, {0, 0}};

/* P is for the slip's "P1". */
static const struct range figures[] = {{0x20, 0x20}, {0x2C, 0x39}, {0x50, 0x50}, {0, 0}};

static const struct range nothing[] = {{0, 0}};

static const struct range *const alphabets[] = {[FACE_COMMON] = common,
    [FACE_CODES] = codes_only,
    [FACE_FIGURES] = figures,
    [FACE_NOTHING] = nothing};

/* Titillium Web maps Ţ to a glyph that is empty: a name would lose a letter. */
static bool
has_letter(const struct truetype *t, uint32_t code)
{
	unsigned glyph = truetype_glyph(t, code);

	return glyph != 0 && (code == ' ' || code == 0xA0 || truetype_draws(t, glyph));
}

static size_t
list_codes(const struct truetype *t, const struct range *ranges, uint32_t *codes)
{
	size_t count = 0;

	for (const struct range *r = ranges; r->to != 0; r++)
		for (uint32_t c = r->from; c <= r->to; c++)
			if (count < CODES_MOST && has_letter(t, c))
				codes[count++] = c;
	return count;
}

static bool
is_listed(const uint32_t *codes, size_t count, uint32_t code)
{
	for (size_t i = 0; i < count; i++)
		if (codes[i] == code)
			return true;
	return false;
}

/* Adds what a text has beyond the letters listed, in the order of the code points. */
static size_t
list_more(const struct truetype *t, struct str text, uint32_t *codes, size_t count)
{
	for (size_t at = 0; at < text.len && count < CODES_MOST;) {
		uint32_t c = text_next(text, &at);
		size_t i = count;

		if (c >= FACE_CODE_POINTS || is_listed(codes, count, c) ||
		    !has_letter(t, c))
			continue;
		for (; i > 0 && codes[i - 1] > c; i--)
			codes[i] = codes[i - 1];
		codes[i] = c;
		count++;
	}
	return count;
}

/* The near part is written once, far parts with each document. */
static enum pdf_effort
effort_for(unsigned part)
{
	return part == 0 ? PDF_SMALL : PDF_FAST;
}

/* True for a glyph whose character does not follow that of the glyph before it; runs stay
 * within 256 glyphs and 256 characters, as the map's syntax asks. */
static bool
starts_run(const uint16_t *code_of, unsigned glyph)
{
	unsigned code = code_of[glyph];

	return code != 0 &&
	    (code != code_of[glyph - 1] + 1u || glyph % 256 == 0 || code % 256 == 0);
}

/* ISO 32000-1 9.10.3: the glyphs' characters, for copying and searching. */
static unsigned
write_characters(
    struct pdf *p, const struct pdf_face *face, unsigned part, unsigned glyphs)
{
	uint16_t *code_of = arena_new_array(p->arena, glyphs, uint16_t);
	unsigned number = pdf_reserve(p, 1), count = 0;
	struct out map;

	for (uint32_t c = FACE_CODE_POINTS; c-- > 0;)
		if (face->glyphs[c] != 0 && (face->glyphs[c] & FACE_IS_FAR) == part)
			code_of[face->glyphs[c] & ~FACE_IS_FAR] = (uint16_t)c;
	for (unsigned g = 1; g < glyphs; g++)
		count += starts_run(code_of, g);
	out_open_memory(&map, p->arena);
	out_text(&map,
	    "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n"
	    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
	    "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n"
	    "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
	for (unsigned g = 1, done = 0; g < glyphs; g++) {
		unsigned last = g;

		if (!starts_run(code_of, g))
			continue;
		while (last + 1 < glyphs && code_of[last + 1] != 0 &&
		    !starts_run(code_of, last + 1))
			last++;
		if (done % MAP_BLOCK == 0)
			out_format(&map, "%u beginbfrange\n",
			    count - done < MAP_BLOCK ? count - done : MAP_BLOCK);
		out_format(&map, "<%04X><%04X><%04X>\n", g, last, (unsigned)code_of[g]);
		done++;
		if (done % MAP_BLOCK == 0 || done == count)
			out_text(&map, "endbfrange\n");
	}
	out_text(&map, "endcmap CMapName currentdict/CMap defineresource pop end end");
	pdf_stream(p, number, "", out_bytes_of(&map), effort_for(part));
	return number;
}

static unsigned
write_descriptor(struct pdf *p, const struct truetype *t, struct str font,
    enum pdf_effort effort, const char *tag, const char *name)
{
	struct truetype_metrics m = truetype_metrics(t);
	unsigned file = pdf_reserve(p, 2);
	struct str length = arena_format(p->arena, "/Length1 %zu", font.len);

	pdf_stream(p, file, length.ptr, font, effort);
	pdf_object_begin(p, file + 1);
	out_format(p->out,
	    "<</Type/FontDescriptor/FontName/%s+%s/Flags 32/FontBBox[%d %d %d %d]"
	    "/ItalicAngle 0/Ascent %d/Descent %d/CapHeight 700/StemV 80"
	    "/FontFile2 %u 0 R>>",
	    tag, name, m.box[0], m.box[1], m.box[2], m.box[3], m.ascent, m.descent, file);
	pdf_object_end(p);
	return file + 1;
}

/* One width for all glyphs of a fixed face, else a list. */
static void
write_widths(struct out *o, const struct pdf_font *font, unsigned glyphs)
{
	bool is_fixed = true;

	for (unsigned g = 1; g < glyphs; g++)
		is_fixed = is_fixed && font->advances[g] == font->advances[0];
	if (is_fixed) {
		out_format(o, "/DW %u", (unsigned)font->advances[0]);
		return;
	}
	out_text(o, "/W[0[");
	for (unsigned g = 0; g < glyphs; g++)
		out_format(o, g == 0 ? "%u" : " %u", (unsigned)font->advances[g]);
	out_text(o, "]]");
}

static unsigned
write_font(struct pdf *p, const struct pdf_font *font, unsigned glyphs,
    unsigned descriptor, unsigned characters, const char *tag, const char *name)
{
	unsigned number = pdf_reserve(p, 2);

	pdf_object_begin(p, number);
	out_format(p->out,
	    "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s+%s/CIDSystemInfo"
	    "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %u 0 R"
	    "/CIDToGIDMap/Identity",
	    tag, name, descriptor);
	write_widths(p->out, font, glyphs);
	out_text(p->out, ">>");
	pdf_object_end(p);
	pdf_object_begin(p, number + 1);
	out_format(p->out,
	    "<</Type/Font/Subtype/Type0/BaseFont/%s+%s/Encoding/Identity-H"
	    "/DescendantFonts[%u 0 R]/ToUnicode %u 0 R>>",
	    tag, name, number, characters);
	pdf_object_end(p);
	return number + 1;
}

/* The advances of the subset's glyphs, by their new numbers. */
static uint16_t *
list_advances(
    const struct truetype *t, const struct truetype_subset *subset, struct arena *a)
{
	uint16_t *advances = arena_new_array(a, subset->glyph_count, uint16_t);

	for (unsigned g = 0; g < t->glyph_count; g++)
		if (g == 0 || subset->renumbered[g] != 0)
			advances[subset->renumbered[g]] =
			    (uint16_t)truetype_advance(t, g);
	return advances;
}

/* Writes a part's objects and says which glyphs its code points have. */
static int
embed(struct pdf_face *face, struct pdf *p, unsigned part, const uint32_t *codes,
    size_t count, const char *tag, struct err *e)
{
	struct pdf_font *font = part == 0 ? &face->near : &face->far;
	struct arena *a = part == 0 ? p->arena : p->scratch;
	struct truetype_subset subset;
	unsigned descriptor, characters;

	if (truetype_cut(&face->type, codes, count, a, &subset, e) != 0)
		return -1;
	font->advances = list_advances(&face->type, &subset, a);
	for (size_t i = 0; i < count; i++)
		face->glyphs[codes[i]] = (uint16_t)(part |
		    subset.renumbered[truetype_glyph(&face->type, codes[i])]);
	descriptor = write_descriptor(
	    p, &face->type, subset.bytes, effort_for(part), tag, face->name);
	characters = write_characters(p, face, part, subset.glyph_count);
	font->object = write_font(
	    p, font, subset.glyph_count, descriptor, characters, tag, face->name);
	return 0;
}

int
pdf_face_open(struct pdf_face *face, struct pdf *p, struct str font,
    enum face_alphabet alphabet, struct str more, const char *tag, const char *name,
    struct err *e)
{
	uint32_t codes[CODES_MOST];
	size_t count;

	if (truetype_parse(&face->type, font, e) != 0)
		return -1;
	face->name = name;
	count = alphabet == FACE_COMMON ? list_codes(&face->type, europe, codes) : 0;
	for (size_t i = 0; i < count; i++)
		face->glyphs[codes[i]] = FACE_IS_FAR;
	count = list_codes(&face->type, alphabets[alphabet], codes);
	count = list_more(&face->type, more, codes, count);
	return embed(face, p, 0, codes, count, tag, e);
}

int
pdf_face_load(struct pdf_face *face, struct pdf *p, const struct face_letters *letters,
    const char *tag, struct err *e)
{
	return embed(face, p, FACE_IS_FAR, letters->codes, letters->count, tag, e);
}

void
pdf_face_unload(struct pdf_face *face, const struct face_letters *letters)
{
	for (size_t i = 0; i < letters->count; i++)
		face->glyphs[letters->codes[i]] = FACE_IS_FAR;
	face->far = (struct pdf_font){0};
}
