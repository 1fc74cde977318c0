/*
 * Shipping: batches that the ledger says are due are written by their outlets into a
 * staging folder, noted as artefacts, and delivered by their couriers. Every step can be
 * done again: what was renamed out of staging has arrived.
 */
#ifndef SHIP_H
#define SHIP_H

#include "engine.h"
#include "intake/intake.h"

/* A batch that is not yet sent. A light one is a small answer, to be worked together with
 * others. */
struct ship_due {
	int64_t batch;
	bool light;
	struct str outlet;
};

/* The batches that are not yet sent, oldest first, in `a`. */
int ship_waiting(const struct engine *g, struct ship_due **list, size_t *count,
    struct arena *a, struct err *e);

/* How many positions a batch is about, for a progress bar: 0 when that is not known. */
int64_t ship_count_items(const struct engine *g, int64_t batch);

/* Writes a batch if it is due, then delivers what waits of it. To be called in a worker.
 * *items_done (may be NULL) counts for a progress bar. */
int ship_batch(const struct engine *g, struct db *db, int64_t id, int64_t *items_done,
    struct err *e);

/* A staging folder found at the start: removed when nothing waits in it any more (its
 * batch was sent, or it belonged to a check). */
int ship_sweep(const struct engine *g, const char *staging, struct err *e);

/* A file dropped to be checked: judged, answered in the acknowledgements' folder, nothing
 * kept. */
int ship_check(const struct engine *g, struct intake *in, struct err *e);
int ship_check_refusal(const struct engine *g, struct intake *in, struct err *e);

#endif
