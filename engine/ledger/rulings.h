/*
 * What persons decide of movements: to which flow or payment they belong, that they are
 * no pagoPA collection, that a proposal is wrong, that two statements tell one movement
 * or two. Nothing is deleted: a decision taken back is ended.
 */
#ifndef LEDGER_RULINGS_H
#define LEDGER_RULINGS_H

#include "ledger/db.h"

struct ruling {
	int64_t movement;
	const char *kind;     /* "flow", "iuv", "other", "reject", "same", "distinct" */
	struct str reference; /* flow id or IUV; else empty */
	struct str person, reason;
	struct str now;
};

/* Books a decision. What the movement's text was found to name is forgotten, to be found
 * again by the next matching. */
int ruling_insert(
    struct db *db, struct str creditor, const struct ruling *r, struct err *e);
/* Ends all that stands of a movement; *ended is how many. */
int rulings_end(
    struct db *db, int64_t movement, struct str now, int64_t *ended, struct err *e);

#endif
