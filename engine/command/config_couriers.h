/* The part of `riscontro config` about couriers and fetchers: whether each could work as
 * it is set up, as far as this machine can tell without asking a partner. */
#ifndef COMMAND_CONFIG_COURIERS_H
#define COMMAND_CONFIG_COURIERS_H

#include "command/command.h"
#include "conf.h"

/* Tells on standard error what would hold a partner, each with its next step; returns how
 * many could not work. */
size_t config_couriers_check(const struct context *c, const struct conf *conf);

#endif
