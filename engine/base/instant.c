/* Instants, the clock that tests can stop, and the time of Rome whatever TZ says. */
#include "base/date.h"

#include "base/date_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int64_t
clock_now(void)
{
	const char *frozen = getenv("RISCONTRO_NOW");
	int64_t instant;

	if (frozen == NULL || *frozen == '\0')
		return (int64_t)time(NULL);
	if (!instant_parse(str_of(frozen), &instant))
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
take_clock(struct str *s, int64_t *seconds)
{
	*seconds = 0;
	if (!date_take_char(s, 'T') && !date_take_char(s, ' '))
		return true;
	return date_take_time(s, seconds);
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
	int64_t seconds;
	int zone;
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

struct instant_text
instant_rome(int64_t instant)
{
	struct instant_text t = instant_iso(instant + clock_offset(instant));

	t.text[strlen("2026-11-23")] = ' ';
	t.text[strlen("2026-11-23 09:00:00")] = '\0';
	return t;
}

struct instant_text
instant_rome_of(struct str iso)
{
	struct instant_text t = {""};
	int64_t instant;

	return instant_parse(iso, &instant) ? instant_rome(instant) : t;
}
