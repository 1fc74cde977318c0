/*
 * Posting (contabilizzazione): money that has been matched becomes reversali, in the
 * order of the accounting date. A flow that squares, or a single payment credited alone,
 * is posted once: doing it again finds nothing to do. A payment of a position not ours
 * makes its accertamento together with its reversale.
 */
#ifndef MATCH_POSTING_H
#define MATCH_POSTING_H

#include "conf.h"
#include "ledger/audit.h"
#include "ledger/reversali.h"
#include "model/flow.h"

/* What is to be posted: one of the first three, and how. */
struct posting_order {
	int64_t file;       /* a statement: all that its movements credit */
	struct str flow;    /* a flow id */
	struct date until;  /* all that was credited up to this day */
	struct date date;   /* accounting date; none: as the channel says */
	struct str account; /* empty: as the channel says */
	struct str subject; /* likewise */
	bool automatic;     /* after a booking: nothing to post is no error */
};

struct posting {
	struct db *db;
	const struct conf_creditor *creditor;
	const struct conf_posting *preset; /* of the channel */
	struct date today;
	struct str now;
	struct arena *arena;
	struct audit *audit; /* of the transaction */
	/* Out. */
	int64_t reversali, payments, accertamenti, undone;
	money cents;
	int64_t skipped; /* flows whose lines do not explain their credit: by hand */
	int64_t revoked; /* of `undone`: because a payment was revoked */
	/* Flows whose reversali were undone by this run, to be booked again. */
	int64_t *reopened;
	size_t reopened_count, reopened_room;
};

/* Posts inside the caller's transaction, and asks the outlets for files about it. */
int posting_run(struct posting *p, const struct posting_order *order, struct err *e);
/* Undoes the reversale with a number of a year: 1, 0 when it does not stand, -1. */
int posting_undo(struct posting *p, int year, int64_t number, struct err *e);

#endif
