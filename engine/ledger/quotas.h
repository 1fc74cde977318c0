/* Debtors and quotas in the ledger: each change is a new revision, nothing said is
 * overwritten. */
#ifndef LEDGER_QUOTAS_H
#define LEDGER_QUOTAS_H

#include "base/sha256.h"
#include "ledger/db.h"
#include "model/quota.h"

/* The id of the debtor as it is now: found, or made as a new revision when anything
 * differs. */
int debtor_put(struct db *db, struct str creditor, const struct debtor *d, int64_t *id,
    struct err *e);

/* What the ledger holds of a quota key. */
struct quota_state {
	int64_t id;
	int64_t revision;
	int64_t file;
	int64_t position; /* 0: none was generated */
	money cents;
	struct sha256_hex digest;
	char state[16]; /* "open", "paid", "cancelled" */
};

/* The current revision of a key: 1, 0 none, -1. */
int quota_find(struct db *db, struct str creditor, struct str key,
    struct quota_state *found, struct err *e);

/* A row as it is booked, beside the quota itself. */
struct quota_booking {
	struct str creditor;
	int64_t file;
	int64_t row;
	int64_t debtor;
	struct str state;       /* "open" or "cancelled" */
	int64_t revision;       /* 1, or the one after `replaces` */
	int64_t replaces;       /* id of the revision before, 0 */
	int64_t position;       /* kept from the revision before, 0 */
	struct str instalments; /* "cents@YYYY-MM-DD" blank separated, or empty */
	struct sha256_hex digest;
};
int quota_insert(struct db *db, const struct quota *q, const struct quota_booking *b,
    int64_t *id, struct err *e);
/* A cancelling revision: the content of revision `before` again, with state "cancelled".
 */
int quota_cancel(struct db *db, int64_t before, const struct quota_booking *b,
    int64_t *id, struct err *e);
int quota_set_position(struct db *db, int64_t quota, int64_t position, struct err *e);

/* The digest of what a row says, by which an unchanged quota is recognised. */
struct sha256_hex quota_digest(const struct quota *q);

/* How many current quotas share a position; -1 on failure. */
int64_t quotas_of_position(struct db *db, int64_t position, struct err *e);

/* "cents@YYYY-MM-DD" blank separated, and back. */
struct str instalments_text(const struct quota *q, struct arena *a);
size_t instalments_parse(struct str text, struct instalment *list, size_t room);

#endif
