/* Days, the Italian bank calendar and the clock that tests can stop. */
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

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
static int
take_number(struct str *s, size_t least, size_t most)
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

static bool
take_char(struct str *s, char c)
{
	if (s->len == 0 || s->ptr[0] != c)
		return false;
	*s = str_slice(*s, 1, s->len);
	return true;
}

/* The hours, minutes and seconds at the start of *s, moving *s behind them:
 * "8:00", "08:00:30", "08.00.30", "08:00:30.125"; false when there are none. */
static bool
take_time(struct str *s, int64_t *second)
{
	struct str rest = *s;
	int hour = take_number(&rest, 1, 2), minute, sec = 0;
	char mark = rest.len > 0 ? rest.ptr[0] : 0;

	if (hour < 0 || hour > 24 || (mark != ':' && mark != '.') ||
	    !take_char(&rest, mark) || (minute = take_number(&rest, 2, 2)) < 0 ||
	    minute > 59)
		return false;
	if (take_char(&rest, mark)) {
		sec = take_number(&rest, 2, 2);
		if (sec < 0 || sec > 60)
			return false;
		if ((take_char(&rest, '.') || take_char(&rest, ',')) &&
		    take_number(&rest, 1, 9) < 0)
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
	if (!take_char(&s, '+') && !take_char(&s, '-'))
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

	if (take_char(&s, 'T'))
		return take_time(&s, &second) && is_zone(s);
	if (s.len > 0 && s.ptr[0] == ' ') {
		s = str_trim(s);
		return take_time(&s, &second) && is_zone(str_trim(s));
	}
	return is_zone(s);
}

static bool
parse_iso(struct str s, struct date *d)
{
	int year = take_number(&s, 4, 4), month, day;

	if (year < 0 || !take_char(&s, '-') || (month = take_number(&s, 1, 2)) < 0 ||
	    !take_char(&s, '-') || (day = take_number(&s, 1, 2)) < 0)
		return false;
	return is_tail(s) && set(d, year, month, day);
}

static bool
parse_italian(struct str s, struct date *d)
{
	int day = take_number(&s, 1, 2), month, year;
	char mark = s.len > 0 ? s.ptr[0] : 0;

	if (day < 0 || (mark != '/' && mark != '-' && mark != '.') ||
	    !take_char(&s, mark) || (month = take_number(&s, 1, 2)) < 0 ||
	    !take_char(&s, mark) || (year = take_number(&s, 4, 4)) < 0)
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
	return parse_iso(s, d) || parse_italian(s, d);
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

/* "2026-11-23T08:00:00Z" or "2026-11-23"; other zones are not known here. */
static bool
parse_instant(struct str s, int64_t *instant)
{
	struct date d;
	int64_t second = 0;
	struct str time = str_slice(s, 11, s.len);

	if (s.len < 10 || s.ptr[4] != '-' || !date_parse(str_slice(s, 0, 10), &d))
		return false;
	if (s.len > 10 &&
	    (s.ptr[10] != 'T' || !take_time(&time, &second) || !str_is(time, "Z")))
		return false;
	*instant = date_to_days(d) * 86400 + second;
	return true;
}

int64_t
clock_now(void)
{
	const char *frozen = getenv("RISCONTRO_NOW");
	int64_t instant;

	if (frozen == NULL || *frozen == '\0')
		return (int64_t)time(NULL);
	if (!parse_instant(str_of(frozen), &instant))
		BUG("RISCONTRO_NOW is \"%s\", not like 2026-11-23T08:00:00Z", frozen);
	return instant;
}

/* The last Sunday of a month of 31 days, at 01:00 UTC: when summer time begins and ends
 * in the EU. */
static int64_t
last_sunday(int year, int month)
{
	struct date d = {.year = (int16_t)year, .month = (uint8_t)month, .day = 31};

	return (date_to_days(d) - (date_weekday(d) + 1) % 7) * 86400 + 3600;
}

static struct date
utc_day(int64_t instant)
{
	return date_from_days((instant - (instant % 86400 + 86400) % 86400) / 86400);
}

static bool
is_summer(int64_t instant)
{
	int year = utc_day(instant).year;

	return instant >= last_sunday(year, 3) && instant < last_sunday(year, 10);
}

int64_t
clock_offset(int64_t instant)
{
	struct date utc =
	    date_from_days((instant - (instant % 86400 + 86400) % 86400) / 86400);

	return instant >= last_sunday(utc.year, 3) && instant < last_sunday(utc.year, 10)
	    ? 7200
	    : 3600;
}

struct date
date_of_instant(int64_t instant)
{
	int64_t local = instant + clock_offset(instant);

	return date_from_days((local - (local % 86400 + 86400) % 86400) / 86400);
}

/* The instant of a wall clock in Rome; of the hour that comes twice, the first. */
static int64_t
instant_of_rome(int64_t wall)
{
	return is_summer(wall - 7200) ? wall - 7200 : wall - 3600;
}

/* "Z", "+01:00", "-0500" or nothing: the seconds to take off; false for anything else. */
static bool
take_zone(struct str s, bool *local, int *seconds)
{
	struct str hours = str_slice(s, 1, 3);
	struct str minutes = str_slice(s, s.len == 6 ? 4 : 3, s.len);
	uint64_t hour, minute;

	*local = s.len == 0;
	*seconds = 0;
	if (s.len == 0 || str_is(s, "Z"))
		return true;
	if ((s.ptr[0] != '+' && s.ptr[0] != '-') || (s.len != 5 && s.len != 6) ||
	    (s.len == 6 && s.ptr[3] != ':') || !str_to_u64(hours, &hour) ||
	    !str_to_u64(minutes, &minute) || hour > 14 || minute > 59)
		return false;
	*seconds = (int)(hour * 3600 + minute * 60) * (s.ptr[0] == '+' ? 1 : -1);
	return true;
}

/* "T08:00:00.123" moving *s behind it; nothing is midnight. */
static bool
take_clock(struct str *s, int *seconds)
{
	int hour, minute, second = 0;

	*seconds = 0;
	if (!take_char(s, 'T') && !take_char(s, ' '))
		return true;
	if ((hour = take_number(s, 2, 2)) < 0 || !take_char(s, ':') ||
	    (minute = take_number(s, 2, 2)) < 0)
		return false;
	if (take_char(s, ':') && (second = take_number(s, 2, 2)) < 0)
		return false;
	if (take_char(s, '.'))
		while (s->len > 0 && char_is_digit(s->ptr[0]))
			*s = str_slice(*s, 1, s->len);
	*seconds = hour * 3600 + minute * 60 + second;
	return hour <= 24 && minute <= 59 && second <= 60;
}

/* Seconds since 1970, as many as ten digits, with an optional fraction. */
static bool
parse_epoch(struct str s, int64_t *instant)
{
	size_t point = str_find(s, '.');
	struct str fraction = str_slice(s, point + 1, s.len);
	uint64_t seconds;

	if (point < 9 || point > 10 || !str_to_u64(str_slice(s, 0, point), &seconds) ||
	    (point < s.len && !str_all_digits(fraction)))
		return false;
	*instant = (int64_t)seconds;
	return true;
}

bool
instant_parse(struct str text, int64_t *instant)
{
	struct str s = str_trim(text), rest = str_slice(s, 10, s.len);
	struct date d;
	int seconds, zone;
	bool local;

	if (parse_epoch(s, instant))
		return true;
	if (s.len < 10 || !date_parse(str_slice(s, 0, 10), &d) ||
	    !take_clock(&rest, &seconds) || !take_zone(rest, &local, &zone))
		return false;
	*instant = date_to_days(d) * 86400 + seconds - zone;
	if (local)
		*instant = instant_of_rome(*instant);
	return true;
}

struct date
clock_today(void)
{
	return date_of_instant(clock_now());
}

int64_t
clock_monotonic(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
		BUG("no monotonic clock");
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct instant_text
instant_iso(int64_t instant)
{
	struct instant_text t;
	int64_t second = (instant % 86400 + 86400) % 86400;
	struct date d = date_from_days((instant - second) / 86400);

	snprintf(t.text, sizeof t.text, "%s", date_iso(d).text);
	snprintf(t.text + strlen(t.text), sizeof t.text - strlen(t.text),
	    "T%02u:%02u:%02uZ", (unsigned)(second / 3600), (unsigned)(second / 60 % 60),
	    (unsigned)(second % 60));
	return t;
}
