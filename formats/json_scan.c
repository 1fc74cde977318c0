/* JSON as a run of elements, checked as RFC 8259 asks, numbers kept as they are written.
 */
#include "formats/json_scan.h"

#include "base/text.h"

void
json_scan_open(struct json_scan *s, struct str bytes, const struct element_names *names,
    struct arena *row)
{
	*s = (struct json_scan){
	    .names = names, .row = row, .bytes = bytes, .value_next = true};
}

static int
malformed(const struct json_scan *s, const char *why, struct err *e)
{
	uint64_t line = 1;

	for (size_t i = 0; i < s->at && i < s->bytes.len; i++)
		line += s->bytes.ptr[i] == '\n';
	err_file(e, "JSON_MALFORMED", "%s", why);
	e->row = line;
	return -1;
}

/* The byte that comes, or 0 at the end. */
static char
peek(const struct json_scan *s)
{
	return s->at < s->bytes.len ? s->bytes.ptr[s->at] : '\0';
}

static void
skip_blanks(struct json_scan *s)
{
	while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' || peek(s) == '\r')
		s->at++;
}

static bool
take_hex(struct json_scan *s, uint32_t *value)
{
	*value = 0;
	for (int i = 0; i < 4; i++) {
		char c = char_lower(peek(s));

		if (!char_is_digit(c) && (c < 'a' || c > 'f'))
			return false;
		*value =
		    *value * 16 + (uint32_t)(char_is_digit(c) ? c - '0' : c - 'a' + 10);
		s->at++;
	}
	return true;
}

/* \uXXXX, or two of them for one character beyond the first plane. */
static bool
take_code_point(struct json_scan *s, uint32_t *value)
{
	uint32_t low;

	if (!take_hex(s, value))
		return false;
	if (*value < 0xd800 || *value > 0xdfff)
		return true;
	if (*value > 0xdbff || peek(s) != '\\')
		return false;
	s->at++;
	if (peek(s) != 'u')
		return false;
	s->at++;
	if (!take_hex(s, &low) || low < 0xdc00 || low > 0xdfff)
		return false;
	*value = 0x10000 + ((*value - 0xd800) << 10) + (low - 0xdc00);
	return true;
}

static bool
take_escape(struct json_scan *s, char *to, size_t *len)
{
	static const char letters[] = "\"\\/bfnrt";
	static const char values[] = "\"\\/\b\f\n\r\t";
	char c = peek(s);
	const char *known = c == '\0' ? NULL : strchr(letters, c);
	uint32_t value;

	s->at++;
	if (known != NULL) {
		to[(*len)++] = values[known - letters];
		return true;
	}
	if (c != 'u' || !take_code_point(s, &value))
		return false;
	*len += text_put(value, to + *len);
	return true;
}

/* The closing quote of the string that begins at `at`, or the end of the bytes. */
static size_t
find_quote(const struct json_scan *s, size_t at, bool *escapes)
{
	for (; at < s->bytes.len && s->bytes.ptr[at] != '"'; at++)
		if (s->bytes.ptr[at] == '\\') {
			*escapes = true;
			at++;
		}
	return at < s->bytes.len ? at : s->bytes.len;
}

/* Copies a string of `stop - s->at` bytes with its escapes resolved. */
static bool
resolve(struct json_scan *s, size_t stop, struct str *value)
{
	char *copy = arena_alloc(s->row, stop - s->at + 4);
	size_t len = 0;

	while (s->at < stop) {
		char c = s->bytes.ptr[s->at++];

		if (c != '\\')
			copy[len++] = c;
		else if (!take_escape(s, copy, &len))
			return false;
	}
	*value = (struct str){copy, len};
	return s->at == stop;
}

/* The string behind the quote at s->at: a slice or, when it has escapes, a copy. */
static bool
take_string(struct json_scan *s, struct str *value)
{
	bool escapes = false;
	size_t from = ++s->at, stop = find_quote(s, from, &escapes);

	if (stop == s->bytes.len)
		return false;
	for (size_t i = from; i < stop; i++)
		if ((uint8_t)s->bytes.ptr[i] < 0x20)
			return false;
	*value = str_slice(s->bytes, from, stop);
	if (escapes && !resolve(s, stop, value))
		return false;
	s->at = stop + 1;
	return true;
}

static size_t
take_digits(struct json_scan *s)
{
	size_t from = s->at;

	while (char_is_digit(peek(s)))
		s->at++;
	return s->at - from;
}

static bool
take_number(struct json_scan *s, struct str *value)
{
	size_t from = s->at, whole;
	char first;

	if (peek(s) == '-')
		s->at++;
	first = peek(s);
	whole = take_digits(s);
	if (whole == 0 || (whole > 1 && first == '0'))
		return false;
	if (peek(s) == '.') {
		s->at++;
		if (take_digits(s) == 0)
			return false;
	}
	if (peek(s) == 'e' || peek(s) == 'E') {
		s->at++;
		if (peek(s) == '+' || peek(s) == '-')
			s->at++;
		if (take_digits(s) == 0)
			return false;
	}
	*value = str_slice(s->bytes, from, s->at);
	return true;
}

/* true, false (kept as text) or null (an empty text). */
static bool
take_word(struct json_scan *s, struct str *value)
{
	static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
	struct str rest = str_slice(s->bytes, s->at, s->bytes.len);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_starts(rest, words[i])) {
			*value = i == 2 ? (struct str){0} : words[i];
			s->at += words[i].len;
			return true;
		}
	return false;
}

static bool
take_scalar(struct json_scan *s, struct str *value)
{
	if (peek(s) == '"')
		return take_string(s, value);
	if (peek(s) == '-' || char_is_digit(peek(s)))
		return take_number(s, value);
	return take_word(s, value);
}

/* Enters the object or array at s->at. An object is an element; an array only lends its
 * name to its items. */
static int
enter(struct json_scan *s, struct element *el, struct err *e)
{
	bool object = peek(s) == '{';

	if (s->depth == ELEMENT_DEPTH)
		return err_file(
		    e, "XML_TOO_DEEP", "JSON nested beyond %d", ELEMENT_DEPTH);
	if (object)
		memset(s->open[s->depth].seen, 0, sizeof s->open[s->depth].seen);
	s->open[s->depth].close = object ? '}' : ']';
	s->open[s->depth].id = s->id;
	s->open[s->depth].first = true;
	s->depth++;
	s->at++;
	s->value_next = false;
	*el = (struct element){.opens = true, .id = s->id};
	return object;
}

/* The value at s->at: 1 when an element was told, 0 to go on, -1. A scalar is taken only
 * when its end is told: its text would not outlive an elements_release in between. */
static int
take_value(struct json_scan *s, struct element *el, struct err *e)
{
	s->value_next = false;
	if (peek(s) == '{' || peek(s) == '[')
		return enter(s, el, e);
	s->told = true;
	*el = (struct element){.opens = true, .id = s->id};
	return 1;
}

/* The name of a member, whose quote stands at s->at. A name that we read may stand once:
 * of two, each reader would take another (RFC 8259, section 4). */
static int
take_name(struct json_scan *s, struct err *e)
{
	struct str name;
	size_t place;

	if (peek(s) != '"' || !take_string(s, &name))
		return malformed(s, "a name was expected", e);
	place = element_names_place(s->names, name);
	s->id = place == 0 ? 0 : s->names->table[place - 1].id;
	if (place > 0 && s->open[s->depth - 1].seen[place])
		return malformed(s,
		    arena_format(s->row, "the name \"%.*s\" stands twice in one object",
			STR_ARG(name))
			.ptr,
		    e);
	s->open[s->depth - 1].seen[place] = true;
	skip_blanks(s);
	if (peek(s) != ':')
		return malformed(s, "a colon was expected", e);
	s->at++;
	return 0;
}

/* What stands behind a value or at the beginning of a container: a comma, a key, an end.
 */
static int
take_mark(struct json_scan *s, struct element *el, struct err *e)
{
	bool object = s->open[s->depth - 1].close == '}';

	if (peek(s) == s->open[s->depth - 1].close) {
		s->at++;
		s->depth--;
		*el = (struct element){.id = s->open[s->depth].id};
		return object;
	}
	if (!s->open[s->depth - 1].first) {
		if (peek(s) != ',')
			return malformed(s, "a comma or an end was expected", e);
		s->at++;
		skip_blanks(s);
	}
	s->open[s->depth - 1].first = false;
	s->id = s->open[s->depth - 1].id;
	s->value_next = true;
	return object ? take_name(s, e) : 0;
}

static int
end_scalar(struct json_scan *s, struct element *el, struct err *e)
{
	struct str text;

	if (!take_scalar(s, &text))
		return malformed(s, "a value was expected", e);
	s->told = false;
	*el = (struct element){.id = s->id, .text = str_trim(text)};
	return 1;
}

int
json_scan_next(struct json_scan *s, struct element *el, struct err *e)
{
	if (!s->utf8_checked && !text_is_utf8(s->bytes))
		return malformed(s, "the text is not UTF-8", e);
	s->utf8_checked = true;
	if (s->told)
		return end_scalar(s, el, e);
	for (;;) {
		int step;

		skip_blanks(s);
		if (s->depth == 0 && s->at == s->bytes.len && !s->value_next)
			return 0;
		if (s->depth == 0 && !s->value_next) {
			s->value_next = true; /* another document behind the first */
			s->id = 0;
		}
		step = s->value_next ? take_value(s, el, e) : take_mark(s, el, e);
		if (step != 0)
			return step;
	}
}
