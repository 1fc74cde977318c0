/* What the files of fetching share: one fetcher at work. Only fetch*.c include it. */
#ifndef FETCHING_H
#define FETCHING_H

#include "delivery_plan.h"
#include "fetch.h"
#include "ledger/deliveries.h"
#include "ledger/fetched.h"
#include "spool/publish.h"

struct fetching;

/* A thing at a partner's. */
struct fetch_item {
	struct str remote; /* what the ledger calls it */
	struct str name;   /* a plain one, for the inbound folder */
	uint64_t size;     /* 0 when it is not told beforehand */
	int64_t modified;  /* likewise */
};

/* A row of fetched_decided. */
struct fetch_decided {
	int64_t id;
	struct str remote;
	int64_t size, modified;
	struct str name, sha256;
	bool is_booked;
};

/* A way to fetch: one row each, one file each. */
struct fetch_kind {
	const char *name;
	const struct courier *courier; /* its connection and settings */
	/* Takes what is new. -1 when the connection or the service as a whole failed; a
	 * single thing that fails is told with fetching_tell. */
	int (*look)(struct fetching *f, struct err *e);
	/* Tidies a booked thing there; NULL: nothing is to be done. 0, or -1. */
	int (*tidy)(struct fetching *f, const struct fetch_decided *d, struct err *e);
};

extern const struct fetch_kind fetch_sftp;
extern const struct fetch_kind fetch_imap;
extern const struct fetch_kind fetch_flows;
extern const struct fetch_kind fetch_receipts;

/* One fetcher at work. */
struct fetching {
	const struct engine *g;
	const struct conf_fetcher *conf;
	const struct fetch_kind *kind;
	const struct conf_channel *channel;
	struct db *db;
	struct arena arena; /* as long as the link */
	struct delivery_plan plan;
	struct courier_link link;
	struct courier_record record; /* of the partner as a whole */
	struct fetcher_record looks;
	struct fetch_tally tally;
	int folder;        /* the inbound one */
	uint64_t held;     /* bytes of answers in memory */
	int misses;        /* things that failed one after another */
	int64_t until;     /* clock_monotonic */
	int64_t wish_ms;   /* the partner's own wish before the next try */
	int64_t *done;     /* for a progress bar, or NULL */
	uint32_t validity; /* imap: of the mailbox */
};

/* False when this turn has done enough; what is left is for the next. */
bool fetching_may_go_on(struct fetching *f);

/* Whether a thing is to be taken: 1, 0 it is known as it is (or too large: told once),
 * -1. */
int fetching_is_new(struct fetching *f, const struct fetch_item *item, struct err *e);

/* Opens a file of the inbound folder that others do not see yet, to be written through
 * file->fd. */
int fetching_open(struct fetching *f, const struct fetch_item *item,
    struct publish_file *file, struct err *e);
/* The thing is whole: it appears in the inbound folder, unless its content was received
 * before, and the ledger remembers it. Closes the file. */
int fetching_take(struct fetching *f, const struct fetch_item *item,
    struct publish_file *file, struct err *e);

/* True for errors of the partner as a whole: nothing else is to be tried now. */
bool fetching_is_lost(const struct err *why);

/* A single thing that failed and will be tried again at the next look: in the log, and in
 * the status. */
void fetching_tell(struct fetching *f, struct str remote, const struct err *why);

#endif
