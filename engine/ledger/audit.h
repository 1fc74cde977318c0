/*
 * The audit chain: every event of the engine, each with a hash over the one before, so
 * that a changed or missing line shows.
 */
#ifndef LEDGER_AUDIT_H
#define LEDGER_AUDIT_H

#include "base/sha256.h"
#include "ledger/db.h"

/* The end of the chain, held while a transaction is open. */
struct audit {
	struct db *db;
	struct instant_text at;
	struct sha256_hex last;
};

/* Finds the end of the chain. To be called inside the transaction that adds. */
int audit_open(struct audit *audit, struct db *db, int64_t now, struct err *e);

/* Adds an event: `kind` is a stable word ("file.booked"), `subject` what it happened to
 * (an IUPD, a file name, an artefact), `detail` free text without secrets. */
int audit_add(struct audit *audit, const char *kind, struct str creditor,
    struct str subject, struct str detail, struct err *e);

/* Walks the whole chain. *broken is the id of the first event that does not fit, 0 when
 * all do. */
int audit_verify(struct db *db, int64_t *count, int64_t *broken, struct err *e);

#endif
