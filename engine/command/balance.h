/* `riscontro balance`: what arrived is what was matched and what waits, to the cent. */
#ifndef COMMAND_BALANCE_H
#define COMMAND_BALANCE_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_balance(struct context *c, int argc, char **argv);

#endif
