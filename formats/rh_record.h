/*
 * Records of 120 columns, as CBI's flat flows have them, and the values in their columns.
 */
#ifndef FORMATS_RH_RECORD_H
#define FORMATS_RH_RECORD_H

#include "formats/statement.h"

enum { RH_WIDTH = 120 };

/* A line as columns: portals strip the first blank and the trailing ones, and some turn
 * the file into UTF-8, where a column is a character. */
struct rh_record {
	struct str line;
	uint64_t number;
	bool stripped; /* the leading blank is missing */
	bool utf8;     /* columns are code points */
	char type[3];
};

/* A run over the records of `rest`; all else zero at first. */
struct rh_reader {
	struct str rest;
	uint64_t line;
	uint64_t records; /* of this flow, RH and EF included */
	bool one_line;    /* no line ends at all: records follow each other */
	struct rh_record held;
	bool has_held;
};

/* The next line that is not empty, as a record: false at the end. */
bool rh_record_next(struct rh_reader *rh, struct rh_record *r);
/* The record will be the next one again. */
void rh_record_hold(struct rh_reader *rh, const struct rh_record *r);
/* True when columns 2 and 3 are `type`. */
bool rh_is(const struct rh_record *r, const char *type);

/* Columns from .. to, both from one and included: with their blanks, and trimmed. */
struct str rh_columns(const struct rh_record *r, size_t from, size_t to);
struct str rh_field(const struct rh_record *r, size_t from, size_t to);
/* A date ddmmyy; none after a finding. */
struct date rh_date(struct statement_file *f, const struct rh_record *r, size_t from);
/* A sign and the 15 columns after it; false after a finding. */
bool rh_amount(
    struct statement_file *f, const struct rh_record *r, size_t from, money *cents);
/* A balance by the columns where its date, its sign and its currency begin. */
struct balance rh_balance(struct statement_file *f, const struct rh_record *r,
    size_t date, size_t amount, size_t currency);

#endif
