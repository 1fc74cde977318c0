/* The smallest parts of XML, read from memory without copies. */
#include "formats/xml_lexis.h"

#include "base/text.h"

/* Sixteen bytes at once, for whichever machine. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));

/* The colon is looked for apart. */
static bool
begins_name(char c)
{
	return char_is_alpha(c) || c == '_';
}

static bool
continues_name(char c)
{
	return begins_name(c) || char_is_digit(c) || c == '-' || c == '.';
}

static uint8_t
any_of(bytes16 v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof half);
	return (half[0] | half[1]) != 0;
}

static void
count_byte(uint8_t c, struct xml_census *census)
{
	census->high |= c >= 0x80;
	census->forbidden |=
	    c == ']' || c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
	census->references |= c == '&' || c == '\r';
}

struct xml_census
xml_take_census(const char *from, const char *to)
{
	struct xml_census census = {0};
	bytes16 high = {0}, forbidden = {0}, references = {0};

	for (; to - from >= 16; from += 16) {
		bytes16 v;

		memcpy(&v, from, sizeof v);
		high |= v & 0x80;
		forbidden |= (bytes16)(v == ']') | (bytes16)(v == 0x7f) |
		    ((bytes16)(v < 0x20) & (bytes16)(v != '\t') & (bytes16)(v != '\n') &
			(bytes16)(v != '\r'));
		references |= (bytes16)(v == '&') | (bytes16)(v == '\r');
	}
	census.high = any_of(high);
	census.forbidden = any_of(forbidden);
	census.references = any_of(references);
	for (; from < to; from++)
		count_byte((uint8_t)*from, &census);
	return census;
}

bool
xml_are_characters(struct str s)
{
	size_t at = 0;

	if (!text_is_utf8(s))
		return false;
	while ((at += str_find_str(str_slice(s, at, s.len), STR("\xef\xbf"))) < s.len) {
		if (at + 2 < s.len && (uint8_t)s.ptr[at + 2] >= 0xbe)
			return false;
		at += 2;
	}
	return true;
}

struct str
xml_between(const char *from, const char *to)
{
	return (struct str){from, (size_t)(to - from)};
}

const char *
xml_skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

const char *
xml_take_name(const char *p, const char *end, const char **local)
{
	*local = p;
	if (p == end || !begins_name(*p))
		return NULL;
	while (p < end && continues_name(*p))
		p++;
	if (p == end || *p != ':')
		return p;
	*local = ++p;
	if (p == end || !begins_name(*p))
		return NULL;
	while (p < end && continues_name(*p))
		p++;
	return p < end && *p == ':' ? NULL : p;
}

/* The code point of a reference such as "lt" or "#65"; 0 when it is none that we know. */
static uint32_t
reference_value(struct str name)
{
	static const struct {
		const char *name;
		uint32_t value;
	} known[] = {
	    {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
	bool hexadecimal = str_starts(name, STR("#x"));
	uint32_t value = 0;

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(name, known[i].name))
			return known[i].value;
	if (name.len < 2 || name.len > 9 || name.ptr[0] != '#')
		return 0;
	for (size_t i = hexadecimal ? 2 : 1; i < name.len; i++) {
		char c = char_lower(name.ptr[i]);
		uint32_t digit = char_is_digit(c) ? (uint32_t)(c - '0')
		    : c >= 'a' && c <= 'f'        ? (uint32_t)(c - 'a') + 10
						  : 99;

		if (digit >= (hexadecimal ? 16u : 10u))
			return 0;
		value = value * (hexadecimal ? 16u : 10u) + digit;
	}
	if (value >= 0x20 && value != 0xfffe && value != 0xffff &&
	    (value < 0xd800 || value > 0xdfff) && value <= 0x10ffff)
		return value;
	return value == '\t' || value == '\n' || value == '\r' ? value : 0;
}

bool
xml_resolve(struct str raw, struct arena *row, struct str *text)
{
	char *to = arena_alloc(row, raw.len + 4);
	size_t len = 0;

	for (size_t i = 0; i < raw.len; i++) {
		struct str rest = str_slice(raw, i + 1, raw.len);
		size_t stop =
		    raw.ptr[i] == '&' ? str_find(str_slice(rest, 0, 16), ';') : 0;
		uint32_t value;

		if (raw.ptr[i] == '\r') {
			if (rest.len == 0 || rest.ptr[0] != '\n')
				to[len++] = '\n';
			continue;
		}
		if (raw.ptr[i] != '&') {
			to[len++] = raw.ptr[i];
			continue;
		}
		if (stop >= rest.len || rest.ptr[stop] != ';')
			return false;
		value = reference_value(str_slice(rest, 0, stop));
		if (value == 0)
			return false;
		len += text_put(value, to + len);
		i += stop + 1;
	}
	*text = (struct str){to, len};
	return true;
}

bool
xml_has_references(struct str s)
{
	return str_find(s, '&') < s.len || str_find(s, '\r') < s.len;
}

const char *
xml_take_attribute(const char *p, const char *end, struct str *name, struct str *value)
{
	const char *local, *stop = xml_take_name(p, end, &local);
	char quote;

	if (stop == NULL)
		return NULL;
	*name = xml_between(p, stop);
	p = xml_skip_blanks(stop, end);
	if (p == end || *p != '=')
		return NULL;
	p = xml_skip_blanks(p + 1, end);
	if (p == end || (*p != '"' && *p != '\''))
		return NULL;
	quote = *p++;
	stop = memchr(p, quote, (size_t)(end - p));
	if (stop == NULL)
		return NULL;
	*value = xml_between(p, stop);
	return stop + 1;
}

bool
xml_is_good_value(struct str value, struct arena *row)
{
	struct str resolved;

	return str_find(value, '<') == value.len &&
	    (!xml_has_references(value) || xml_resolve(value, row, &resolved));
}
