/*
 * Tables that strangers write (spreadsheets, CSV): one reader each behind one pull
 * interface. A reader bids on the first bytes of a file, never on its extension; the
 * highest bid opens it. Rows come one by one as slices that live until the next call.
 *
 * A cell says what its producer stored: text stays text, a number is the shortest decimal
 * text that gives the same double (so that a 17-digit code that went through a
 * spreadsheet number can be told and refused), dates are ISO text told by the number
 * format.
 */
#ifndef FORMATS_TABLE_H
#define FORMATS_TABLE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/input.h"

enum cell_kind {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER, /* shortest decimal text, point, no grouping; CSV never gives it */
	CELL_DATE, /* YYYY-MM-DD, YYYY-MM-DDTHH:MM:SS, HH:MM:SS, or H:MM:SS for a duration
		    */
	CELL_BOOLEAN,  /* TRUE or FALSE */
	CELL_ERROR,    /* #N/A, #DIV/0! ... */
	CELL_NO_VALUE, /* a formula whose result the producer did not store; the text is
			  empty */
};

struct cell {
	struct str text;
	enum cell_kind kind;
};

/* One record. `number` is the row of the sheet, or the line of a text file on which the
 * record begins, both from one. Trailing empty cells are dropped; rows that are wholly
 * empty are given with count 0, but rows of which a spreadsheet's file says nothing are
 * passed over: the next row's number tells. */
struct row {
	uint64_t number;
	const struct cell *cells;
	size_t count;
	size_t width; /* text files: the fields the record has, trailing empty ones too;
			 cells[] goes that far. 0 from other readers */
};

/* What the caller fixes instead of leaving it to detection; all zero means "detect". */
struct table_options {
	struct str reader; /* name of the reader to use, whatever the bytes look like */
	struct str sheet;  /* name of the sheet; empty: the first visible worksheet */
	struct str
	    encoding; /* "UTF-8", "CP1252", "ISO-8859-15", "UTF-16LE", "UTF-16BE" */
	char delimiter;
	char quote; /* TABLE_NO_QUOTE: quotes are ordinary characters */
	uint64_t most_rows;
	uint32_t most_columns;
	uint64_t most_bytes; /* of one unpacked part */
};

#define TABLE_NO_QUOTE ((char)-1)
#define TABLE_MOST_ROWS ((uint64_t)5000000)
#define TABLE_MOST_COLUMNS 16384u

/* What was found, for acknowledgements and for writing a file back in its own form. */
struct table_facts {
	const char *reader; /* "xlsx", "csv", "ods", "xls", "gpd" */
	struct str sheet;   /* empty for text files */
	const char *encoding;
	bool bom;
	char delimiter;
	char quote;
	const char *line_end; /* "\r\n", "\n", "\r" */
};

struct table;

/* A reader: one row of readers[] in table.c. */
struct table_reader {
	const char *name;
	const char *help;
	const char *content; /* of such a file, after "the content is" */
	/* How sure this reader is that the bytes are its kind: 0 no .. 100 certain. */
	int (*bid)(const struct input *in);
	int (*open)(struct table *t, struct err *e);
	int (*next)(struct table *t, struct row *row, struct err *e);
	void (*close)(struct table *t);
};

/* What readers share; `state` is the reader's own. */
struct table {
	const struct table_reader *reader;
	const struct input *in;
	struct table_options options;
	struct table_facts facts;
	struct arena *arena; /* the job arena: lives as long as the table */
	void *state;
};

/* Opens the table in `in` with the reader that bids highest. -1: the file is refused
 * (ERR_FILE with a code of the catalogue, e.g. FILE_ENCRYPTED). `in` and `a` must outlive
 * the table. */
int table_open(struct table **t, const struct input *in,
    const struct table_options *options, struct arena *a, struct err *e);
/* The next record: 1, 0 at the end, -1 on a refusal. Slices are good until the next call.
 */
int table_next(struct table *t, struct row *row, struct err *e);
const struct table_facts *table_facts(const struct table *t);
/* NULL is a no-op. */
void table_close(struct table *t);

/* Whether a reader has this name ("xlsx", "csv" ...). */
bool table_reader_is_known(struct str name);

extern const struct table_reader table_reader_xlsx;
extern const struct table_reader table_reader_ods;
extern const struct table_reader table_reader_xls;
extern const struct table_reader table_reader_gpd;
extern const struct table_reader table_reader_stranger;
extern const struct table_reader table_reader_csv;

#endif
