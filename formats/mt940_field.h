/*
 * The fields of MT940 and MT942 (":61:..." with its continuation lines), with and without
 * the SWIFT blocks around them.
 */
#ifndef FORMATS_MT940_FIELD_H
#define FORMATS_MT940_FIELD_H

#include "base/date.h"

/* A field with its continuation lines; the end of a message is one with an empty tag. */
struct mt940_field {
	struct str tag;
	struct str text;
	uint64_t line;
};

/* A run over the fields of `rest`; all else zero at first. */
struct mt940_reader {
	struct str rest;
	uint64_t line;
	struct mt940_field before; /* the field given last; its tag is empty at first */
	bool lone_colon;           /* the line before was ":" alone: a broken tag */
	struct mt940_field ahead;  /* given back with mt940_field_give_back */
	bool has_ahead;
};

/* The next field; false at the end of the file. */
bool mt940_field_next(struct mt940_reader *p, struct mt940_field *field);
/* The field will be the next one again. */
void mt940_field_give_back(struct mt940_reader *p, const struct mt940_field *field);
/* How sure the beginning of a file is one of MT940: 0 no, 50 a lone field, 90 ":20:". */
int mt940_field_bid(struct str bytes);
/* yymmdd as a day. */
bool mt940_day(struct str digits, struct date *d);
/* The commercial calendar has 30 days in every month: 29 and 30 February stand for the
 * month's last day. */
bool mt940_commercial_day(struct str digits, struct date *d);
/* The entry date is mmdd without a year: the one that brings it next to the value date.
 */
bool mt940_entry_day(struct str digits, struct date value, struct date *d);

#endif
