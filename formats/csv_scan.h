/*
 * The grammar of CSV over bytes in memory: records of fields, RFC 4180 with any delimiter
 * and quote. A quote counts only where a field begins; inside quotes a doubled quote is
 * one and line ends are text; CR LF, LF and CR end a record. After a closing quote only a
 * delimiter or a line end may follow, and every quote opened must be closed: a file that
 * breaks this is refused, because the same bytes would be cut differently by different
 * programs.
 */
#ifndef FORMATS_CSV_SCAN_H
#define FORMATS_CSV_SCAN_H

#include "formats/csv_mask.h"
#include "formats/table.h"

enum { CSV_WINDOW = 64, CSV_MOST_FIELD = 1 << 20 };

struct csv_scan {
	struct str bytes;
	char delimiter;
	char quote; /* TABLE_NO_QUOTE: none */
	uint32_t most_fields;
	const struct csv_kernel *kernel;
	struct arena *arena; /* holds the cells */
	struct arena row;    /* texts that had doubled quotes, until the next record */

	struct cell *cells;
	size_t room;
	size_t count;         /* fields of the record */
	size_t filled;        /* fields up to the last that is not empty */
	uint64_t quoted;      /* fields in quotes so far */
	size_t at;            /* where the next record begins */
	uint64_t line;        /* the line of `at` */
	const char *line_end; /* of the last record; NULL at the end of the bytes */

	size_t window; /* offset of masks[0] */
	size_t block;
	size_t blocks;
	uint64_t mask; /* the marks of the current block that are still to come */
	uint64_t masks[CSV_WINDOW];
};

/* Fills *s for the start of `bytes`; the kernel is the best one. */
void csv_scan_open(
    struct csv_scan *s, struct str bytes, char delimiter, char quote, struct arena *a);
/* The next record into s->cells and s->count: 1, 0 at the end, -1 on a refusal
 * (CSV_QUOTE_OPEN, CSV_QUOTE_STRAY, CSV_FIELD_TOO_LONG, CSV_TOO_MANY_FIELDS). *line is
 * where it begins. */
int csv_scan_next(struct csv_scan *s, uint64_t *line, struct err *e);
void csv_scan_close(struct csv_scan *s);

#endif
