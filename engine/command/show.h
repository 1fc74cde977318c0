/* `riscontro show`: all that is known of an IUV, notice number, fiscal code, quota key,
 * file or job. */
#ifndef COMMAND_SHOW_H
#define COMMAND_SHOW_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_show(struct context *c, int argc, char **argv);

#endif
