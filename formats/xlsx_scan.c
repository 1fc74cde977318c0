/* The window and the tokens of the scanners. Every function stops at the NULs behind the
 * window, so that none needs to compare with an end. */
#include "formats/xlsx_scan.h"

#include "base/text.h"

enum { WINDOW_SIZE = 256 * 1024, READ_SIZE = 64 * 1024 };

const unsigned char scan_classes[256] = {
    ['<'] = TEXT_STOP,
    ['\0'] = TEXT_STOP,
    ['&'] = TEXT_REFERENCE,
    ['\r'] = TEXT_DECODE,
    ['_'] = TEXT_DECODE,
    ['>'] = TEXT_CLOSING,
};

void
scan_window_open(struct scan_window *w, struct zip_stream *source, struct arena *a)
{
	*w = (struct scan_window){.source = source, .arena = a, .room = WINDOW_SIZE};
	w->bytes = arena_alloc(a, w->room + SCAN_PADDING);
}

/* Bytes of the UTF-8 character at p that XML allows, 0 when it is none or is cut. */
static size_t
character(const unsigned char *p, size_t left)
{
	size_t need = p[0] < 0xC2 ? 0
	    : p[0] < 0xE0         ? 2
	    : p[0] < 0xF0         ? 3
	    : p[0] < 0xF5         ? 4
				  : 0;

	if (p[0] < 0x80)
		return p[0] >= ' ' || p[0] == '\t' || p[0] == '\n' || p[0] == '\r';
	if (need == 0 || need > left)
		return 0;
	for (size_t i = 1; i < need; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F) ||
	    (p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F) ||
	    (p[0] == 0xEF && p[1] == 0xBF && p[2] > 0xBD))
		return 0;
	return need;
}

/* Eight plain printable ASCII characters at once. */
static bool
is_plain_word(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return ((word | (word - 0x2020202020202020U)) & 0x8080808080808080U) == 0;
}

static void
check_characters(struct scan_window *w)
{
	while (w->checked < w->len) {
		size_t len;

		while (w->len - w->checked >= 8 && is_plain_word(w->bytes + w->checked))
			w->checked += 8;
		if (w->checked == w->len)
			return;
		len = character(
		    (const unsigned char *)w->bytes + w->checked, w->len - w->checked);
		if (len == 0)
			return;
		w->checked += len;
	}
}

static void
drop_before_position(struct scan_window *w)
{
	memmove(w->bytes, w->bytes + w->position, w->len - w->position);
	w->len -= w->position;
	w->checked = w->checked < w->position ? 0 : w->checked - w->position;
	w->position = 0;
}

static void
widen(struct scan_window *w)
{
	char *wider = arena_alloc(w->arena, w->room * 2 + SCAN_PADDING);

	memcpy(wider, w->bytes, w->len);
	w->bytes = wider;
	w->room *= 2;
}

int
scan_window_fill(struct scan_window *w, struct err *e)
{
	size_t before;

	drop_before_position(w);
	before = w->len;
	if (w->len == w->room) {
		if (w->room >= SCAN_MOST_ITEM)
			return err_file(e, "FILE_BOMB",
			    "%.*s: one row or text of more than %d bytes",
			    STR_ARG(zip_stream_name(w->source)), SCAN_MOST_ITEM);
		widen(w);
	}
	while (!w->ended && w->len < w->room) {
		size_t room = w->room - w->len, got;
		int more = zip_stream_read(w->source, w->bytes + w->len,
		    room < READ_SIZE ? room : READ_SIZE, &got, e);

		if (more < 0)
			return -1;
		w->len += got;
		w->ended = more == 0;
	}
	memset(w->bytes + w->len, 0, SCAN_PADDING);
	check_characters(w);
	return w->len > before;
}

int
scan_window_read(void *window, char *to, size_t room, size_t *got, struct err *e)
{
	struct scan_window *w = window;
	struct str left = str_slice((struct str){w->bytes, w->len}, w->position, w->len);

	if (left.len == 0)
		return w->ended ? (*got = 0, 0)
				: zip_stream_read(w->source, to, room, got, e);
	left = str_slice(left, 0, room);
	memcpy(to, left.ptr, left.len);
	w->position += left.len;
	*got = left.len;
	return 1;
}

enum scan
scan_odd(const struct scan_window *w, const char *p)
{
	bool near_end = p + SCAN_NEAR_END >= w->bytes + w->len;

	return near_end && !w->ended ? SCAN_MORE : SCAN_UNUSUAL;
}

int
scan_attribute(const char **at, struct scan_attribute *attribute)
{
	const char *p = scan_blanks(*at), *name;

	if (*p == '>' || (*p == '/' && p[1] == '>')) {
		*at = p;
		return 0;
	}
	if (p == *at)
		return -1;
	name = p;
	while (char_is_alpha(*p) || char_is_digit(*p) || *p == ':')
		p++;
	attribute->name = (struct str){name, (size_t)(p - name)};
	*at = p;
	if (p == name || char_is_digit(*name) || *p++ != '=' || *p++ != '"')
		return -1;
	attribute->value.ptr = p;
	while (*p != '"' && *p != '<' && *p != '&' && *p != '\0')
		p++;
	attribute->value.len = (size_t)(p - attribute->value.ptr);
	*at = p;
	if (*p != '"')
		return -1;
	*at = p + 1;
	return 1;
}

int
scan_known_attributes(const char **at, const char *const *known)
{
	struct scan_attribute attribute;
	uint32_t seen = 0;
	int status;

	while ((status = scan_attribute(at, &attribute)) == 1) {
		size_t i = 0;

		while (known[i] != NULL && !str_is(attribute.name, known[i]))
			i++;
		if (known[i] == NULL || (seen & 1U << i))
			return -1;
		seen |= 1U << i;
	}
	return status;
}

/* XML 1.0, 2.2. */
static bool
is_character(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) ||
	    (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

/* &#233; or &#xE9; between '&' and ';'. */
static bool
numeric_reference(struct str name, uint32_t *c)
{
	bool hex = name.len > 1 && name.ptr[1] == 'x';
	size_t at = hex ? 2 : 1;
	uint32_t value = 0;

	if (at >= name.len || name.len > 12)
		return false;
	for (; at < name.len; at++) {
		char digit = char_lower(name.ptr[at]);

		if (char_is_digit(digit))
			value = value * (hex ? 16 : 10) + (uint32_t)(digit - '0');
		else if (hex && digit >= 'a' && digit <= 'f')
			value = value * 16 + (uint32_t)(digit - 'a' + 10);
		else
			return false;
		if (value > 0x10FFFF)
			return false;
	}
	*c = value;
	return is_character(value);
}

static bool
reference(struct str name, uint32_t *c)
{
	static const struct {
		const char *name;
		char c;
	} known[] = {
	    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

	if (name.len > 0 && name.ptr[0] == '#')
		return numeric_reference(name, c);
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (str_is(name, known[i].name)) {
			*c = (unsigned char)known[i].c;
			return true;
		}
	}
	return false;
}

bool
scan_decode(
    struct arena *a, const char *from, const char *to, unsigned flags, struct str *text)
{
	struct str raw = {from, (size_t)(to - from)};
	char *copy;
	size_t len = 0;

	if ((flags & TEXT_CLOSING) && str_find_str(raw, STR("]]>")) < raw.len)
		return false;
	*text = raw;
	if (!(flags & TEXT_REFERENCE) && memchr(from, '\r', raw.len) == NULL)
		return true;
	copy = arena_alloc(a, raw.len + 1);
	for (size_t at = 0; at < raw.len; at++) {
		char c = raw.ptr[at];

		if (c == '&') {
			struct str rest = str_slice(raw, at + 1, raw.len);
			struct str name = str_slice(rest, 0, str_find(rest, ';'));
			uint32_t code;

			if (name.len == rest.len || !reference(name, &code))
				return false;
			len += text_put(code, copy + len);
			at += name.len + 1;
		} else if (c == '\r') {
			copy[len++] = '\n';
			at += at + 1 < raw.len && raw.ptr[at + 1] == '\n';
		} else {
			copy[len++] = c;
		}
	}
	*text = (struct str){copy, len};
	return true;
}

/* Where the start tag of the container ends, when the first mention of its name is a
 * plain one: then no item can stand before. 0 otherwise. */
static size_t
container_end(const struct scan_window *w, struct str container)
{
	struct str bytes = {w->bytes, w->len};
	size_t at = str_find_str(bytes, container);
	struct scan_attribute ignored;
	const char *p;
	int status;

	if (at == 0 || at >= bytes.len || bytes.ptr[at - 1] != '<')
		return 0;
	p = bytes.ptr + at + container.len;
	do
		status = scan_attribute(&p, &ignored);
	while (status == 1);
	return status == 0 && *p == '>' ? (size_t)(p - bytes.ptr) + 1 : 0;
}

int
scan_prolog(struct scan_window *w, struct xml_stream *x, struct str container, bool *fed,
    struct err *e)
{
	size_t end;

	*fed = false;
	if (scan_window_fill(w, e) < 0)
		return -1;
	end = container_end(w, container);
	if (end == 0)
		return 0;
	if (xml_stream_feed(x, (struct str){w->bytes, end}, false, e) != 0)
		return -1;
	w->position = end;
	*fed = true;
	return 0;
}
