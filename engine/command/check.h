/* `riscontro check`: everything that would happen to a file, and every finding, with
 * nothing booked. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include "command/command.h"
#include "model/finding.h"

/* A row of commands[]; see there. */
int command_check(struct context *c, int argc, char **argv);

/* One finding on one line: file, sheet, row, column: what (seen); expected; next step
 * [CODE]. */
void finding_print(struct out *o, const struct finding *f, enum lang lang);

#endif
