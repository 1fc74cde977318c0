/* The command that shows a file as rows. */
#ifndef COMMAND_CAT_H
#define COMMAND_CAT_H

#include "command/command.h"

/* A row of commands[]: see struct command. */
int command_cat(struct context *c, int argc, char **argv);

#endif
