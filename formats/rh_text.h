/*
 * What the records 63 of a movement say: structures (KKK, YYY, ID1, RI1 ...), text with
 * tags (":E2E:", ":RI3:" ...) cut in the middle of words, free text.
 */
#ifndef FORMATS_RH_TEXT_H
#define FORMATS_RH_TEXT_H

#include "formats/rh_record.h"

enum { RH_PIECES = 64 }; /* records 63 of one movement that are kept */

/* What the records 63 of one movement have told. */
struct rh_told {
	struct str lines[RH_PIECES]; /* everything, a record a line */
	size_t line_count;
	struct str chunks[RH_PIECES]; /* free text, 107 columns each, blanks kept */
	size_t chunk_count;
	struct str remittance[RH_PIECES]; /* RI1, RI2 */
	size_t remittance_count;
};

/* Takes one record 63 in, filling the party and the identifiers of *m. */
void rh_read_text(struct statement_file *f, struct movement *m, struct rh_told *told,
    const struct rh_record *r);
/* Joins what was told into *m. The payer's words are, in this order, the records RI1 and
 * RI2, the tag :RI3:, the whole free text, the description of record 62. */
void rh_settle_text(struct statement_file *f, struct movement *m, struct rh_told *told);

#endif
