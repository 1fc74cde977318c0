/* The command `simulate`: plays Node, debtors and bank on the open positions. */
#ifndef COMMAND_SIMULATE_H
#define COMMAND_SIMULATE_H

#include "command/command.h"

/* Takes creditor, seed, share and days as options; exit code as of struct command. */
int command_simulate(struct context *c, int argc, char **argv);

#endif
