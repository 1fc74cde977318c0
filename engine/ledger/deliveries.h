/*
 * Deliveries by remote couriers: what may leave now, what became of it, and the state of
 * each courier as a whole.
 */
#ifndef LEDGER_DELIVERIES_H
#define LEDGER_DELIVERIES_H

#include "ledger/outbox.h"

/* A courier as the ledger knows it; one never met is open. */
struct courier_record {
	bool is_held;
	int64_t failures; /* connections that failed one after another */
	int64_t next_at;  /* no connection before */
	struct str code;  /* of the catalogue; empty when nothing is wrong */
	struct str last_error;
};

/* Texts in `a`. */
int courier_record_read(struct db *db, struct str name, struct courier_record *r,
    struct arena *a, struct err *e);
int courier_record_write(struct db *db, struct str name, const struct courier_record *r,
    struct str now, struct err *e);

/* A delivery that may be made. */
struct outbox_item {
	int64_t id;
	int64_t attempts; /* begun so far */
	bool is_uncertain;
	struct str creditor;  /* id */
	struct str operation; /* of its batch */
	int64_t file;         /* that caused its batch */
	struct str reference; /* the partner's number, once it has one */
	struct artefact artefact;
};

/* The earliest instant at which a delivery of the courier may be made: 1 and *at (0: at
 * once), 0 when none waits, -1. A manifest waits until the rest of its batch is there. */
int outbox_due(struct db *db, struct str courier, int64_t *at, struct err *e);

/* Up to `most` deliveries of a courier that may be made at `now`, in the order of their
 * artefacts; items and texts in `a`. */
int outbox_pick(struct db *db, struct str courier, int64_t now, size_t most,
    struct outbox_item **items, size_t *count, struct arena *a, struct err *e);

/* One of them by its number, when it may be made at `now`: 1 and *item (texts in `a`), 0,
 * -1. */
int outbox_pick_one(struct db *db, struct str courier, int64_t now, int64_t id,
    struct outbox_item *item, struct arena *a, struct err *e);

/* The same for deliveries that the partner has accepted and still works on ("following"):
 * those that may be asked about at `now`. */
int outbox_pick_following(struct db *db, struct str courier, int64_t now, size_t most,
    struct outbox_item **items, size_t *count, struct arena *a, struct err *e);
/* The references that a courier's partner gave so far, the newest `most`. */
int outbox_references(struct db *db, struct str courier, size_t most, struct str **list,
    size_t *count, struct arena *a, struct err *e);

/* An attempt begins: counted before it is made, so that one cut short is known. */
int outbox_begin(struct db *db, int64_t id, struct err *e);

/* How an attempt ended. */
struct outbox_end {
	const char *state; /* "waiting", "following", "sent" or "failed" */
	int64_t next_at;
	const char *code; /* or NULL */
	struct str seen;  /* what was seen; empty: nothing to explain */
	struct str reference;
	bool is_uncertain;
	struct str done_at; /* empty unless it was sent */
};
int outbox_finish(struct db *db, int64_t id, const struct outbox_end *end, struct err *e);

/* Deliveries of a courier since an instant (ISO), for limits a minute and a day: their
 * number, and the first of them as text in `a` (empty when none). */
int outbox_sent_since(struct db *db, struct str courier, struct str since, int64_t *count,
    struct str *first, struct arena *a, struct err *e);

/* How many deliveries wait, for whatever reason but a person's. */
int outbox_count_waiting(struct db *db, int64_t *count, struct err *e);

/* What the Node said of one position of an upload; positions that are not of that file
 * are left aside. */
int node_result_insert(struct db *db, const struct outbox_item *item, struct str iupd,
    int64_t status, const char *outcome, struct str message, struct str now,
    struct err *e);
/* The positions of a delivery that the Node did not take: columns position, status,
 * message. */
int node_results_refused(struct db *db, struct rows *rows, int64_t outbox, struct err *e);

/* How many those are. */
int node_results_count_refused(
    struct db *db, int64_t outbox, int64_t *count, struct err *e);
/* Whether the Node's answer about a position of a delivery is booked: 1, 0, -1. */
int node_result_is_there(
    struct db *db, const struct outbox_item *item, struct str iupd, struct err *e);

/* Whether an earlier file of another batch of the same creditor still waits at this
 * courier, or is being worked on by the partner: 1, 0, -1. */
int outbox_is_behind(
    struct db *db, struct str courier, const struct outbox_item *item, struct err *e);

/* Query without values: the couriers for which something has not ended yet, and how many
 * deliveries. */
extern const char outbox_couriers_waited[];
/* How many deliveries of one courier have not ended yet. */
int outbox_count_open(struct db *db, struct str courier, int64_t *count, struct err *e);

/* What a person may do to deliveries; OUTBOX_ABANDON cancels also what the partner has
 * accepted, which nobody can ask about any more. */
enum outbox_act {
	OUTBOX_RETRY,
	OUTBOX_HOLD,
	OUTBOX_RELEASE,
	OUTBOX_CANCEL,
	OUTBOX_ABANDON
};

/* Does it to the deliveries of a courier, of a batch (0: none) or of artefacts with a
 * name (empty: none); *changed counts them. Inside a transaction. */
int outbox_act(struct db *db, enum outbox_act act, struct str courier, int64_t batch,
    struct str artefact, int64_t *changed, struct err *e);

#endif
