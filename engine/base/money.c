/* Amounts as people and spreadsheets write them become cents, or a named fault: never a
 * guess. */
#include "base/money.h"

enum { DIGITS_MOST = 40 };

/* An amount taken apart: its digits, and where its marks stood. */
struct shape {
	char digit[DIGITS_MOST];
	int digits;
	bool negative;
	char mark[DIGITS_MOST];      /* '.', ',' or a thousands blank or apostrophe ... */
	int mark_after[DIGITS_MOST]; /* ... after so many digits */
	int marks;
};

static struct str
without_unit(struct str s)
{
	static const struct str units[] = {
	    {"\xe2\x82\xac", 3}, {"\x80", 1}, {"EUR", 3}, {"Euro", 4}};

	s = str_trim(s);
	for (size_t i = sizeof units / sizeof units[0]; i-- > 0;) {
		if (str_starts_nocase(s, units[i]))
			return str_trim(str_slice(s, units[i].len, s.len));
		if (str_ends_nocase(s, units[i]))
			return str_trim(str_slice(s, 0, s.len - units[i].len));
	}
	return s;
}

/* The length of a blank (ASCII, no-break U+00A0, narrow U+202F, thin U+2009) at the start
 * of s, or 0. */
static size_t
blank_length(struct str s)
{
	static const struct str blanks[] = {
	    {" ", 1}, {"\xc2\xa0", 2}, {"\xe2\x80\xaf", 3}, {"\xe2\x80\x89", 3}};

	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		if (str_starts(s, blanks[i]))
			return blanks[i].len;
	return 0;
}

static struct str
trim_all(struct str s)
{
	size_t n;

	s = str_trim(s);
	while ((n = blank_length(s)) > 0)
		s = str_trim(str_slice(s, n, s.len));
	while (str_ends(s, STR("\xc2\xa0")) || str_ends(s, STR("\xe2\x80\xaf")))
		s = str_trim(
		    str_slice(s, 0, s.len - (str_ends(s, STR("\xc2\xa0")) ? 2 : 3)));
	return s;
}

/* Takes one sign (also U+2212) off either end. */
static struct str
without_sign(struct str s, bool *negative)
{
	static const struct str minus = {"\xe2\x88\x92", 3};

	*negative = false;
	if (s.len > 0 && (s.ptr[0] == '-' || s.ptr[0] == '+')) {
		*negative = s.ptr[0] == '-';
		return trim_all(str_slice(s, 1, s.len));
	}
	if (str_starts(s, minus)) {
		*negative = true;
		return trim_all(str_slice(s, minus.len, s.len));
	}
	if (s.len > 0 && s.ptr[s.len - 1] == '-') {
		*negative = true;
		return trim_all(str_slice(s, 0, s.len - 1));
	}
	return s;
}

static bool
is_exponent(struct str s)
{
	size_t e = str_find(s, 'E') < s.len ? str_find(s, 'E') : str_find(s, 'e');

	return e > 0 && e + 1 < s.len && char_is_digit(s.ptr[e - 1]) &&
	    (char_is_digit(s.ptr[e + 1]) || s.ptr[e + 1] == '+' || s.ptr[e + 1] == '-');
}

/* Splits s into digits and marks; false when it holds anything else. */
static bool
take_apart(struct str s, struct shape *shape)
{
	for (size_t i = 0; i < s.len;) {
		size_t blank = blank_length(str_slice(s, i, s.len));
		char c = s.ptr[i];

		if (shape->digits == DIGITS_MOST || shape->marks == DIGITS_MOST)
			return false;
		if (char_is_digit(c)) {
			shape->digit[shape->digits++] = c;
			i++;
			continue;
		}
		if (blank == 0 && c != '.' && c != ',' && c != '\'')
			return false;
		if (shape->digits == 0 && c != '.' && c != ',')
			return false;
		shape->mark[shape->marks] = blank > 0 ? ' ' : c;
		shape->mark_after[shape->marks++] = shape->digits;
		i += blank > 0 ? blank : 1;
	}
	return shape->digits > 0;
}

/* Thousands marks must be all alike and in front of groups of three digits, up to `end`
 * digits. */
static bool
groups_are_right(const struct shape *s, int marks, int end)
{
	for (int i = 0; i < marks; i++) {
		int next = i + 1 < marks ? s->mark_after[i + 1] : end;

		if (s->mark[i] != s->mark[0] || next - s->mark_after[i] != 3)
			return false;
	}
	return marks == 0 || (s->mark_after[0] >= 1 && s->mark_after[0] <= 3);
}

/* Decides which mark, if any, is the decimal one: -1 none, else its index (always the
 * last). */
static enum money_fault
find_decimal(const struct shape *s, enum money_mark mark, int *decimal)
{
	int last = s->marks - 1, tail;
	char c;

	*decimal = -1;
	if (s->marks == 0)
		return MONEY_OK;
	c = s->mark[last];
	tail = s->digits - s->mark_after[last];
	if (mark != MONEY_MARK_ANY) {
		if (c == (mark == MONEY_MARK_POINT ? '.' : ','))
			*decimal = last;
		return MONEY_OK;
	}
	if (c == ' ' || c == '\'')
		return MONEY_OK;
	if (last > 0 && s->mark[last - 1] == c)
		return MONEY_OK; /* the same mark twice: thousands */
	if (last == 0 && tail == 3 && s->mark_after[0] >= 1 && s->mark_after[0] <= 3 &&
	    s->digit[0] != '0')
		return MONEY_AMBIGUOUS;
	*decimal = last;
	return MONEY_OK;
}

static enum money_fault
to_cents(const struct shape *s, int whole, money *cents)
{
	money sum = 0;

	for (int i = whole + 2; i < s->digits; i++)
		if (s->digit[i] != '0')
			return MONEY_THIRD_DECIMAL;
	for (int i = 0; i < whole + 2; i++) {
		sum = sum * 10 + (i < s->digits ? s->digit[i] - '0' : 0);
		if (sum > MONEY_MOST)
			return MONEY_TOO_LARGE;
	}
	*cents = s->negative ? -sum : sum;
	return MONEY_OK;
}

enum money_fault
money_parse(struct str text, enum money_mark mark, money *cents)
{
	struct shape shape = {0};
	enum money_fault fault;
	int decimal, whole;
	struct str s = trim_all(text);

	if (s.len == 0)
		return MONEY_EMPTY;
	s = trim_all(without_unit(s));
	s = without_sign(s, &shape.negative);
	s = trim_all(without_unit(s));
	if (is_exponent(s))
		return MONEY_EXPONENT;
	if (!take_apart(s, &shape))
		return MONEY_NOT_A_NUMBER;
	fault = find_decimal(&shape, mark, &decimal);
	if (fault != MONEY_OK)
		return fault;
	whole = decimal < 0 ? shape.digits : shape.mark_after[decimal];
	if (!groups_are_right(&shape, decimal < 0 ? shape.marks : decimal, whole))
		return MONEY_GROUPING;
	if (decimal > 0 && shape.mark[decimal - 1] == shape.mark[decimal])
		return MONEY_GROUPING;
	return to_cents(&shape, whole, cents);
}

static void
write_amount(struct out *o, money cents, char decimal, char thousands)
{
	uint64_t value = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;
	char text[40];
	size_t at = sizeof text;
	int digits = 0;

	text[--at] = (char)('0' + value % 10);
	text[--at] = (char)('0' + value / 10 % 10);
	text[--at] = decimal;
	value /= 100;
	do {
		if (thousands != 0 && digits > 0 && digits % 3 == 0)
			text[--at] = thousands;
		text[--at] = (char)('0' + value % 10);
		value /= 10;
		digits++;
	} while (value != 0);
	if (cents < 0)
		text[--at] = '-';
	out_write(o, text + at, sizeof text - at);
}

void
money_write_italian(struct out *o, money cents)
{
	write_amount(o, cents, ',', '.');
}

void
money_write_plain(struct out *o, money cents)
{
	write_amount(o, cents, '.', 0);
}

bool
money_add(money a, money b, money *sum)
{
	money total;

	if (__builtin_add_overflow(a, b, &total))
		return false;
	*sum = total;
	return true;
}
