/*
 * An enrolment: one row of the export of a register (albo), a person or a company that
 * belongs to the order. Its fields are described once, in enrolment_fields. No vendor
 * publishes its export; the names are those that exports are known or assumed to have
 * (DPR 137/2012, article 3, tells what a register holds).
 */
#ifndef MODEL_ENROLMENT_H
#define MODEL_ENROLMENT_H

#include "model/quota.h"

struct enrolment {
	struct debtor debtor;
	struct str surname, given_name;
	struct str number;   /* unique within a section */
	struct str section;  /* "A", "B", "elenco speciale", "STP" ... */
	struct str settore;  /* albo or sector */
	struct str category; /* professionista, STP, praticante, altro */
	struct str state;    /* ISCRITTO, SOSPESO, CANCELLATO, TRASFERITO, DECEDUTO */
	struct date enrolled;
	struct date struck; /* taken off the register */
	struct str tipo;    /* kind of fee: ordinaria, neo-iscritto, esonero ... */
	struct date born;
	struct str note;
};

/* Closed by a row with a NULL name. */
extern const struct field enrolment_fields[];

/* The field of a folded header, or NULL. */
const struct field *enrolment_field_find(struct str folded);

#endif
