/* One row, one movement: signs, split columns, and the rows that are none. */
#include "intake/statement_row.h"

#include "base/text.h"
#include "intake/statement_cell.h"
#include "intake/statement_sign.h"

enum { LABEL_MOST = 60 }; /* code points of a text that can announce a balance */

struct cell
statement_cell_at(const struct row *row, uint32_t column)
{
	if (column == 0 || column > row->count)
		return (struct cell){0};
	return row->cells[column - 1];
}

static bool
is_empty(struct cell cell)
{
	return str_trim(cell.text).len == 0;
}

static void
told(struct statement_file *f, const struct statement_row *l, const char *code,
    const struct row *row, enum statement_role role, struct str seen)
{
	uint32_t column = l->columns.at[role];
	struct finding *finding;

	if (f->findings->count >= STATEMENT_MOST_FINDINGS)
		return;
	finding = finding_add(f->findings, code,
	    (struct place){.file = f->in->name, .row = row->number, .column = column},
	    seen);
	if (l->header != NULL)
		finding->column_name = arena_str(f->findings->arena,
		    str_trim(statement_cell_at(l->header, column).text));
}

enum amount { AMOUNT_NONE, AMOUNT_GOOD, AMOUNT_BAD };

static enum amount
amount_at(struct statement_file *f, const struct statement_row *l, const struct row *row,
    enum statement_role role, money *cents)
{
	struct cell cell = statement_cell_at(row, l->columns.at[role]);

	if (is_empty(cell))
		return AMOUNT_NONE;
	if (statement_money(cell, l->mark, &f->row, cents) == MONEY_OK)
		return AMOUNT_GOOD;
	told(f, l, "STATEMENT_AMOUNT_INVALID", row, role, cell.text);
	return AMOUNT_BAD;
}

/* Debits are negative even when printed without sign; those printed negative are not
 * turned round. */
static enum amount
two_columns(struct statement_file *f, const struct statement_row *l,
    const struct row *row, money *cents)
{
	money out = 0, in = 0;
	enum amount debit = amount_at(f, l, row, ROLE_DEBIT, &out);
	enum amount credit = amount_at(f, l, row, ROLE_CREDIT, &in);

	if (debit == AMOUNT_BAD || credit == AMOUNT_BAD)
		return AMOUNT_BAD;
	if (debit == AMOUNT_NONE && credit == AMOUNT_NONE)
		return AMOUNT_NONE;
	if (out != 0 && in != 0) {
		told(f, l, "STATEMENT_AMOUNT_TWICE", row, ROLE_CREDIT,
		    statement_cell_at(row, l->columns.at[ROLE_CREDIT]).text);
		return AMOUNT_BAD;
	}
	*cents = out != 0 ? (out < 0 ? out : -out) : in;
	return AMOUNT_GOOD;
}

static enum amount
whole_cents(struct statement_file *f, const struct statement_row *l,
    const struct row *row, money *cents)
{
	struct cell cell = statement_cell_at(row, l->columns.at[ROLE_CENTS]);
	struct str s = str_trim(cell.text);
	bool negative = str_starts(s, STR("-"));
	uint64_t n;

	if (s.len == 0)
		return AMOUNT_NONE;
	if (!str_to_u64(str_slice(s, negative, s.len), &n) || n > (uint64_t)MONEY_MOST) {
		told(f, l, "STATEMENT_AMOUNT_INVALID", row, ROLE_CENTS, s);
		return AMOUNT_BAD;
	}
	*cents = negative ? -(money)n : (money)n;
	return AMOUNT_GOOD;
}

/* A sign of its own column counts for amounts that are printed without one. */
static enum amount
one_column(struct statement_file *f, const struct statement_row *l, const struct row *row,
    money *cents)
{
	enum statement_role role =
	    l->columns.at[ROLE_AMOUNT] != 0 ? ROLE_AMOUNT : ROLE_CENTS;
	enum amount found = role == ROLE_AMOUNT ? amount_at(f, l, row, role, cents)
						: whole_cents(f, l, row, cents);
	int sign;

	if (found != AMOUNT_GOOD)
		return found;
	sign = statement_sign(&f->row, &l->columns, row);
	if (sign == STATEMENT_SIGN_UNKNOWN) {
		told(f, l, "STATEMENT_SIGN_INVALID", row, ROLE_SIGN,
		    statement_cell_at(row, l->columns.at[ROLE_SIGN]).text);
		return AMOUNT_BAD;
	}
	if (sign < 0 && *cents > 0)
		*cents = -*cents;
	return AMOUNT_GOOD;
}

static enum amount
amount_of(struct statement_file *f, const struct statement_row *l, const struct row *row,
    money *cents)
{
	if (l->columns.at[ROLE_AMOUNT] != 0 || l->columns.at[ROLE_CENTS] != 0)
		return one_column(f, l, row, cents);
	return two_columns(f, l, row, cents);
}

static struct str
label_of(struct statement_file *f, struct str text)
{
	return text_fold(&f->row, text_cut(str_trim(text), LABEL_MOST));
}

/* True when the only words of the row are the name of a balance and nothing else; "Saldo
 * fattura 12" is a payer's text, and "saldo" alone may be. */
static bool
is_bare_balance(
    struct statement_file *f, const struct statement_columns *c, const struct row *row)
{
	struct str only = {0};

	for (uint32_t i = 0; i < c->description_count; i++) {
		struct str text = statement_cell_at(row, c->descriptions[i]).text;

		if (str_trim(text).len > 0 && only.len > 0)
			return false;
		if (str_trim(text).len > 0)
			only = label_of(f, text);
	}
	return str_starts(only, STR("saldo_")) &&
	    str_find(str_slice(only, 6, only.len), '_') + 6 == only.len &&
	    statement_line_of(only) != LINE_MOVEMENT;
}

/* A row without a booking date is a balance when any of its texts announces one; a row
 * with a date, when its words do and it has no value date, as movements have, or when
 * they do nothing else. */
static enum statement_line
line_of(struct statement_file *f, const struct statement_row *l, const struct row *row,
    bool dated)
{
	const struct statement_columns *c = &l->columns;
	enum statement_line line = LINE_MOVEMENT;

	if (dated) {
		if (c->at[ROLE_VALUE] != 0 &&
		    !is_empty(statement_cell_at(row, c->at[ROLE_VALUE])) &&
		    !is_bare_balance(f, c, row))
			return LINE_MOVEMENT;
		for (uint32_t i = 0; i < c->description_count && line == LINE_MOVEMENT;
		     i++)
			line = statement_line_of(
			    label_of(f, statement_cell_at(row, c->descriptions[i]).text));
		if (!is_empty(statement_cell_at(row, c->at[ROLE_CODE])) &&
		    line == LINE_MOVEMENT)
			line = statement_line_of(
			    label_of(f, statement_cell_at(row, c->at[ROLE_CODE]).text));
		return line;
	}
	for (size_t i = 0; i < row->count && line == LINE_MOVEMENT; i++)
		if (row->cells[i].kind == CELL_TEXT)
			line = statement_line_of(label_of(f, row->cells[i].text));
	return line;
}

/* The amount of a balance row may stand in a column of its own: the first one that is an
 * amount counts. */
static void
read_balance(struct statement_file *f, const struct statement_row *l,
    const struct row *row, struct balance *b)
{
	static const enum statement_role roles[] = {ROLE_AMOUNT, ROLE_CREDIT, ROLE_DEBIT};

	for (size_t i = 0; i < sizeof roles / sizeof roles[0] && !b->known; i++) {
		struct cell cell = statement_cell_at(row, l->columns.at[roles[i]]);

		if (is_empty(cell) ||
		    statement_money(cell, l->mark, &f->row, &b->cents) != MONEY_OK)
			continue;
		b->known = true;
		if (roles[i] == ROLE_DEBIT && b->cents > 0)
			b->cents = -b->cents;
	}
	(void)statement_date(
	    statement_cell_at(row, l->columns.at[ROLE_BOOKING]), &b->date);
}

/* Line ends inside a cell are the bank's: all are made '\n', a search tries them as
 * nothing and as a blank. */
static struct str
words_of(struct statement_file *f, struct cell cell)
{
	struct str s = str_trim(cell.text);
	char *text;
	size_t len = 0;

	if (str_find(s, '\r') == s.len)
		return arena_str(&f->row, s);
	text = arena_alloc(&f->row, s.len);
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '\r')
			text[len++] = s.ptr[i];
		else if (i + 1 == s.len || s.ptr[i + 1] != '\n')
			text[len++] = '\n';
	return (struct str){text, len};
}

/* A column of words may hold CBI's causale instead: "48", "48BO". */
static bool
is_code(struct str s)
{
	return s.len >= 2 && s.len <= 4 && char_is_digit(s.ptr[1]) &&
	    (char_is_digit(s.ptr[0]) || char_is_upper(s.ptr[0]));
}

static void
fill_words(struct statement_file *f, const struct statement_row *l, const struct row *row,
    struct movement *m)
{
	struct str words[STATEMENT_DESCRIPTIONS];
	size_t count = 0;

	for (uint32_t i = 0; i < l->columns.description_count; i++) {
		struct str s =
		    words_of(f, statement_cell_at(row, l->columns.descriptions[i]));
		bool again = false;

		for (size_t k = 0; k < count; k++)
			again = again || str_equal(words[k], s);
		if (m->code.len == 0 && l->columns.description_count > 1 && is_code(s))
			m->code = s;
		else if (s.len > 0 && !again)
			words[count++] = s;
	}
	m->remittance = statement_join(&f->row, words, count, STR(" "));
	m->text = statement_join(&f->row, words, count, STR("\n"));
}

static enum movement_state
state_of(struct statement_file *f, struct cell cell)
{
	static const struct {
		const char *word;
		enum movement_state state;
	} words[] = {{"non_contabilizzat", MOVEMENT_PENDING},
	    {"autorizzat", MOVEMENT_PENDING}, {"da_contabilizzare", MOVEMENT_PENDING},
	    {"in_attesa", MOVEMENT_PENDING}, {"in_sospeso", MOVEMENT_PENDING},
	    {"prenotat", MOVEMENT_PENDING}, {"pending", MOVEMENT_PENDING},
	    {"pdng", MOVEMENT_PENDING}, {"reverted", MOVEMENT_INFORMATION},
	    {"declined", MOVEMENT_INFORMATION}, {"failed", MOVEMENT_INFORMATION},
	    {"annullat", MOVEMENT_INFORMATION}, {"rifiutat", MOVEMENT_INFORMATION}};
	struct str folded = label_of(f, cell.text);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_starts(folded, str_of(words[i].word)))
			return words[i].state;
	return MOVEMENT_BOOKED;
}

/* Columns that are copied as they are. */
static const struct copied {
	enum statement_role role;
	size_t offset; /* in struct movement */
} copied[] = {
    {ROLE_CODE, offsetof(struct movement, code)},
    {ROLE_CURRENCY, offsetof(struct movement, currency)},
    {ROLE_PARTY, offsetof(struct movement, party)},
    {ROLE_PARTY_ACCOUNT, offsetof(struct movement, party_account)},
    {ROLE_REFERENCE, offsetof(struct movement, reference)},
    {ROLE_CUSTOMER_REFERENCE, offsetof(struct movement, customer_reference)},
    {ROLE_END_TO_END, offsetof(struct movement, end_to_end)},
    {ROLE_PROVVISORIO, offsetof(struct movement, provvisorio)},
    {ROLE_YEAR, offsetof(struct movement, year)},
    {ROLE_ACCOUNT, offsetof(struct movement, account)},
};

static void
fill_texts(struct statement_file *f, const struct statement_row *l, const struct row *row,
    struct movement *m)
{
	for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++) {
		struct str *to = (struct str *)((char *)m + copied[i].offset);

		*to = arena_str(&f->row,
		    str_trim(statement_cell_at(row, l->columns.at[copied[i].role]).text));
	}
	if (m->provvisorio.len > 0)
		m->provvisorio = statement_number(m->provvisorio);
	m->account = statement_squeeze(&f->row, m->account);
	if (statement_is_no_reference(m->end_to_end))
		m->end_to_end = (struct str){0};
	m->state = state_of(f, statement_cell_at(row, l->columns.at[ROLE_STATE]));
	fill_words(f, l, row, m);
}

/* "EUR" in a column named Valuta is a currency, not a date that cannot be read. */
static void
fill_value_date(struct statement_file *f, const struct statement_row *l,
    const struct row *row, struct movement *m)
{
	struct cell cell = statement_cell_at(row, l->columns.at[ROLE_VALUE]);
	struct str s = str_trim(cell.text);

	if (s.len == 0 || statement_date(cell, &m->value))
		return;
	if (s.len == 3 && char_is_upper(s.ptr[0]) && char_is_upper(s.ptr[2]))
		m->currency = arena_str(&f->row, s);
	else
		told(f, l, "STATEMENT_DATE_INVALID", row, ROLE_VALUE, s);
}

static void
note_account(struct statement_file *f, const struct movement *m)
{
	struct statement *s = f->current;

	if (s->account.len == 0 && m->account.len > 0)
		s->account = arena_str(f->arena, m->account);
	if (date_is_none(s->from) || date_compare(m->booking, s->from) < 0)
		s->from = m->booking;
	if (date_is_none(s->to) || date_compare(m->booking, s->to) > 0)
		s->to = m->booking;
}

/* True when the row is a movement. */
static bool
read_movement(struct statement_file *f, const struct statement_row *l,
    const struct row *row, struct movement *m)
{
	struct cell day = statement_cell_at(row, l->columns.at[ROLE_BOOKING]);
	enum amount amount;

	*m = (struct movement){.place.row = row->number};
	amount = amount_of(f, l, row, &m->cents);
	if (amount == AMOUNT_BAD)
		return false;
	if (!statement_date(day, &m->booking)) {
		if (amount == AMOUNT_GOOD)
			told(f, l, "STATEMENT_DATE_MISSING", row, ROLE_BOOKING, day.text);
		return false;
	}
	if (amount == AMOUNT_NONE) {
		told(f, l, "STATEMENT_AMOUNT_MISSING", row, ROLE_AMOUNT, day.text);
		return false;
	}
	m->type = m->cents < 0 ? MOVEMENT_DEBIT : MOVEMENT_CREDIT;
	fill_texts(f, l, row, m);
	fill_value_date(f, l, row, m);
	note_account(f, m);
	return true;
}

bool
statement_row_read(struct statement_file *f, const struct statement_row *l,
    const struct row *row, struct movement *m)
{
	struct statement *s = f->current;
	struct date day;
	bool dated =
	    statement_date(statement_cell_at(row, l->columns.at[ROLE_BOOKING]), &day);
	enum statement_line line = line_of(f, l, row, dated);

	if (line == LINE_OPENING)
		read_balance(f, l, row, &s->opening);
	else if (line == LINE_CLOSING)
		read_balance(f, l, row, &s->closing);
	return line == LINE_MOVEMENT && read_movement(f, l, row, m);
}
