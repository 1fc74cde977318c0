/* `riscontro send`: what a person names leaves now. */
#ifndef COMMAND_SEND_H
#define COMMAND_SEND_H

#include "command/command.h"

/* A line for each recipient, or JSON with --json; 65 when something was refused, 75 when
 * something waits for another try. */
int command_send(struct context *c, int argc, char **argv);

#endif
