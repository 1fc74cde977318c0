/*
 * The Node's and App IO's web services: the network half. Requests carry the subscription
 * key (Ocp-Apim-Subscription-Key); what the HTTP status means for a delivery is sorted
 * here; what the JSON inside says is read by formats/node_answer.h.
 *
 * courier_https sends GPD massive-upload files (v2): the parcel is the zip, its method
 * POST (create), PUT (update) or DELETE; the reference of a done parcel is the file id,
 * to be followed with https_upload_status and https_upload_report.
 */
#ifndef SPOOL_HTTPS_H
#define SPOOL_HTTPS_H

#include "spool/courier.h"

extern const struct courier courier_https;

/* The settings of courier_https: first what only it has, then HTTPS_KEYS, which couriers
 * of other services with the same kind of key share. */
extern const struct courier_key https_node_keys[];
enum { HTTPS_NODE_OWN = 3 };
#define HTTPS_KEYS (https_node_keys + HTTPS_NODE_OWN)
int https_open(struct courier_link *l, struct err *e);
void https_close(struct courier_link *l);

struct https_answer {
	int status;
	struct str body;
	struct str location, etag, continuation;
	int64_t wait_ms; /* Retry-After, also in GPD's form "5000 ms"; 0 when not told */
};

/* One request below the courier's `base`: method, path with query, JSON body or empty. -1
 * when no answer came (*uncertain: the server had the whole request). Any status is an
 * answer. Further headers may be given, closed by NULL, or NULL. */
int https_request(struct courier_link *l, const char *method, struct str path,
    struct str body, const char *const *headers, struct https_answer *answer,
    bool *uncertain, struct err *e);

/* What a status means, as a result: done for 2xx; held troubles (401, 403 on an upload)
 * are transient with COURIER_AUTH and *stops. `upload`: the massive upload, whose 500 may
 * mean broken JSON and must not be repeated blindly (positions.md 4.9: NODE_ERROR,
 * uncertain). */
struct delivery https_sort(const struct https_answer *answer, bool upload, bool *stops);

/* Paths of the GPD upload API v2, below the courier's `base`, for its broker and
 * organization. */
struct str https_path_upload(struct courier_link *l);
struct str https_path_status(struct courier_link *l, struct str file_id);
struct str https_path_report(struct courier_link *l, struct str file_id);
/* Files uploaded on the days [from, to] (YYYY-MM-DD, at most 7 days). */
struct str https_path_files(struct courier_link *l, struct str from, struct str to);

/* Single positions of GPD v1 (positions.md 4.1). toPublish is always true: without it a
 * position stays a draft that nobody can pay. */
enum position_action {
	POSITION_CREATE,
	POSITION_UPDATE,
	POSITION_INVALIDATE,
	POSITION_DELETE,
	POSITION_PAID, /* paid elsewhere; `id` is the NAV */
	POSITION_READ,
};
/* The method and path of an action on the position `id` (IUPD). */
const char *https_position_call(
    struct courier_link *l, enum position_action action, struct str id, struct str *path);
/* The same, asked of the service at `single_base`; as https_request otherwise. */
int https_position(struct courier_link *l, enum position_action action, struct str id,
    struct str body, struct https_answer *answer, bool *uncertain, struct err *e);
/* The most positions of a file that goes by single requests: 0 when none does. */
size_t https_single_most(const struct courier_link *l);
/* Whether a single cancellation invalidates instead of deleting. */
bool https_single_invalidates(const struct courier_link *l);

/* FdR for organisations (phase 3): the list from page 1 and published after an instant
 * (empty: the service's own default), a flow (payments_page
 * 0) and a page of its payments. */
struct str https_path_flows(
    struct courier_link *l, struct str published_after, uint32_t page);
struct str https_path_flow(struct courier_link *l, struct str flow, int64_t revision,
    struct str psp, uint32_t payments_page);
/* GPD payments: the list of receipts (page from 0) and one receipt (XML). */
struct str https_path_receipts(
    struct courier_link *l, struct str from, struct str to, uint32_t page);
struct str https_path_receipt(struct courier_link *l, struct str iuv);

#endif
