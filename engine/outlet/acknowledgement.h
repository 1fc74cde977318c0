/* The answer to an inbound file (riscontro), told apart for programs (JSON) and for
 * people (XLSX). */
#ifndef OUTLET_ACKNOWLEDGEMENT_H
#define OUTLET_ACKNOWLEDGEMENT_H

#include "base/json.h"
#include "formats/table.h"
#include "formats/workbook_write.h"
#include "model/finding.h"
#include "outlet/outlet.h"

/* What a booked row became. Options are given one after the other with the same row. */
struct booked_row {
	int64_t row;
	struct str key, fiscal_code, name;
	money cents;
	struct str state; /* of the quota */
	struct str
	    operation; /* "create", "update", "delete", empty when no position was made */
	struct str iupd;
	bool has_option;
	int number;
	struct str iuv, nav;
	money option_cents;
	struct date due;
};

/* The rows booked from a file, to be read one by one. */
int booked_rows(struct db *db, struct rows *rows, int64_t file, struct err *e);
void booked_row_read(const struct rows *rows, struct booked_row *b);

/* A refused row with its cells as they were. */
struct refused_row {
	int64_t row;
	struct cell *cells; /* empty, texts, numbers and days */
	size_t count;
};
int refused_rows(struct db *db, struct rows *rows, int64_t file, struct err *e);
void refused_row_read(const struct rows *rows, struct refused_row *r, struct arena *a);

/* A file's findings, read beside its refused rows: both come in order of row. */
struct finding_cursor {
	struct rows rows; /* to be closed at the end */
	struct finding finding;
	bool has;
};
int finding_cursor_open(
    struct finding_cursor *c, struct db *db, int64_t file, struct err *e);
/* The next finding, or none (has). 0 or -1. */
int finding_cursor_next(struct finding_cursor *c, struct err *e);

/* The parts of a text with CELL_BREAK between them. */
size_t split_cells(struct str joined, struct str **cells, struct arena *a);

/* A finding as an object: where, seen, expected, code, what to do. */
void finding_json(struct json *j, const struct finding *f, enum lang lang);
/* What was expected: the finding's own words, else the catalogue's. */
struct str finding_expected(const struct finding *f, enum lang lang);
/* A finding in one sentence for people, its code at the end. */
struct str finding_sentence(const struct finding *f, enum lang lang, struct arena *a);

/* Whether rows of the file go back to be mended and dropped by themselves: those of
 * quotas do; a register's export with a wrong row is mended where it was made, and so are
 * the tables of an archive that mean different things (cents here, euros there). */
bool acknowledgement_gives_back(const struct file_record *f);
/* For programs; for people, the wrong cells marked. */
int acknowledgement_json(struct outlet_run *r, struct outlet_file *f, struct err *e);
int acknowledgement_xlsx(struct outlet_run *r, struct outlet_file *f, struct err *e);
/* The refused rows as the next sheet of a workbook. */
int acknowledgement_mend_sheet(struct outlet_run *r, struct workbook *w, struct err *e);
/* The refused rows alone, in the dialect of the file they came from. */
int acknowledgement_csv(struct outlet_run *r, struct outlet_file *f, struct err *e);

#endif
