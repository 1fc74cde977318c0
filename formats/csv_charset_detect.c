/* Which charset a file is in. The order is: what was fixed, the byte order mark, the zero
 * bytes of UTF-16 and UTF-32, well-formed UTF-8, and only then a Western code page, and
 * that only when the bytes read as Western text: a wrong guess would put a wrong name on
 * a notice without anybody seeing it. */
#include "formats/csv_charset.h"
#include "formats/csv_charset_western.h"
#include "formats/csv_mask.h"

#include "base/text.h"

enum { WIDE_HEAD = 4096, PIECE = 8 << 20 };

/* What a walk over all bytes as UTF-8 found. */
struct survey {
	size_t nul;         /* offset of the first zero byte, or the length */
	size_t malformed;   /* runs that are not UTF-8 */
	size_t multibyte;   /* characters beyond ASCII that are */
	size_t first_wrong; /* offset of the first malformed byte */
};

static uintmax_t
line_of(struct str bytes, size_t at)
{
	uintmax_t line = 1;

	for (size_t i = 0; i < at; i++)
		if (bytes.ptr[i] == '\n' ||
		    (bytes.ptr[i] == '\r' &&
			(i + 1 >= bytes.len || bytes.ptr[i + 1] != '\n')))
			line++;
	return line;
}

static int
refuse(struct err *e, const char *code, struct str bytes, size_t at, const char *seen)
{
	uintmax_t line = line_of(bytes, at);

	err_file(e, code, "%s at byte %zu, line %ju", seen, at + 1, line);
	e->row = line;
	return -1;
}

/* One step of the survey, at a byte that is zero or beyond ASCII. */
static size_t
survey_odd(struct survey *s, struct str bytes, size_t at)
{
	size_t next = at;

	if (bytes.ptr[at] == '\0') {
		if (at < s->nul)
			s->nul = at;
		return at + 1;
	}
	if (text_next(bytes, &next) == 0xFFFD && next == at + 1) {
		if (s->malformed++ == 0)
			s->first_wrong = at;
		return next;
	}
	s->multibyte++;
	return next;
}

static struct survey
survey_bytes(const struct input *in)
{
	struct str bytes = in->bytes;
	const struct csv_kernel *kernel = csv_kernel_best();
	struct survey s = {.nul = bytes.len, .first_wrong = bytes.len};
	size_t at = 0, forgotten = 0;

	while (at < bytes.len) {
		size_t piece = bytes.len - at > PIECE ? PIECE : bytes.len - at, end;

		input_forget_behind(in, at, &forgotten);
		at += CSV_BLOCK * kernel->plain(bytes.ptr + at, piece / CSV_BLOCK);
		end = bytes.len - at > CSV_BLOCK ? at + CSV_BLOCK : bytes.len;
		for (;;) {
			while (at < end && (signed char)bytes.ptr[at] > 0)
				at++;
			if (at >= end)
				break;
			at = survey_odd(&s, bytes, at);
		}
	}
	return s;
}

struct mark {
	const char *bytes;
	size_t len;
	const char *charset;
};

static const struct mark marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},
    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
    {"\0\0\xFE\xFF", 4, "UTF-32BE"},
    {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},
};

static const struct mark *
find_mark(struct str bytes)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(bytes, (struct str){marks[i].bytes, marks[i].len}))
			return &marks[i];
	return NULL;
}

/* True when most units of the head are ASCII characters of this charset and none is NUL.
 */
static bool
reads_as_wide(struct str bytes, const struct csv_charset *c)
{
	struct str head = str_slice(bytes, 0, WIDE_HEAD);
	size_t units = 0, ascii = 0;

	if (bytes.len % c->width != 0)
		return false;
	for (size_t at = 0; at < head.len; units++) {
		uint32_t value = csv_charset_next(c, head, &at);

		if (value == 0 || (value == UINT32_MAX && at < head.len))
			return false;
		ascii += value < 0x80;
	}
	return ascii * 10 >= units * 7 && units > 1;
}

static const struct csv_charset *
find_wide(struct str bytes)
{
	static const char *const names[] = {
	    "UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE"};

	if (memchr(bytes.ptr, 0, bytes.len < WIDE_HEAD ? bytes.len : WIDE_HEAD) == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct csv_charset *c = csv_charset_find(str_of(names[i]));

		if (reads_as_wide(bytes, c))
			return c;
	}
	return NULL;
}

/* Checks the bytes of a fixed charset of one byte a character. */
static int
check_single(const struct input *in, const struct csv_charset *c, struct err *e)
{
	struct str bytes = in->bytes;
	size_t forgotten = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char byte = (unsigned char)bytes.ptr[i];

		input_forget_behind(in, i, &forgotten);
		if (byte == 0)
			return refuse(e, "CSV_NUL", bytes, i, "a NUL character");
		if (byte >= 0x80 && c->high[byte - 0x80] == 0)
			return refuse(e, "CSV_ENCODING", bytes, i,
			    "a byte that the encoding does not have");
	}
	return 0;
}

static int
check_utf8(const struct survey *s, struct str bytes, struct err *e)
{
	if (s->nul < bytes.len)
		return refuse(e, "CSV_NUL", bytes, s->nul, "a NUL character");
	if (s->malformed > 0)
		return refuse(e, "CSV_ENCODING", bytes, s->first_wrong,
		    "bytes that are not valid UTF-8");
	return 0;
}

/* Without a mark and without a fixed charset. */
static int
guess(const struct input *in, const struct csv_charset **found, struct err *e)
{
	struct str bytes = in->bytes;
	const struct csv_charset *wide = find_wide(bytes);
	struct survey s;

	*found = wide;
	if (wide != NULL)
		return 0;
	s = survey_bytes(in);
	if (s.nul == bytes.len && s.malformed > 0 && s.multibyte * 4 <= s.malformed)
		*found = csv_charset_western(in);
	if (*found != NULL)
		return 0;
	*found = csv_charset_find(STR("UTF-8"));
	return check_utf8(&s, bytes, e);
}

int
csv_charset_detect(const struct input *in, const struct csv_charset *wanted,
    const struct csv_charset **found, size_t *mark, struct err *e)
{
	const struct mark *m = find_mark(in->bytes);
	const struct csv_charset *marked =
	    m == NULL ? NULL : csv_charset_find(str_of(m->charset));
	const struct csv_charset *charset = wanted;

	*mark = 0;
	if (marked != NULL && (wanted == NULL || wanted->width == marked->width)) {
		charset = marked;
		*mark = m->len;
	}
	if (charset == NULL)
		return guess(in, found, e);
	*found = charset;
	if (charset->width == 0) {
		struct survey s = survey_bytes(in);

		return check_utf8(&s, in->bytes, e);
	}
	return charset->width == 1 ? check_single(in, charset, e) : 0;
}
