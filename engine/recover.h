/* What a dead engine left in .work/. */
#ifndef RECOVER_H
#define RECOVER_H

#include "crew.h"

/* Half-written files go, files claimed are taken up again as jobs of the crew, oldest
 * first. What hinders one is logged; -1 when .work/ itself cannot be read. Only under the
 * spool's lock. */
int recover_jobs(const struct engine *g, struct crew *crew, struct err *e);

#endif
