/*
 * Numbers of spreadsheets as text. A cell holds a double; whether it is a date only its
 * number format tells (ECMA-376 part 1, 18.8.30 and 18.8.31; serials: 18.17.4). This is
 * the one place where doubles are read and written.
 */
#ifndef FORMATS_NUMBER_FORMAT_H
#define FORMATS_NUMBER_FORMAT_H

#include "base/str.h"

enum number_kind {
	NUMBER_PLAIN,
	NUMBER_DATE,     /* shows a year, a month or a day */
	NUMBER_TIME,     /* shows only the time of day */
	NUMBER_DURATION, /* [h]:mm and the like: counts on behind 24 hours */
};

/* The kind of a format code such as `dd/mm/yyyy;@`. */
enum number_kind number_format_kind(struct str code);
/* The kind of a format known by number alone. */
enum number_kind number_format_builtin(uint32_t id);

enum { NUMBER_TEXT_SIZE = 40, NUMBER_MOST_DIGITS = 400 };

/* A decimal number, [+-]digits[.digits][e[+-]digits] with blanks around; false when text
 * is not one, or is beyond the doubles. */
bool number_parse(struct str text, double *value);

/* The shortest decimal text that gives the same double, without an exponent where that
 * takes at most 21 digits. Returns its length. */
size_t number_write(double value, char to[NUMBER_TEXT_SIZE]);

/* True when text is already what number_write would give for it. Sound, not complete. */
bool number_is_shortest(struct str text);

/* A serial day as ISO text: 2026-12-31, 2026-12-31T10:20:30, 10:20:30, or H:MM:SS of a
 * duration, rounded to the second. 0 when the serial is negative or behind the year 9999:
 * then it stays a number. */
size_t number_write_serial(
    double serial, enum number_kind kind, bool from_1904, char to[NUMBER_TEXT_SIZE]);

/* An ISO 8601 date, time or both as a cell may store it (t="d", .ods), with a fraction of
 * seconds and a Z left aside, in the forms above; midnight of a day is the day. 0 when it
 * is none. */
size_t number_write_iso(struct str text, char to[NUMBER_TEXT_SIZE]);

#endif
