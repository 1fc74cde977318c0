/* The spellings of dates and amounts in bank exports that the base does not take, since
 * only here they can mean one thing. */
#include "intake/statement_cell.h"

#include "base/text.h"

static bool
take_digits(struct str *s, size_t most, int *value)
{
	size_t n = 0;

	*value = 0;
	while (n < s->len && n < most && char_is_digit(s->ptr[n]))
		*value = *value * 10 + (s->ptr[n++] - '0');
	if (n == 0 || (n < s->len && char_is_digit(s->ptr[n])))
		return false;
	*s = str_slice(*s, n, s->len);
	return true;
}

static bool
make_date(int year, int month, int day, struct date *d)
{
	if (!date_is_valid(year, month, day))
		return false;
	*d = (struct date){
	    .year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day};
	return true;
}

/* d/m/yy with any of the three marks, and yyyy/mm/dd. */
static bool
parse_short(struct str s, struct date *d)
{
	int first, month, last;
	char mark;

	if (!take_digits(&s, 4, &first) || s.len < 2)
		return false;
	mark = s.ptr[0];
	if (mark != '/' && mark != '-' && mark != '.')
		return false;
	s = str_slice(s, 1, s.len);
	if (!take_digits(&s, 2, &month) || s.len < 2 || s.ptr[0] != mark)
		return false;
	s = str_slice(s, 1, s.len);
	if (!take_digits(&s, 2, &last) || (s.len > 0 && !char_is_blank(s.ptr[0])))
		return false;
	if (first > 31)
		return make_date(first, month, last, d);
	return make_date(2000 + last, month, first, d);
}

/* "5 gennaio 2026", "05-gen-26". */
static bool
parse_named_month(struct str s, struct date *d)
{
	int day, month, year;

	if (!take_digits(&s, 2, &day))
		return false;
	while (
	    s.len > 0 && (char_is_blank(s.ptr[0]) || s.ptr[0] == '-' || s.ptr[0] == '/'))
		s = str_slice(s, 1, s.len);
	month = date_take_month(&s);
	while (s.len > 0 && !char_is_digit(s.ptr[0]))
		s = str_slice(s, 1, s.len);
	if (month == 0 || !take_digits(&s, 4, &year))
		return false;
	return make_date(year < 100 ? 2000 + year : year, month, day, d);
}

bool
statement_date(struct cell cell, struct date *d)
{
	static const struct date epoch = {1899, 12, 30};
	struct str s = str_trim(cell.text);
	uint64_t serial;

	if (cell.kind == CELL_NUMBER &&
	    str_to_u64(str_slice(s, 0, str_find(s, '.')), &serial) && serial >= 20000 &&
	    serial <= 80000) {
		*d = date_add_days(epoch, (int)serial);
		return true;
	}
	return date_parse(s, d) || parse_short(s, d) || parse_named_month(s, d);
}

enum money_mark
statement_money_mark(struct str text)
{
	struct str s = str_trim(text);
	size_t tail = 0;
	char mark;

	while (s.len > 0 && !char_is_digit(s.ptr[s.len - 1]))
		s.len--;
	while (tail < s.len && char_is_digit(s.ptr[s.len - 1 - tail]))
		tail++;
	if (tail == 0 || tail > 2 || tail == s.len)
		return MONEY_MARK_ANY;
	mark = s.ptr[s.len - 1 - tail];
	return mark == ',' ? MONEY_MARK_COMMA
	    : mark == '.'  ? MONEY_MARK_POINT
			   : MONEY_MARK_ANY;
}

/* The text without blanks behind a mark ("18 668, 63") and with brackets made a sign. */
static struct str
tidy(struct str s, struct arena *a)
{
	char *text = arena_alloc(a, s.len + 1);
	size_t len = 0;
	bool brackets = s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')';

	if (brackets) {
		s = str_slice(s, 1, s.len - 1);
		text[len++] = '-';
	}
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != ' ' || len == 0 ||
		    (text[len - 1] != ',' && text[len - 1] != '.'))
			text[len++] = s.ptr[i];
	return (struct str){text, len};
}

enum money_fault
statement_money(struct cell cell, enum money_mark mark, struct arena *a, money *cents)
{
	struct str s = tidy(str_trim(cell.text), a);
	enum money_fault fault;

	if (cell.kind == CELL_NUMBER)
		return money_parse_number(s, cents);
	fault = money_parse(s, mark, cents);
	if (fault != MONEY_OK && mark != MONEY_MARK_ANY)
		fault = money_parse(s, MONEY_MARK_ANY, cents);
	return fault;
}

enum statement_line
statement_line_of(struct str folded)
{
	static const struct {
		const char *begins;
		enum statement_line line;
	} lines[] = {{"saldo_iniziale", LINE_OPENING},
	    {"saldo_di_apertura", LINE_OPENING}, {"saldo_apertura", LINE_OPENING},
	    {"saldo_precedente", LINE_OPENING}, {"saldo_finale", LINE_CLOSING},
	    {"saldo_di_chiusura", LINE_CLOSING}, {"saldo_chiusura", LINE_CLOSING},
	    {"saldo_contabile", LINE_OTHER}, {"saldo_disponibile", LINE_OTHER},
	    {"saldo_liquido", LINE_OTHER}, {"saldo_progressivo", LINE_OTHER},
	    {"saldo_al_", LINE_OTHER}, {"saldi_", LINE_OTHER},
	    {"totale_entrate", LINE_OTHER}, {"totale_uscite", LINE_OTHER},
	    {"totale_addebiti", LINE_OTHER}, {"totale_accrediti", LINE_OTHER},
	    {"totale_dare", LINE_OTHER}, {"totale_avere", LINE_OTHER},
	    {"totale_movimenti", LINE_OTHER}, {"totali_", LINE_OTHER}};

	if (str_is(folded, "saldo") || str_is(folded, "saldi") ||
	    str_is(folded, "totale") || str_is(folded, "totali"))
		return LINE_OTHER;
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		if (str_starts(folded, str_of(lines[i].begins)))
			return lines[i].line;
	return LINE_MOVEMENT;
}
