/* `riscontro post`: reversali for what squares, or the contrary entry of one. */
#ifndef COMMAND_POST_H
#define COMMAND_POST_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_post(struct context *c, int argc, char **argv);

#endif
