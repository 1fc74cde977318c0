/* Tables become statements here, so that the rest of the engine need not know that most
 * banks have no format of their own. */
#include "intake/statement_layout.h"

#include "base/text.h"
#include "intake/layout.h"
#include "intake/planned_table.h"
#include "intake/statement_cell.h"
#include "intake/statement_plan.h"
#include "intake/statement_row.h"

enum {
	HEADER_WITHIN = 60, /* rows that may stand above the header, it included */
	AHEAD = 300,        /* rows looked at before the first movement is given */
	IBAN_LEAST = 15,
	IBAN_MOST = 34,
	LABEL_MOST = 60, /* code points of a text that can be a label */
};

struct statement_layout {
	struct table *table;
	struct statement_row rows;
	struct row *ahead; /* copies of the first rows, the header among them */
	size_t ahead_count;
	size_t ahead_at; /* the next of them to be given */
};

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
	l->rows.columns = c;
	l->rows.header = &l->ahead[i];
	l->ahead_at = i + 1;
	return check_header(&c, l->rows.header, e);
}

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
	for (size_t i = 0; i < l->ahead_count && &l->ahead[i] != l->rows.header; i++) {
		arena_reset(&f->row);
		read_preamble_row(f, &l->ahead[i]);
	}
}

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
			mark = add_mark(mark,
			    statement_cell_at(&l->ahead[i], l->rows.columns.at[roles[r]]),
			    &mixed);
	return mixed ? MONEY_MARK_ANY : mark;
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
		if (row.count > 0 && statement_row_read(f, &l->rows, &row, m)) {
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

/* Whether one of the columns of amounts holds one. */
static bool
has_amount(
    struct statement_file *f, const struct statement_layout *l, const struct row *row)
{
	static const enum statement_role roles[] = {
	    ROLE_AMOUNT, ROLE_CENTS, ROLE_DEBIT, ROLE_CREDIT};
	money cents;

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		uint32_t at = l->rows.columns.at[roles[i]];

		if (at != 0 &&
		    statement_money(statement_cell_at(row, at), MONEY_MARK_COMMA, &f->row,
			&cents) == MONEY_OK)
			return true;
	}
	return false;
}

/* With configured positions the first row that has a date and an amount there begins the
 * movements. */
static int
find_first_movement(struct statement_file *f, struct statement_layout *l, struct err *e)
{
	size_t i;

	for (i = 0; i < l->ahead_count; i++) {
		struct date day;

		arena_reset(&f->row);
		if (statement_date(
			statement_cell_at(&l->ahead[i], l->rows.columns.at[ROLE_BOOKING]),
			&day) &&
		    has_amount(f, l, &l->ahead[i]))
			break;
	}
	if (i == l->ahead_count && i > 0)
		return err_file(e, "STATEMENT_COLUMN_MISSING",
		    "no row has a date in column %u and an amount in column %u",
		    l->rows.columns.at[ROLE_BOOKING], l->rows.columns.at[ROLE_AMOUNT]);
	l->ahead_at = i;
	l->rows.header = i > 0 ? &l->ahead[i - 1] : NULL;
	return 0;
}

/* The first row that is the header of a layout. */
static int
find_planned_header(struct statement_file *f, struct statement_layout *l,
    const struct statement_columns *told, struct err *e)
{
	struct layout_origin origin = planned_table_origin(l->table, f->in->name);

	for (size_t i = 0; i < l->ahead_count && i < HEADER_WITHIN; i++) {
		const struct layout_version *version =
		    layout_find(told->plan, &l->ahead[i], &origin);

		if (version == NULL)
			continue;
		statement_plan_bind(&l->rows.columns, version, &l->ahead[i]);
		if (version->headless)
			return find_first_movement(f, l, e);
		if (!statement_columns_suffice(&l->rows.columns))
			continue;
		l->rows.header = &l->ahead[i];
		l->ahead_at = i + 1;
		return check_header(&l->rows.columns, l->rows.header, e);
	}
	if (told->plan_or_titles)
		return find_header(f, l, e);
	return err_file(e, "STATEMENT_NO_HEADER", "no row with the titles of the layout");
}

static int
prepare(struct statement_file *f, struct statement_layout *l,
    const struct statement_columns *fixed, struct err *e)
{
	int found;

	if (read_ahead(f, l, e) != 0)
		return -1;
	if (fixed == NULL)
		found = find_header(f, l, e);
	else if (fixed->plan != NULL)
		found = find_planned_header(f, l, fixed, e);
	else {
		l->rows.columns = *fixed;
		found = find_first_movement(f, l, e);
	}
	if (found != 0)
		return -1;
	l->rows.mark = find_mark(l);
	(void)statement_begin(f);
	if (l->rows.header != NULL)
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
	if (planned_table_open(&l->table, in, options, a, e) != 0)
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
