/* `riscontro explain`. */
#ifndef COMMAND_EXPLAIN_H
#define COMMAND_EXPLAIN_H

#include "command/command.h"

int command_explain(struct context *c, int argc, char **argv);

#endif
