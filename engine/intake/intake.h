/*
 * The intake of one inbound file: its bytes are read twice, first to judge (outside any
 * transaction: a parser that dies or hangs holds no lock), then to book, in one
 * transaction with everything that must be written because of it.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/input.h"
#include "conf.h"
#include "formats/table.h"
#include "ledger/audit.h"
#include "ledger/files.h"

/* Where findings and refused rows go: into the ledger, or to whoever asked for a check.
 * They return 0 or -1. */
struct intake_sink {
	void *context;
	int (*finding)(void *context, const struct finding *f, struct err *e);
	int (*refused)(void *context, struct place place, const struct row *row,
	    money cents, struct err *e);
	/* A table within an archive, before its rows: its place (part), name and titles
	 * (layout_titles). */
	int (*member)(void *context, struct place place, struct str name,
	    struct str header, struct err *e);
};

struct intake {
	const struct conf *conf;
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
	struct input input;
	struct file_record file;
	struct db *db; /* NULL: no ledger is consulted (a check before `init`) */
	struct arena *arena;
	int64_t now;
	struct date today;
	/* Called now and then with the rows read so far, for a progress bar; may be NULL.
	 */
	void (*progress)(void *context, int64_t rows);
	void *progress_context;
	int64_t planned;             /* a check: positions that would be made */
	int64_t updates, cancels;    /* a check: positions that would change */
	const char *unreadable_code; /* why the bytes could not be opened, else NULL */
	struct str unreadable_seen;
	bool file_refused; /* out: the whole file was (or would be) refused */
	bool to_match;     /* out: intake_match has to look at what it brought */
	void *judged;      /* the channel's own, from judging to booking */
};

/* Judges the file and gives every finding to `sink`; nothing is booked. f->file has the
 * totals. -1 only when the world fails: a refused file is an answer. */
int intake_check(struct intake *in, const struct intake_sink *sink, struct err *e);

/* The steps of booking, for one file or a group of one creditor. Judging reads the file,
 * outside any transaction. Placing books it inside the caller's transaction, as a part
 * that is undone alone on failure: positions, flows, or the file's refusal, with findings
 * and batches. A file whose content was booked before is recorded as seen. Matching comes
 * last, once for all files of the transaction. */
int intake_judge(struct intake *in, struct err *e);
int intake_place(struct intake *in, struct err *e);
int intake_match(struct intake *const *list, size_t count, struct err *e);
/* All of it for one file, in a transaction of its own. */
int intake_book(struct intake *in, struct err *e);
/* Books the refusal of a whole file that could not even be read (its worker died). */
int intake_refuse(struct intake *in, const char *code, struct str seen, struct err *e);

/* Inside a booking: asks an outlet for files about this one, when the creditor has that
 * outlet. */
int intake_add_batch(
    struct intake *in, const char *outlet, const char *operation, struct err *e);

/* Whether so many refused rows are more than the channel admits: then the whole file is
 * refused. */
bool intake_is_too_many(
    const struct conf_channel *channel, int64_t refused_rows, int64_t rows);

/* The sink that writes findings and refused rows of an inserted file into the ledger.
 * Zeroed but for `in`; its arena is closed by the caller. */
struct intake_keeper {
	struct intake *in;
	struct arena arena;
	int64_t findings;
};
struct intake_sink intake_keep(struct intake_keeper *k);

/* The cells of a row in one text (CELL_BREAK): how the ledger keeps what must be given
 * back. */
struct str intake_joined_cells(const struct row *row, struct arena *a);

/* The kinds of channels that this program can read; closed by a NULL kind. */
struct channel_kind {
	const char *kind;
	struct sentence help;
	int (*check)(struct intake *in, const struct intake_sink *sink, struct err *e);
	/* Reads the file outside any transaction; books it inside one. */
	int (*judge)(struct intake *in, struct err *e);
	int (*book)(struct intake *in, struct err *e);
	/* Of the files of one group: at most a few seconds of booking, so that nobody
	 * else waits long for the ledger. */
	int64_t group_bytes;
};
extern const struct channel_kind channel_kinds[];
const struct channel_kind *channel_kind_find(struct str kind);

#endif
