/* Where a play begins: the open positions of a creditor, and what the last play left
 * undone. */
#ifndef SIMULATE_PLAY_GROUND_H
#define SIMULATE_PLAY_GROUND_H

#include "ledger/db.h"
#include "simulate/play.h"

struct play_ground {
	struct position *positions; /* open, nothing paid yet */
	struct date *since;         /* the day of each */
	size_t position_count;
	/* Payments that a flow has told, whose receipt is still to come. */
	struct play_payment *late;
	size_t late_count;
};

/* Reads both for a creditor (by id) into `a`. */
int play_ground_read(struct play_ground *g, struct db *db, struct str creditor,
    struct arena *a, struct err *e);

#endif
