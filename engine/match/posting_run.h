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
	money total, revoked; /* of the flow, as its lines are written */
};

/* One payment with all that its reversale says of it. */
struct posting_item {
	int64_t payment, receipt;
	struct str iuv, code;
	uint32_t index;
	money cents;
	int64_t position, quota, debtor;
	struct str subject_code, subject_name;
	struct str accertamento, provenance, capitolo, causale;
	struct date accertamento_date;
	int64_t provenance_year;
};

/* The units that an order asks for and that are not posted yet, in the order of their
 * accounting dates. */
int posting_units(struct posting *p, const struct posting_order *order,
    struct posting_unit **list, size_t *count, struct err *e);

/* The lines of a flow that are to be booked and are not yet: 1; 0 when the flow must be
 * left to a person, -1. A revoked payment whose money went away is not among them; one
 * whose money stayed is revenue of its own. */
int posting_items(struct posting *p, const struct posting_unit *u,
    struct posting_item **list, size_t *count, struct err *e);

/* What a revocation did to the money of the payment that it undoes. */
enum revocation {
	REVOCATION_OPEN,  /* its flow does not square yet: nobody knows */
	REVOCATION_TAKES, /* taken off the credit of its flow */
	REVOCATION_LEAVES /* the credit shows that the money stayed here */
};
int posting_revocation(
    struct posting *p, int64_t payment, enum revocation *what, struct err *e);
/* Undoes the reversali of payments that were revoked after they were booked; their flows
 * are noted in p->reopened. */
int posting_undo_revoked(struct posting *p, struct err *e);
/* Undoes one reversale by a contrary entry: 1, 0 when it does not stand, -1. */
int posting_undo_one(struct posting *p, int64_t reversale, struct err *e);

/* Books the reversali of one unit: 1, 0 when it must be left to a person, -1. */
int posting_book(struct posting *p, const struct posting_order *order,
    const struct posting_unit *u, struct err *e);

#endif
