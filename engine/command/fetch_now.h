/* `riscontro fetch`: takes now what partners have for us. */
#ifndef COMMAND_FETCH_NOW_H
#define COMMAND_FETCH_NOW_H

#include "command/command.h"

/* Looks at the fetchers named, or at all; a line for each, or JSON with --json. */
/* Looks at the named fetcher, or at all: 0, 65 when something could not be taken, 75 when
 * a partner stands still. */
int command_fetch(struct context *c, int argc, char **argv);

#endif
