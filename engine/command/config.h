/* `riscontro config`. */
#ifndef COMMAND_CONFIG_H
#define COMMAND_CONFIG_H

#include "command/command.h"

/* A row of commands[]: see struct command. */
int command_config(struct context *c, int argc, char **argv);

#endif
