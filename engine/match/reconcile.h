/*
 * Matching in the ledger: after something new is booked, what it touches is matched
 * again, inside the same transaction. Classes and links that change are ended and
 * replaced, never overwritten; positions and quotas that are paid change state.
 */
#ifndef MATCH_RECONCILE_H
#define MATCH_RECONCILE_H

#include "ledger/db.h"
#include "match/scope.h"

/* Whose ledger, and when. */
struct reconciling {
	struct db *db;
	struct str creditor;    /* id */
	struct str segregation; /* of its IUVs */
	struct date today;
	struct str now;  /* instant, as text */
	int64_t changed; /* out: classes that changed */
};

/* Matches what files have brought, together; to be called inside their transaction. */
int reconcile_files(
    struct reconciling *r, const int64_t *files, size_t count, struct err *e);
/* Matches one movement again, after a person decided about it. */
int reconcile_movement(struct reconciling *r, int64_t movement, struct err *e);
/* Matches again what waits and has become late since. */
int reconcile_waiting(struct reconciling *r, struct err *e);

#endif
