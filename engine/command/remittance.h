/* `riscontro remittance`. */
#ifndef COMMAND_REMITTANCE_H
#define COMMAND_REMITTANCE_H

#include "command/command.h"

/* One line `kind,id` for each text of the column `causale` of a table, or for each line
 * of standard input; with --json an object with the rule and the place too. */
int command_remittance(struct context *c, int argc, char **argv);

#endif
