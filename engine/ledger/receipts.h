/* Receipts in the ledger: each content kept once, the one that stands marked. */
#ifndef LEDGER_RECEIPTS_H
#define LEDGER_RECEIPTS_H

#include "base/sha256.h"
#include "ledger/db.h"
#include "model/receipt.h"

struct receipt_versions {
	int64_t count;
	bool known;         /* this very content is one of them */
	int64_t standing;   /* id, 0 none */
	bool arrives_later; /* this content replaces the standing one: it tells of money,
			       or a later day; every order of arrival ends alike */
};

/* What the ledger holds of a receipt: by its id, IUV and context of payment. */
int receipt_find(struct db *db, struct str creditor, const struct receipt *r,
    const struct sha256_hex *digest, struct receipt_versions *v, struct err *e);

/* A receipt as it is booked, beside itself. */
struct receipt_booking {
	struct str creditor;      /* id */
	struct str creditor_code; /* fiscal code: transfers to it are ours */
	int64_t revision;         /* ours, from 1 */
	bool current;
	int64_t replaces;
	struct sha256_hex digest;
	int64_t file, row;
	struct str now;
};
int receipt_insert(struct db *db, const struct receipt *r,
    const struct receipt_booking *b, int64_t *id, struct err *e);

/* The digest of what a receipt says, whichever form it came in. */
struct sha256_hex receipt_digest(const struct receipt *r);
/* True when a transfer goes to the creditor with this fiscal code: to it by name, or to
 * nobody by name on a receipt of its own. */
bool receipt_transfer_is_ours(
    const struct receipt *r, const struct receipt_transfer *t, struct str creditor_code);

#endif
