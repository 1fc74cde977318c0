/*
 * The tables of an inbound file, one after the other: the file itself, or every member of
 * an archive, archives within archives too. Whoever reads needs not know which.
 */
#ifndef INTAKE_SOURCES_H
#define INTAKE_SOURCES_H

#include "formats/archive.h"
#include "formats/table.h"

enum { SOURCES_DEPTH = 3 }; /* archives within archives */

struct sources {
	const struct table_options *options;
	struct archive_limits limits;
	struct arena *arena; /* names: lives as long as the job */
	struct arena tables; /* reset for each table */
	struct arena readers;
	struct {
		struct input input;
		struct str name;
		struct archive_reader *reader;
	} levels[SOURCES_DEPTH + 1];
	int depth;      /* archives that are open */
	bool is_strict; /* for the caller to set: `options` are a person's, not a layout's
			 */
	bool begun;
	bool found; /* a table was given */
	/* The table at hand. */
	struct input input;
	struct table *table;
	struct str name; /* "pacchetto.zip/quote.csv"; the file's own name when it is none
			  */
	struct str member; /* "quote.csv"; empty when the file is no archive */
	uint32_t part;     /* from one, not without gaps; 0 when the file is no archive */
};

/* `in`, `options` and `a` must outlive it; no member may unpack to more than
 * `most_bytes`. Nothing is opened yet. */
void sources_open(struct sources *s, const struct input *in, struct str name,
    const struct table_options *options, uint64_t most_bytes, struct arena *a);
/* Closes the table at hand and opens the next: 1, 0 at the end, -1 refused; then s->name
 * tells which member (or the archive) is meant. A refusal may come after tables were
 * given: book nothing before the 0. */
int sources_next(struct sources *s, struct err *e);
void sources_close(struct sources *s);

#endif
