/*
 * What must leave: a batch is born in the transaction that books its cause and says which
 * outlet must write what; when its files are written they become artefacts, and each
 * artefact has one outbox row per courier until it has arrived.
 */
#ifndef LEDGER_OUTBOX_H
#define LEDGER_OUTBOX_H

#include "base/sha256.h"
#include "ledger/db.h"

struct batch {
	int64_t id;
	struct str creditor;  /* id */
	struct str outlet;    /* kind */
	struct str operation; /* "create", "update", "delete", "acknowledge" */
	int64_t file;
	struct str state; /* "due" to be written, "made" written, "leaving" with its
			     remote couriers, "sent" arrived everywhere or given up */
	struct str created_at;
	struct str settings; /* what of the configuration shapes the bytes, kept so that
				they can be made again */
};

/* A new batch, whose id is filled in; the step it has reached. */
int batch_insert(struct db *db, struct batch *b, struct err *e);
int batch_set_state(struct db *db, int64_t id, const char *state, struct err *e);
/* Why a batch could not be written or delivered: a code of the catalogue, or none, and
 * what was seen; both empty when it was. */
int batch_set_error(
    struct db *db, int64_t id, struct str code, struct str why, struct err *e);
/* The oldest batch in a state with an id above `after`: 1 and *b (texts in `a`), 0, -1.
 */
int batch_next(struct db *db, const char *state, int64_t after, struct batch *b,
    struct arena *a, struct err *e);

struct artefact {
	int64_t id;
	int64_t batch;
	struct str name;
	int64_t size;
	struct sha256_hex sha256;
	int64_t items; /* positions, rows: what the file holds */
	money cents;
	struct str recipient;  /* of a message: address or fiscal code; else empty */
	int64_t position;      /* that the message is about, 0 when none */
	struct str message_id; /* of a mail message, else empty */
	bool is_closing;       /* a manifest: after all others of its batch */
};

/* A written file, whose id is filled in; those of a batch, to be read one by one. */
int artefact_insert(struct db *db, struct artefact *f, struct err *e);
int artefacts_of_batch(struct db *db, struct rows *rows, int64_t batch, struct err *e);
void artefact_read(const struct rows *rows, struct artefact *f, struct arena *a);

/* One delivery of an artefact by a courier; harmless when it is there. */
int outbox_insert(struct db *db, int64_t artefact, struct str courier, struct err *e);
/* The deliveries of a batch that still wait, in the order of their artefacts: columns
 * outbox id, courier, attempts, then those of artefact_read from column 3. */
int outbox_waiting(
    struct db *db, struct rows *rows, int64_t batch, int64_t now, struct err *e);
int outbox_done(struct db *db, int64_t id, struct str now, struct err *e);
/* Whether every delivery of a batch has ended: 1 yes, 0 no, -1. */
int outbox_all_done(struct db *db, int64_t batch, struct err *e);

#endif
