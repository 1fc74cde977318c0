/* `riscontro match`: what matching leaves to a person, and what the person decides. */
#ifndef COMMAND_MATCH_H
#define COMMAND_MATCH_H

#include "command/command.h"

/* Lists movements that wait for a person, with the proposal beside each; or books a
 * decision about one, matches it again and says what became of it. */
int command_match(struct context *c, int argc, char **argv);

#endif
