/* Taking mail apart, without recursion and without trust. */
#include "formats/mime_read.h"

#include "base/base64.h"
#include "base/out.h"
#include "base/text.h"

/* What still has to be looked into: a part and the boundary it was found with. */
struct pending {
	struct str bytes;
	int depth;
	bool inside_message;
};

struct reader {
	struct mime_message *m;
	struct arena *arena;
	struct pending stack[MIME_PARTS_MOST];
	size_t waiting;
};

/* The first line of s with its end; *line is without it. */
static struct str
line_first(struct str s, struct str *line)
{
	size_t end = str_find(s, '\n');
	struct str whole = str_slice(s, 0, end < s.len ? end + 1 : end);

	*line = str_slice(s, 0, end);
	if (str_ends(*line, STR("\r")))
		line->len--;
	return whole;
}

static void
split_headers(struct str bytes, struct str *headers, struct str *body)
{
	struct str rest = bytes, line;

	while (rest.len > 0) {
		struct str whole = line_first(rest, &line);

		rest = str_slice(rest, whole.len, rest.len);
		if (line.len == 0)
			break;
	}
	*headers = str_slice(bytes, 0, bytes.len - rest.len);
	*body = rest;
}

/* The raw value of a header, folds included; false when there is none. */
static bool
header_raw(struct str headers, const char *name, struct str *value)
{
	struct str wanted = str_of(name), line;

	while (headers.len > 0) {
		struct str whole = line_first(headers, &line);
		size_t len = whole.len;

		while (len < headers.len &&
		    (headers.ptr[len] == ' ' || headers.ptr[len] == '\t')) {
			struct str more =
			    line_first(str_slice(headers, len, headers.len), &line);

			len += more.len;
		}
		if (len > wanted.len && headers.ptr[wanted.len] == ':' &&
		    str_starts_nocase(headers, wanted)) {
			*value = str_trim(str_slice(headers, wanted.len + 1, len));
			return true;
		}
		headers = str_slice(headers, len, headers.len);
	}
	return false;
}

static struct str
unfold(struct arena *a, struct str value)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t i = 0; i < value.len; i++)
		if (value.ptr[i] != '\r' && value.ptr[i] != '\n')
			out_char(&o, value.ptr[i] == '\t' ? ' ' : value.ptr[i]);
	return arena_str(a, out_bytes_of(&o));
}

static int
hex_value(char c)
{
	c = char_lower(c);
	if (char_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %41 (RFC 2231) or =41 (quoted-printable, and RFC 2047 with '_' for blanks). */
static struct str
decode_hex(struct arena *a, struct str s, char mark, bool underscores)
{
	char *out = arena_alloc(a, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool escape = s.ptr[i] == mark && i + 2 < s.len;
		int high = escape ? hex_value(s.ptr[i + 1]) : -1;
		int low = escape ? hex_value(s.ptr[i + 2]) : -1;

		if (high >= 0 && low >= 0) {
			out[len++] = (char)(high * 16 + low);
			i += 2;
		} else {
			out[len++] = underscores && s.ptr[i] == '_' ? ' ' : s.ptr[i];
		}
	}
	return (struct str){out, len};
}

/* Latin-1 (and what Windows-1252 adds above 0x80 shown as U+FFFD) to UTF-8. */
static struct str
to_utf8(struct arena *a, struct str charset, struct str s)
{
	struct out o;

	if (text_is_utf8(s) ||
	    !(str_starts_nocase(charset, STR("iso-8859-1")) ||
		str_equal_nocase(charset, STR("windows-1252"))))
		return s;
	out_open_memory(&o, a);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		char put[4];

		out_write(&o, put, text_put(c >= 0x80 && c < 0xa0 ? 0xfffd : c, put));
	}
	return arena_str(a, out_bytes_of(&o));
}

/* One word "=?charset?B?...?=" at the start of s; its length, or 0. */
static size_t
decode_word(struct arena *a, struct str s, struct str *text)
{
	struct str rest, charset, encoding, content, decoded;
	size_t len;

	if (!str_starts(s, STR("=?")))
		return 0;
	rest = str_slice(s, 2, s.len);
	if (!str_cut(&rest, '?', &charset) || !str_cut(&rest, '?', &encoding) ||
	    !str_cut(&rest, '?', &content) || rest.ptr == NULL ||
	    !str_starts(rest, STR("=")))
		return 0;
	len = 2 + charset.len + 1 + encoding.len + 1 + content.len + 2;
	if (str_equal_nocase(encoding, STR("Q")))
		decoded = decode_hex(a, content, '=', true);
	else if (!str_equal_nocase(encoding, STR("B")) ||
	    !base64_decode(a, content, &decoded))
		return 0;
	*text = to_utf8(a, charset, decoded);
	return len;
}

static struct str
decode_words(struct arena *a, struct str value)
{
	struct out o;
	size_t blanks = 0;
	bool after_word = false;

	if (str_find_str(value, STR("=?")) == value.len)
		return value;
	out_open_memory(&o, a);
	for (size_t i = 0; i < value.len;) {
		struct str text;
		size_t len = decode_word(a, str_slice(value, i, value.len), &text);

		if (len == 0 && value.ptr[i] == ' ') {
			blanks++;
			i++;
			continue;
		}
		/* Blanks between two encoded words are no text (RFC 2047, 6.2). */
		for (; blanks > 0; blanks--)
			if (!(after_word && len > 0))
				out_char(&o, ' ');
		if (len > 0)
			out_str(&o, text);
		else
			out_char(&o, value.ptr[i]);
		after_word = len > 0;
		i += len > 0 ? len : 1;
	}
	return arena_str(a, out_bytes_of(&o));
}

struct str
mime_header_of(struct arena *a, struct str headers, const char *name)
{
	struct str value;

	if (!header_raw(headers, name, &value))
		return STR("");
	return str_trim(decode_words(a, unfold(a, value)));
}

/* The value at the start of s: quoted or up to ';'. Its length with quotes. */
static size_t
take_value(struct arena *a, struct str s, struct str *value)
{
	struct out o;
	size_t i = 0;

	if (s.len == 0 || s.ptr[0] != '"') {
		i = str_find(s, ';');
		*value = str_trim(str_slice(s, 0, i));
		return i;
	}
	out_open_memory(&o, a);
	for (i = 1; i < s.len && s.ptr[i] != '"'; i++) {
		if (s.ptr[i] == '\\' && i + 1 < s.len)
			i++;
		out_char(&o, s.ptr[i]);
	}
	*value = arena_str(a, out_bytes_of(&o));
	return i < s.len ? i + 1 : i;
}

/* "UTF-8''nome%20file" */
static struct str
decode_extended(struct arena *a, struct str value)
{
	struct str rest = value, charset, language;

	if (!str_cut(&rest, '\'', &charset) || !str_cut(&rest, '\'', &language) ||
	    rest.ptr == NULL)
		return decode_hex(a, value, '%', false);
	return to_utf8(a, charset, decode_hex(a, rest, '%', false));
}

struct str
mime_parameter_of(struct arena *a, struct str value, const char *name)
{
	struct str rest = str_slice(value, str_find(value, ';'), value.len);
	struct str plain = STR("");

	for (int i = 0; i < 64 && rest.len > 1; i++) {
		struct str key, found;
		size_t equals;

		rest = str_trim(str_slice(rest, 1, rest.len));
		equals = str_find(rest, '=');
		if (equals == rest.len)
			break;
		key = str_trim(str_slice(rest, 0, equals));
		rest = str_trim(str_slice(rest, equals + 1, rest.len));
		rest = str_slice(rest, take_value(a, rest, &found), rest.len);
		rest = str_slice(rest, str_find(rest, ';'), rest.len);
		if (str_equal_nocase(key, str_of(name)))
			plain = found;
		else if (str_ends(key, STR("*")) &&
		    str_equal_nocase(str_slice(key, 0, key.len - 1), str_of(name)))
			return decode_extended(a, found);
	}
	return plain;
}

bool
mime_body_of(struct arena *a, const struct mime_part *part, struct str *body)
{
	struct str encoding =
	    mime_header_of(a, part->headers, "Content-Transfer-Encoding");
	struct out o;
	struct str rest = part->body, line;

	if (str_equal_nocase(encoding, STR("base64")))
		return base64_decode(a, part->body, body);
	if (!str_equal_nocase(encoding, STR("quoted-printable"))) {
		*body = part->body;
		return true;
	}
	out_open_memory(&o, a);
	while (rest.len > 0) {
		struct str whole = line_first(rest, &line);
		bool soft = str_ends(line, STR("="));

		rest = str_slice(rest, whole.len, rest.len);
		if (soft)
			line.len--;
		out_str(&o, decode_hex(a, line, '=', false));
		if (!soft && whole.len > line.len)
			out_char(&o, '\n');
	}
	*body = arena_str(a, out_bytes_of(&o));
	return true;
}

static struct str
lower(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		out[i] = char_lower(s.ptr[i]);
	return (struct str){out, s.len};
}

static void
push(struct reader *r, struct str bytes, int depth, bool inside_message)
{
	if (r->waiting < MIME_PARTS_MOST && depth <= MIME_DEPTH_MOST)
		r->stack[r->waiting++] = (struct pending){bytes, depth, inside_message};
}

/* True when the line is "--boundary", *last for "--boundary--". */
static bool
is_boundary(struct str line, struct str boundary, bool *last)
{
	if (!str_starts(line, STR("--")) ||
	    !str_starts(str_slice(line, 2, line.len), boundary))
		return false;
	line = str_slice(line, 2 + boundary.len, line.len);
	*last = str_starts(line, STR("--"));
	return str_trim(line).len == 0 || *last;
}

/* The parts of a multipart body, pushed so that the first one is read first. */
static void
push_parts(struct reader *r, const struct mime_part *part, struct str boundary)
{
	struct str rest = part->body, line;
	size_t first = r->waiting, begin = 0, at = 0;
	bool within = false, last = false;

	while (at < part->body.len && !last) {
		struct str whole = line_first(str_slice(rest, at, rest.len), &line);

		if (is_boundary(line, boundary, &last)) {
			if (within)
				push(r, str_slice(rest, begin, at), part->depth + 1,
				    part->inside_message);
			within = true;
			begin = at + whole.len;
		}
		at += whole.len;
	}
	if (within && !last)
		push(r, str_slice(rest, begin, rest.len), part->depth + 1,
		    part->inside_message);
	for (size_t i = first, k = r->waiting; i + 1 < k; i++) {
		struct pending swap = r->stack[i];

		r->stack[i] = r->stack[--k];
		r->stack[k] = swap;
	}
}

static void
read_part(struct reader *r, struct pending pending)
{
	struct mime_part *part = &r->m->parts[r->m->count++];
	struct str type, disposition, boundary, inner;

	part->depth = pending.depth;
	part->inside_message = pending.inside_message;
	split_headers(pending.bytes, &part->headers, &part->body);
	type = mime_header_of(r->arena, part->headers, "Content-Type");
	disposition = mime_header_of(r->arena, part->headers, "Content-Disposition");
	part->type = lower(r->arena, str_trim(str_slice(type, 0, str_find(type, ';'))));
	if (part->type.len == 0)
		part->type = STR("text/plain");
	part->name = mime_parameter_of(r->arena, disposition, "filename");
	if (part->name.len == 0)
		part->name = mime_parameter_of(r->arena, type, "name");
	boundary = mime_parameter_of(r->arena, type, "boundary");
	if (str_starts(part->type, STR("multipart/")) && boundary.len > 0)
		push_parts(r, part, boundary);
	else if (str_is(part->type, "message/rfc822") &&
	    mime_body_of(r->arena, part, &inner))
		push(r, inner, part->depth + 1, true);
}

void
mime_read(struct mime_message *m, struct arena *a, struct str bytes)
{
	struct reader *r = arena_new(a, struct reader);

	m->parts = arena_new_array(a, MIME_PARTS_MOST, struct mime_part);
	m->count = 0;
	r->m = m;
	r->arena = a;
	push(r, bytes, 0, false);
	while (r->waiting > 0 && m->count < MIME_PARTS_MOST)
		read_part(r, r->stack[--r->waiting]);
}
