/* `riscontro verify`: the ledger against itself, the archive and the audit chain. */
#ifndef COMMAND_VERIFY_H
#define COMMAND_VERIFY_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_verify(struct context *c, int argc, char **argv);

#endif
