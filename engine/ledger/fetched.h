/* What was fetched from partners, so that nothing is taken twice and nothing is tidied
 * away there before it is booked here; and when each partner is looked at next. */
#ifndef LEDGER_FETCHED_H
#define LEDGER_FETCHED_H

#include "ledger/db.h"

/* A thing at a partner's, as it was when it was fetched. */
struct fetched {
	int64_t id;
	struct str fetcher;  /* name */
	struct str creditor; /* id */
	struct str channel;  /* kind */
	struct str remote; /* path, "VALIDITY/UID", "flow/revision/PSP", "IUV/instant" */
	int64_t version;   /* from one; more when it changed there */
	int64_t size;
	int64_t modified;  /* as the partner tells it, 0 when it tells none */
	struct str sha256; /* empty when its bytes were never taken */
	struct str name;   /* under which it was dropped */
	struct str at;     /* when */
	struct str state;  /* "fetched"; "done": booked, and tidied there as configured;
			      "refused": left there */
};

/* The newest version of a thing: 1 and *f (texts in `a`), 0 never fetched, -1. */
int fetched_find(struct db *db, struct str fetcher, struct str remote, struct fetched *f,
    struct arena *a, struct err *e);
int fetched_insert(struct db *db, const struct fetched *f, struct err *e);
/* It was touched there, but its bytes are the same. */
int fetched_touch(struct db *db, int64_t id, int64_t modified, struct err *e);
/* Whether a thing may be tidied there from `at` on: 1 and *at, 0 none waits, -1. */
int fetched_due(struct db *db, struct str fetcher, int64_t *at, struct err *e);
/* Those that the ledger has decided about, to be tidied at `now`: columns id, remote,
 * size, modified, name, sha256, and whether it was booked (1) or refused (0). */
int fetched_decided(
    struct db *db, struct rows *rows, struct str fetcher, int64_t now, struct err *e);
int fetched_end(
    struct db *db, int64_t id, const char *state, struct str now, struct err *e);
/* Could not be tidied: to be tried again then. */
int fetched_put_off(struct db *db, int64_t id, int64_t at, struct err *e);

/* A fetcher's looks. */
struct fetcher_record {
	int64_t next_at;      /* the instant of the next look, 0: now */
	struct str looked_at; /* the last one that ended well */
	int64_t taken;        /* by it */
	struct str code;      /* what a person should know of single things; or empty */
	struct str last_error;
};

/* The record of a fetcher (zeros when it was never looked at; texts in `a`), and its
 * writing. */
int fetcher_record_read(struct db *db, struct str name, struct fetcher_record *r,
    struct arena *a, struct err *e);
/* 0, or -1. */
int fetcher_record_write(
    struct db *db, struct str name, const struct fetcher_record *r, struct err *e);

#endif
