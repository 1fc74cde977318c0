/* `riscontro template`: the empty workbook, CSV or manual page of a tracciato, from its
 * table of fields. */
#ifndef COMMAND_TEMPLATE_H
#define COMMAND_TEMPLATE_H

#include "command/command.h"

/* A row of commands[]; see there. */
int command_template(struct context *c, int argc, char **argv);

#endif
