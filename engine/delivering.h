/* What the files of remote deliveries share: one courier at work. Only deliver*.c include
 * it. */
#ifndef DELIVERING_H
#define DELIVERING_H

#include "deliver.h"
#include "delivery_plan.h"
#include "engine.h"
#include "ledger/deliveries.h"

/* One courier at work. */
struct delivering {
	const struct engine *g;
	const struct conf_courier *conf;
	const struct courier *courier;
	struct db *db;
	struct arena arena; /* as long as the link */
	struct arena turn;  /* as long as one handful of parcels */
	struct delivery_plan plan;
	struct courier_link link;
	struct courier_record record;
	struct deliver_choice *choice; /* NULL: all that waits */
	int64_t done;
	bool someone_is_asked;
	bool stops; /* the courier is held, or its connection is gone */
};

/* The instant as the ledger writes it. */
struct str delivering_now(struct arena *a);

/* Notes a failed connection of a courier or fetcher in its record, whose texts are then
 * those of *why: time mends it (ERR_RETRY) and it is tried again later, as the partner
 * wishes (0: no wish), or it waits for a person. */
int courier_note_trouble(struct db *db, struct str name, struct courier_record *r,
    const struct err *why, int64_t wish_ms, struct err *e);

/* Notes what is wrong with the courier as a whole: time mends it (ERR_RETRY), or only a
 * person. */
int delivering_note_trouble(struct delivering *d, const struct err *why, struct err *e);

/* Books how each of the parcels fared; a trouble that holds the courier leaves its
 * parcels as they were. */
int delivering_book(struct delivering *d, const struct outbox_item *items,
    const struct parcel *parcels, size_t count, struct err *e);

/* The Node: asks about uploads that it works on and books what it says of each position.
 */
int delivering_follow(struct delivering *d, struct err *e);
/* The Node: uploads whose answer was lost are looked for before they are sent again;
 * those found are booked and taken out of the lists. */
int delivering_find_lost(struct delivering *d, struct outbox_item *items,
    struct parcel *parcels, size_t *count, struct err *e);
/* The Node: small request files go position by position and are taken out of the lists;
 * one with an earlier file of its creditor still under way waits for it. */
int delivering_send_singly(struct delivering *d, struct outbox_item *items,
    struct parcel *parcels, size_t *count, struct err *e);
/* The Node: every position has its answer booked; the delivery ends, and what was not
 * taken is told in a file. `detail` is for the audit chain. */
int delivering_end_node(struct delivering *d, const struct outbox_item *item,
    struct str detail, struct err *e);

#endif
