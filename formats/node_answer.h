/*
 * What the Node's web services answer (GPD upload v2, FdR for organisations, GPD
 * payments, App IO), read from JSON. Text is copied into the caller's arena. A body that
 * is not what its document says is ERR_FILE (JSON_MALFORMED or NODE_ANSWER).
 */
#ifndef FORMATS_NODE_ANSWER_H
#define FORMATS_NODE_ANSWER_H

#include "base/arena.h"
#include "base/err.h"

/* ProblemJson: any refusal. */
struct node_problem {
	struct str title, detail;
	int64_t position; /* index from 0 of the position it names, -1 when none */
};

/* A body that is no ProblemJson gives empty texts; it never fails. */
struct node_problem node_problem_read(struct arena *a, struct str body);

enum node_upload_state {
	NODE_UPLOAD_RUNNING,
	NODE_UPLOAD_COMPLETED,
	NODE_UPLOAD_WARNINGS,
	NODE_UPLOAD_FAILED,
};

/* UploadStatusDTO. */
struct node_upload {
	struct str file_id;
	enum node_upload_state state;
	int64_t submitted, processed;
	struct str started; /* ISO instant, as told */
};

/* The answer to a status request; a state that the document does not know is refused. */
int node_upload_read(
    struct node_upload *upload, struct arena *a, struct str body, struct err *e);

/* UploadReportDTO, one row a position. */
enum node_outcome {
	NODE_OUTCOME_DONE,   /* created, updated or deleted */
	NODE_OUTCOME_EXISTS, /* 409: IUPD or NAV/IUV known already */
	NODE_OUTCOME_NOT_FOUND,
	NODE_OUTCOME_REFUSED,
	NODE_OUTCOME_ERROR, /* 5xx there: may be sent again */
};

struct node_report_row {
	struct str iupd;
	int64_t status;
	struct str message;
	enum node_outcome outcome;
};

struct node_report {
	struct node_report_row *rows;
	size_t count;
	int64_t submitted, processed;
};

/* A finished report. */
int node_report_read(
    struct node_report *report, struct arena *a, struct str body, struct err *e);

/* FileIdListResponse. */
struct node_files {
	struct str *ids;
	size_t count;
	bool more; /* ask again with x-continuation-token */
};

/* One page of the files uploaded. */
int node_files_read(
    struct node_files *files, struct arena *a, struct str body, struct err *e);

/* The list of flows (fdr_organization.json); pages from 1. */
struct node_flow {
	struct str name, psp, published;
	int64_t revision;
};

struct node_flows {
	struct node_flow *items;
	size_t count;
	int64_t page, pages;
};

/* One page of the list. */
int node_flows_read(
    struct node_flows *flows, struct arena *a, struct str body, struct err *e);

/* One page of a flow's payments: which of how many, and its rows. The payments themselves
 * are read elsewhere. */
struct node_payments {
	int64_t page, pages;
	size_t rows;
};
int node_payments_read(struct node_payments *payments, struct str body, struct err *e);

/* Whether a flow's header is the one of a published flow: its name and revision. */
int node_flow_read(struct node_flow *flow, bool *is_published, struct arena *a,
    struct str body, struct err *e);

/* The list of receipts (gpd_payments.json); pages from 0. */
struct node_receipt {
	struct str iuv, paid; /* as told */
};

struct node_receipts {
	struct node_receipt *items;
	size_t count;
	int64_t page, pages;
};

/* One page of the list. */
int node_receipts_read(
    struct node_receipts *receipts, struct arena *a, struct str body, struct err *e);

/* GET /profiles/{fiscal_code} of App IO: whether this service may write to the citizen.
 */
int appio_profile_read(bool *sender_allowed, struct str body, struct err *e);
/* 201 of POST /messages: the message's id. */
int appio_message_read(struct str *id, struct arena *a, struct str body, struct err *e);

#endif
