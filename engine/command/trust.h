/* `riscontro trust`: a person confirms the key that an SFTP server shows. */
#ifndef COMMAND_TRUST_H
#define COMMAND_TRUST_H

#include "command/command.h"

/* Shows the key, asks (or --yes), pins it and opens the courier again. */
int command_trust(struct context *c, int argc, char **argv);

#endif
