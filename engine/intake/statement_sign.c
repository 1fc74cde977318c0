/* Whether a printed amount came in or went out, where its own sign does not tell: the
 * words that banks use for it. */
#include "intake/statement_sign.h"

#include "base/text.h"
#include "intake/statement_row.h"

static int
sign_of_word(struct str folded)
{
	static const struct {
		const char *word;
		int sign;
	} words[] = {{"a", 1}, {"c", 1}, {"avere", 1}, {"credito", 1}, {"accredito", 1},
	    {"entrata", 1}, {"entrate", 1}, {"cr", 1}, {"crdt", 1}, {"e", 1},
	    {"credit", 1}, {"d", -1}, {"dare", -1}, {"debito", -1}, {"addebito", -1},
	    {"uscita", -1}, {"uscite", -1}, {"db", -1}, {"dbit", -1}, {"debit", -1},
	    {"u", -1}};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_is(folded, words[i].word))
			return words[i].sign;
	return STATEMENT_SIGN_UNKNOWN;
}

static int
sign_at(struct arena *a, const struct statement_columns *c, const struct row *row)
{
	struct str s = str_trim(statement_cell_at(row, c->at[ROLE_SIGN]).text);

	if (s.len == 0 || str_is(s, "+") || str_is(s, "-"))
		return s.len == 0 ? 0 : s.ptr[0] == '+' ? 1 : -1;
	return sign_of_word(text_fold(a, s));
}

static bool
is_description(const struct statement_columns *c, size_t column)
{
	for (uint32_t i = 0; i < c->description_count; i++)
		if (c->descriptions[i] == column)
			return true;
	return false;
}

/* Without a column of signs, a cell that is nothing but "Uscita" or "Debit" is the sign,
 * whatever its title: an amount without sign is else taken for money that came in. */
static int
sign_elsewhere(struct arena *a, const struct statement_columns *c, const struct row *row)
{
	enum { WORD_LEAST = 4, WORD_MOST = 9 };

	for (size_t i = 0; i < row->count; i++) {
		struct str s = str_trim(row->cells[i].text);
		int sign;

		if (row->cells[i].kind != CELL_TEXT || s.len < WORD_LEAST ||
		    s.len > WORD_MOST || is_description(c, i + 1))
			continue;
		sign = sign_of_word(text_fold(a, s));
		if (sign != STATEMENT_SIGN_UNKNOWN)
			return sign;
	}
	return 0;
}

int
statement_sign(struct arena *a, const struct statement_columns *c, const struct row *row)
{
	return c->at[ROLE_SIGN] != 0 ? sign_at(a, c, row) : sign_elsewhere(a, c, row);
}
