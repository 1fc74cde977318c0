/* Text of strangers made clean; the Unicode knowledge is utf8proc's. */
#include "base/text.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

uint32_t
text_next(struct str s, size_t *at)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n = utf8proc_iterate(
	    (const utf8proc_uint8_t *)s.ptr + *at, (utf8proc_ssize_t)(s.len - *at), &c);

	if (n <= 0) {
		*at += 1;
		return REPLACEMENT;
	}
	*at += (size_t)n;
	return (uint32_t)c;
}

size_t
text_put(uint32_t code_point, char buf[4])
{
	utf8proc_ssize_t n =
	    utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)buf);

	return n < 0 ? 0 : (size_t)n;
}

/* Length of the ASCII run at the start of s, eight bytes a step. */
static size_t
ascii_run(struct str s)
{
	size_t i = 0;
	uint64_t word;

	for (; i + 8 <= s.len; i += 8) {
		memcpy(&word, s.ptr + i, 8);
		if ((word & 0x8080808080808080U) != 0)
			break;
	}
	while (i < s.len && (unsigned char)s.ptr[i] < 0x80)
		i++;
	return i;
}

bool
text_is_utf8(struct str s)
{
	size_t at = ascii_run(s);
	utf8proc_int32_t c;

	while (at < s.len) {
		utf8proc_ssize_t n =
		    utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at,
			(utf8proc_ssize_t)(s.len - at), &c);
		if (n <= 0)
			return false;
		at += (size_t)n;
		at += ascii_run(str_slice(s, at, s.len));
	}
	return true;
}

size_t
text_length(struct str s)
{
	size_t count = 0;

	for (size_t at = 0; at < s.len; count++)
		(void)text_next(s, &at);
	return count;
}

struct str
text_cut(struct str s, size_t most)
{
	size_t at = 0;

	if (s.len <= most)
		return s;
	for (size_t count = 0; count < most && at < s.len; count++)
		(void)text_next(s, &at);
	return str_slice(s, 0, at);
}

static bool
is_clean_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];

		if (c < 0x20 || c >= 0x7f)
			return false;
		if (c == ' ' && (i == 0 || i + 1 == s.len || s.ptr[i + 1] == ' '))
			return false;
	}
	return true;
}

static bool
is_space(uint32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 ||
	    utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS ||
	    c == 0x2028 || c == 0x2029;
}

/* Controls, formats (zero width, bidi), surrogates and private or unassigned code points.
 */
static bool
is_invisible(uint32_t c)
{
	utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)c);

	return kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF ||
	    kind == UTF8PROC_CATEGORY_CS || kind == UTF8PROC_CATEGORY_CN ||
	    kind == UTF8PROC_CATEGORY_CO;
}

/* s with U+FFFD for every malformed byte. */
static struct str
well_formed(struct arena *a, struct str s)
{
	char *buf;
	size_t len = 0;

	if (text_is_utf8(s))
		return s;
	buf = arena_alloc(a, s.len * 3);
	for (size_t at = 0; at < s.len;)
		len += text_put(text_next(s, &at), buf + len);
	return (struct str){buf, len};
}

/* s through utf8proc with `options`; malformed input is first replaced. */
static struct str
mapped(struct arena *a, struct str s, int options)
{
	utf8proc_uint8_t *result = NULL;
	struct str copy = well_formed(a, s);
	utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)copy.ptr,
	    (utf8proc_ssize_t)copy.len, &result, (utf8proc_option_t)options);

	if (n >= 0)
		copy = arena_str(a, (struct str){(const char *)result, (size_t)n});
	free(result);
	return copy;
}

struct str
text_clean(struct arena *a, struct str s)
{
	char *buf;
	size_t len = 0;
	bool blank = false;

	if (is_clean_ascii(s))
		return s;
	buf = arena_alloc(a, s.len * 3 + 4);
	for (size_t at = 0; at < s.len;) {
		uint32_t c = text_next(s, &at);

		if (is_space(c)) {
			blank = len > 0;
			continue;
		}
		if (is_invisible(c))
			continue;
		if (blank)
			buf[len++] = ' ';
		blank = false;
		len += text_put(c, buf + len);
	}
	return mapped(a, (struct str){buf, len}, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
}

/* Letters that no decomposition takes to ASCII. */
static const struct {
	uint32_t code_point;
	const char *ascii;
} spelled[] = {{0xDF, "ss"}, {0xC6, "AE"}, {0xE6, "ae"}, {0xD8, "O"}, {0xF8, "o"},
    {0xD0, "D"}, {0xF0, "d"}, {0xDE, "TH"}, {0xFE, "th"}, {0x110, "D"}, {0x111, "d"},
    {0x131, "i"}, {0x141, "L"}, {0x142, "l"}, {0x152, "OE"}, {0x153, "oe"}, {0x126, "H"},
    {0x127, "h"}, {0x2018, "'"}, {0x2019, "'"}, {0x201C, "\""}, {0x201D, "\""},
    {0x2013, "-"}, {0x2014, "-"}, {0x1E9E, "SS"}};

static const char *
spelling(uint32_t c)
{
	for (size_t i = 0; i < sizeof spelled / sizeof spelled[0]; i++)
		if (spelled[i].code_point == c)
			return spelled[i].ascii;
	return NULL;
}

struct str
text_ascii(struct arena *a, struct str s, char other)
{
	struct str plain;
	char *buf;
	size_t len = 0;

	if (ascii_run(s) == s.len)
		return s;
	plain = mapped(a, s, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_COMPAT);
	buf = arena_alloc(a, plain.len * 2 + 1);
	for (size_t at = 0; at < plain.len;) {
		uint32_t c = text_next(plain, &at);
		const char *letters = spelling(c);

		if (c < 0x80)
			buf[len++] = (char)c;
		else if (letters != NULL)
			for (; *letters != '\0'; letters++)
				buf[len++] = *letters;
		else
			buf[len++] = other;
	}
	return (struct str){buf, len};
}

struct str
text_fold(struct arena *a, struct str s)
{
	struct str plain = text_ascii(a, s, ' ');
	char *buf = arena_alloc(a, plain.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < plain.len; i++) {
		char c = char_lower(plain.ptr[i]);

		if ((c >= 'a' && c <= 'z') || char_is_digit(c))
			buf[len++] = c;
		else if (len > 0 && buf[len - 1] != '_')
			buf[len++] = '_';
	}
	while (len > 0 && buf[len - 1] == '_')
		len--;
	return (struct str){buf, len};
}

struct str
text_upper(struct arena *a, struct str s)
{
	char *buf = arena_alloc(a, s.len * 3 + 4); /* a broken byte becomes three */
	size_t len = 0;

	for (size_t at = 0; at < s.len;) {
		uint32_t c = text_next(s, &at);

		len +=
		    text_put((uint32_t)utf8proc_toupper((utf8proc_int32_t)c), buf + len);
	}
	return (struct str){buf, len};
}

struct str
text_printable(struct arena *a, struct str s)
{
	static const char hex[] = "0123456789abcdef";
	char *buf = arena_alloc(a, s.len * 4 + 1);
	size_t len = 0;

	for (size_t at = 0; at < s.len;) {
		size_t from = at;
		uint32_t c = text_next(s, &at);

		if (c != REPLACEMENT && !is_invisible(c) && c != 0x2028 && c != 0x2029) {
			memcpy(buf + len, s.ptr + from, at - from);
			len += at - from;
			continue;
		}
		for (; from < at; from++) {
			unsigned char byte = (unsigned char)s.ptr[from];

			buf[len++] = '\\';
			buf[len++] = 'x';
			buf[len++] = hex[byte >> 4];
			buf[len++] = hex[byte & 15];
		}
	}
	return (struct str){buf, len};
}

/* Whether a character is one that the bytes 0x80 to 0xBF stand for in Windows-1252; in
 * real texts none of them follows an Ã or Â within a word. */
static bool
is_stray(uint32_t c)
{
	return (c >= 0x80 && c <= 0xBF) || (c >= 0x152 && c <= 0x192) || c == 0x2C6 ||
	    c == 0x2DC || (c >= 0x2013 && c <= 0x2122);
}

bool
text_is_garbled(struct str s)
{
	uint32_t before = 0;

	for (size_t at = ascii_run(s); at < s.len;) {
		uint32_t c = text_next(s, &at);

		if (c == REPLACEMENT ||
		    ((before == 0xC3 || before == 0xC2) && is_stray(c)) ||
		    (before == 0xE2 && (c == 0x20AC || c == 0x201A)))
			return true;
		before = c;
	}
	return false;
}
