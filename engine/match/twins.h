/*
 * Two lines of two statements, in different formats: are they one movement told twice
 * (the CSV of the bank's site and its camt.053), or two? Money must neither be counted
 * twice nor be lost, so only what both lines say of themselves decides; where they say
 * too little a person does.
 */
#ifndef MATCH_TWINS_H
#define MATCH_TWINS_H

#include "base/arena.h"
#include "base/date.h"
#include "model/movement.h"

enum twin_verdict {
	TWIN_DISTINCT, /* something contradicts */
	TWIN_PERHAPS,  /* account, day and amount agree, nothing more is known */
	TWIN_CERTAIN,  /* and so does a reference, or the text */
};

/* What is compared of a movement; the amounts are equal already. */
struct twin_side {
	struct str account;
	struct date booking;
	struct str reference, customer_reference, end_to_end;
	struct str provvisorio, year;
	struct str remittance, text;
	bool is_collection; /* a credit, or a reversal: it takes part in matching */
};

/* *how is told why, in a few words. Working memory comes from the arena. */
enum twin_verdict twins_compare(const struct twin_side *a, const struct twin_side *b,
    const char **how, struct arena *arena);

#endif
