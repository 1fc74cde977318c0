/* The parts of an address that have a form which can be checked without asking anyone. */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "base/arena.h"

enum { EMAIL_MOST = 256, POSTCODE_MOST = 16 };

/* The two letters of an Italian province in upper case, those of the Sardinian provinces
 * of 2005 and 2025 included, or EE for abroad. */
bool address_is_province(struct str s);
/* The code for the name of a province or of a country ("Roma", "REGGIO EMILIA", "Italia",
 * "ITA"), letter case, accents and marks aside; what is no such name comes back as it is.
 */
struct str address_province_code(struct str s, struct arena *a);
struct str address_country_code(struct str s, struct arena *a);
/* Five digits. */
bool address_is_postcode(struct str s);
/* Two upper case letters (the form of ISO 3166; the list is not kept here). */
bool address_is_country(struct str s);
/* One @, a dot in the domain, only the characters that the Node admits (stEMail: letters,
 * digits, . _ + -), at most 256 bytes: nothing that could break a mail header. */
bool address_is_email(struct str s);

#endif
