/* The command `search`: payments by debtor, IUV, flow and period. */
#ifndef COMMAND_SEARCH_H
#define COMMAND_SEARCH_H

#include "command/command.h"

int command_search(struct context *c, int argc, char **argv);

#endif
