/* Amounts as people and spreadsheets write them become cents, or a named fault: never a
 * guess. */
#include "base/money.h"

enum { DIGITS_MOST = 40, PLAIN_DIGITS = 9, NUMBER_DIGITS = 15 };

/* An amount taken apart: its digits, and where its marks stood. */
struct shape {
	char digit[DIGITS_MOST];
	int digits;
	bool negative;
	char mark[DIGITS_MOST];      /* '.', ',' or a thousands blank or apostrophe ... */
	int mark_after[DIGITS_MOST]; /* ... after so many digits */
	int marks;
};

/* Takes one currency mark off either end; false when there is none. */
static bool
take_unit(struct str *s)
{
	static const struct str units[] = {
	    {"Euro", 4}, {"EUR", 3}, {"\xe2\x82\xac", 3}, {"\x80", 1}};

	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (str_starts_nocase(*s, units[i])) {
			*s = str_slice(*s, units[i].len, s->len);
			return true;
		}
		if (str_ends_nocase(*s, units[i])) {
			s->len -= units[i].len;
			return true;
		}
	}
	return false;
}

/* ASCII, no-break U+00A0, narrow U+202F, thin U+2009, figure U+2007. */
static const struct str blanks[] = {{" ", 1}, {"\xc2\xa0", 2}, {"\xe2\x80\xaf", 3},
    {"\xe2\x80\x89", 3}, {"\xe2\x80\x87", 3}};

/* The length of a blank at the start of s, or 0. */
static size_t
blank_length(struct str s)
{
	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		if (str_starts(s, blanks[i]))
			return blanks[i].len;
	return 0;
}

static size_t
blank_length_at_end(struct str s)
{
	for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
		if (str_ends(s, blanks[i]))
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
	while ((n = blank_length_at_end(s)) > 0)
		s = str_trim(str_slice(s, 0, s.len - n));
	return s;
}

/* Takes one sign (also U+2212) off either end; false when there is none. */
static bool
take_sign(struct str *s, bool *negative)
{
	static const struct str signs[] = {{"-", 1}, {"\xe2\x88\x92", 3}, {"+", 1}};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		if (!str_starts(*s, signs[i]) && !str_ends(*s, signs[i]))
			continue;
		*s = str_starts(*s, signs[i]) ? str_slice(*s, signs[i].len, s->len)
					      : str_slice(*s, 0, s->len - signs[i].len);
		*negative = signs[i].ptr[0] != '+';
		return true;
	}
	return false;
}

/* The digits and marks of s: one currency mark and one sign, in any order at either end,
 * are taken off. */
static struct str
bare_number(struct str s, bool *negative)
{
	bool unit = false, sign = false;

	*negative = false;
	for (int i = 0; i < 2; i++) {
		s = trim_all(s);
		unit = unit || take_unit(&s);
		s = trim_all(s);
		sign = sign || take_sign(&s, negative);
	}
	return trim_all(s);
}

static bool
is_exponent(struct str s)
{
	size_t e = str_find(s, 'E') < s.len ? str_find(s, 'E') : str_find(s, 'e');

	return e > 0 && e + 1 < s.len && char_is_digit(s.ptr[e - 1]) &&
	    (char_is_digit(s.ptr[e + 1]) || s.ptr[e + 1] == '+' || s.ptr[e + 1] == '-');
}

/* The length of a mark at the start of s and what it is (blanks are all ' ', apostrophes
 * all '\''), or 0. */
static size_t
mark_length(struct str s, char *mark)
{
	static const struct str apostrophe = {"\xe2\x80\x99", 3};
	size_t blank = blank_length(s);

	*mark = blank > 0 ? ' ' : s.ptr[0];
	if (blank > 0)
		return blank;
	if (str_starts(s, apostrophe)) {
		*mark = '\'';
		return apostrophe.len;
	}
	return *mark == '.' || *mark == ',' || *mark == '\'' ? 1 : 0;
}

/* Splits s into digits and marks. */
static enum money_fault
take_apart(struct str s, struct shape *shape)
{
	for (size_t i = 0; i < s.len;) {
		size_t length;
		char mark;

		if (char_is_digit(s.ptr[i])) {
			if (shape->digits == DIGITS_MOST)
				return MONEY_TOO_LARGE;
			shape->digit[shape->digits++] = s.ptr[i++];
			continue;
		}
		length = mark_length(str_slice(s, i, s.len), &mark);
		if (length == 0 || shape->marks == DIGITS_MOST ||
		    (shape->digits == 0 && mark != '.' && mark != ','))
			return MONEY_NOT_A_NUMBER;
		shape->mark[shape->marks] = mark;
		shape->mark_after[shape->marks++] = shape->digits;
		i += length;
	}
	return shape->digits > 0 ? MONEY_OK : MONEY_NOT_A_NUMBER;
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

/* The way programs write amounts, "-1234,56" or "1234": digits, and two more after a mark
 * that may stand for decimals. Nine tenths of all amounts are so, and cost a tenth. */
static bool
parse_plain(struct str s, enum money_mark mark, money *cents)
{
	size_t i = s.len > 0 && s.ptr[0] == '-', digits = i + PLAIN_DIGITS;
	char decimal = mark == MONEY_MARK_POINT ? '.' : ',';
	money sum = 0;

	if (i == s.len || !char_is_digit(s.ptr[i]))
		return false;
	for (; i < s.len && i < digits && char_is_digit(s.ptr[i]); i++)
		sum = sum * 10 + (s.ptr[i] - '0');
	sum *= 100;
	if (i < s.len) {
		if (s.len - i != 3 ||
		    (s.ptr[i] != decimal &&
			(mark != MONEY_MARK_ANY || s.ptr[i] != '.')) ||
		    !char_is_digit(s.ptr[i + 1]) || !char_is_digit(s.ptr[i + 2]))
			return false;
		sum += (s.ptr[i + 1] - '0') * 10 + (s.ptr[i + 2] - '0');
	}
	*cents = s.ptr[0] == '-' ? -sum : sum;
	return true;
}

enum money_fault
money_parse(struct str text, enum money_mark mark, money *cents)
{
	struct shape shape = {0};
	enum money_fault fault;
	int decimal, whole;
	struct str s;

	if (parse_plain(text, mark, cents))
		return MONEY_OK;
	s = trim_all(text);
	if (s.len == 0)
		return MONEY_EMPTY;
	s = bare_number(s, &shape.negative);
	if (is_exponent(s))
		return MONEY_EXPONENT;
	fault = take_apart(s, &shape);
	if (fault != MONEY_OK)
		return fault;
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

/* A double as Java writes it from ten million on ("1.2345678E7"), written out in `plain`;
 * every other text as it is. */
static struct str
written_out(struct str s, char plain[DIGITS_MOST])
{
	size_t sign = s.len > 0 && s.ptr[0] == '-', e = str_find(s, 'E'), power = 0, n;
	struct str digits = str_slice(s, sign + 2, e);

	if (e < sign + 3 || e >= DIGITS_MOST - NUMBER_DIGITS || e + 1 >= s.len ||
	    e + 3 < s.len || s.ptr[sign + 1] != '.' || !char_is_digit(s.ptr[sign]) ||
	    !str_all_digits(digits) || !str_all_digits(str_slice(s, e + 1, s.len)))
		return s;
	for (size_t i = e + 1; i < s.len; i++)
		power = power * 10 + (size_t)(s.ptr[i] - '0');
	if (power >= NUMBER_DIGITS)
		return s;
	n = sign + 1;
	memcpy(plain, s.ptr, n);
	for (size_t i = 0; i < digits.len || i < power; i++) {
		if (i == power)
			plain[n++] = '.';
		plain[n++] = i < digits.len ? digits.ptr[i] : '0';
	}
	return (struct str){plain, n};
}

/* Where the 15 significant digits of "123.456..." end; the length of the text when it has
 * no more of them, or is no such number. */
static size_t
number_end(struct str s)
{
	size_t digits = 0, points = 0, i = s.len > 0 && s.ptr[0] == '-';

	for (; i < s.len && digits < NUMBER_DIGITS; i++) {
		points += s.ptr[i] == '.';
		digits += s.ptr[i] >= (digits > 0 ? '0' : '1') && s.ptr[i] <= '9';
	}
	return points == 1 && str_all_digits(str_slice(s, i, s.len)) ? i : s.len;
}

/* Adds one to the last digit of a number that begins with a zero. */
static void
round_up(char *number, size_t len)
{
	while (len-- > 0) {
		if (!char_is_digit(number[len]))
			continue;
		if (number[len]++ < '9')
			return;
		number[len] = '0';
	}
}

enum money_fault
money_parse_number(struct str text, money *cents)
{
	char number[DIGITS_MOST], plain[DIGITS_MOST];
	size_t end, sign;

	text = written_out(text, plain);
	end = number_end(text);
	sign = text.len > 0 && text.ptr[0] == '-';
	if (end == text.len || end >= sizeof number)
		return money_parse(text, MONEY_MARK_POINT, cents);
	memcpy(number, text.ptr, sign);
	number[sign] = '0';
	memcpy(number + sign + 1, text.ptr + sign, end - sign);
	if (text.ptr[end] >= '5')
		round_up(number, end + 1);
	return money_parse((struct str){number, end + 1}, MONEY_MARK_POINT, cents);
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
