/*
 * Following a massive upload to the Node after it was accepted, and finding one whose
 * answer was lost. The couriers' two halves meet here: requests are spool's, documents
 * are formats'.
 */
#ifndef OUTLET_NODE_DELIVERY_H
#define OUTLET_NODE_DELIVERY_H

#include "formats/node_answer.h"
#include "spool/https.h"

/* Where an upload stands: 0, or -1 (ERR_RETRY, or NODE_NOT_FOUND). */
int node_upload_follow(struct courier_link *l, struct str file_id,
    struct node_upload *upload, struct err *e);

/* The report of an upload: 1, 0 while the service is still at work (*wait_ms as it asks,
 * or 0), -1. */
int node_upload_report(struct courier_link *l, struct str file_id,
    struct node_report *report, int64_t *wait_ms, struct err *e);

/*
 * After an uncertain upload: looks among the files of `day` (YYYY-MM-DD) for the one the
 * service took, which is not among the `known` ids and has as many positions as the
 * parcel. 1 and *file_id when there is exactly one; 0 when there is none or it cannot be
 * told (sending again is harmless: positions that exist are reported as such); -1.
 */
int node_upload_find(struct courier_link *l, const struct parcel *p, struct str day,
    const struct str *known, size_t known_count, struct str *file_id, struct err *e);

#endif
