/*
 * A file of money that is read whole before it is booked: flows, receipts, statements.
 * It is read once, outside any transaction (a parser that dies or hangs holds no lock),
 * into the job's arena; then it is compared with the ledger and written, in one
 * transaction. A check does the same without writing.
 */
#ifndef INTAKE_BOOKING_H
#define INTAKE_BOOKING_H

#include "intake/intake.h"

/* A row that could not be taken, as it is given back. */
struct refused_taking {
	struct refused_taking *next;
	struct place place;
	struct row row;
	money cents;
};

/* A document within an archive. */
struct booking_member {
	struct booking_member *next;
	uint32_t part;   /* from one; 0: the file is no archive */
	struct str name; /* "flussi/uno.xml" */
	struct str file; /* "pacchetto.zip/flussi/uno.xml" */
};

struct booking {
	struct intake *in;
	const struct booking_kind *kind;
	bool writes; /* inside the transaction; false in a check */
	struct audit *audit;
	void *content;                       /* of the kind's own, in the job's arena */
	struct findings findings;            /* of the file, in order */
	const struct booking_member *member; /* the document that is spoken of */
	struct booking_member *members;      /* of an archive, in order */
	struct booking_member whole;         /* the file itself */
	struct refused_taking *refused_first, *refused_last;
	bool file_refused;
	struct tally read, booked, refused, unchanged;
};

struct booking_kind {
	/* Reads one document into b->content; ERR_FILE refuses the file. */
	int (*read)(struct booking *b, const struct input *in, struct err *e);
	/* Compares all that was read with the ledger (when there is one) and, when
	 * b->writes, writes it. Counts b->booked and b->unchanged. */
	int (*place)(struct booking *b, struct err *e);
};

/* The check, the judge and the book of a channel_kind by its booking_kind. */
int booking_check(struct intake *in, const struct booking_kind *kind,
    const struct intake_sink *sink, struct err *e);
int booking_judge(struct intake *in, const struct booking_kind *kind, struct err *e);
int booking_book(struct intake *in, struct err *e);

/* --- for the kinds ------------------------------------------------------------------ */

/* One row and its cents more in a tally. */
void tally_add(struct tally *t, money cents);
/* Takes over a finding of a reader, or adds one about the document spoken of (row 0) or
 * one of its rows. */
void booking_take_finding(struct booking *b, const struct finding *f);
struct finding *booking_finding(
    struct booking *b, const char *code, uint64_t row, struct str seen);
/* The number of a row of the document spoken of, as the ledger keeps it
 * (ledger/files.h). */
int64_t booking_row(const struct booking *b, uint64_t row);
/* Refuses a row of the document spoken of, with what is to be given back of it. */
void booking_refuse_row(
    struct booking *b, uint64_t row, const struct str *cells, size_t count, money cents);

#endif
