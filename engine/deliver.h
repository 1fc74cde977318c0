/*
 * Remote deliveries: what waits in the outbox for one courier is handed to it, in a
 * worker of its own, so that a dead partner delays nobody else. What became of each
 * parcel is booked after every few of them.
 */
#ifndef DELIVER_H
#define DELIVER_H

#include "engine.h"

/* Whether a courier has work, and from when: 1 and *at (an instant; may be past), 0
 * nothing waits or a person holds it, -1. */
int deliver_due(const struct engine *g, struct db *db, const struct conf_courier *c,
    int64_t now, int64_t *at, struct err *e);

/* How a turn of work ended. */
enum deliver_end {
	DELIVER_WELL,   /* what was tried has arrived, or is to be tried later */
	DELIVER_FAILED, /* a delivery failed for good: a person is asked */
};

/* Delivers for a while; to be called in a worker with the right to use the network.
 * *items_done (may be NULL) counts for a progress bar. Returns an enum deliver_end, or -1
 * when the engine itself was hindered. */
int deliver_work(const struct engine *g, const struct conf_courier *c,
    int64_t *items_done, struct err *e);

/* Deliveries that a person asks for. */
struct deliver_choice {
	int64_t *ids; /* of the outbox; those that were tried become 0 */
	size_t count;
	void (*progress)(void *context, int64_t done); /* or NULL */
	void *context;
};

/* Makes the chosen deliveries of a courier and no others, each tried once, within the
 * courier's hours and limits; those that may not be made now are left in the list.
 * Returns as deliver_work. Nobody else may work for the courier meanwhile. */
int deliver_chosen(const struct engine *g, const struct conf_courier *c,
    struct deliver_choice *choice, struct err *e);

/* Warns in the log of couriers that are not configured any more though something waits
 * for them. */
int deliver_warn_removed(const struct engine *g, struct err *e);

#endif
