/* What the crew's two sides share: the daemon's and the worker's. Only the crew*.c files
 * include it. */
#ifndef CREW_RUN_H
#define CREW_RUN_H

#include "crew.h"

enum {
	EXIT_REFUSALS = 65, /* the file is settled, wholly or partly refused */
	EXIT_LATER = 75,
};

/* What the worker is sent on. */
struct errand {
	const struct crew *crew;
	struct crew_slot *slot;
};

/* Runs the task of the errand with its companions. The exit code is that of the error's
 * kind; the ends of a group are told in the slot's word. */
int crew_run(void *errand);

#endif
