/* `riscontro send`: what a person names leaves now. */
#ifndef COMMAND_SEND_H
#define COMMAND_SEND_H

#include "command/command.h"

int command_send(struct context *c, int argc, char **argv);

#endif
