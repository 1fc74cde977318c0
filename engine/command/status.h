/* `riscontro status`: what waits, what was put off and why, in one look. */
#ifndef COMMAND_STATUS_H
#define COMMAND_STATUS_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_status(struct context *c, int argc, char **argv);

#endif
