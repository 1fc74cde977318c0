/* The ledger's words (states, operations, outcomes) as a reader says them. */
#ifndef MODEL_WORDS_H
#define MODEL_WORDS_H

#include "base/lang.h"
#include "base/str.h"

/* Whose word it is: "booked" is one thing of a file and another of a bank's movement. */
enum words {
	WORDS_FILE,      /* file.state, fetched.state */
	WORDS_QUOTA,     /* quota.state, position.state */
	WORDS_OPERATION, /* position.operation */
	WORDS_DELIVERY,  /* outbox.state, courier.state, batch.state */
	WORDS_RECEIPT,   /* receipt.outcome */
	WORDS_MOVEMENT,  /* movement.state, movement.type */
};

/* The word in the reader's language; a word not known is its own. */
struct str words_say(enum words whose, struct str word, enum lang lang);

#endif
