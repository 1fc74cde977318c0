/*
 * An address as an envelope bears it: six lines of at most 44 signs, capitals without
 * accents, by the rule of composition that SEND publishes for analogue addresses.
 */
#ifndef OUTLET_POSTAL_ADDRESS_H
#define OUTLET_POSTAL_ADDRESS_H

#include "model/quota.h"

enum postal_line {
	POSTAL_NAME,
	POSTAL_NAME_REST, /* of a name that needs two lines, or "presso" */
	POSTAL_STREET_FIRST,
	POSTAL_STREET,
	POSTAL_TOWN, /* CAP, town, province */
	POSTAL_STATE,
	POSTAL_LINES
};

struct postal_address {
	struct str lines[POSTAL_LINES]; /* empty where nothing stands */
	struct str cap, town, province, state;
};

/* The lines of a debtor's address, in `a`. NULL, or the catalogue's code (POSTAL_...) of
 * what keeps it from being posted. */
const char *postal_address_make(
    struct postal_address *p, const struct debtor *d, struct arena *a);

/* Capitals of ASCII; an accent at the end of a word becomes an apostrophe (FORLI'), as in
 * the list of Italian postal codes. */
struct str postal_plain(struct arena *a, struct str text);

#endif
