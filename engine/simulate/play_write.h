/* What a play says, as files: receipts, flows, a statement. The XML is valid against the
 * official schemas (paForNode.xsd, FlussoRiversamento 1.0.4). */
#ifndef SIMULATE_PLAY_WRITE_H
#define SIMULATE_PLAY_WRITE_H

#include "conf.h"
#include "simulate/play.h"

/* A paSendRTV2 request. */
void play_write_receipt(
    struct out *o, const struct play_payment *x, const struct conf_creditor *creditor);

/* A flow; `revision` 1 of a revised one lacks its last payment, 2 is made an hour
 * later. */
void play_write_flow(struct out *o, const struct play_flow *f,
    const struct conf_creditor *creditor, int revision);

/* A bank's CSV of all movements, with balances. */
void play_write_statement(
    struct out *o, const struct play *p, const struct conf_creditor *creditor);

#endif
