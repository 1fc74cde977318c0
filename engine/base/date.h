/*
 * Calendar days (proleptic Gregorian) and instants. A date is a value; the zero date
 * means "none".
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/out.h"

struct date {
	int16_t year;
	uint8_t month; /* 1..12, 0 when there is no date */
	uint8_t day;   /* 1..31 */
};

/* None; a day of the calendar, years 1 to 9999; earlier, same or later: -1, 0, 1 (none is
 * before every day). */
bool date_is_none(struct date d);
bool date_is_valid(int year, int month, int day);
int date_compare(struct date a, struct date b);

/* Days since 1970-01-01 and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);
struct date date_add_days(struct date d, int days);
/* 0 = Monday .. 6 = Sunday. */
int date_weekday(struct date d);

/* Text to day: YYYY-MM-DD, YYYY/MM/DD, DD/MM/YYYY, DD-MM-YYYY, DD.MM.YYYY, one or two
 * digits for day and month, months by their Italian or English names ("31 marzo 2026",
 * "31-mar-2026"), YYYYMMDD. All but the last may be followed by T or a blank and a time,
 * and by a zone (Z, +01:00): both are left aside, the day is the one written. Two-digit
 * years and any other text after the day are refused: nothing is guessed. False leaves *d
 * untouched. */
bool date_parse(struct str text, struct date *d);
/* The month (1..12) whose Italian or English name, whole or cut to three letters or more,
 * begins *s, which is moved behind its letters; 0 when there is none. */
int date_take_month(struct str *s);

/* "2026-12-31" and "31/12/2026"; nothing for no date. */
void date_write_iso(struct out *o, struct date d);
void date_write_italian(struct out *o, struct date d);
/* The ISO form in a fixed buffer, terminated; empty for no date. */
struct date_text {
	char text[16];
};
struct date_text date_iso(struct date d);

/* True on days when Italian banks settle: not Saturday, Sunday, the national holidays or
 * TARGET closing days (1 Jan, Good Friday, Easter Monday, 25 Apr, 1 May, 2 Jun, 15 Aug, 1
 * Nov, 8 Dec, 25 and 26 Dec, 6 Jan; 4 Oct from 2026). */
bool date_is_bank_day(struct date d);

/* The clock. RISCONTRO_NOW (ISO, e.g. 2026-11-23T08:00:00Z) freezes it for tests and
 * replays; a text of another form is a bug. Instants are seconds since 1970 UTC. The day
 * is that of Europe/Rome, whatever TZ says. */
int64_t clock_now(void);
struct date clock_today(void);
struct date date_of_instant(int64_t instant);
/* Seconds that Rome is ahead of UTC at an instant: 3600, or 7200 in summer. */
int64_t clock_offset(int64_t instant);
/* Milliseconds since a fixed moment in the past: for waiting. Never jumps, never frozen.
 */
int64_t clock_monotonic(void);
/* An XML or JSON date and time (xsd:dateTime, RFC 3339: "2026-11-23T08:00:00.123+01:00",
 * or seconds since 1970 as FdR writes them, "1741943375.807") to an instant. A fraction
 * of a second is left aside; a time without zone is that of Europe/Rome; a day alone is
 * its midnight there. False leaves *instant untouched. */
bool instant_parse(struct str text, int64_t *instant);
/* "2026-11-23T08:00:00Z" */
struct instant_text {
	char text[24];
};
struct instant_text instant_iso(int64_t instant);
/* "2026-11-23 09:00:00": the same instant on a clock in Rome, for people. */
struct instant_text instant_rome(int64_t instant);
/* The same for an instant of the ledger ("2026-11-23T08:00:00Z"); empty for a text that
 * is none. */
struct instant_text instant_rome_of(struct str iso);

#endif
