/* Doubles to text and back: the shortest decimal that round-trips, and serial days as ISO
 * dates. */
#include "base/date.h"
#include "formats/number_format.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SECONDS_A_DAY = 86400, PLAIN_DIGITS_MOST = 21, PLAIN_ZEROS_MOST = 6 };

/* Days in the year 9999 end here, in both systems of serial days. */
#define SERIAL_END_1900 2958466
#define SERIAL_END_1904 (SERIAL_END_1900 - 1462)

static size_t
digits_at(struct str text, size_t at)
{
	size_t from = at;

	while (at < text.len && char_is_digit(text.ptr[at]))
		at++;
	return at - from;
}

static bool
is_number(struct str text)
{
	size_t at = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');
	size_t whole = digits_at(text, at), part = 0;

	at += whole;
	if (at < text.len && text.ptr[at] == '.') {
		part = digits_at(text, ++at);
		at += part;
	}
	if (whole + part == 0)
		return false;
	if (at < text.len && char_lower(text.ptr[at]) == 'e') {
		at++;
		if (at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+'))
			at++;
		if (digits_at(text, at) == 0)
			return false;
		at += digits_at(text, at);
	}
	return at == text.len;
}

/* Decimals of at most 15 digits: mantissa and power of ten are both exact, so one
 * division rounds right. */
static bool
parse_short(struct str text, double *value)
{
	static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
	    1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
	uint64_t mantissa = 0;
	size_t decimals = 0;
	bool point = false;

	if (text.len == 0 || text.len > 15)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned char)text.ptr[i] - (unsigned)'0';

		if (digit <= 9) {
			mantissa = mantissa * 10 + digit;
			decimals += point;
		} else if (text.ptr[i] == '.' && !point && text.len > 1) {
			point = true;
		} else {
			return false;
		}
	}
	*value = (double)mantissa / powers[decimals];
	return true;
}

bool
number_parse(struct str text, double *value)
{
	char copy[NUMBER_MOST_DIGITS + 1];
	double parsed;

	text = str_trim(text);
	if (parse_short(text, value))
		return true;
	if (text.len > NUMBER_MOST_DIGITS || !is_number(text))
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	parsed = strtod(copy, NULL);
	if (isinf(parsed))
		return false;
	*value = parsed;
	return true;
}

/* "d.ddde+XX" with the fewest digits that give the same double. */
static void
shortest_scientific(double value, char text[NUMBER_TEXT_SIZE])
{
	/* Below the normal doubles fewer digits may do. */
	int first = fabs(value) < DBL_MIN ? 0 : 14;

	for (int precision = first; precision <= 16; precision++) {
		snprintf(text, NUMBER_TEXT_SIZE, "%.*e", precision, value);
		if (strtod(text, NULL) == value)
			return;
	}
}

/* The significant digits of a scientific text, and the power of ten of the first. */
static size_t
take_digits(const char *scientific, char digits[NUMBER_TEXT_SIZE], int *power)
{
	const char *at = scientific + (*scientific == '-');
	size_t count = 0;

	for (; *at != 'e' && *at != '\0'; at++)
		if (char_is_digit(*at))
			digits[count++] = *at;
	while (count > 1 && digits[count - 1] == '0')
		count--;
	*power = (int)strtol(at + 1, NULL, 10);
	return count;
}

static size_t
write_scientific(const char *digits, size_t count, int power, char *to)
{
	size_t len = 0;

	to[len++] = digits[0];
	if (count > 1) {
		to[len++] = '.';
		memcpy(to + len, digits + 1, count - 1);
		len += count - 1;
	}
	return len + (size_t)snprintf(to + len, 8, "e%+d", power);
}

static size_t
write_plain(const char *digits, size_t count, int power, char *to)
{
	size_t whole = power < 0 ? 0 : (size_t)power + 1;
	size_t len = 0;

	if (whole == 0) {
		memcpy(to, "0.", 2);
		len = 2;
		for (int i = -1; i > power; i--)
			to[len++] = '0';
	}
	for (size_t i = 0; i < count || i < whole; i++) {
		if (whole > 0 && i == whole)
			to[len++] = '.';
		to[len++] = i < count ? digits[i] : '0';
	}
	return len;
}

size_t
number_write(double value, char to[NUMBER_TEXT_SIZE])
{
	char scientific[NUMBER_TEXT_SIZE], digits[NUMBER_TEXT_SIZE];
	size_t count, sign = value < 0;
	int power;

	if (value == 0) {
		to[0] = '0';
		return 1;
	}
	shortest_scientific(value, scientific);
	count = take_digits(scientific, digits, &power);
	if (sign)
		to[0] = '-';
	if (power >= PLAIN_DIGITS_MOST || power < -PLAIN_ZEROS_MOST)
		return sign + write_scientific(digits, count, power, to + sign);
	return sign + write_plain(digits, count, power, to + sign);
}

/* Decimals of at most 15 digits all differ as doubles, so one without idle zeros is the
 * shortest. */
bool
number_is_shortest(struct str text)
{
	size_t at = text.len > 1 && text.ptr[0] == '-';
	size_t whole = digits_at(text, at), part;

	if (whole == 0 || (whole > 1 && text.ptr[at] == '0'))
		return false;
	at += whole;
	if (at == text.len)
		return whole <= 15 && !str_is(text, "-0");
	if (text.ptr[at] != '.')
		return false;
	part = digits_at(text, ++at);
	return part > 0 && at + part == text.len && whole + part <= 15 &&
	    text.ptr[text.len - 1] != '0' &&
	    (part <= PLAIN_ZEROS_MOST || whole > 1 || text.ptr[at - 2] != '0');
}

/* A number in at least `width` digits. */
static size_t
write_digits(uint64_t value, size_t width, char *to)
{
	char reversed[24];
	size_t len = 0;

	for (; value > 0 || len < width; value /= 10)
		reversed[len++] = (char)('0' + value % 10);
	for (size_t i = 0; i < len; i++)
		to[i] = reversed[len - 1 - i];
	return len;
}

static size_t
write_clock(int64_t seconds, size_t hours_width, char *to)
{
	uint64_t count = (uint64_t)seconds;
	size_t len = write_digits(count / 3600, hours_width, to);

	to[len++] = ':';
	len += write_digits(count / 60 % 60, 2, to + len);
	to[len++] = ':';
	return len + write_digits(count % 60, 2, to + len);
}

static size_t
write_date(struct date day, char *to)
{
	write_digits((uint64_t)day.year, 4, to);
	to[4] = '-';
	write_digits(day.month, 2, to + 5);
	to[7] = '-';
	write_digits(day.day, 2, to + 8);
	return 10;
}

/* The day of a serial: 1900 has a 29 February that never was, kept as the file has it. */
static size_t
write_day(int64_t serial, bool from_1904, char *to)
{
	int64_t before_1970 = from_1904 ? 24107 : serial < 60 ? 25568 : 25569;

	if (!from_1904 && serial == 60) {
		memcpy(to, "1900-02-29", 10);
		return 10;
	}
	return write_date(date_from_days(serial - before_1970), to);
}

size_t
number_write_serial(
    double serial, enum number_kind kind, bool from_1904, char to[NUMBER_TEXT_SIZE])
{
	int64_t end = from_1904 ? SERIAL_END_1904 : SERIAL_END_1900;
	int64_t seconds, day;
	size_t len;

	if (!(serial >= 0) || serial >= (double)end)
		return 0;
	seconds = llround(serial * SECONDS_A_DAY);
	day = seconds / SECONDS_A_DAY;
	if (kind == NUMBER_DURATION)
		return write_clock(seconds, 1, to);
	if (day >= end)
		return 0;
	if (day == 0 && (!from_1904 || kind == NUMBER_TIME))
		return write_clock(seconds, 2, to);
	len = write_day(day, from_1904, to);
	if (seconds % SECONDS_A_DAY == 0)
		return len;
	to[len++] = 'T';
	return len + write_clock(seconds % SECONDS_A_DAY, 2, to + len);
}

static bool
two_digits(struct str s, size_t at, int most)
{
	return at + 2 <= s.len && char_is_digit(s.ptr[at]) &&
	    char_is_digit(s.ptr[at + 1]) &&
	    (s.ptr[at] - '0') * 10 + s.ptr[at + 1] - '0' <= most;
}

/* HH:MM[:SS[.fraction]][Z] as seconds of the day, rounded; -1 when it is none. */
static int64_t
iso_seconds(struct str text)
{
	bool has_seconds = text.len > 5 && text.ptr[5] == ':';
	size_t end = has_seconds ? 8 : 5;
	int64_t seconds;

	if (text.len < end || !two_digits(text, 0, 23) || text.ptr[2] != ':' ||
	    !two_digits(text, 3, 59) || (has_seconds && !two_digits(text, 6, 60)))
		return -1;
	seconds = (int64_t)strtol(text.ptr, NULL, 10) * 3600 +
	    strtol(text.ptr + 3, NULL, 10) * 60;
	if (has_seconds)
		seconds += strtol(text.ptr + 6, NULL, 10);
	if (end < text.len && (text.ptr[end] == '.' || text.ptr[end] == ',')) {
		seconds += end + 1 < text.len && text.ptr[end + 1] >= '5';
		end += 1 + digits_at(text, end + 1);
	}
	if (end < text.len && text.ptr[end] == 'Z')
		end++;
	return end == text.len ? seconds : -1;
}

size_t
number_write_iso(struct str text, char to[NUMBER_TEXT_SIZE])
{
	struct date day;
	int64_t seconds = 0;
	size_t len;

	if (text.len < 10 || text.ptr[4] != '-' || text.ptr[7] != '-') {
		seconds = iso_seconds(text);
		return seconds < 0 ? 0 : write_clock(seconds, 2, to);
	}
	if (!date_parse(str_slice(text, 0, 10), &day))
		return 0;
	if (text.len > 10 && text.ptr[10] != 'T' && text.ptr[10] != ' ')
		return 0;
	if (text.len > 10)
		seconds = iso_seconds(str_slice(text, 11, text.len));
	if (seconds < 0)
		return 0;
	day = date_add_days(day, (int)(seconds / SECONDS_A_DAY));
	if (day.year > 9999)
		return 0;
	len = write_date(day, to);
	if (seconds % SECONDS_A_DAY == 0)
		return len;
	to[len++] = 'T';
	return len + write_clock(seconds % SECONDS_A_DAY, 2, to + len);
}
