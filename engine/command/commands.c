/* The list of commands: dispatch, help and the manual read it. */
#include "command/command.h"

const struct command commands[] = {
    {0},
};
