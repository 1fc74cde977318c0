/*
 * Parts of flows that came in files of their own (the FdR API gives the header in one
 * answer and the payments in pages): kept until all of a flow are there.
 */
#ifndef LEDGER_FLOW_PARTS_H
#define LEDGER_FLOW_PARTS_H

#include "base/sha256.h"
#include "ledger/db.h"
#include "model/flow.h"

struct flow_part {
	int64_t id;       /* 0: not in the ledger yet */
	bool used;        /* its flow is booked */
	bool is_header;   /* it tells the flow; else only payments */
	struct str name;  /* of the document */
	struct flow flow; /* a header; else only the id that was found for it */
	uint64_t pages;   /* in all; 0: not told */
	struct str list;  /* pages in it: "1,2" */
	int64_t payments;
	money cents;
	struct sha256_hex digest;
	int64_t file;
	struct str now;
};

/* Parts of a creditor that wait, in the order of their arrival, texts in `a`: the columns
 * of a query to be read by flow_part_read. */
int flow_parts_waiting(
    struct db *db, struct rows *rows, struct str creditor, struct err *e);
void flow_part_read(const struct rows *rows, struct flow_part *part, struct arena *a);
/* The same content: 1 and its id and state, 0, -1. */
int flow_part_find(struct db *db, struct str creditor, const struct sha256_hex *digest,
    struct flow_part *part, struct err *e);
/* Books a part, whose id is filled in. */
int flow_part_insert(
    struct db *db, struct str creditor, struct flow_part *part, struct err *e);
/* Notes the flow that a part was found to belong to, or that it is booked (its payments
 * stand in their flow now). */
int flow_part_assign(struct db *db, int64_t part, struct str flow, struct err *e);
int flow_part_set_used(struct db *db, int64_t part, struct err *e);

/* A payment of a part that waits. */
int flow_part_payment_insert(
    struct db *db, int64_t part, const struct flow_payment *p, struct err *e);
/* Payments of a part in order, to be read by flow_part_payment_read. */
int flow_part_payments(struct db *db, struct rows *rows, int64_t part, struct err *e);
void flow_part_payment_read(
    const struct rows *rows, struct flow_payment *p, struct arena *a);

#endif
