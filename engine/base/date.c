/* Days and the Italian bank calendar. */
#include "base/date.h"

#include "base/date_parts.h"

#include <stdio.h>

bool
date_is_none(struct date d)
{
	return d.month == 0;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool
date_is_valid(int year, int month, int day)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && is_leap(year));
}

int
date_compare(struct date a, struct date b)
{
	int left = a.year * 10000 + a.month * 100 + a.day;
	int right = b.year * 10000 + b.month * 100 + b.day;

	return left < right ? -1 : left > right;
}

/* Day counts by eras of 400 years (Hinnant, "chrono-compatible low-level date
 * algorithms"). */
int64_t
date_to_days(struct date d)
{
	int64_t y = d.year - (d.month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year =
	    (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;
	int64_t day_of_era =
	    year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

struct date
date_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp + (mp < 10 ? 3 : -9);
	int64_t year = yoe + era * 400 + (month <= 2);

	return (struct date){.year = (int16_t)year,
	    .month = (uint8_t)month,
	    .day = (uint8_t)(doy - (153 * mp + 2) / 5 + 1)};
}

struct date
date_add_days(struct date d, int days)
{
	return date_from_days(date_to_days(d) + days);
}

int
date_weekday(struct date d)
{
	int64_t day = (date_to_days(d) + 3) % 7;

	return (int)(day < 0 ? day + 7 : day);
}

static bool
set(struct date *d, int year, int month, int day)
{
	if (!date_is_valid(year, month, day))
		return false;
	*d = (struct date){
	    .year = (int16_t)year, .month = (uint8_t)month, .day = (uint8_t)day};
	return true;
}

/* One to `most` digits of *s as a number, moving *s behind them; -1 when there are none
 * or more. */
int
date_take_number(struct str *s, size_t least, size_t most)
{
	size_t n = 0;
	int value = 0;

	while (n < s->len && n < most && char_is_digit(s->ptr[n]))
		value = value * 10 + (s->ptr[n++] - '0');
	if (n < least || (n < s->len && char_is_digit(s->ptr[n])))
		return -1;
	*s = str_slice(*s, n, s->len);
	return value;
}

bool
date_take_char(struct str *s, char c)
{
	if (s->len == 0 || s->ptr[0] != c)
		return false;
	*s = str_slice(*s, 1, s->len);
	return true;
}

/* The hours, minutes and seconds at the start of *s, moving *s behind them:
 * "8:00", "08:00:30", "08.00.30", "08:00:30.125"; false when there are none. */
bool
date_take_time(struct str *s, int64_t *second)
{
	struct str rest = *s;
	int hour = date_take_number(&rest, 1, 2), minute, sec = 0;
	char mark = rest.len > 0 ? rest.ptr[0] : 0;

	if (hour < 0 || hour > 24 || (mark != ':' && mark != '.') ||
	    !date_take_char(&rest, mark) ||
	    (minute = date_take_number(&rest, 2, 2)) < 0 || minute > 59)
		return false;
	if (date_take_char(&rest, mark)) {
		sec = date_take_number(&rest, 2, 2);
		if (sec < 0 || sec > 60)
			return false;
		if ((date_take_char(&rest, '.') || date_take_char(&rest, ',')) &&
		    date_take_number(&rest, 1, 9) < 0)
			return false;
	}
	*second = hour * 3600 + minute * 60 + sec;
	*s = rest;
	return true;
}

/* "Z", "+01:00", "-0500" or nothing, to the end of s. */
static bool
is_zone(struct str s)
{
	if (s.len == 0 || str_is(s, "Z"))
		return true;
	if (!date_take_char(&s, '+') && !date_take_char(&s, '-'))
		return false;
	if (s.len == 5 && s.ptr[2] == ':')
		return str_all_digits(str_slice(s, 0, 2)) &&
		    str_all_digits(str_slice(s, 3, 5));
	return s.len == 4 && str_all_digits(s);
}

/* What may follow a day: nothing, a zone, or a time with or without zone. */
static bool
is_tail(struct str s)
{
	int64_t second;

	if (date_take_char(&s, 'T'))
		return date_take_time(&s, &second) && is_zone(s);
	if (s.len > 0 && s.ptr[0] == ' ') {
		s = str_trim(s);
		return date_take_time(&s, &second) && is_zone(str_trim(s));
	}
	return is_zone(s);
}

static bool
parse_iso(struct str s, struct date *d)
{
	int year = date_take_number(&s, 4, 4), month, day;

	if (year < 0 || !date_take_char(&s, '-') ||
	    (month = date_take_number(&s, 1, 2)) < 0 || !date_take_char(&s, '-') ||
	    (day = date_take_number(&s, 1, 2)) < 0)
		return false;
	return is_tail(s) && set(d, year, month, day);
}

/* 2026/12/31 and 2026.12.31: a year in front leaves no doubt. */
static bool
parse_year_first(struct str s, struct date *d)
{
	int year = date_take_number(&s, 4, 4), month, day;
	char mark = s.len > 0 ? s.ptr[0] : 0;

	if (year < 0 || (mark != '/' && mark != '.') || !date_take_char(&s, mark) ||
	    (month = date_take_number(&s, 1, 2)) < 0 || !date_take_char(&s, mark) ||
	    (day = date_take_number(&s, 1, 2)) < 0)
		return false;
	return is_tail(s) && set(d, year, month, day);
}

int
date_take_month(struct str *s)
{
	static const char *const names[] = {"gennaio", "febbraio", "marzo", "aprile",
	    "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre",
	    "dicembre", "january", "february", "march", "april", "may", "june", "july",
	    "august", "september", "october", "november", "december"};
	struct str name;
	size_t n = 0;

	while (n < s->len && char_is_alpha(s->ptr[n]))
		n++;
	name = str_slice(*s, 0, n);
	for (size_t i = 0; n >= 3 && i < sizeof names / sizeof names[0]; i++)
		if (n <= strlen(names[i]) &&
		    str_equal_nocase(name, (struct str){names[i], n})) {
			*s = str_slice(*s, n, s->len);
			return (int)(i % 12) + 1;
		}
	return 0;
}

/* "31 marzo 2026", "31-mar-2026". */
static bool
parse_named(struct str s, struct date *d)
{
	int day = date_take_number(&s, 1, 2), month, year;
	char mark = s.len > 0 ? s.ptr[0] : 0;

	if (day < 0 || (mark != ' ' && mark != '-' && mark != '/') ||
	    !date_take_char(&s, mark) || (month = date_take_month(&s)) == 0 ||
	    !date_take_char(&s, mark) || (year = date_take_number(&s, 4, 4)) < 0)
		return false;
	return is_tail(s) && set(d, year, month, day);
}

static bool
parse_italian(struct str s, struct date *d)
{
	int day = date_take_number(&s, 1, 2), month, year;
	char mark = s.len > 0 ? s.ptr[0] : 0;

	if (day < 0 || (mark != '/' && mark != '-' && mark != '.') ||
	    !date_take_char(&s, mark) || (month = date_take_number(&s, 1, 2)) < 0 ||
	    !date_take_char(&s, mark) || (year = date_take_number(&s, 4, 4)) < 0)
		return false;
	return is_tail(s) && set(d, year, month, day);
}

/* The number of the `count` digits at p, or a negative number when one is no digit. */
static inline int
digits_at(const char *p, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		unsigned digit = (unsigned char)p[i] - (unsigned)'0';

		if (digit > 9)
			return -1;
		value = value * 10 + (int)digit;
	}
	return value;
}

/* Ten characters, which nearly all dates in files are: 2026-12-31 or 31/12/2026. False
 * says nothing about the text. */
static bool
parse_ten(struct str s, struct date *d)
{
	bool iso = s.len == 10 && s.ptr[4] == '-' && s.ptr[7] == '-';
	int year, month, day;

	if (!iso && (s.len != 10 || s.ptr[2] != '/' || s.ptr[5] != '/'))
		return false;
	year = digits_at(s.ptr + (iso ? 0 : 6), 4);
	month = digits_at(s.ptr + (iso ? 5 : 3), 2);
	day = digits_at(s.ptr + (iso ? 8 : 0), 2);
	return year >= 0 && month >= 0 && day >= 0 && set(d, year, month, day);
}

bool
date_parse(struct str text, struct date *d)
{
	struct str s;
	uint64_t packed;

	if (parse_ten(text, d))
		return true;
	s = str_trim(text);
	if (s.len == 8 && str_to_u64(s, &packed))
		return set(d, (int)(packed / 10000), (int)(packed / 100 % 100),
		    (int)(packed % 100));
	return parse_iso(s, d) || parse_italian(s, d) || parse_year_first(s, d) ||
	    parse_named(s, d);
}

static void
write_padded(struct out *o, int value, int width)
{
	char digits[8];

	for (int i = width - 1; i >= 0; i--) {
		digits[i] = (char)('0' + value % 10);
		value /= 10;
	}
	out_write(o, digits, (size_t)width);
}

void
date_write_iso(struct out *o, struct date d)
{
	if (date_is_none(d))
		return;
	write_padded(o, d.year, 4);
	out_char(o, '-');
	write_padded(o, d.month, 2);
	out_char(o, '-');
	write_padded(o, d.day, 2);
}

void
date_write_italian(struct out *o, struct date d)
{
	if (date_is_none(d))
		return;
	write_padded(o, d.day, 2);
	out_char(o, '/');
	write_padded(o, d.month, 2);
	out_char(o, '/');
	write_padded(o, d.year, 4);
}

struct date_text
date_iso(struct date d)
{
	struct date_text t = {""};

	if (!date_is_none(d))
		snprintf(t.text, sizeof t.text, "%04u-%02u-%02u",
		    (unsigned)d.year % 10000u, d.month, d.day);
	return t;
}

/* Easter Sunday of a Gregorian year (Meeus, Astronomical Algorithms, chapter 8). */
static struct date
easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return (struct date){.year = (int16_t)year,
	    .month = (uint8_t)(n / 31),
	    .day = (uint8_t)(n % 31 + 1)};
}

bool
date_is_bank_day(struct date d)
{
	static const int closed[] = {
	    101, 106, 425, 501, 602, 815, 1101, 1208, 1225, 1226};
	int64_t from_easter = date_to_days(d) - date_to_days(easter(d.year));
	int day = d.month * 100 + d.day;

	if (date_weekday(d) >= 5 || from_easter == -2 || from_easter == 1)
		return false;
	if (d.year >= 2026 && day == 1004)
		return false;
	for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
		if (day == closed[i])
			return false;
	return true;
}
