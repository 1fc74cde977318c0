/* The command that shows a file's notices before it is booked. */
#ifndef COMMAND_PREVIEW_H
#define COMMAND_PREVIEW_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_preview(struct context *c, int argc, char **argv);

#endif
