/*
 * Fetching: what partners leave for us is taken into the inbound folders, in a worker of
 * its own for each partner, so that a dead one delays nobody. The folders, not the
 * network, are what parsers see. A thing is remembered by its name there, size, time and
 * digest; it is tidied there only when the ledger says that it was booked.
 */
#ifndef FETCH_H
#define FETCH_H

#include "delivery_plan.h"
#include "engine.h"

/* The means of a fetcher and its settings, resolved; -1 (ERR_CONF) for one that is not
 * well formed. */
int fetch_plan_read(struct delivery_plan *p, const struct courier **courier,
    const struct conf *conf, const struct conf_fetcher *c, struct arena *a,
    struct err *e);

/* Whether a fetcher has work, and from when: 1 and *at (an instant; may be past), 0 a
 * person holds it, -1. */
int fetch_due(const struct engine *g, struct db *db, const struct conf_fetcher *c,
    int64_t now, int64_t *at, struct err *e);

/* What one turn did. */
struct fetch_tally {
	int64_t taken;  /* dropped into the inbound folder */
	int64_t known;  /* its content had been received before */
	int64_t tidied; /* removed, moved or marked there */
	int64_t failed; /* single things, told in the log */
	bool more;      /* left for the next turn */
	bool stands;    /* the partner as a whole could not be reached or used */
};

/* Tidies and looks; to be called in a process with the right to use the network.
 * `at_once`: a person asks, whatever the schedule, quiet hours or a hold say. *items_done
 * (may be NULL) counts for a progress bar. -1 when the engine itself was hindered. */
int fetch_work(const struct engine *g, const struct conf_fetcher *c, bool at_once,
    int64_t *items_done, struct fetch_tally *tally, struct err *e);

#endif
