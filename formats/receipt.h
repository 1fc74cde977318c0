/*
 * Reads receipts of every form: RT 6.x, paSendRT v1 and v2, bare or in SOAP envelopes
 * (also as base64), and JSON. Elements are known by local name, in whatever order: real
 * producers misplace them. What is wrong becomes a finding; -1 is for a damaged document
 * or no receipt.
 */
#ifndef FORMATS_RECEIPT_H
#define FORMATS_RECEIPT_H

#include "base/input.h"
#include "model/finding.h"
#include "model/receipt.h"

struct receipt_reader;

/* How sure we are that the bytes are receipts: 0 no .. 100 certain. */
int receipt_bid(const struct input *in);

/* -1: refused (RECEIPT_NOT_A_RECEIPT, XML_..., JSON_...). `in` and the arena must outlive
 * the reader. */
int receipt_open(
    struct receipt_reader **r, const struct input *in, struct arena *a, struct err *e);
/* The next receipt of the file (JSON may hold several): 1, 0 at the end, -1 refused
 * (RECEIPT_NOT_A_RECEIPT when there was none, RECEIPT_FAULT, RECEIPT_PAYLOAD_DAMAGED).
 * Its texts and transfers live as long as the arena. */
int receipt_next(struct receipt_reader *r, struct receipt *receipt, struct err *e);
const struct findings *receipt_findings(const struct receipt_reader *r);
/* NULL is a no-op. */
void receipt_close(struct receipt_reader *r);

#endif
