/* The classes that things have in the ledger: compared with those that matching found,
 * and only differences are written. */
#ifndef MATCH_STANDING_H
#define MATCH_STANDING_H

#include "match/reconcile.h"

struct standing_row {
	int64_t subject;
	money cents;
	enum match_class class;
	bool known; /* the ledger has a class for it */
	bool same;  /* which is this one */
};

/* The classes that things of one kind should have, each thing once. */
struct standing_list {
	const char *kind; /* "flow", "movement", "payment", "receipt", "position" */
	struct standing_row *rows;
	size_t count, room;
};

/* Puts a thing and its class into the list. */
void standing_add(struct standing_list *list, int64_t subject, enum match_class class,
    money cents, struct arena *a);

/* Brings the ledger to the list, whose rows it sorts; counts in r->changed what it wrote.
 */
int standing_write(struct reconciling *r, struct standing_list *list, struct err *e);

#endif
