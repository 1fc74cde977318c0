/* Plain XML at the speed of memory: end tags are compared with their start tags, and
 * nothing is copied. */
#include "formats/xml_scan.h"

#include "base/text.h"

/* Sixteen bytes at once, for whichever machine. */
typedef uint8_t bytes16 __attribute__((vector_size(16)));

enum { CHECK_STEP = 16384, ATTRIBUTES_MOST = 32 };

/* 1: may begin a name, 2: may stand in a name. The colon is looked for apart. */
static const uint8_t name_class[256] = {['A'] = 3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    ['a'] = 3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    3,
    ['0'] = 2,
    2,
    2,
    2,
    2,
    2,
    2,
    2,
    2,
    2,
    ['_'] = 3,
    ['-'] = 2,
    ['.'] = 2};

/* What a stretch of bytes holds that the scanner must know of. */
struct census {
	bool high;       /* bytes of more than 7 bits */
	bool forbidden;  /* control characters, or ']' which may end a CDATA section */
	bool references; /* '&' or CR */
};

static uint8_t
any_of(bytes16 v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof half);
	return (half[0] | half[1]) != 0;
}

static void
count_byte(uint8_t c, struct census *census)
{
	census->high |= c >= 0x80;
	census->forbidden |=
	    c == ']' || c == 0x7f || (c < 0x20 && c != '\t' && c != '\n' && c != '\r');
	census->references |= c == '&' || c == '\r';
}

static struct census
take_census(const char *from, const char *to)
{
	struct census census = {0};
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

/* True when the bytes with high bits are characters that XML allows (not U+FFFE, not
 * U+FFFF). */
static bool
are_characters(struct str s)
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

/* Makes sure that the bytes before `to` are good characters. */
static bool
check(struct xml_scan *s, const char *to)
{
	while (s->checked < to) {
		const char *upto =
		    s->end - s->checked > CHECK_STEP ? s->checked + CHECK_STEP : s->end;
		struct census census;

		for (int i = 0; i < 3 && upto < s->end && (*upto & 0xc0) == 0x80; i++)
			upto++;
		census = take_census(s->checked, upto);
		if (census.forbidden ||
		    (census.high &&
			!are_characters(
			    (struct str){s->checked, (size_t)(upto - s->checked)})))
			return false;
		s->references |= census.references;
		s->checked = upto;
	}
	return true;
}

static struct str
between(const char *from, const char *to)
{
	return (struct str){from, (size_t)(to - from)};
}

static const char *
skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

static bool
is_blank_run(const char *from, const char *to)
{
	return skip_blanks(from, to) == to;
}

/* The end of the name at p, with at most one colon inside; NULL when there is none.
 * *local is where the local name begins. */
static const char *
take_name(const char *p, const char *end, const char **local)
{
	*local = p;
	if (p == end || (name_class[(uint8_t)*p] & 1) == 0)
		return NULL;
	while (p < end && name_class[(uint8_t)*p] != 0)
		p++;
	if (p == end || *p != ':')
		return p;
	*local = ++p;
	if (p == end || (name_class[(uint8_t)*p] & 1) == 0)
		return NULL;
	while (p < end && name_class[(uint8_t)*p] != 0)
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

/* The text with references resolved and line ends made LF; false when a reference is
 * unknown. */
static bool
resolve(struct str raw, struct arena *row, struct str *text)
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

static bool
has_references(struct str s)
{
	return str_find(s, '&') < s.len || str_find(s, '\r') < s.len;
}

/* The trimmed character data between two tags. */
static bool
take_text(struct xml_scan *s, const char *to, struct str *text)
{
	*text = between(s->text, to);
	if (s->references && has_references(*text) && !resolve(*text, s->row, text))
		return false;
	*text = str_trim(*text);
	return text->len <= ELEMENT_TEXT_MOST;
}

/* Text in front of a child is not told, but its references must be good ones. */
static bool
is_good_text(struct xml_scan *s, const char *to)
{
	struct str text = between(s->text, to), resolved;

	return !s->references || !has_references(text) ||
	    resolve(text, s->row, &resolved);
}

/* One attribute at p: its end, or NULL when we are unsure. */
static const char *
take_attribute(struct xml_scan *s, const char *p, struct str *name, struct str *value)
{
	const char *local, *stop = take_name(p, s->end, &local);
	char quote;

	if (stop == NULL)
		return NULL;
	*name = between(p, stop);
	p = skip_blanks(stop, s->end);
	if (p == s->end || *p != '=')
		return NULL;
	p = skip_blanks(p + 1, s->end);
	if (p == s->end || (*p != '"' && *p != '\''))
		return NULL;
	quote = *p++;
	stop = memchr(p, quote, (size_t)(s->end - p));
	if (stop == NULL)
		return NULL;
	*value = between(p, stop);
	return stop + 1;
}

/* Values may hold neither '<' nor a reference that we do not know. */
static bool
is_good_value(struct str value, struct arena *row)
{
	struct str resolved;

	return str_find(value, '<') == value.len &&
	    (!has_references(value) || resolve(value, row, &resolved));
}

/* The attributes of a tag up to '>' or "/>", whose place is returned; NULL when unsure.
 */
static const char *
skip_attributes(struct xml_scan *s, const char *p)
{
	struct str seen[ATTRIBUTES_MOST], value;

	for (size_t count = 0; count < ATTRIBUTES_MOST; count++) {
		const char *next = skip_blanks(p, s->end);

		if (next == s->end)
			return NULL;
		if (*next == '>' || *next == '/')
			return next;
		if (next == p)
			return NULL;
		p = take_attribute(s, next, &seen[count], &value);
		if (p == NULL || !is_good_value(value, s->row))
			return NULL;
		for (size_t i = 0; i < count; i++)
			if (str_equal(seen[i], seen[count]))
				return NULL;
	}
	return NULL;
}

/* The place of a tag among those seen, 1-based; 0 when there is no more room. */
static uint8_t
place_of(struct xml_scan *s, const struct xml_open_tag *tag)
{
	for (uint8_t i = 0; i < s->seen_count; i++)
		if (s->seen[i].len == tag->len &&
		    memcmp(s->seen[i].name, tag->name, tag->len) == 0)
			return (uint8_t)(i + 1);
	if (s->seen_count == XML_TAGS_SEEN)
		return 0;
	s->seen[s->seen_count] = *tag;
	return ++s->seen_count;
}

/* The tag that was expected at p, or NULL. */
static const struct xml_open_tag *
expected_tag(struct xml_scan *s, const char *p)
{
	uint8_t place = s->last == 0 ? 0 : s->follower[s->last - 1];
	const struct xml_open_tag *tag;

	if (place == 0)
		return NULL;
	tag = &s->seen[place - 1];
	if ((size_t)(s->end - p) <= tag->len || p[tag->len] != '>' ||
	    memcmp(p, tag->name, tag->len) != 0)
		return NULL;
	s->last = place;
	return tag;
}

/* Reads a tag's name and attributes: where it closes, or NULL when unsure. */
static const char *
read_tag(struct xml_scan *s, const char *p, struct xml_open_tag *tag)
{
	const char *local, *stop = take_name(p, s->end, &local);
	uint8_t place;

	if (stop == NULL || stop == s->end)
		return NULL;
	*tag = (struct xml_open_tag){
	    p, (size_t)(stop - p), element_names_find(s->names, between(local, stop))};
	place = place_of(s, tag);
	if (s->last != 0)
		s->follower[s->last - 1] = place;
	s->last = place;
	return *stop == '>' ? stop : skip_attributes(s, stop);
}

static enum xml_step
start_tag(struct xml_scan *s, const char *p, struct element *el)
{
	const struct xml_open_tag *expected = expected_tag(s, p);
	struct xml_open_tag *tag = &s->open[s->depth];
	const char *stop;

	if (s->depth == ELEMENT_DEPTH || (s->depth == 0 && s->root_seen) ||
	    !is_good_text(s, p - 1))
		return XML_STEP_UNSURE;
	if (expected != NULL) {
		*tag = *expected;
		stop = p + tag->len;
	} else if ((stop = read_tag(s, p, tag)) == NULL) {
		return XML_STEP_UNSURE;
	}
	if (*stop == '/') {
		s->closing = true;
		if (++stop == s->end || *stop != '>')
			return XML_STEP_UNSURE;
	}
	s->root_seen = true;
	s->depth++;
	s->at = s->text = stop + 1;
	*el = (struct element){.opens = true, .id = tag->id};
	return check(s, s->at) ? XML_STEP_ELEMENT : XML_STEP_UNSURE;
}

static enum xml_step
end_tag(struct xml_scan *s, const char *mark, struct element *el)
{
	const char *p = mark + 2;
	const struct xml_open_tag *tag;

	if (s->depth == 0)
		return XML_STEP_UNSURE;
	tag = &s->open[s->depth - 1];
	if ((size_t)(s->end - p) <= tag->len || memcmp(p, tag->name, tag->len) != 0)
		return XML_STEP_UNSURE;
	p += tag->len;
	if (*p != '>')
		p = skip_blanks(p, s->end);
	if (p == s->end || *p != '>' || !check(s, p))
		return XML_STEP_UNSURE;
	*el = (struct element){.id = tag->id};
	if (!take_text(s, mark, &el->text))
		return XML_STEP_UNSURE;
	s->depth--;
	s->at = s->text = p + 1;
	return XML_STEP_ELEMENT;
}

/* A comment or an instruction that stands among blanks: the byte behind it, or NULL. */
static const char *
skip_comment(const char *p, const char *end)
{
	struct str rest = between(p + 4, end);
	size_t dashes = str_find_str(rest, STR("--"));

	return dashes + 2 < rest.len && rest.ptr[dashes + 2] == '>'
	    ? rest.ptr + dashes + 3
	    : NULL;
}

static const char *
skip_instruction(const char *p, const char *end)
{
	const char *local, *stop = take_name(p + 2, end, &local);
	struct str rest;
	size_t at;

	if (stop == NULL || local != p + 2 ||
	    str_starts_nocase(between(local, stop), STR("xml")))
		return NULL;
	rest = between(stop, end);
	at = str_find_str(rest, STR("?>"));
	if (at == rest.len || (at > 0 && !char_is_blank(rest.ptr[0])))
		return NULL;
	return rest.ptr + at + 2;
}

/* Passes over a comment or an instruction; false when it stands within a text, or is
 * something else. */
static bool
skip_mark(struct xml_scan *s, const char *mark)
{
	bool comment = str_starts(between(mark, s->end), STR("<!--"));
	const char *next = comment ? skip_comment(mark, s->end)
	    : mark[1] == '?'       ? skip_instruction(mark, s->end)
				   : NULL;

	if (next == NULL || !is_blank_run(s->text, mark) || !check(s, next))
		return false;
	s->at = s->text = next;
	return true;
}

/* Passes over the XML declaration; false when it says anything unusual. */
static bool
skip_declaration(struct xml_scan *s)
{
	const char *p = s->at + 5;
	struct str name, value;
	bool version = false;

	for (int i = 0; i < 3; i++) {
		const char *next = skip_blanks(p, s->end);

		if (next == s->end || *next == '?')
			break;
		if (next == p || (p = take_attribute(s, next, &name, &value)) == NULL)
			return false;
		if (i == 0)
			version = str_is(name, "version") && str_is(value, "1.0");
		else if (i == 1 && str_is(name, "encoding") &&
		    str_equal_nocase(value, STR("UTF-8")))
			continue;
		else if (!str_is(name, "standalone") ||
		    (!str_is(value, "yes") && !str_is(value, "no")))
			return false;
		else
			break;
	}
	p = skip_blanks(p, s->end);
	if (!version || !str_starts(between(p, s->end), STR("?>")))
		return false;
	s->at = s->text = p + 2;
	return true;
}

void
xml_scan_open(struct xml_scan *s, struct str bytes, const struct element_names *names,
    struct arena *row)
{
	s->names = names;
	s->row = row;
	s->at = s->checked = s->text = bytes.ptr;
	s->end = bytes.ptr + bytes.len;
	s->references = s->closing = s->root_seen = false;
	s->depth = 0;
	s->seen_count = s->last = 0;
	memset(s->follower, 0, sizeof s->follower);
	if (bytes.len > 6 && str_starts(bytes, STR("<?xml")) &&
	    char_is_blank(bytes.ptr[5]) && !skip_declaration(s))
		s->depth = -1;
}

static enum xml_step
finish(struct xml_scan *s)
{
	bool good = s->depth == 0 && s->root_seen && is_blank_run(s->text, s->end) &&
	    check(s, s->end);

	return good ? XML_STEP_DONE : XML_STEP_UNSURE;
}

enum xml_step
xml_scan_next(struct xml_scan *s, struct element *el)
{
	const char *mark;

	if (s->depth < 0)
		return XML_STEP_UNSURE;
	if (s->closing) {
		s->closing = false;
		*el = (struct element){.id = s->open[--s->depth].id};
		return XML_STEP_ELEMENT;
	}
	while (s->at < s->end &&
	    (mark = memchr(s->at, '<', (size_t)(s->end - s->at))) != NULL) {
		if (s->end - mark < 3 || !check(s, mark))
			return XML_STEP_UNSURE;
		if (s->depth == 0 && !is_blank_run(s->text, mark))
			return XML_STEP_UNSURE;
		if (mark[1] == '/')
			return end_tag(s, mark, el);
		if (mark[1] != '!' && mark[1] != '?')
			return start_tag(s, mark + 1, el);
		if (!skip_mark(s, mark))
			return XML_STEP_UNSURE;
	}
	return finish(s);
}
