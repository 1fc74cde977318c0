/* The archive is kept for the retention time of the configuration; after it whole months
 * go. */
#ifndef RETENTION_H
#define RETENTION_H

#include "engine.h"

/* Removes the folders archivio/YYYY/MM whose last day is older than the retention;
 * *removed counts them. Nothing is removed when the retention is 0. */
int retention_apply(
    const struct engine *g, struct date today, int64_t *removed, struct err *e);

#endif
