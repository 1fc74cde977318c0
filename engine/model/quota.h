/*
 * A quota: one row of the standard tracciato, an amount that one debtor owes for one
 * reason. Its fields are described once, in quota_fields: the layout binds columns to
 * them, the template and docs/tracciato.md are printed from them.
 */
#ifndef MODEL_QUOTA_H
#define MODEL_QUOTA_H

#include "base/date.h"
#include "base/lang.h"
#include "base/money.h"

/* The most instalments of one position: what the massive upload of GPD is known to bear
 * (reference: GPD model v3 takes 1..100 installments an option). */
enum { INSTALMENTS_MOST = 100 };

struct instalment {
	money cents;
	struct date due;
};

struct debtor {
	struct str fiscal_code; /* 16 characters or 11 digits, upper case */
	struct str type;        /* "F" person, "G" legal person */
	struct str
	    name; /* surname and name, or the company's name; at most 70 code points */
	struct str street, civic, cap, city, province, country;
	struct str email, pec;
};

enum { QUOTA_KEY_MOST = 50 };

enum quota_operation { QUOTA_SET, QUOTA_CANCEL };

struct quota {
	struct str creditor; /* fiscal code, when the file tells it */
	struct debtor debtor;
	struct str surname, given_name; /* when the file has them apart */
	struct str key;                 /* unique per creditor; quota_key_has */
	struct str operation_text;
	enum quota_operation operation;
	struct str tipo;
	int64_t anno;
	struct str causale; /* at most 140 */
	money cents;
	struct instalment *instalments;
	size_t instalment_count;
	struct date due;
	struct date valid_to;
	struct str category;
	struct str accertamento;
	struct date accertamento_date;
	struct str provenance; /* "competenza" or "residui" */
	int64_t provenance_year;
	struct str capitolo;
	struct str taxonomy;
	struct str iban;
};

enum field_type {
	FIELD_TEXT, /* cleaned text */
	FIELD_CODE, /* blanks removed, upper case; a numeric cell of more than 15 digits
		       is refused */
	FIELD_MONEY,
	FIELD_DATE,
	FIELD_YEAR,
	FIELD_CHOICE, /* one of choices, folded */
};

/* One word that a choice field takes; several rows may mean the same value. */
struct choice {
	const char *word;  /* folded, as text_fold makes it */
	const char *value; /* what is kept */
};

struct field {
	const char *name;    /* header in the standard tracciato */
	const char *aliases; /* other folded headers, blank separated */
	enum field_type type;
	size_t offset; /* in struct quota */
	size_t most;   /* code points */
	bool mandatory;
	const struct choice *choices; /* closed by a NULL word */
	const char *sample;           /* a value for templates */
	struct sentence help;
};

/* Closed by a row with a NULL name. Columns rata_N_importo and rata_N_scadenza come
 * beside them. */
extern const struct field quota_fields[];

/* The row of a table of fields for a folded header, by name or synonym, or NULL. */
const struct field *field_find(const struct field *fields, struct str folded);
/* The field of a folded header, or NULL. */
const struct field *quota_field_find(struct str folded);
/* True for the characters that keys are made of: A-Z a-z 0-9 . _ - / */
bool quota_key_has(char c);
/* The number N (1..INSTALMENTS_MOST) when the folded header is rata_N_importo or
 * rata_N_scadenza (also importo_rata_N, scadenza_rata_N), else 0. */
int quota_instalment_column(struct str folded, bool *is_due);

#endif
