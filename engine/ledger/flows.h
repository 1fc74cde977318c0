/*
 * Flows and their payments in the ledger. Each version of a flow that arrives is kept;
 * one of them stands. Which one depends on what the versions say, never on the order of
 * their arrival.
 */
#ifndef LEDGER_FLOWS_H
#define LEDGER_FLOWS_H

#include "base/sha256.h"
#include "ledger/db.h"
#include "model/flow.h"

/* What the ledger holds of a flow id, seen from a version that has just arrived. */
struct flow_versions {
	int64_t count;          /* versions known */
	bool known;             /* this very content is one of them */
	int64_t standing;       /* id of the version that stands, 0 none */
	bool arrives_later;     /* this version replaces the standing one */
	bool contradicts;       /* same instant and revision as the standing one, other
				   content */
	struct date settled_on; /* of the standing one */
	char made[24];          /* its instant */
};

/* A version is later by its instant, then by the provider's revision; between two that
 * say the same of both the digests decide, so that every order of arrival ends alike. */
int flow_find(struct db *db, struct str creditor, const struct flow *f,
    const struct sha256_hex *digest, struct flow_versions *v, struct err *e);

/* A version as it is booked, beside the flow itself. */
struct flow_booking {
	struct str creditor; /* id */
	int64_t revision;    /* ours, from 1 */
	bool current;
	int64_t replaces; /* id of the version that stands no more, 0 */
	struct sha256_hex digest;
	int64_t payments;
	money cents, revoked_cents;
	int64_t anomalies;
	int64_t first_payment; /* id that the first payment will get */
	struct date paid_from, paid_to;
	int64_t file;
	struct str now;
};
int flow_insert(struct db *db, const struct flow *f, const struct flow_booking *b,
    int64_t *id, struct err *e);

/* The id that the next payment gets. */
int payment_next_id(struct db *db, int64_t *id, struct err *e);
/* One payment under an id of the caller's: those of one flow follow each other. */
int payment_insert(
    struct db *db, int64_t id, int64_t flow, const struct flow_payment *p, struct err *e);

#endif
