/*
 * Reversali and accertamenti in the ledger. Numbers follow each other within a creditor's
 * year, taken inside the transaction that uses them; nothing is ever deleted: what is
 * undone gets a contrary entry.
 */
#ifndef LEDGER_REVERSALI_H
#define LEDGER_REVERSALI_H

#include "ledger/db.h"

/* The next number of a year; kind is "reversale" or "accertamento". */
int number_take(struct db *db, struct str creditor, const char *kind, int year,
    int64_t *number, struct err *e);

/* A reversale as it is booked. */
struct reversale_booking {
	int64_t id; /* out */
	int year;
	int64_t number; /* out */
	struct date day;
	int64_t contra_of; /* 0: an entry of its own */
	struct str account;
	bool cumulative;
	int64_t debtor; /* 0: none, or not ours */
	struct str subject_code, subject_name;
	struct str causale;
	money cents;
	struct str provvisorio, provvisorio_year;
	int64_t movement, flow;
	struct str now;
};
int reversale_insert(
    struct db *db, struct str creditor, struct reversale_booking *b, struct err *e);

/* One payment in a reversale, with what it settles. */
struct reversale_line_booking {
	int64_t number; /* in the reversale, from 1 */
	money cents;
	int64_t payment, receipt; /* 0: none */
	struct str iuv;
	int64_t position, quota;
	int64_t own_accertamento; /* 0: that of the quota */
	struct str accertamento;
	struct date accertamento_date;
	struct str provenance;
	int64_t provenance_year;
	struct str capitolo, causale;
};
int reversale_line_insert(struct db *db, int64_t reversale,
    const struct reversale_line_booking *l, struct err *e);

/* Revenue assessed together with its reversale; takes its number. */
struct accertamento_booking {
	int64_t id;     /* out */
	int64_t number; /* out */
	struct date day;
	struct str subject_code, subject_name, causale, capitolo, iuv;
	money cents;
	int64_t payment, receipt, reversale;
	struct str now;
};
int accertamento_insert(
    struct db *db, struct str creditor, struct accertamento_booking *b, struct err *e);

/* The day of the last reversale of a year; none when there is none yet. */
int reversale_last_day(
    struct db *db, struct str creditor, int year, struct date *day, struct err *e);

/* Undoes a standing reversale by a contrary entry dated `day` (or the day of the last
 * number, if later), with its own accertamenti: 1 and *contra, 0 when there is no such
 * standing reversale, -1. */
int reversale_undo(struct db *db, struct str creditor, int64_t reversale, struct date day,
    struct str now, struct reversale_booking *contra, struct err *e);

#endif
