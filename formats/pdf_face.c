/* Texts measured, cut into lines, spelled and written with a face; which letters it has,
 * pdf_face_embed.c has settled. */
#include "formats/pdf_face.h"

#include "base/text.h"

static unsigned
next_glyph(const struct pdf_face *face, struct str text, size_t *at)
{
	uint32_t c = (uint8_t)text.ptr[*at];

	if (c < 0x80)
		(*at)++;
	else
		c = text_next(text, at);
	if (c >= FACE_CODE_POINTS)
		return 0;
	if (face->seen != NULL)
		face->seen[c / 64] |= UINT64_C(1) << c % 64;
	return face->glyphs[c];
}

void
pdf_face_watch(struct pdf_face *face, struct arena *a)
{
	face->seen = arena_new_array(a, FACE_CODE_POINTS / 64, uint64_t);
}

struct str
pdf_face_watched(struct pdf_face *face, struct arena *a)
{
	struct out o;
	char letter[4];

	out_open_memory(&o, a);
	for (uint32_t c = 0; c < FACE_CODE_POINTS; c++)
		if (face->glyphs[c] != 0 && (face->seen[c / 64] >> c % 64 & 1) != 0)
			out_write(&o, letter, text_put(c, letter));
	face->seen = NULL;
	return out_bytes_of(&o);
}

static unsigned
advance(const struct pdf_face *face, unsigned glyph)
{
	if (glyph & FACE_IS_FAR)
		return face->far.advances == NULL
		    ? face->near.advances[0]
		    : face->far.advances[glyph & ~(unsigned)FACE_IS_FAR];
	return face->near.advances[glyph];
}

/* Thousandths of the em at a size in points, as hundredths of a millimetre. */
static int
to_length(int64_t thousandths, int size)
{
	return (int)((thousandths * size * 2540 + 36000) / 72000);
}

int
pdf_face_width(const struct pdf_face *face, int size, struct str text)
{
	int64_t sum = 0;

	for (size_t at = 0; at < text.len;)
		sum += advance(face, next_glyph(face, text, &at));
	return to_length(sum, size);
}

struct str
pdf_face_line(const struct pdf_face *face, int size, int width, struct str *rest)
{
	int64_t sum = 0, most = (int64_t)width * 72000 / ((int64_t)size * 2540);
	struct str text = *rest;
	size_t at = 0, cut = 0; /* cut: behind the last blank that fits */

	while (at < text.len) {
		size_t from = at;

		sum += advance(face, next_glyph(face, text, &at));
		if (text.ptr[from] == ' ') {
			cut = at;
		} else if (sum > most && from > 0) {
			if (cut == 0)
				cut = from;
			*rest = str_slice(text, cut, text.len);
			return str_trim(str_slice(text, 0, cut));
		}
	}
	*rest = (struct str){0};
	return str_trim(text);
}

/* The same letter of Romanian under its other number, with a comma for the cedilla or the
 * other way round. */
static struct str
twin(struct str letter)
{
	static const char *const twins[][2] = {
	    {"Ţ", "Ț"}, {"ţ", "ț"}, {"Ş", "Ș"}, {"ş", "ș"}};

	for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++)
		for (size_t k = 0; k < 2; k++)
			if (str_is(letter, twins[i][k]))
				return str_of(twins[i][1 - k]);
	return (struct str){0};
}

/* What is drawn for a letter that the face lacks. */
static void
spell(const struct pdf_face *face, struct str letter, struct out *spelled,
    unsigned *replaced)
{
	struct str other = twin(letter);
	size_t at = 0;

	if (other.len > 0 && next_glyph(face, other, &at) != 0) {
		out_str(spelled, other);
		return;
	}
	out_str(spelled, text_ascii(spelled->arena, letter, '?'));
	(*replaced)++;
}

struct str
pdf_face_spell(
    const struct pdf_face *face, struct str text, struct arena *a, unsigned *replaced)
{
	struct out spelled;
	size_t at = 0;

	while (at < text.len && next_glyph(face, text, &at) != 0)
		;
	if (at >= text.len)
		return text;
	out_open_memory(&spelled, a);
	for (at = 0; at < text.len;) {
		size_t from = at;

		if (next_glyph(face, text, &at) != 0) {
			out_write(&spelled, text.ptr + from, at - from);
			continue;
		}
		spell(face, str_slice(text, from, at), &spelled, replaced);
	}
	return out_bytes_of(&spelled);
}

static void
add_letter(struct face_letters *letters, uint32_t code)
{
	size_t at = letters->count;

	while (at > 0 && letters->codes[at - 1] > code)
		at--;
	if (at > 0 && letters->codes[at - 1] == code)
		return;
	if (letters->count == FACE_LETTERS_MOST)
		BUG("more letters than an alphabet has");
	memmove(letters->codes + at + 1, letters->codes + at,
	    (letters->count - at) * sizeof letters->codes[0]);
	letters->codes[at] = code;
	letters->count++;
}

void
face_letters_add(
    struct face_letters *letters, const struct pdf_face *face, struct str text)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t c = text_next(text, &at);

		if (c < FACE_CODE_POINTS && (face->glyphs[c] & FACE_IS_FAR) != 0)
			add_letter(letters, c);
	}
}

struct str
pdf_face_run(const struct pdf_face *face, struct str *rest, bool *is_far)
{
	struct str text = *rest;
	size_t at = 0, end;
	unsigned part = next_glyph(face, text, &at) & FACE_IS_FAR;

	for (end = at; at < text.len; end = at)
		if ((next_glyph(face, text, &at) & FACE_IS_FAR) != part)
			break;
	*is_far = part != 0;
	*rest = str_slice(text, end, text.len);
	return str_slice(text, 0, end);
}

/* One byte of a string; a literal string escapes four of them (ISO 32000-1 7.3.4.2). */
static size_t
put_byte(char *bytes, unsigned byte)
{
	bytes[0] = (char)byte;
	if (byte != '(' && byte != ')' && byte != '\\' && byte != '\r')
		return 1;
	bytes[0] = '\\';
	bytes[1] = byte == '\r' ? 'r' : (char)byte;
	return 2;
}

void
pdf_face_write(const struct pdf_face *face, struct out *o, struct str run)
{
	char bytes[256];
	size_t len = 0;

	bytes[len++] = '(';
	for (size_t at = 0; at < run.len;) {
		unsigned glyph = next_glyph(face, run, &at) & ~(unsigned)FACE_IS_FAR;

		len += put_byte(bytes + len, glyph >> 8);
		len += put_byte(bytes + len, glyph & 0xff);
		if (len > sizeof bytes - 5) {
			out_write(o, bytes, len);
			len = 0;
		}
	}
	bytes[len++] = ')';
	out_write(o, bytes, len);
}
