/* What the parts of posting share. Only the posting_*.c files include it. */
#ifndef MATCH_POSTING_RUN_H
#define MATCH_POSTING_RUN_H

#include "match/posting.h"

/* What is posted together: a flow with its credits, or a single payment. */
struct posting_unit {
	int64_t flow;     /* 0: a single payment */
	int64_t movement; /* the first credit */
	struct str name;  /* flow id, or IUV */
	struct str code;  /* class of the flow */
	struct date credited, value, day;
	money cents;
	struct str account, provvisorio, provvisorio_year;
};

/* The units that an order asks for and that are not posted yet, in the order of their
 * accounting dates. */
int posting_units(struct posting *p, const struct posting_order *order,
    struct posting_unit **list, size_t *count, struct err *e);

/* Books the reversali of one unit: 1, 0 when it must be left to a person, -1. */
int posting_book(struct posting *p, const struct posting_order *order,
    const struct posting_unit *u, struct err *e);

#endif
