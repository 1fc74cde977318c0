/* Flows and receipts as rows, for `riscontro cat`: one row a payment or a transfer. */
#ifndef COMMAND_RENDER_PAYMENT_H
#define COMMAND_RENDER_PAYMENT_H

#include "base/input.h"
#include "base/out.h"

/* True when the bytes are a flow or receipts. */
bool render_payment_is_likely(const struct input *in);

/* Writes the payments of the flow, or the transfers of the receipts, in `in`, as CSV with
 * a header or as JSON lines. The file is read twice, so that nothing is written of one
 * that is refused further down. Findings go to standard error, a line each. */
int render_payment(
    struct out *o, const struct input *in, bool jsonl, struct arena *a, struct err *e);

#endif
