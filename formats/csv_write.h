/*
 * The writer of CSV: RFC 4180 quoting with any delimiter and line end, and text that a
 * spreadsheet would take for a formula made harmless, in a way that can be undone.
 */
#ifndef FORMATS_CSV_WRITE_H
#define FORMATS_CSV_WRITE_H

#include "base/date.h"
#include "base/money.h"
#include "base/out.h"

struct csv_writer {
	struct out *out;
	char delimiter;       /* 0 means ';' */
	const char *line_end; /* NULL means "\r\n" (RFC 4180 section 2) */
	bool neutralise;      /* text cells only, see csv_neutralise */
	bool always_quote;    /* every text cell in quotes */
	size_t fields;        /* of the record so far */
	size_t lone;          /* bytes of the first field, to tell a lone empty one */
};

/* The next field of the record. Text is quoted where it must be; numbers, dates and
 * amounts
 * ("1234.56") are written by their own calls and never quoted. */
void csv_write_text(struct csv_writer *w, struct str text);
void csv_write_number(struct csv_writer *w, int64_t value);
void csv_write_money(struct csv_writer *w, money cents);
void csv_write_date(struct csv_writer *w, struct date d);
/* Ends the record. A record whose only field is empty is written as "" so that it is not
 * an empty line. */
void csv_write_end(struct csv_writer *w);

/*
 * Spreadsheets run a cell that begins with = + - @ TAB or CR as a formula (OWASP, "CSV
 * Injection"). Such a text gets an apostrophe in front, unless it is a number with a sign
 * ("-3,20"). A text that has apostrophes before such a character already gets one more,
 * so that csv_plain takes away exactly what was added: csv_plain(csv_neutralise(t)) is t
 * for every t. Only files that this writer made may be given to csv_plain.
 */
bool csv_is_formula(struct str text);
struct str csv_neutralise(struct arena *a, struct str text);
struct str csv_plain(struct str text);

#endif
