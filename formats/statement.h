/*
 * Statements of banks and treasurers: one reader for each format behind one pull
 * interface. A reader bids on the first bytes of a file, never on its name; the highest
 * bid opens it. Movements come one by one as slices that live until the next call;
 * statements live as long as the job arena and the input.
 *
 * Statements written as tables (CSV, spreadsheets) have no reader here: their columns are
 * mapped by engine/intake/statement_layout.h.
 */
#ifndef FORMATS_STATEMENT_H
#define FORMATS_STATEMENT_H

#include "base/arena.h"
#include "base/input.h"
#include "base/lang.h"
#include "model/finding.h"
#include "model/movement.h"

/* Beyond so many findings a file says nothing new: no more are added. */
enum { STATEMENT_MOST_FINDINGS = 1000 };

struct statement_file;

/* A reader: one row of the list in statement.c. */
struct statement_format {
	const char *name;
	struct sentence help;
	/* How sure this reader is that the bytes are its kind: 0 no .. 100 certain. */
	int (*bid)(const struct input *in);
	int (*open)(struct statement_file *f, struct err *e);
	int (*next)(struct statement_file *f, struct movement *m, struct err *e);
	void (*close)(struct statement_file *f);
};

/* What readers share; `state` is the reader's own. */
struct statement_file {
	const struct statement_format *format;
	const struct input *in;
	struct arena *arena;       /* the job arena */
	struct arena row;          /* of the movement given last */
	struct findings *findings; /* the caller's */
	struct statement *first;   /* statements so far, in the file's order */
	struct statement *current; /* the last one begun */
	uint32_t statement_count;
	void *state;
};

/* The format that the bytes are of, or NULL: for programs that must choose between this
 * and other families of readers. */
const struct statement_format *statement_find_format(const struct input *in);

/* Opens the statement in `in`. -1: the file is refused (ERR_FILE with a code of the
 * catalogue). What is wrong but readable is added to *findings as reading goes on. `in`,
 * `findings` and `a` must outlive f. */
int statement_open(struct statement_file **f, const struct input *in,
    struct findings *findings, struct arena *a, struct err *e);
/* The next movement: 1, 0 at the end, -1 on a refusal. */
int statement_next(struct statement_file *f, struct movement *m, struct err *e);
/* Every statement begun so far, linked by next; those without movements too. */
const struct statement *statement_first(const struct statement_file *f);
/* NULL is a no-op. */
void statement_close(struct statement_file *f);

/* --- for readers -------------------------------------------------------------------- */

/* Begins a statement; the one before is checked first. */
struct statement *statement_begin(struct statement_file *f);
/* Checks the sums of the current statement: opening + movements = closing. Called by
 * readers at its end; a second call does nothing. */
void statement_end(struct statement_file *f, uint64_t row);
/* Numbers *m, gives it its statement and the defaults from there, and adds it to the
 * sums. */
void statement_count(struct statement_file *f, struct movement *m);
/* A finding at a line (0: none) of the file. */
void statement_finding(
    struct statement_file *f, const char *code, uint64_t row, struct str seen);
/* Text to cents; false after a finding STATEMENT_AMOUNT_INVALID. */
bool statement_amount(struct statement_file *f, struct str text, enum money_mark mark,
    uint64_t row, money *cents);
/* s as clean UTF-8, in the arena when it had to be changed: bytes that are not UTF-8 are
 * taken for Windows-1252. */
struct str statement_text(struct arena *a, struct str s);
/* A list of pieces of text joined with `between`; empty pieces are left out. */
struct str statement_join(
    struct arena *a, const struct str *pieces, size_t count, struct str between);
/* s without its leading zeros ("0000012" -> "12", "000" -> "0"). */
struct str statement_number(struct str s);
/* s without blanks, in the arena when it had any: accounts are compared so. */
struct str statement_squeeze(struct arena *a, struct str s);
/* True for the texts by which banks say that there is no reference. */
bool statement_is_no_reference(struct str s);

extern const struct statement_format statement_format_rh;
extern const struct statement_format statement_format_mt940;
extern const struct statement_format statement_format_camt;
extern const struct statement_format statement_format_giornale;

#endif
