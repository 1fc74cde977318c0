/*
 * From quotas to debt positions: which quotas become positions (filters and exclusions of
 * the channel's generation profile), alone or grouped by debtor, with the numbers that
 * the Node will know them by.
 */
#ifndef INTAKE_GENERATION_H
#define INTAKE_GENERATION_H

#include "base/map.h"
#include "conf.h"
#include "ledger/audit.h"
#include "ledger/positions.h"

struct generation {
	const struct conf_creditor *creditor;
	const struct conf_generation *profile;
	struct map excluded; /* keys and fiscal codes left out */
	struct db *db;
	struct audit *audit;
	struct str now;
	int64_t file;
	int64_t created, updated, cancelled; /* positions made so far */
};

/* Reads the exclusion list and file of the profile into `a`. */
int generation_open(struct generation *g, struct arena *a, struct err *e);

/* Whether the profile lets this quota become a position. */
bool generation_admits(const struct generation *g, const struct quota *q);

/* Makes the positions of all quotas that the file booked and that have none yet. */
int generation_run(struct generation *g, struct err *e);

/* A new revision of the position `before` as the changed quota asks (or its
 * cancellation), keeping its numbers; *id is the revision made. */
int generation_revise(struct generation *g, int64_t before, const struct quota *q,
    int64_t debtor, struct arena *row, int64_t *id, struct err *e);

#endif
