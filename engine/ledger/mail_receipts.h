/* What came back after messages had left, per recipient. */
#ifndef LEDGER_MAIL_RECEIPTS_H
#define LEDGER_MAIL_RECEIPTS_H

#include "ledger/db.h"

struct mail_receipt {
	int64_t artefact;
	struct str recipient;
	struct str kind; /* "accepted", "delivered", "failed" ... */
	struct str at;   /* ISO instant, empty when not told */
	struct str reason, error, provider_id;
	int64_t file;
	struct str booked_at;
};

/* The artefact of a creditor's message by its Message-ID: 1 and *artefact with the
 * recipient (in `a`), 0 none, -1. */
int mail_artefact_find(struct db *db, struct str creditor, struct str message_id,
    int64_t *artefact, struct str *recipient, struct arena *a, struct err *e);
/* Whether this very receipt is there: 1, 0, -1. */
int mail_receipt_is_known(struct db *db, const struct mail_receipt *r, struct err *e);
int mail_receipt_insert(
    struct db *db, struct str creditor, const struct mail_receipt *r, struct err *e);

/* All messages with how they stand, or only those that failed: columns batch, creditor,
 * artefact name, recipient, courier, outbox state, code, last error, last receipt's kind
 * and reason, outbox id, notice number. */
int mail_query(struct db *db, struct rows *rows, bool failed_only, struct err *e);
/* Sends a message again: its delivery waits, its batch will be written again. */
int mail_resend(struct db *db, int64_t outbox, int64_t batch, struct err *e);

#endif
