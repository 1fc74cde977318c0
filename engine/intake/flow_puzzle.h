/* The pieces of flows in hand, private to intake/flow_p*.c. */
#ifndef INTAKE_FLOW_PUZZLE_H
#define INTAKE_FLOW_PUZZLE_H

#include "intake/flow_read.h"
#include "ledger/flow_parts.h"

/* A part in hand: of this file (read) or of an earlier one. */
struct piece {
	struct flow_part part;
	const struct read_flow *read; /* NULL: its payments are in the ledger */
	bool assigned;                /* its flow was found just now */
};

struct puzzle {
	struct booking *booking;
	struct piece *list;
	size_t count, room;
};

/* Gives the pages without a flow the header that the name of their file holds, that came
 * in the same file, or whose count and sum they have together. */
void puzzle_assign_pages(struct puzzle *z);

#endif
