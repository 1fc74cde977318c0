/* The parts of an address that have a form which can be checked without asking anyone. */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "base/str.h"

enum { EMAIL_MOST = 256 };

/* The two letters of an Italian province in upper case, those of the Sardinian provinces
 * of 2005 and 2025 included, or EE for abroad. */
bool address_is_province(struct str s);
/* Five digits. */
bool address_is_postcode(struct str s);
/* Two upper case letters (the form of ISO 3166; the list is not kept here). */
bool address_is_country(struct str s);
/* One @, a dot in the domain, only the characters that the Node admits (stEMail: letters,
 * digits, . _ + -), at most 256 bytes: nothing that could break a mail header. */
bool address_is_email(struct str s);

#endif
