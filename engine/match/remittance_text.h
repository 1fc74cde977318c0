/* The copy of a bank's text that the rules work on: private to
 * engine/match/remittance*.c.
 */
#ifndef MATCH_REMITTANCE_TEXT_H
#define MATCH_REMITTANCE_TEXT_H

#include "match/remittance.h"

#include <stdint.h>

/*
 * `ptr` has the same words as the text with every kind of blank made ' ', every kind of
 * hyphen '-', and line ends and the marks of MT940 sub-fields (?20 .. ?29, ?60 .. ?63)
 * made
 * '\n'. `letters` are its ASCII letters and digits alone, in upper case: keywords are
 * looked for there, so that blanks and separators inside them do not matter.
 */
struct remittance_text {
	struct arena *arena;
	const char *ptr;
	size_t len;
	const uint16_t *origin; /* of each byte, in the original text */
	const char *letters;
	const uint16_t *place; /* of each letter, in ptr */
	size_t letter_count;
};

enum remittance_gap { GAP_NONE, GAP_BLANK, GAP_WRAP };

/* Makes the copy in the arena; bytes beyond REMITTANCE_TEXT_MOST are left aside. */
void remittance_text_open(struct remittance_text *t, struct arena *a, struct str text);
/* The byte at `at`, or 0 behind the end. */
char remittance_char(const struct remittance_text *t, size_t at);
/* True for what flow ids and IUVs are made of: [A-Za-z0-9_-]. */
bool remittance_is_id_char(char c);
bool remittance_is_alnum(char c);
/* The end of the run of id characters at `at`. */
size_t remittance_run(const struct remittance_text *t, size_t at);
/* Passes over blanks and line ends, moving *at; what they were. */
enum remittance_gap remittance_skip_gap(const struct remittance_text *t, size_t *at);
/* True when `word` (upper case) stands at letter i. */
bool remittance_has_word(const struct remittance_text *t, size_t i, const char *word);

/* The references that begin at keywords, in the order of the text. */
bool remittance_find_flow(
    const struct remittance_text *t, size_t *letter, struct remittance *r);
bool remittance_find_iuv(
    const struct remittance_text *t, size_t *at, struct remittance *r);
/* A flow id that stands alone, without keywords. */
bool remittance_find_bare(const struct remittance_text *t, struct remittance *r);

#endif
