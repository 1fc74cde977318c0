/* `riscontro fetch`: takes now what partners have for us. */
#ifndef COMMAND_FETCH_NOW_H
#define COMMAND_FETCH_NOW_H

#include "command/command.h"

int command_fetch(struct context *c, int argc, char **argv);

#endif
