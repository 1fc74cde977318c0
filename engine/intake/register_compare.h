/*
 * The members of an export against those of the export before it, and the fee of each. A
 * person may be enrolled more than once (two registers of one order, a number given up
 * and another taken), so an enrolment is known by the person's code and its place.
 */
#ifndef INTAKE_REGISTER_COMPARE_H
#define INTAKE_REGISTER_COMPARE_H

#include "intake/booking.h"
#include "intake/fee_rules.h"

/* The most enrolments of one person. */
enum { REGISTER_PERSON_MOST = 16 };

/* A row of the export, waiting to be booked. */
struct member {
	struct member *next; /* in the order of the file */
	struct member *also; /* the person's next enrolment */
	bool is_further;     /* not the first of its person */
	struct enrolment enrolment;
	int64_t row; /* as the ledger keeps it */
};

/* Where an enrolment stands in the register: sector, section and number, as they are
 * compared. */
struct str register_place_of(const struct enrolment *m, struct arena *a);

/* Compares the members with the last export in the ledger, counts b->booked and
 * b->unchanged and, when b->writes, books them. */
int register_compare(struct booking *b, const struct member *first,
    const struct fee_rules *rules, struct err *e);

#endif
