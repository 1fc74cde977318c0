/* What the files of shipping share: one batch on its way, and its delivery into the
 * outlet's own folder. Only ship*.c include it. */
#ifndef SHIPMENT_H
#define SHIPMENT_H

#include "outlet/outlet.h"
#include "ship.h"

enum { STAGING_NAME_SIZE = 32 };

/* What is being shipped. */
struct shipment {
	const struct engine *g;
	struct db *db;
	struct outlet_run run;
	struct arena arena;
	char staging[STAGING_NAME_SIZE];
	struct str now;
};

/* A delivery of the folder courier that waits. */
struct folder_delivery {
	int64_t id;
	struct str courier;
	int64_t attempts;
	struct artefact artefact;
};

/* Fills the run from the batch: its creditor, outlet and cause. */
int shipment_prepare(struct shipment *s, struct err *e);

/* Whether a courier is the outlet's own folder. */
bool shipment_is_folder(const struct shipment *s, struct str courier);

/* Writes the batch's files into a fresh staging folder and makes them durable. */
int shipment_write(struct shipment *s, struct err *e);
/* The same for a batch whose files are not all where remote couriers look for them: from
 * the same rows to the same bytes. Nothing when all are there. */
int shipment_mend(struct shipment *s, struct err *e);

/* Delivers into the outlet's own folder: everything, a sync, then the last file (the
 * manifest), so that whoever sees it may take the rest. */
int shipment_to_folder(
    struct shipment *s, const struct folder_delivery *list, size_t count, struct err *e);

#endif
