/*
 * Reads flows (FDR) of every form: FlussoRiversamento 1.0.x bare or in a SOAP answer of
 *the Node, and the JSON of the FdR API, whole or as a header followed by pages of
 *payments. What an archive holds comes here unpacked (formats/archive.h).
 *
 *	flow_open, then flow_next until 0, then flow_findings.
 *
 * The header stands before the payments in every schema and is filled when flow_open
 * returns; count, total and what a stray producer wrote behind the payments are complete
 * when flow_next has returned 0. Wrong totals, counts, codes or dates become findings and
 * never cost a payment; what a payment tells twice is not taken (FLOW_ELEMENT_TWICE). -1
 * is for a document that is damaged, no flow, or one with two headers.
 */
#ifndef FORMATS_FLOW_H
#define FORMATS_FLOW_H

#include "base/input.h"
#include "model/finding.h"
#include "model/flow.h"

struct flow_reader;

struct flow_options {
	bool careful; /* libxml2 from the start, for tests and measures */
};

/* How sure we are that the bytes are a flow: 0 no .. 100 certain. */
int flow_bid(const struct input *in);

/* -1: refused (FLOW_NOT_A_FLOW, FLOW_FAULT, FLOW_PAYLOAD_DAMAGED, XML_..., JSON_...).
 * `in` and the arena must outlive the reader; options may be NULL. */
int flow_open(struct flow_reader **r, const struct input *in,
    const struct flow_options *options, struct arena *a, struct err *e);
/* The next payment: 1; 0 at the end, with the sums checked; -1 refused. Its texts are
 * good until the next call. */
int flow_next(struct flow_reader *r, struct flow_payment *payment, struct err *e);
/* The header; its texts live as long as the arena. */
const struct flow *flow_header(const struct flow_reader *r);
const struct findings *flow_findings(const struct flow_reader *r);
/* The FdR API gives a flow in pieces: a header, and pages of payments. True for its JSON;
 * how many pages the pieces read so far tell, how many of them are there, and which. */
bool flow_is_paged(const struct flow_reader *r);
uint64_t flow_pages(const struct flow_reader *r);
uint64_t flow_pages_read(const struct flow_reader *r);
bool flow_has_page(const struct flow_reader *r, uint64_t page);
/* NULL is a no-op. */
void flow_close(struct flow_reader *r);

#endif
