/* The command that prints a notice again. */
#ifndef COMMAND_NOTICE_H
#define COMMAND_NOTICE_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_notice(struct context *c, int argc, char **argv);

/* Writes a document to a file that must not be there yet ("-": standard output) and tells
 * its name. */
int notice_save(
    const struct context *c, struct str path, struct str bytes, struct err *e);

#endif
