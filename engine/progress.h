/* What is under way, in one line of a terminal: shown, drawn anew, wiped away. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include "crew.h"

struct progress {
	bool shows; /* false: nothing is ever drawn */
	int turn;   /* of the little wheel */
};

/* Draws the line on standard error, within the terminal's width. */
void progress_draw(struct progress *p, const struct crew *c);
/* Leaves the line empty for what comes next. */
void progress_wipe(const struct progress *p);

#endif
