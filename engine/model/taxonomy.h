/*
 * Transfer categories of pagoPA ("dati specifici di riscossione"): their form, and the
 * codes that professional orders use.
 */
#ifndef MODEL_TAXONOMY_H
#define MODEL_TAXONOMY_H

#include "base/lang.h"
#include "base/str.h"

/* The annual fee of a professional order. */
#define TAXONOMY_DEFAULT "9/0401107TS/"

enum { TAXONOMY_MOST = 140 };

/* True for 9/, kind of body (2 digits), area (2), service (3), IM TS SP SA or AP, a slash
 * and, if any, data of the creditor without blanks; at most 140 characters. */
bool taxonomy_check(struct str code);

struct taxonomy_service {
	const char *code;
	struct sentence name; /* the Italian one is that of the official list */
};

/* The codes of professional orders (kind of body 04), closed by a NULL code. */
extern const struct taxonomy_service taxonomy_services[];
/* The row for a code, data of the creditor aside, or NULL. */
const struct taxonomy_service *taxonomy_find(struct str code);

#endif
