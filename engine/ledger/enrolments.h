/* The members of a register as each export had them: a row for each enrolment and file,
 * with what changed against the export before and the quota that the rules propose. */
#ifndef LEDGER_ENROLMENTS_H
#define LEDGER_ENROLMENTS_H

#include "ledger/db.h"
#include "model/enrolment.h"

/* The quota that the rules propose; cents 0: none. */
struct enrolment_fee {
	money cents;
	int64_t anno;
	struct date due; /* none: the channel's of the quotas */
	struct str tipo, causale;
	struct str rule; /* which rule said so, ENROLMENT_FEE_ONCE, or empty: none */
	struct str key;  /* of the quota */
};
/* No fee, because the person is asked for one by another enrolment. */
#define ENROLMENT_FEE_ONCE "="

struct enrolment_row {
	int64_t row; /* place_to_row */
	struct str fiscal_code, name;
	struct str place;  /* section, sector and number */
	struct str facts;  /* the rest that is compared */
	struct str change; /* "joined", "left", "moved", "changed", "same" */
	struct str before; /* place or facts as the export before had them */
};

/* The last export that was booked for a creditor: 1 and *file, 0 none, -1. */
int enrolment_last_file(struct db *db, struct str creditor, int64_t *file, struct err *e);
/* How many enrolments an export had. */
int enrolment_count(struct db *db, int64_t file, int64_t *count, struct err *e);
/* The enrolments of a person in an export, in its order: place and facts, texts in `a`.
 * `most` at the most. */
int enrolments_of_person(struct db *db, int64_t file, struct str fiscal_code,
    struct enrolment_row *list, size_t most, size_t *count, struct arena *a,
    struct err *e);
/* A member of the export `file`. */
int enrolment_insert(struct db *db, struct str creditor, int64_t file,
    const struct enrolment *m, const struct enrolment_row *r,
    const struct enrolment_fee *fee, struct err *e);
/* The enrolments of the export `last` that `file` neither has nor moved become rows of
 * it: "left". */
int enrolment_mark_left(struct db *db, int64_t last, int64_t file, struct err *e);
/* The rows of an export, in its order, those who left last. */
int enrolment_rows(struct db *db, struct rows *rows, int64_t file, struct err *e);
/* The current row; texts are good until the next. *m has what a quota needs. */
void enrolment_row_read(const struct rows *rows, struct enrolment_row *r,
    struct enrolment *m, struct enrolment_fee *fee);

#endif
