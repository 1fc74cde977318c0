/* The form of flow ids as banks leave them: private to engine/match/remittance*.c. */
#ifndef MATCH_REMITTANCE_ID_H
#define MATCH_REMITTANCE_ID_H

#include "base/str.h"

enum { REMITTANCE_PROGRESSIVE_LEAST = 4 /* of an id without hyphen */ };

/* True when one byte of s at least is a digit; when all are hexadecimal digits. */
bool remittance_has_digit(struct str s);
bool remittance_is_hexadecimal(struct str s);
/* True when there are letters and all are small. */
bool remittance_is_lower_only(struct str s);

/* The length of the provider's code that s begins with: ABI and five digits, a BIC of 8
 * or 11, a fiscal code of 11 digits; 0 when it is none of these. */
size_t remittance_provider_length(struct str s);

/* True when what stands behind the date is a provider's code and a progressive. */
bool remittance_id_is_whole(struct str id);
/* True when nothing could be another thing: a real day, a code of five or more
 * characters, a hyphen and a progressive with a digit. */
bool remittance_id_is_certain(struct str id);

/* "2018-05-2018-05-22CIPBITMM-08": a date begun twice. Where the second begins, or 0. */
size_t remittance_doubled_date(struct str id);

/* True for words that begin another field, so that they never continue an id. */
bool remittance_is_foreign(struct str word);

#endif
