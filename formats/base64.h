/* Base64 as it travels inside XML and JSON (RFC 2045: line breaks may stand anywhere). */
#ifndef FORMATS_BASE64_H
#define FORMATS_BASE64_H

#include "base/arena.h"

/* The bytes behind `text`, in the arena. False when another character than those of the
 * alphabet and blanks is met, or the end is not whole. The URL-safe alphabet is known
 * too.
 */
bool base64_decode(struct arena *a, struct str text, struct str *bytes);

#endif
