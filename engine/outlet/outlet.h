/*
 * An outlet writes what one batch asks for, from the ledger alone: the same rows give the
 * same bytes. It writes into the batch's own staging folder; what happens to the files
 * then is the couriers' business.
 */
#ifndef OUTLET_OUTLET_H
#define OUTLET_OUTLET_H

#include "conf.h"
#include "ledger/files.h"
#include "ledger/outbox.h"
#include "ledger/positions.h"

/* The writing of one batch. */
struct outlet_run {
	const struct conf *conf;
	const struct conf_creditor *creditor;
	const struct conf_outlet *outlet;
	struct db *db;
	struct batch batch;
	struct file_record cause; /* the inbound file that the batch answers */
	struct date day;          /* the day of its booking */
	struct arena *arena;      /* lives as long as the run */
	int folder;               /* staging, a dirfd */
	struct artefact *made;    /* in the order of delivery */
	size_t made_count, made_room;
	struct arena made_arena; /* holds `made`; outlet_forget gives it back */
	/* Called now and then with the items written; may be NULL. */
	void (*progress)(void *context, int64_t items);
	void *progress_context;
};

/* One file being written. */
struct outlet_file {
	struct outlet_run *run;
	struct str name;
	int fd;
	struct out out; /* write here */
	struct err error;
	struct sha256 *digest;
	uint64_t size;
	/* What the artefact is to say besides, set before it is closed; texts must
	 * live as long as the run. */
	struct str recipient, message_id;
	int64_t position;
	bool is_closing;
	struct arena arena;
};

/* Opens `name` in the staging folder, anew. */
int outlet_open(
    struct outlet_run *r, struct outlet_file *f, struct str name, struct err *e);
/* Ends it and notes it as an artefact. */
int outlet_close(struct outlet_file *f, int64_t items, money cents, struct err *e);
void outlet_abandon(struct outlet_file *f);
/* For writers that need the file itself (workbooks): its size and digest are read back at
 * the end. */
int outlet_close_read(struct outlet_file *f, int64_t items, money cents, struct err *e);

/* The manifest: every artefact so far with size, sha256, items and cents; to be called
 * last. */
int outlet_manifest(struct outlet_run *r, struct str name, struct err *e);

/* Gives back the list of what was made, a hundred bytes a file. */
void outlet_forget(struct outlet_run *r);

struct outlet {
	const char *kind;
	struct sentence help;
	int (*write)(struct outlet_run *r, struct err *e);
};

/* Closed by a row with a NULL kind. */
extern const struct outlet outlets[];
const struct outlet *outlet_find(struct str kind);

/* The `write` of the rows of outlets[], one file each. */
int node_write(struct outlet_run *r, struct err *e);
int notices_write(struct outlet_run *r, struct err *e);
int accounting_write(struct outlet_run *r, struct err *e);
int register_write(struct outlet_run *r, struct err *e);
int postal_write(struct outlet_run *r, struct err *e);
int mail_write(struct outlet_run *r, struct err *e);
int appio_write(struct outlet_run *r, struct err *e);
int acknowledgement_write(struct outlet_run *r, struct err *e);

#endif
