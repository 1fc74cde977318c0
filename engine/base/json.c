/* JSON out: commas and nesting kept by the writer, so that the calls read like the
 * document. */
#include "base/json.h"

#include "base/text.h"

void
json_open(struct json *j, struct out *o, int indent)
{
	*j = (struct json){.out = o, .indent = indent};
}

static void
new_line(struct json *j)
{
	if (j->indent == 0)
		return;
	out_char(j->out, '\n');
	for (int i = 0; i < j->depth * j->indent; i++)
		out_char(j->out, ' ');
}

/* What stands before every value: comma, line, name. */
static void
lead(struct json *j, const char *name)
{
	if (j->comma[j->depth])
		out_char(j->out, ',');
	j->comma[j->depth] = true;
	if (j->depth > 0)
		new_line(j);
	if (name == NULL)
		return;
	json_quote(j->out, str_of(name));
	out_char(j->out, ':');
	if (j->indent > 0)
		out_char(j->out, ' ');
}

static void
nest(struct json *j, const char *name, char opening, char closing)
{
	lead(j, name);
	if (j->depth + 1 >= JSON_DEPTH)
		BUG("JSON nested deeper than %d", JSON_DEPTH);
	out_char(j->out, opening);
	j->depth++;
	j->close[j->depth] = closing;
	j->comma[j->depth] = false;
}

void
json_object(struct json *j, const char *name)
{
	nest(j, name, '{', '}');
}

void
json_array(struct json *j, const char *name)
{
	nest(j, name, '[', ']');
}

void
json_end(struct json *j)
{
	char closing = j->close[j->depth];
	bool filled = j->comma[j->depth];

	if (j->depth == 0)
		BUG("JSON closed more often than opened");
	j->depth--;
	if (filled)
		new_line(j);
	out_char(j->out, closing);
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void
quote_one(struct out *o, uint32_t c)
{
	static const char *const shorts[] = {['\b'] = "\\b",
	    ['\t'] = "\\t",
	    ['\n'] = "\\n",
	    ['\f'] = "\\f",
	    ['\r'] = "\\r"};
	char bytes[4];

	if (c == '"' || c == '\\') {
		out_char(o, '\\');
		out_char(o, (char)c);
	} else if (c < sizeof shorts / sizeof shorts[0] && shorts[c] != NULL) {
		out_text(o, shorts[c]);
	} else if (c < 0x20 || c == 0x7f) {
		out_format(o, "\\u%04x", (unsigned)c);
	} else {
		out_write(o, bytes, text_put(c, bytes));
	}
}

void
json_quote(struct out *o, struct str s)
{
	out_char(o, '"');
	for (size_t at = 0; at < s.len;) {
		size_t from = at;

		while (at < s.len && is_plain((unsigned char)s.ptr[at]))
			at++;
		out_write(o, s.ptr + from, at - from);
		if (at < s.len)
			quote_one(o, text_next(s, &at));
	}
	out_char(o, '"');
}

void
json_str(struct json *j, const char *name, struct str value)
{
	lead(j, name);
	json_quote(j->out, value);
}

void
json_text(struct json *j, const char *name, const char *value)
{
	if (value == NULL)
		json_null(j, name);
	else
		json_str(j, name, str_of(value));
}

void
json_i64(struct json *j, const char *name, int64_t value)
{
	lead(j, name);
	out_i64(j->out, value);
}

void
json_bool(struct json *j, const char *name, bool value)
{
	lead(j, name);
	out_text(j->out, value ? "true" : "false");
}

void
json_null(struct json *j, const char *name)
{
	lead(j, name);
	out_text(j->out, "null");
}

void
json_date(struct json *j, const char *name, struct date d)
{
	if (date_is_none(d))
		json_null(j, name);
	else
		json_text(j, name, date_iso(d).text);
}

void
json_money(struct json *j, const char *name, money cents)
{
	lead(j, name);
	money_write_plain(j->out, cents);
}

void
json_raw(struct json *j, const char *name, struct str value)
{
	lead(j, name);
	out_str(j->out, value);
}
