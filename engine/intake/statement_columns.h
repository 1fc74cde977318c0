/*
 * The columns of a bank's table of movements: what they mean, told by their titles or by
 * the position that the customer has configured.
 */
#ifndef INTAKE_STATEMENT_COLUMNS_H
#define INTAKE_STATEMENT_COLUMNS_H

#include "formats/table.h"

struct layout_plan;

enum statement_role {
	ROLE_NONE,
	ROLE_BOOKING, /* data contabile, data operazione */
	ROLE_VALUE,   /* data valuta */
	ROLE_AMOUNT,  /* with its sign */
	ROLE_CENTS,   /* an amount in whole cents */
	ROLE_DEBIT,   /* dare, addebiti, uscite */
	ROLE_CREDIT,  /* avere, accrediti, entrate */
	ROLE_SIGN,
	ROLE_DESCRIPTION, /* any number of columns */
	ROLE_CODE,
	ROLE_CURRENCY,
	ROLE_PARTY,
	ROLE_PARTY_ACCOUNT,
	ROLE_REFERENCE,
	ROLE_CUSTOMER_REFERENCE,
	ROLE_END_TO_END,
	ROLE_PROVVISORIO,
	ROLE_YEAR,
	ROLE_ACCOUNT,
	ROLE_STATE,
	ROLES,
};

enum { STATEMENT_DESCRIPTIONS = 8 };

/* Columns from one; 0: there is no such column. All zero: to be found in the header. */
struct statement_columns {
	uint32_t at[ROLES]; /* of ROLE_DESCRIPTION the first */
	uint32_t descriptions[STATEMENT_DESCRIPTIONS];
	uint32_t description_count;
	uint8_t rank[ROLES];       /* of the titles that were taken: the lowest wins */
	const char *title[ROLES];  /* the titles that were taken, as the table has them */
	enum statement_role twice; /* a role that two columns claim with one title */
	const struct layout_plan
	    *plan;           /* layouts that tell the columns, when not at[]; or NULL */
	bool plan_or_titles; /* without a layout's header the titles that are known */
};

/* What the titles of a row mean. Titles are compared folded (text_fold), without the
 * currency that banks put behind them. */
void statement_columns_read(
    struct statement_columns *c, const struct row *row, struct arena *a);
/* True when there is a date and an amount: enough to be a header. */
bool statement_columns_suffice(const struct statement_columns *c);
/* The role of a title, already folded. */
enum statement_role statement_role_of(struct str folded);
/* "data contabile", for findings. */
const char *statement_role_name(enum statement_role role);

/* The columns at the positions that the customer tells (from one). */
struct statement_columns statement_columns_at(
    uint32_t date, uint32_t amount, uint32_t description);
/* The same from a text: the positions of date, amount and description as the customer of
 * a bank tells them, "1,4,3". False when the text is anything else. */
bool statement_columns_parse(struct statement_columns *c, struct str text);

#endif
