/*
 * Statements and their movements in the ledger. A movement that two statements tell is
 * one row: it is known by a digest of what it says, and equal movements of one statement
 * by their occurrence.
 */
#ifndef LEDGER_MOVEMENTS_H
#define LEDGER_MOVEMENTS_H

#include "base/sha256.h"
#include "ledger/db.h"
#include "model/movement.h"

enum { MOVEMENT_DIGEST_SIZE = 32 };

/* The first 32 hexadecimal digits of the SHA-256 of what the movement says: account,
 * days, cents, currency, type, state, references, text without its blanks, treasurer's
 * numbers. */
struct movement_digest {
	char text[MOVEMENT_DIGEST_SIZE + 1];
};
struct movement_digest movement_digest(const struct movement *m);

/* Whether a movement changes the account in euros; others are kept beside it. */
bool movement_is_euros(const struct movement *m);

/* Books a statement, the number-th of its file; *id is its id. */
int statement_insert(struct db *db, struct str creditor, int64_t file, int64_t number,
    const struct statement *s, int64_t *id, struct err *e);

/* A movement as it is booked, beside itself. */
struct movement_booking {
	struct str creditor; /* id */
	struct movement_digest digest;
	int64_t occurrence; /* from 1 */
	int64_t statement, file, row;
};
/* Books it with its details and provvisori: 1, 0 when it is known already, -1. */
int movement_insert(struct db *db, const struct movement *m,
    const struct movement_booking *b, int64_t *id, struct err *e);
/* 1 when it is known, 0, -1. */
int movement_find(
    struct db *db, const struct movement_booking *b, int64_t *id, struct err *e);

/* Whether statements in other formats than this one are booked: 1, 0, -1. */
int statement_other_formats(
    struct db *db, struct str creditor, const char *format, struct err *e);
/* The movements of other formats and files that could be the same as this one (same
 * amount, same day), not yet told by one of its format: columns id, account, booked on,
 * reference, customer reference, end to end, provvisorio, its year, remittance, text,
 * root. */
int movement_twins_query(struct db *db, struct rows *rows, struct str creditor,
    const struct movement *m, int64_t file, struct err *e);
/* A movement that repeats, or may repeat, another. */
struct movement_twin {
	int64_t movement;
	int64_t of;   /* the one found */
	int64_t root; /* the first booked of those that are one */
	bool certain;
	const char *how; /* in a few words */
};
int movement_twin_insert(
    struct db *db, struct str creditor, const struct movement_twin *twin, struct err *e);

#endif
