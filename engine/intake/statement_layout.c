/* Tables become statements here, so that the rest of the engine need not know that most
 * banks have no format of their own. */
#include "intake/statement_layout.h"

#include "base/text.h"
#include "intake/statement_cell.h"

enum {
	HEADER_WITHIN = 60, /* rows that may stand above the header, it included */
	AHEAD = 300,        /* rows looked at before the first movement is given */
	IBAN_LEAST = 15,
	IBAN_MOST = 34,
	LABEL_MOST = 60, /* code points of a text that can announce a balance */
};

struct statement_layout {
	struct table *table;
	struct statement_columns columns;
	struct row *ahead; /* copies of the first rows, the header among them */
	size_t ahead_count;
	size_t ahead_at;      /* the next of them to be given */
	enum money_mark mark; /* what the amounts of the first rows use */
	const struct row *header;
	bool by_position;
};

/* --- the first rows ----------------------------------------------------------------- */

static struct row
copy_row(struct arena *a, const struct row *row)
{
	struct cell *cells = arena_new_array(a, row->count, struct cell);

	for (size_t i = 0; i < row->count; i++)
		cells[i] =
		    (struct cell){arena_str(a, row->cells[i].text), row->cells[i].kind};
	return (struct row){.number = row->number, .cells = cells, .count = row->count};
}

static int
read_ahead(struct statement_file *f, struct statement_layout *l, struct err *e)
{
	struct row row;
	int got = 1;

	l->ahead = arena_new_array(f->arena, AHEAD, struct row);
	while (l->ahead_count < AHEAD && (got = table_next(l->table, &row, e)) == 1)
		l->ahead[l->ahead_count++] = copy_row(f->arena, &row);
	return got < 0 ? -1 : 0;
}

static struct cell
cell_at(const struct row *row, uint32_t column)
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

/* A header that has a date but no amount, or the other way round, is worth telling. */
static int
refuse_header(const struct statement_columns *near, struct err *e)
{
	bool date = near->at[ROLE_BOOKING] != 0;
	bool amount = near->at[ROLE_AMOUNT] != 0 || near->at[ROLE_CREDIT] != 0 ||
	    near->at[ROLE_DEBIT] != 0;

	if (!date && !amount)
		return err_file(
		    e, "STATEMENT_NO_HEADER", "no row with titles of columns");
	return err_file(e, "STATEMENT_COLUMN_MISSING", "no column \"%s\"",
	    statement_role_name(date ? ROLE_AMOUNT : ROLE_BOOKING));
}

/* How much of a header a row is: the number of roles that it names. */
static int
roles_of(const struct statement_columns *c)
{
	int count = 0;

	for (size_t i = 1; i < ROLES; i++)
		count += c->at[i] != 0;
	return count;
}

static int
check_header(const struct statement_columns *c, const struct row *header, struct err *e)
{
	if (c->twice != ROLE_NONE)
		err_file(e, "STATEMENT_COLUMN_TWICE", "two columns \"%s\"",
		    statement_role_name(c->twice));
	else if (c->description_count == 0)
		err_file(e, "STATEMENT_COLUMN_MISSING", "no column \"%s\"",
		    statement_role_name(ROLE_DESCRIPTION));
	else
		return 0;
	e->row = header->number;
	return -1;
}

static int
find_header(struct statement_file *f, struct statement_layout *l, struct err *e)
{
	struct statement_columns c, near = {0};
	size_t i;

	for (i = 0; i < l->ahead_count && i < HEADER_WITHIN; i++) {
		arena_reset(&f->row);
		statement_columns_read(&c, &l->ahead[i], &f->row);
		if (statement_columns_suffice(&c) && roles_of(&c) >= 2)
			break;
		if (roles_of(&c) > roles_of(&near) && roles_of(&c) >= 2)
			near = c;
	}
	if (i == l->ahead_count || i == HEADER_WITHIN)
		return refuse_header(&near, e);
	l->columns = c;
	l->header = &l->ahead[i];
	l->ahead_at = i + 1;
	return check_header(&c, l->header, e);
}

/* --- what stands above the header --------------------------------------------------- */

static bool
is_iban(struct str s)
{
	if (s.len < IBAN_LEAST || s.len > IBAN_MOST || !char_is_upper(s.ptr[0]) ||
	    !char_is_upper(s.ptr[1]) || !char_is_digit(s.ptr[2]) ||
	    !char_is_digit(s.ptr[3]))
		return false;
	for (size_t i = 4; i < s.len; i++)
		if (!char_is_upper(s.ptr[i]) && !char_is_digit(s.ptr[i]))
			return false;
	return !str_starts(s, STR("IT")) || s.len == 27;
}

/* The last word group of a cell as an IBAN: "IBAN: IT60 X054 ...". */
static struct str
iban_in(struct statement_file *f, struct str text)
{
	size_t colon = str_find(text, ':');
	struct str s = colon < text.len ? str_slice(text, colon + 1, text.len) : text;

	s = str_trim(s);
	if (str_starts_nocase(s, STR("IBAN")))
		s = str_trim(str_slice(s, 4, s.len));
	s = statement_squeeze(f->arena, s);
	return is_iban(s) ? s : (struct str){0};
}

static void
read_preamble_row(struct statement_file *f, const struct row *row)
{
	struct statement *s = f->current;

	for (size_t i = 0; i < row->count; i++) {
		struct str text = str_trim(row->cells[i].text), label;

		if (s->account.len == 0)
			s->account = iban_in(f, text);
		if (s->holder.len > 0 || i + 1 >= row->count || text.len > LABEL_MOST)
			continue;
		label = text_fold(&f->row, text);
		if (str_is(label, "intestatario") || str_is(label, "intestazione") ||
		    str_is(label, "intestato_a") || str_is(label, "ragione_sociale"))
			s->holder = str_trim(row->cells[i + 1].text);
	}
}

static void
read_preamble(struct statement_file *f, struct statement_layout *l)
{
	for (size_t i = 0; i < l->ahead_count && &l->ahead[i] != l->header; i++) {
		arena_reset(&f->row);
		read_preamble_row(f, &l->ahead[i]);
	}
}

/* --- amounts ------------------------------------------------------------------------ */

static enum money_mark
add_mark(enum money_mark seen, struct cell cell, bool *mixed)
{
	enum money_mark mark =
	    cell.kind == CELL_TEXT ? statement_money_mark(cell.text) : MONEY_MARK_ANY;

	if (mark == MONEY_MARK_ANY)
		return seen;
	if (seen != MONEY_MARK_ANY && seen != mark)
		*mixed = true;
	return mark;
}

/* "1.234" is thousands where the other rows have a decimal comma. */
static enum money_mark
find_mark(const struct statement_layout *l)
{
	static const enum statement_role roles[] = {ROLE_AMOUNT, ROLE_DEBIT, ROLE_CREDIT};
	enum money_mark mark = MONEY_MARK_ANY;
	bool mixed = false;

	for (size_t i = l->ahead_at; i < l->ahead_count; i++)
		for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++)
			mark = add_mark(
			    mark, cell_at(&l->ahead[i], l->columns.at[roles[r]]), &mixed);
	return mixed ? MONEY_MARK_ANY : mark;
}

static void
told(struct statement_file *f, const struct statement_layout *l, const char *code,
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
		finding->column_name = arena_str(
		    f->findings->arena, str_trim(cell_at(l->header, column).text));
}

enum amount { AMOUNT_NONE, AMOUNT_GOOD, AMOUNT_BAD };

static enum amount
amount_at(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, enum statement_role role, money *cents)
{
	struct cell cell = cell_at(row, l->columns.at[role]);

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
two_columns(struct statement_file *f, const struct statement_layout *l,
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
		    cell_at(row, l->columns.at[ROLE_CREDIT]).text);
		return AMOUNT_BAD;
	}
	*cents = out != 0 ? (out < 0 ? out : -out) : in;
	return AMOUNT_GOOD;
}

static enum amount
whole_cents(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, money *cents)
{
	struct cell cell = cell_at(row, l->columns.at[ROLE_CENTS]);
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

/* 1 credit, -1 debit, 0 not told, -2 unknown. */
static int
sign_at(struct statement_file *f, const struct statement_layout *l, const struct row *row)
{
	static const struct {
		const char *word;
		int sign;
	} words[] = {{"a", 1}, {"c", 1}, {"avere", 1}, {"credito", 1}, {"accredito", 1},
	    {"entrata", 1}, {"entrate", 1}, {"cr", 1}, {"crdt", 1}, {"e", 1}, {"d", -1},
	    {"dare", -1}, {"debito", -1}, {"addebito", -1}, {"uscita", -1},
	    {"uscite", -1}, {"db", -1}, {"dbit", -1}, {"u", -1}};
	struct str s = str_trim(cell_at(row, l->columns.at[ROLE_SIGN]).text), folded;

	if (s.len == 0 || str_is(s, "+") || str_is(s, "-"))
		return s.len == 0 ? 0 : s.ptr[0] == '+' ? 1 : -1;
	folded = text_fold(&f->row, s);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_is(folded, words[i].word))
			return words[i].sign;
	return -2;
}

/* A sign of its own column counts for amounts that are printed without one. */
static enum amount
one_column(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, money *cents)
{
	enum statement_role role =
	    l->columns.at[ROLE_AMOUNT] != 0 ? ROLE_AMOUNT : ROLE_CENTS;
	enum amount found = role == ROLE_AMOUNT ? amount_at(f, l, row, role, cents)
						: whole_cents(f, l, row, cents);
	int sign;

	if (found != AMOUNT_GOOD)
		return found;
	sign = sign_at(f, l, row);
	if (sign == -2) {
		told(f, l, "STATEMENT_SIGN_INVALID", row, ROLE_SIGN,
		    cell_at(row, l->columns.at[ROLE_SIGN]).text);
		return AMOUNT_BAD;
	}
	if (sign < 0 && *cents > 0)
		*cents = -*cents;
	return AMOUNT_GOOD;
}

static enum amount
amount_of(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, money *cents)
{
	if (l->columns.at[ROLE_AMOUNT] != 0 || l->columns.at[ROLE_CENTS] != 0)
		return one_column(f, l, row, cents);
	return two_columns(f, l, row, cents);
}

/* --- rows that are no movements ------------------------------------------------------
 */

static struct str
label_of(struct statement_file *f, struct str text)
{
	return text_fold(&f->row, text_cut(str_trim(text), LABEL_MOST));
}

/* A row without a booking date is a balance when any of its texts announces one; a row
 * with a date, when its words do and it has no value date, as movements have. */
static enum statement_line
line_of(struct statement_file *f, const struct statement_layout *l, const struct row *row,
    bool dated)
{
	const struct statement_columns *c = &l->columns;
	enum statement_line line = LINE_MOVEMENT;

	if (dated) {
		if (c->at[ROLE_VALUE] != 0 && !is_empty(cell_at(row, c->at[ROLE_VALUE])))
			return LINE_MOVEMENT;
		for (uint32_t i = 0; i < c->description_count && line == LINE_MOVEMENT;
		     i++)
			line = statement_line_of(
			    label_of(f, cell_at(row, c->descriptions[i]).text));
		if (!is_empty(cell_at(row, c->at[ROLE_CODE])) && line == LINE_MOVEMENT)
			line = statement_line_of(
			    label_of(f, cell_at(row, c->at[ROLE_CODE]).text));
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
read_balance(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, struct balance *b)
{
	static const enum statement_role roles[] = {ROLE_AMOUNT, ROLE_CREDIT, ROLE_DEBIT};

	for (size_t i = 0; i < sizeof roles / sizeof roles[0] && !b->known; i++) {
		struct cell cell = cell_at(row, l->columns.at[roles[i]]);

		if (is_empty(cell) ||
		    statement_money(cell, l->mark, &f->row, &b->cents) != MONEY_OK)
			continue;
		b->known = true;
		if (roles[i] == ROLE_DEBIT && b->cents > 0)
			b->cents = -b->cents;
	}
	(void)statement_date(cell_at(row, l->columns.at[ROLE_BOOKING]), &b->date);
}

/* --- movements ---------------------------------------------------------------------- */

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

static void
fill_words(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, struct movement *m)
{
	struct str words[STATEMENT_DESCRIPTIONS];
	size_t count = 0;

	for (uint32_t i = 0; i < l->columns.description_count; i++) {
		struct str s = words_of(f, cell_at(row, l->columns.descriptions[i]));
		bool again = false;

		for (size_t k = 0; k < count; k++)
			again = again || str_equal(words[k], s);
		if (s.len > 0 && !again)
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
fill_texts(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, struct movement *m)
{
	for (size_t i = 0; i < sizeof copied / sizeof copied[0]; i++) {
		struct str *to = (struct str *)((char *)m + copied[i].offset);

		*to = arena_str(
		    &f->row, str_trim(cell_at(row, l->columns.at[copied[i].role]).text));
	}
	if (m->provvisorio.len > 0)
		m->provvisorio = statement_number(m->provvisorio);
	m->account = statement_squeeze(&f->row, m->account);
	if (statement_is_no_reference(m->end_to_end))
		m->end_to_end = (struct str){0};
	m->state = state_of(f, cell_at(row, l->columns.at[ROLE_STATE]));
	fill_words(f, l, row, m);
}

/* "EUR" in a column named Valuta is a currency, not a date that cannot be read. */
static void
fill_value_date(struct statement_file *f, const struct statement_layout *l,
    const struct row *row, struct movement *m)
{
	struct cell cell = cell_at(row, l->columns.at[ROLE_VALUE]);
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
read_movement(struct statement_file *f, struct statement_layout *l, const struct row *row,
    struct movement *m)
{
	struct cell day = cell_at(row, l->columns.at[ROLE_BOOKING]);
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

static bool
read_row(struct statement_file *f, struct statement_layout *l, const struct row *row,
    struct movement *m)
{
	struct statement *s = f->current;
	struct date day;
	bool dated = statement_date(cell_at(row, l->columns.at[ROLE_BOOKING]), &day);
	enum statement_line line = line_of(f, l, row, dated);

	if (line == LINE_OPENING)
		read_balance(f, l, row, &s->opening);
	else if (line == LINE_CLOSING)
		read_balance(f, l, row, &s->closing);
	return line == LINE_MOVEMENT && read_movement(f, l, row, m);
}

static int
next_row(struct statement_layout *l, struct row *row, struct err *e)
{
	if (l->ahead_at < l->ahead_count) {
		*row = l->ahead[l->ahead_at++];
		return 1;
	}
	return table_next(l->table, row, e);
}

static int
layout_next(struct statement_file *f, struct movement *m, struct err *e)
{
	struct statement_layout *l = f->state;
	struct row row;
	int got;

	arena_reset(&f->row);
	while ((got = next_row(l, &row, e)) == 1)
		if (row.count > 0 && read_row(f, l, &row, m)) {
			statement_count(f, m);
			return 1;
		}
	if (got == 0)
		statement_end(f, 0);
	return got;
}

static void
layout_close(struct statement_file *f)
{
	struct statement_layout *l = f->state;

	if (l != NULL)
		table_close(l->table);
}

static const struct statement_format layout_format = {
    .name = "table",
    .help = {"tabella di movimenti (CSV, foglio di calcolo)",
	"table of movements (CSV, spreadsheet)"},
    .next = layout_next,
    .close = layout_close,
};

/* --- opening ------------------------------------------------------------------------ */

/* With configured positions the first row that has a date and an amount there begins the
 * movements. */
static int
find_first_movement(struct statement_file *f, struct statement_layout *l, struct err *e)
{
	size_t i;

	for (i = 0; i < l->ahead_count; i++) {
		struct date day;
		money cents;

		arena_reset(&f->row);
		if (statement_date(
			cell_at(&l->ahead[i], l->columns.at[ROLE_BOOKING]), &day) &&
		    statement_money(cell_at(&l->ahead[i], l->columns.at[ROLE_AMOUNT]),
			MONEY_MARK_COMMA, &f->row, &cents) == MONEY_OK)
			break;
	}
	if (i == l->ahead_count && i > 0)
		return err_file(e, "STATEMENT_COLUMN_MISSING",
		    "no row has a date in column %u and an amount in column %u",
		    l->columns.at[ROLE_BOOKING], l->columns.at[ROLE_AMOUNT]);
	l->ahead_at = i;
	l->header = i > 0 ? &l->ahead[i - 1] : NULL;
	return 0;
}

static int
prepare(struct statement_file *f, struct statement_layout *l,
    const struct statement_columns *fixed, struct err *e)
{
	if (read_ahead(f, l, e) != 0)
		return -1;
	if (fixed != NULL)
		l->columns = *fixed;
	if ((fixed == NULL ? find_header(f, l, e) : find_first_movement(f, l, e)) != 0)
		return -1;
	l->mark = find_mark(l);
	(void)statement_begin(f);
	if (l->header != NULL)
		read_preamble(f, l);
	return 0;
}

int
statement_layout_open(struct statement_file **result, const struct input *in,
    const struct statement_columns *fixed, const struct table_options *options,
    struct findings *findings, struct arena *a, struct err *e)
{
	struct statement_layout *l = arena_new(a, struct statement_layout);
	struct statement_file *f = arena_new(a, struct statement_file);

	f->format = &layout_format;
	f->in = in;
	f->arena = a;
	f->row.limit = a->limit;
	f->findings = findings;
	if (table_open(&l->table, in, options, a, e) != 0)
		return -1;
	f->state = l;
	if (prepare(f, l, fixed, e) != 0) {
		statement_close(f);
		return -1;
	}
	*result = f;
	return 0;
}

int
statement_source_open(struct statement_file **f, const struct input *in,
    const struct statement_columns *fixed, const struct table_options *options,
    struct findings *findings, struct arena *a, struct err *e)
{
	if (statement_find_format(in) != NULL)
		return statement_open(f, in, findings, a, e);
	return statement_layout_open(f, in, fixed, options, findings, a, e);
}
