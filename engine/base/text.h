/*
 * Text as people write it: UTF-8 made clean, folded for comparison, reduced to ASCII, cut
 * without breaking a character. Unicode tables come from utf8proc.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"

/* True when s is well-formed UTF-8 (no surrogates, no overlong forms). */
bool text_is_utf8(struct str s);
/* Number of code points; malformed bytes count one each. XSD lengths are counted so. */
size_t text_length(struct str s);
/* The first `most` code points of s. */
struct str text_cut(struct str s, size_t most);

/* s in normal form C, blanks of every kind collapsed to one space and trimmed, control
 * and bidi control characters dropped. The source is pagoPA's refusal of such texts
 * (pagopa-api issue 1058). When s is already clean the result is s itself. */
struct str text_clean(struct arena *a, struct str s);

/* s folded for comparing names of columns: lower case, no accents, every run of other
 * characters than letters and digits one '_', none at the ends. "Codice  Fiscale/P.IVA"
 * -> "codice_fiscale_p_iva". */
struct str text_fold(struct arena *a, struct str s);

/* s as plain ASCII: accents dropped (à -> a), ligatures and Slavic and Nordic letters
 * spelled (ß -> ss, ø -> o, ł -> l, đ -> d), anything else replaced by `other`. */
struct str text_ascii(struct arena *a, struct str s, char other);

/* s in capitals by the simple mapping of Unicode, broken bytes as U+FFFD. */
struct str text_upper(struct arena *a, struct str s);

/* s with control characters, escapes, invalid bytes and bidi controls shown as \xHH, for
 * logs and messages: nothing that a stranger wrote can move a cursor or forge a line. */
struct str text_printable(struct arena *a, struct str s);

/* True when s shows that it was decoded by the wrong table before it came here: U+FFFD,
 * or the pairs that UTF-8 read as Windows-1252 gives ("ForlÃ¬", "â‚¬"). */
bool text_is_garbled(struct str s);

/* The code point at *at, moving *at behind it; 0xFFFD for one malformed byte. */
uint32_t text_next(struct str s, size_t *at);
/* Appends a code point as UTF-8 to buf (4 bytes of room); returns the bytes written. */
size_t text_put(uint32_t code_point, char buf[4]);

#endif
