/*
 * The inbound folders of all channels: what is ready in them is claimed and goes in line
 * with the crew; of what cannot be taken somebody is told, once.
 */
#ifndef INBOX_H
#define INBOX_H

#include "base/map.h"
#include "crew.h"
#include "spool/watch.h"

struct inbox_source;

struct inbox {
	struct engine *g;
	struct watch *watch;
	struct inbox_source *sources; /* the channel of each watched folder */
	struct arena *arena;
	struct map warned; /* names that could not be claimed and were told */
};

/* Watches the folders; `once` as in watch_options. Lives in `a`. */
int inbox_open(
    struct inbox *x, struct engine *g, bool once, struct arena *a, struct err *e);
/* Claims what the last look found ready. */
void inbox_take(struct inbox *x, struct crew *crew);

#endif
