/* `riscontro explain`. */
#ifndef COMMAND_EXPLAIN_H
#define COMMAND_EXPLAIN_H

#include "command/command.h"

/* A row of commands[]: see struct command. */
int command_explain(struct context *c, int argc, char **argv);

#endif
