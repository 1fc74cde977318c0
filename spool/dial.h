/* A TCP connection to a partner, made within a time. */
#ifndef SPOOL_DIAL_H
#define SPOOL_DIAL_H

#include "base/err.h"

/* Milliseconds of a clock that only goes forward. */
int64_t dial_clock(void);

/* Connects before `deadline` (of dial_clock) to the first address that answers; `seconds`
 * is for the message. *fd does not block and is closed on exec. ERR_RETRY:
 * COURIER_UNREACHABLE, COURIER_TIMEOUT. */
int dial(
    const char *host, int port, int64_t deadline, int seconds, int *fd, struct err *e);

#endif
