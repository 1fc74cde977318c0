/* Every outlet that writes CSV writes it here, so that quoting and the guard against
 * formulas exist once. */
#include "formats/csv_write.h"

static size_t
count_apostrophes(struct str text)
{
	size_t n = 0;

	while (n < text.len && text.ptr[n] == '\'')
		n++;
	return n;
}

static bool
starts_formula(struct str text, size_t at)
{
	return at < text.len && text.ptr[at] != '\0' &&
	    strchr("=+-@\t\r", text.ptr[at]) != NULL;
}

/* A sign, then digits with points and commas only between them. */
static bool
is_signed_number(struct str text)
{
	if (text.len < 2 || (text.ptr[0] != '-' && text.ptr[0] != '+') ||
	    !char_is_digit(text.ptr[1]) || !char_is_digit(text.ptr[text.len - 1]))
		return false;
	for (size_t i = 1; i < text.len; i++)
		if (!char_is_digit(text.ptr[i]) && text.ptr[i] != '.' &&
		    text.ptr[i] != ',')
			return false;
	return true;
}

bool
csv_is_formula(struct str text)
{
	return starts_formula(text, 0) && !is_signed_number(text);
}

struct str
csv_neutralise(struct arena *a, struct str text)
{
	size_t apostrophes = count_apostrophes(text);

	if (!starts_formula(text, apostrophes) ||
	    (apostrophes == 0 && is_signed_number(text)))
		return text;
	return arena_format(a, "'%.*s", STR_ARG(text));
}

struct str
csv_plain(struct str text)
{
	size_t apostrophes = count_apostrophes(text);

	if (apostrophes == 0 || !starts_formula(text, apostrophes))
		return text;
	return str_slice(text, 1, text.len);
}

static void
separate(struct csv_writer *w)
{
	if (w->fields++ > 0)
		out_char(w->out, w->delimiter == '\0' ? ';' : w->delimiter);
}

static bool
needs_quotes(const struct csv_writer *w, struct str text)
{
	char delimiter = w->delimiter == '\0' ? ';' : w->delimiter;

	if (w->always_quote)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == delimiter || c == '"' || c == '\n' || c == '\r')
			return true;
	}
	return false;
}

static void
write_quoted(struct out *o, struct str prefix, struct str text)
{
	struct str part;

	out_char(o, '"');
	out_str(o, prefix);
	for (bool first = true; str_cut(&text, '"', &part); first = false) {
		if (!first)
			out_text(o, "\"\"");
		out_str(o, part);
	}
	out_char(o, '"');
}

void
csv_write_text(struct csv_writer *w, struct str text)
{
	size_t apostrophes = w->neutralise ? count_apostrophes(text) : 0;
	struct str prefix = {0};

	if (w->neutralise && starts_formula(text, apostrophes) &&
	    (apostrophes > 0 || !is_signed_number(text)))
		prefix = STR("'");
	separate(w);
	w->lone = text.len;
	if (needs_quotes(w, text)) {
		write_quoted(w->out, prefix, text);
		w->lone = 1;
		return;
	}
	out_str(w->out, prefix);
	out_str(w->out, text);
}

void
csv_write_number(struct csv_writer *w, int64_t value)
{
	separate(w);
	w->lone = 1;
	out_i64(w->out, value);
}

void
csv_write_money(struct csv_writer *w, money cents)
{
	separate(w);
	w->lone = 1;
	money_write_plain(w->out, cents);
}

void
csv_write_date(struct csv_writer *w, struct date d)
{
	separate(w);
	w->lone = date_is_none(d) ? 0 : 1;
	date_write_iso(w->out, d);
}

void
csv_write_end(struct csv_writer *w)
{
	if (w->fields == 1 && w->lone == 0)
		out_text(w->out, "\"\"");
	out_text(w->out, w->line_end == NULL ? "\r\n" : w->line_end);
	w->fields = 0;
}
