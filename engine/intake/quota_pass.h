/*
 * One reading of a file of quotas, every table in it: each row is turned into a quota,
 * judged, held against the ledger, and (when booking) written.
 */
#ifndef INTAKE_QUOTA_PASS_H
#define INTAKE_QUOTA_PASS_H

#include "base/map.h"
#include "intake/generation.h"
#include "intake/intake.h"
#include "intake/layout.h"
#include "intake/sources.h"

enum pass_mode {
	PASS_JUDGE,  /* findings counted or shown, nothing written */
	PASS_BOOK,   /* good rows booked, bad rows kept with their findings */
	PASS_REFUSE, /* nothing booked, every row's findings kept */
};

struct pass {
	struct intake *in;
	enum pass_mode mode;
	const struct intake_sink *sink;
	struct sources sources;
	struct layout_plan plan;
	struct layout layout;
	struct layout_nearest nearest; /* while there is no header yet */
	bool has_layout;
	uint64_t skipped;   /* rows that some layout passes over before the header */
	uint32_t told_part; /* the last member told to the sink */
	struct map keys;    /* key -> where it was first seen (place_to_row) */
	struct findings findings; /* of the row at hand */
	struct arena arena;       /* lives as long as the pass */
	struct arena row_arena;
	struct generation *generation; /* PASS_BOOK, and filters of a check */
	struct tally read, booked, refused, unchanged;
	bool file_refused;
	int64_t planned, updates, cancels;
};

/* Reads the whole file. -1 only when the world fails; a refused file is told in
 * p->file_refused and to the sink. */
int quota_pass_run(struct pass *p, struct err *e);
void quota_pass_close(struct pass *p);

#endif
