/*
 * MT940 and MT942: the statements of SWIFT, as banks write them: with and without the
 * SWIFT blocks around, :61: with or without an entry date, wrapped lines, several
 * messages in one file.
 */
#include "formats/mt940_field.h"
#include "formats/mt940_text.h"
#include "formats/statement.h"

struct mt940 {
	struct mt940_reader reader;
	uint64_t counted[2]; /* debits and credits of the message, for :90D: and :90C: */
};

/* C|D yymmdd CCY amount. */
static struct balance
parse_balance(struct statement_file *f, const struct mt940_field *field)
{
	struct str s = str_trim(field->text), digits = str_slice(s, 1, 7);
	struct balance b = {.currency = str_slice(s, 7, 10)};

	if (s.len < 11 || (s.ptr[0] != 'C' && s.ptr[0] != 'D')) {
		statement_finding(f, "STATEMENT_SIGN_INVALID", field->line, s);
		return b;
	}
	if (!mt940_day(digits, &b.date))
		statement_finding(f, "STATEMENT_DATE_INVALID", field->line, digits);
	b.known = statement_amount(
	    f, str_slice(s, 10, s.len), MONEY_MARK_COMMA, field->line, &b.cents);
	if (s.ptr[0] == 'D')
		b.cents = -b.cents;
	return b;
}

/* --- :61: --------------------------------------------------------------------------- */

static struct str
without_line_ends(struct arena *a, struct str s)
{
	char *text = arena_alloc(a, s.len);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '\r' && s.ptr[i] != '\n')
			text[len++] = s.ptr[i];
	return (struct str){text, len};
}

/* Takes [R|E](C|D) off *s: the sign and the type; false when it is not there. */
static bool
take_mark(struct str *s, struct movement *m, bool *debit)
{
	bool reversal = str_starts(*s, STR("R")), expected = str_starts(*s, STR("E"));

	if (reversal || expected)
		*s = str_slice(*s, 1, s->len);
	if (s->len == 0 || (s->ptr[0] != 'C' && s->ptr[0] != 'D'))
		return false;
	*debit = (s->ptr[0] == 'D') != reversal;
	m->type = reversal ? MOVEMENT_REVERSAL
	    : *debit       ? MOVEMENT_DEBIT
			   : MOVEMENT_CREDIT;
	if (expected)
		m->state = MOVEMENT_PENDING;
	*s = str_slice(*s, 1, s->len);
	return true;
}

static struct str
take_amount(struct str *s)
{
	size_t n = 0;
	struct str amount;

	/* One letter of the currency may stand before the amount. */
	if (s->len > 0 && char_is_alpha(s->ptr[0]))
		*s = str_slice(*s, 1, s->len);
	while (n < s->len && (char_is_digit(s->ptr[n]) || s->ptr[n] == ','))
		n++;
	amount = str_slice(*s, 0, n);
	*s = str_slice(*s, n, s->len);
	return amount;
}

/* Type, customer's reference, "//", bank's reference. */
static void
read_references(struct movement *m, struct str s)
{
	struct str customer = str_slice(s, 4, s.len);
	size_t slashes = str_find_str(customer, STR("//"));
	struct str bank = str_trim(str_slice(customer, slashes + 2, customer.len));

	m->code = str_trim(str_slice(s, 0, 4));
	customer = str_trim(str_slice(customer, 0, slashes));
	if (!statement_is_no_reference(customer))
		m->customer_reference = customer;
	if (!statement_is_no_reference(bank))
		m->reference = bank;
}

static struct str
take_value_date(struct statement_file *f, const struct mt940_field *field, struct str s,
    struct movement *m)
{
	struct str digits = str_slice(s, 0, 6);

	if (!mt940_day(digits, &m->value)) {
		statement_finding(f, "STATEMENT_DATE_INVALID", field->line, digits);
		(void)mt940_commercial_day(digits, &m->value);
	}
	m->booking = m->value;
	s = str_slice(s, 6, s.len);
	if (s.len < 4 || !str_all_digits(str_slice(s, 0, 4)))
		return s;
	if (!mt940_entry_day(str_slice(s, 0, 4), m->value, &m->booking))
		statement_finding(
		    f, "STATEMENT_DATE_INVALID", field->line, str_slice(s, 0, 4));
	return str_slice(s, 4, s.len);
}

/* The line of a movement: yymmdd [mmdd] mark amount type reference. *first is its first
 * line, which a bank may have wrapped. False after a finding. */
static bool
read_line(struct statement_file *f, const struct mt940_field *field, struct movement *m)
{
	size_t end = str_find(field->text, '\n');
	struct str s = str_trim(str_slice(field->text, 0, end));
	struct str more = str_trim(str_slice(field->text, end, field->text.len)), amount;
	bool debit;

	/* No comma in the first line: it was wrapped before its amount. */
	if (str_find(s, ',') == s.len && more.len > 0) {
		s = without_line_ends(&f->row, field->text);
		more = (struct str){0};
	}
	m->text = more;
	s = take_value_date(f, field, s, m);
	if (!take_mark(&s, m, &debit)) {
		statement_finding(f, "STATEMENT_SIGN_INVALID", field->line, field->text);
		return false;
	}
	amount = take_amount(&s);
	if (!statement_amount(f, amount, MONEY_MARK_COMMA, field->line, &m->cents))
		return false;
	if (debit)
		m->cents = -m->cents;
	read_references(m, s);
	return true;
}

/* Adds the :86: (or a bank's own :NS:) that follows the movement. */
static void
read_text(struct statement_file *f, struct mt940 *p, struct movement *m)
{
	struct str supplement = statement_text(&f->row, m->text);
	struct mt940_field next;

	m->text = supplement;
	m->remittance = supplement;
	if (mt940_field_next(&p->reader, &next)) {
		if (str_is(next.tag, "86") || str_is(next.tag, "NS"))
			mt940_read_text(m, next.text, &f->row);
		else {
			mt940_field_give_back(&p->reader, &next);
			return;
		}
	}
	if (supplement.len > 0)
		m->text = statement_join(
		    &f->row, (struct str[]){supplement, m->text}, 2, STR("\n"));
	if (m->remittance.len == 0)
		m->remittance = supplement;
	m->reference = statement_text(&f->row, m->reference);
	m->customer_reference = statement_text(&f->row, m->customer_reference);
}

static bool
read_movement(struct statement_file *f, struct mt940 *p, const struct mt940_field *field,
    struct movement *m)
{
	bool good;

	*m = (struct movement){.place.row = field->line};
	good = read_line(f, field, m);
	read_text(f, p, m);
	p->counted[m->cents < 0 ? 0 : 1] += good;
	return good;
}

/* --- messages ----------------------------------------------------------------------- */

static struct statement *
current(struct statement_file *f)
{
	if (f->current == NULL || f->current->ended)
		(void)statement_begin(f);
	return f->current;
}

/* A statement ends where another begins, at "-" or at the end of the file; MT942 has no
 * balances at all. */
static void
end_message(struct statement_file *f, struct mt940 *p, uint64_t line)
{
	struct statement *s = f->current;

	if (s == NULL || s->ended)
		return;
	if (s->opening.known && !s->closing.known)
		statement_finding(f, "STATEMENT_TRUNCATED", line, s->account);
	statement_end(f, line);
	memset(p->counted, 0, sizeof p->counted);
}

static void
read_account(struct statement_file *f, const struct mt940_field *field)
{
	current(f)->account =
	    statement_text(f->arena, statement_squeeze(f->arena, field->text));
}

static void
read_opening(struct statement_file *f, const struct mt940_field *field)
{
	struct statement *s = current(f);

	s->opening = parse_balance(f, field);
	s->currency = s->opening.currency;
	s->from = s->opening.date;
}

static void
read_closing(struct statement_file *f, const struct mt940_field *field)
{
	struct statement *s = current(f);

	s->closing = parse_balance(f, field);
	if (s->currency.len == 0)
		s->currency = s->closing.currency;
	s->to = s->closing.date;
}

/* :34F: of MT942 tells the currency first. */
static void
read_floor(struct statement_file *f, const struct mt940_field *field)
{
	struct statement *s = current(f);

	if (s->currency.len == 0)
		s->currency = str_slice(str_trim(field->text), 0, 3);
}

static void
read_number(struct statement_file *f, const struct mt940_field *field)
{
	current(f)->id = statement_text(f->arena, str_trim(field->text));
}

static void
check_counted(
    struct statement_file *f, const struct mt940 *p, const struct mt940_field *field)
{
	struct str s = str_trim(field->text);
	uint64_t declared, found = p->counted[str_is(field->tag, "90C") ? 1 : 0];
	size_t n = 0;

	while (n < s.len && char_is_digit(s.ptr[n]))
		n++;
	if (str_to_u64(str_slice(s, 0, n), &declared) && declared != found)
		statement_finding(f, "STATEMENT_COUNT_DIFFERS", field->line,
		    arena_format(f->findings->arena, ":%.*s: %ju / %ju",
			STR_ARG(field->tag), (uintmax_t)declared, (uintmax_t)found));
}

/* The fields that frame the movements. */
static const struct frame {
	const char *tag;
	void (*read)(struct statement_file *f, const struct mt940_field *field);
} frames[] = {
    {"25", read_account},
    {"25P", read_account},
    {"28", read_number},
    {"28C", read_number},
    {"60F", read_opening},
    {"60M", read_opening},
    {"62F", read_closing},
    {"62M", read_closing},
    {"34F", read_floor},
};

static void
read_frame(struct statement_file *f, struct mt940 *p, const struct mt940_field *field)
{
	if (field->tag.len == 0 || str_is(field->tag, "20"))
		end_message(f, p, field->line);
	if (str_is(field->tag, "20"))
		(void)current(f);
	if (str_is(field->tag, "90D") || str_is(field->tag, "90C"))
		check_counted(f, p, field);
	for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++)
		if (str_is(field->tag, frames[i].tag))
			frames[i].read(f, field);
}

/* --- the reader --------------------------------------------------------------------- */

static int
mt940_bid(const struct input *in)
{
	return mt940_field_bid(in->bytes);
}

static int
mt940_open(struct statement_file *f, struct err *e)
{
	struct mt940 *p = arena_new(f->arena, struct mt940);

	(void)e;
	p->reader.rest = f->in->bytes;
	f->state = p;
	return 0;
}

static int
mt940_next(struct statement_file *f, struct movement *m, struct err *e)
{
	struct mt940 *p = f->state;
	struct mt940_field field;

	(void)e;
	arena_reset(&f->row);
	while (mt940_field_next(&p->reader, &field)) {
		if (!str_is(field.tag, "61")) {
			read_frame(f, p, &field);
			continue;
		}
		(void)current(f);
		if (read_movement(f, p, &field, m)) {
			statement_count(f, m);
			return 1;
		}
	}
	end_message(f, p, p->reader.line);
	return 0;
}

const struct statement_format statement_format_mt940 = {
    .name = "mt940",
    .help = {"estratto conto SWIFT MT940 o MT942", "SWIFT statement MT940 or MT942"},
    .bid = mt940_bid,
    .open = mt940_open,
    .next = mt940_next,
};
