/* A flow, or a part of one, that was read and waits to be booked. Only flow*.c of this
 * folder include it. */
#ifndef INTAKE_FLOW_READ_H
#define INTAKE_FLOW_READ_H

#include "intake/booking.h"
#include "model/flow.h"

struct read_flow {
	struct read_flow *next;
	const struct booking_member *member;
	struct arena *arena;
	struct flow flow;
	struct flow_payment *payments; /* the good ones, by IUV */
	size_t count, room;
	money cents, revoked_cents;
	struct date paid_from, paid_to;
	int64_t anomalies;
	struct sha256_hex digest;
	bool is_part;    /* header alone, or some of its pages */
	uint64_t pages;  /* of a part: how many in all, 0 when not told */
	struct str list; /* and those in it: "1,2" */
};

/* Adds a payment to the sums and days of its flow. */
void read_flow_add(struct read_flow *f, const struct flow_payment *p);
/* Sorts the payments and takes the digest of what they say. */
void read_flow_finish(struct read_flow *f);
/* Compares a whole flow with the ledger and, when the booking writes, books it. */
int flow_place(struct booking *b, const struct read_flow *f, struct err *e);

/* Parts: those of this file and those that wait are brought together; whole flows are
 * placed, the rest waits. */
int flow_parts_place(struct booking *b, const struct read_flow *first, struct err *e);

#endif
