/* The part of `riscontro status` about partners: every delivery that was not made, with
 * the sentence why, and every fetcher with its last look. */
#ifndef COMMAND_STATUS_OUTBOX_H
#define COMMAND_STATUS_OUTBOX_H

#include "base/json.h"
#include "command/command.h"
#include "ledger/db.h"

/* "what is wrong (what was seen); what to do [CODE]", in `a`; only what was seen without
 * a code. */
struct str status_reason(
    const struct context *c, struct str code, struct str seen, struct arena *a);

/* Queries without values, and a line of text or a JSON object for each of their rows. */
extern const char status_couriers[];
extern const char status_outbox[];
extern const char status_fetchers[];
void status_courier_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows);
/* A courier that is not configured any more, and how many deliveries wait for it. */
void status_removed_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows);
void status_fetcher_line(
    const struct context *c, struct out *o, struct json *j, const struct rows *rows);
/* `is_removed`: nobody carries it, its courier is not configured. */
void status_outbox_line(const struct context *c, struct out *o, struct json *j,
    const struct rows *rows, bool is_removed);

#endif
