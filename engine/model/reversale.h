/*
 * The reversale: the order to book money that came in. A plain struct with everything
 * that an OPI message, a CSV or a printed form asks for; the sums inside it must agree.
 */
#ifndef MODEL_REVERSALE_H
#define MODEL_REVERSALE_H

#include "base/date.h"
#include "base/err.h"
#include "base/money.h"
#include "model/movement.h"

enum reversale_operation {
	REVERSALE_INSERTION,
	REVERSALE_CHANGE,
	REVERSALE_CANCELLATION,
	REVERSALE_REPLACEMENT,
};

/* How the treasurer gets the money (tipo_riscossione). */
enum reversale_collection {
	COLLECTION_SETTLEMENT, /* regularises provvisori: money that is there already */
	COLLECTION_CASH,
	COLLECTION_SET_OFF,
	COLLECTION_POSTAL_ACCOUNT,
	COLLECTION_BANK_OF_ITALY,
	COLLECTION_REPLACEMENT,
};

enum reversale_stamp { STAMP_EXEMPT, STAMP_ON_CREDITOR, STAMP_ON_PAYER };

/* The capitolo that the money goes to. */
struct reversale_budget {
	struct str code; /* at most 7 digits */
	struct str description;
	int residual_year;  /* anno_residuo; 0: competenza */
	struct str article; /* at most 3 digits, may be empty */
	struct str item;    /* voce economica, likewise */
	money cents;
};

struct reversale_class {
	struct str code; /* codice_cge, SIOPE: 4 to 10 digits */
	struct str cup;  /* 15 characters or empty */
	bool vat;        /* tipo_debito_siope_nc IVA instead of NON_COMMERCIALE */
	money cents;
};

/* Who pays (versante), for how much, and the provvisori that this covers. */
struct reversale_payer {
	struct str name;
	struct str address, zip, town, province, country;
	struct str fiscal_code, vat_number;
	struct str causale;
	money cents;
	enum reversale_collection collection;
	struct str postal_account; /* numero_ccp, only with COLLECTION_POSTAL_ACCOUNT */
	bool bears_interest;       /* FRUTTIFERO */
	bool earmarked;            /* VINCOLATA */
	enum reversale_stamp stamp;
	struct str stamp_reason; /* causale_esenzione_bollo */
	const struct reversale_class *classes;
	size_t class_count;
	const struct movement_provvisorio *provvisori;
	size_t provvisorio_count;
	struct str reference; /* riferimento_documento_esterno: flow, IUV */
};

struct reversale {
	enum reversale_operation operation;
	uint32_t number; /* 1 to 9999999, unique in its year */
	struct date date;
	struct str account; /* conto_evidenza, 1 to 25 characters, may be empty */
	money cents;
	const struct reversale_budget *budgets; /* at most 10 */
	size_t budget_count;
	const struct reversale_payer *payers;
	size_t payer_count;
};

/* Checks the sums: payers and budgets give the reversale, classes give each payer, and
 * provvisori do not exceed their payer (equal it when it settles). -1 with code
 * REVERSALE_SUM_DIFFERS. */
int reversale_check(const struct reversale *r, struct err *e);

#endif
