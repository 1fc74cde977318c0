/* Inbound files in the ledger: how each ended, its totals, its findings, its refused
 * rows. */
#ifndef LEDGER_FILES_H
#define LEDGER_FILES_H

#include "ledger/db.h"
#include "model/finding.h"

/* Rows and cents, counted apart: read = booked + refused + unchanged. */
struct tally {
	int64_t rows;
	money cents;
};

/* How cells are kept in one text: CELL_BREAK between them, a mark before numbers and
 * days, which a spreadsheet gets back as such. No text has these characters. */
enum { CELL_BREAK = 0x1f, CELL_NUMBER_MARK = 0x1e, CELL_DATE_MARK = 0x1d };

/* The reader of an archive whose tables are not all of one kind. */
#define FILE_READERS "several"

struct file_record {
	int64_t id;
	struct str creditor; /* id */
	struct str channel;  /* kind */
	struct str name;
	struct str sha256;
	int64_t size;
	struct str job;
	struct str state; /* "booked", "refused", "seen" */
	int64_t original; /* for "seen": the file it repeats */
	struct str received_at, booked_at;
	struct str reader, encoding, delimiter, sheet;
	struct str header;  /* the header's cells, CELL_BREAK between them */
	int64_t header_row; /* of quotas; without titles the first row; 0: none found */
	struct tally read, booked, refused, unchanged;
};

/* Makes the row (id and totals may still be open) and sets f->id. */
int file_insert(struct db *db, struct file_record *f, struct err *e);
/* Writes state, facts and totals at the end of booking. */
int file_finish(struct db *db, const struct file_record *f, struct err *e);

/* The first booked file of a creditor with this content: 1 and *id, 0 none, -1. */
int file_find_content(
    struct db *db, struct str creditor, struct str sha256, int64_t *id, struct err *e);
/* The file of a job, by its folder and name: 1 and *f (texts in `a`), 0 none, -1. */
int file_find_job(struct db *db, const char *folder, const char *name,
    struct file_record *f, struct arena *a, struct err *e);
int file_find_id(
    struct db *db, int64_t id, struct file_record *f, struct arena *a, struct err *e);

/* The number-th finding of a file. */
int file_add_finding(struct db *db, int64_t file, int64_t number,
    const struct finding *finding, struct err *e);
/* How the ledger numbers the rows of a file: as the file has them, and the rows of an
 * archive's member number N behind those of the member before, N * 2^32 + row. Columns
 * called `row` hold this. */
#define ROWS_OF_PART "4294967296"
int64_t place_to_row(struct place p);
struct place place_of_row(int64_t row);

/* The number-th table of an archive and its header's cells (CELL_BREAK). */
int file_add_member(struct db *db, int64_t file, int64_t number, struct str name,
    struct str header, struct err *e);
/* The tables of an archive in order: number, name, header. None for other files. */
int file_members(struct db *db, struct rows *rows, int64_t file, struct err *e);

/* A refused row: its cells (CELL_BREAK); cents when the amount was readable. */
int file_add_refused_row(struct db *db, int64_t file, int64_t row, struct str cells,
    money cents, struct err *e);

/* The findings of a file, in order of row. */
int file_findings(struct db *db, struct rows *rows, int64_t file, struct err *e);
/* Fills *f from the current row of file_findings; texts are good until the next. The
 * place's file is named only for rows of an archive's member. */
void file_finding_read(const struct rows *rows, struct finding *f);

#endif
