/* Base64 (RFC 4648, section 4): how mail, host keys and SOAP carry bytes as text. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/out.h"

/* Appends the bytes with padding; `line` characters a line with CR LF between (a multiple
 * of 4), 0 for one line. */
void base64_write(struct out *o, struct str bytes, size_t line);
struct str base64_encode(struct arena *a, struct str bytes);

/* Text to bytes; blanks and line ends are skipped, padding may be missing or short, and
 * the URL-safe alphabet (section 5) is known too. False on any other character, *bytes
 * untouched. */
bool base64_decode(struct arena *a, struct str text, struct str *bytes);

#endif
