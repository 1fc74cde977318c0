/* The part of `riscontro status` about what leaves: every delivery that was not made,
 * with the sentence why. */
#ifndef COMMAND_STATUS_OUTBOX_H
#define COMMAND_STATUS_OUTBOX_H

#include "base/json.h"
#include "command/command.h"
#include "ledger/db.h"

/* Queries without values, and a line of text or a JSON object for each of their rows. */
extern const char status_couriers[];
extern const char status_outbox[];
void status_courier_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows);
void status_outbox_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows);

#endif
