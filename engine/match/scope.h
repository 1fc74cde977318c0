/*
 * The part of the ledger that something new can change: the flows and movements that name
 * each other, and everything known under the IUVs that they tell. Matching it gives the
 * same classes as matching the whole ledger of the creditor.
 */
#ifndef MATCH_SCOPE_H
#define MATCH_SCOPE_H

#include "base/map.h"
#include "ledger/db.h"
#include "match/match.h"

/* What stands in the ledger beside one thing of the world. */
struct scope_row {
	int64_t id;
	int64_t order; /* lines: their place in the file of the flow */
	int64_t owner; /* lines: id of their flow */
	bool retired;  /* lines: their flow stands no more */
};

struct scope_list {
	struct scope_row *rows;
	size_t count, room;
};

struct scope {
	struct db *db;
	struct str creditor; /* id */
	struct arena *arena;
	struct match_world world;
	/* The rows of world.flows, world.movements ... in the same order. */
	struct scope_list flows, movements, lines, receipts, dues, positions;
	size_t rooms[6];       /* of the world's arrays */
	struct map known;      /* flows, movements, positions already in scope */
	struct map known_iuvs; /* IUVs that are looked up, or will be */
	struct str *iuvs;      /* still to be looked up */
	size_t iuv_count, iuv_room, iuv_done;
	size_t flow_done, movement_done;
	struct scope_row
	    position_open; /* whose dues are being read, and what led to it */
	struct scope_decisions *decisions; /* NULL until the first movement */
};

/* Opens an empty scope; `segregation` tells our IUVs. */
void scope_open(struct scope *s, struct db *db, struct str creditor,
    struct str segregation, struct date today, struct arena *a);

/* Takes in what a file has brought, or one flow or movement, or everything of the
 * creditor. References of new movements are read and written down (inside the caller's
 * transaction). */
int scope_add_file(struct scope *s, int64_t file, struct err *e);
int scope_add_flow(struct scope *s, int64_t flow, struct err *e);
int scope_add_movement(struct scope *s, int64_t movement, struct err *e);
void scope_add_iuv(struct scope *s, struct str iuv);
/* What a movement is linked to in the ledger. */
int scope_add_links(struct scope *s, int64_t movement, struct err *e);

/* The same for the ids, or IUVs, that a query gives for the creditor and a day. */
int scope_add_query(struct scope *s, const char *sql, struct date day,
    int (*add)(struct scope *, int64_t, struct err *), struct err *e);
int scope_add_iuvs(struct scope *s, const char *sql, struct date day, struct err *e);

/* Takes in all that these reach. */
int scope_follow(struct scope *s, struct err *e);
/* Then makes the world ready for match_run: lines in the order of their flows, flows that
 * have only some lines here marked as partial. */
int scope_close(struct scope *s, struct err *e);

/* Reads a flow as one of the world's, without what it reaches. */
int scope_read_flow(struct scope *s, int64_t flow, bool partial, struct err *e);

#endif
