/* The command `search`: payments by debtor, IUV, flow and period. */
#ifndef COMMAND_SEARCH_H
#define COMMAND_SEARCH_H

#include "command/command.h"

/* Takes its conditions as options; exit code as of struct command. */
int command_search(struct context *c, int argc, char **argv);

#endif
