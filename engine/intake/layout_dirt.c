/* What programs and people leave in tables that nobody means: markers of spreadsheets
 * around texts, headers repeated on every page, totals, the end sign of old systems. */
#include "formats/csv_write.h"
#include "intake/layout_parts.h"

struct str
layout_text_bare(struct str text)
{
	struct str plain = csv_plain(text), s = str_trim(plain);

	/* ="000123" keeps zeros in the spreadsheets that open a CSV. */
	if (s.len >= 3 && str_starts(s, STR("=\"")) && s.ptr[s.len - 1] == '"' &&
	    str_find(str_slice(s, 2, s.len), '"') == s.len - 3)
		return str_slice(s, 2, s.len - 1);
	return plain;
}

/* Whether nothing can be seen of the text: blanks and control characters only. */
static bool
is_invisible(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool is_hard_blank = (unsigned char)s.ptr[i] == 0xC2 && i + 1 < s.len &&
		    (unsigned char)s.ptr[i + 1] == 0xA0;

		if (is_hard_blank)
			i++;
		else if ((unsigned char)s.ptr[i] > ' ' && s.ptr[i] != 0x7F)
			return false;
	}
	return true;
}

static bool
is_empty_row(const struct row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].kind == CELL_NO_VALUE ||
		    !is_invisible(row->cells[i].text))
			return false;
	return true;
}

/* Printed lists repeat the titles on every page. */
static bool
is_header_again(const struct layout *l, const struct row *row)
{
	size_t same = 0;
	bool again = true;

	for (size_t i = 0; again && i < row->count && l->width > 0; i++) {
		struct str text = row->cells[i].text;

		if (is_invisible(text))
			continue;
		again = i < l->width && str_equal_nocase(str_trim(text), l->headers[i]);
		same += again;
	}
	return again && same >= 2;
}

static bool
is_total_word(struct str text)
{
	static const struct str words[] = {{"totale", 6}, {"totali", 6}, {"total", 5}};
	struct str s = str_trim(text);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_starts_nocase(s, words[i]) &&
		    (s.len == words[i].len || !char_is_alpha(s.ptr[words[i].len])))
			return true;
	return false;
}

/* A sum below the rows: its first text says so, and neither the debtor's code nor the key
 * of a quota is there. */
static bool
is_total(const struct layout *l, const struct row *row)
{
	size_t first = 0;

	while (first < row->count && is_invisible(row->cells[first].text))
		first++;
	if (first == row->count || !is_total_word(row->cells[first].text))
		return false;
	for (size_t i = 0; i < l->count; i++) {
		const struct layout_binding *b = &l->bindings[i];

		if (layout_is_key(b->rule->field) && b->has_column &&
		    b->column < row->count && b->column != first &&
		    !is_invisible(row->cells[b->column].text))
			return false;
	}
	return true;
}

bool
layout_row_is_dirt(const struct layout *l, const struct row *row, bool *told)
{
	*told = false;
	if (is_empty_row(row))
		return true;
	*told = is_header_again(l, row) || is_total(l, row);
	return *told;
}
