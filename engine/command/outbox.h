/* `riscontro retry`, `hold`, `release` and `cancel`: a person's say in what leaves. */
#ifndef COMMAND_OUTBOX_H
#define COMMAND_OUTBOX_H

#include "command/command.h"

/* Tries at once; holds until released; releases; gives up for good. */
int command_retry(struct context *c, int argc, char **argv);
int command_hold(struct context *c, int argc, char **argv);
int command_release(struct context *c, int argc, char **argv);
int command_cancel(struct context *c, int argc, char **argv);

#endif
