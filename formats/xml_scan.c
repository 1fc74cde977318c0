/* Plain XML at the speed of memory: end tags are compared with their start tags, and
 * nothing is copied. */
#include "formats/xml_scan.h"

#include "formats/xml_lexis.h"

enum { CHECK_STEP = 16384, ATTRIBUTES_MOST = 32 };

/* Makes sure that the bytes before `to` are good characters. */
static bool
check(struct xml_scan *s, const char *to)
{
	while (s->checked < to) {
		const char *upto =
		    s->end - s->checked > CHECK_STEP ? s->checked + CHECK_STEP : s->end;
		struct xml_census census;

		for (int i = 0; i < 3 && upto < s->end && (*upto & 0xc0) == 0x80; i++)
			upto++;
		census = xml_take_census(s->checked, upto);
		if (census.forbidden ||
		    (census.high &&
			!xml_are_characters(
			    (struct str){s->checked, (size_t)(upto - s->checked)})))
			return false;
		s->references |= census.references;
		s->checked = upto;
	}
	return true;
}

static bool
is_blank_run(const char *from, const char *to)
{
	return xml_skip_blanks(from, to) == to;
}

/* The trimmed character data between two tags. */
static bool
take_text(struct xml_scan *s, const char *to, struct str *text)
{
	*text = xml_between(s->text, to);
	if (s->references && xml_has_references(*text) &&
	    !xml_resolve(*text, s->row, text))
		return false;
	*text = str_trim(*text);
	return text->len <= ELEMENT_TEXT_MOST;
}

/* Text in front of a child is not told, but its references must be good ones. */
static bool
is_good_text(struct xml_scan *s, const char *to)
{
	struct str text = xml_between(s->text, to), resolved;

	return !s->references || !xml_has_references(text) ||
	    xml_resolve(text, s->row, &resolved);
}

/* The attributes of a tag up to '>' or "/>", whose place is returned; NULL when unsure.
 */
static const char *
skip_attributes(struct xml_scan *s, const char *p)
{
	struct str seen[ATTRIBUTES_MOST], value;

	for (size_t count = 0; count < ATTRIBUTES_MOST; count++) {
		const char *next = xml_skip_blanks(p, s->end);

		if (next == s->end)
			return NULL;
		if (*next == '>' || *next == '/')
			return next;
		if (next == p)
			return NULL;
		p = xml_take_attribute(next, s->end, &seen[count], &value);
		if (p == NULL || !xml_is_good_value(value, s->row))
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
	const char *local, *stop = xml_take_name(p, s->end, &local);
	uint8_t place;

	if (stop == NULL || stop == s->end)
		return NULL;
	*tag = (struct xml_open_tag){p, (size_t)(stop - p),
	    element_names_find(s->names, xml_between(local, stop))};
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
		p = xml_skip_blanks(p, s->end);
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
	struct str rest = xml_between(p + 4, end);
	size_t dashes = str_find_str(rest, STR("--"));

	return dashes + 2 < rest.len && rest.ptr[dashes + 2] == '>'
	    ? rest.ptr + dashes + 3
	    : NULL;
}

static const char *
skip_instruction(const char *p, const char *end)
{
	const char *local, *stop = xml_take_name(p + 2, end, &local);
	struct str rest;
	size_t at;

	if (stop == NULL || local != p + 2 ||
	    str_starts_nocase(xml_between(local, stop), STR("xml")))
		return NULL;
	rest = xml_between(stop, end);
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
	bool comment = str_starts(xml_between(mark, s->end), STR("<!--"));
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
		const char *next = xml_skip_blanks(p, s->end);

		if (next == s->end || *next == '?')
			break;
		if (next == p ||
		    (p = xml_take_attribute(next, s->end, &name, &value)) == NULL)
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
	p = xml_skip_blanks(p, s->end);
	if (!version || !str_starts(xml_between(p, s->end), STR("?>")))
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
