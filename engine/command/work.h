/* The commands that work: init, run, watch. */
#ifndef COMMAND_WORK_H
#define COMMAND_WORK_H

#include "command/command.h"

/* Each is a row of commands[]; see there. */
int command_init(struct context *c, int argc, char **argv);
int command_run(struct context *c, int argc, char **argv);
int command_watch(struct context *c, int argc, char **argv);

#endif
