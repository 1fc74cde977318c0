/*
 * What a bank or a treasurer tells: statements of an account, and their movements. One
 * shape for every format, so that matching knows nothing of where a line came from.
 * Reading never drops money: what does not add up is a finding beside the movement.
 */
#ifndef MODEL_MOVEMENT_H
#define MODEL_MOVEMENT_H

#include "base/date.h"
#include "base/err.h"
#include "base/money.h"

/* What a movement is, beside its sign. */
enum movement_type {
	MOVEMENT_CREDIT,
	MOVEMENT_DEBIT,
	MOVEMENT_REVERSAL,   /* undoes an earlier one: storno, RvslInd, RC and RD */
	MOVEMENT_SETTLEMENT, /* a treasurer's provvisorio met by its reversale or mandato:
				no new money */
	MOVEMENT_RESTORATION, /* a settlement undone, the provvisorio waits again: no new
				 money */
};

/* Whether the bank has booked it. Only booked movements are to be matched. */
enum movement_state { MOVEMENT_BOOKED, MOVEMENT_PENDING, MOVEMENT_INFORMATION };

/* One transfer inside a batch entry. Its cents are signed as the entry's; 0 when the file
 * does not tell. */
struct movement_detail {
	money cents;
	struct str end_to_end;
	struct str reference;
	struct str party;
	struct str party_account;
	struct str remittance;
};

/* A provvisorio (sospeso) covered by a treasurer's document, in whole or in part. */
struct movement_provvisorio {
	struct str number; /* without leading zeros */
	money cents;
};

struct balance {
	bool known;
	money cents;
	struct date date;
	struct str currency;
};

struct statement {
	const char *format; /* "camt", "rh", "mt940", "giornale", "table" */
	uint32_t number;    /* of the statement in its file, from one */
	struct str id;      /* the bank's own number or name of it */
	struct str account; /* IBAN, else the account as the bank writes it, blanks
			       removed */
	struct str holder;
	struct str currency; /* empty: not told */
	struct str year;     /* esercizio, in a treasurer's journal */
	struct date from, to;
	struct balance opening, closing;
	uint64_t movements;   /* so far; all of them once the next statement has begun */
	money sum;            /* of the booked movements that move money */
	uint64_t page, pages; /* 0: not told */
	bool ended;           /* its sums have been checked */
	bool foreign;         /* another currency than euro has been told */
	struct statement *next;
};

struct movement {
	struct statement *statement;
	uint64_t number;     /* in its statement, from one */
	struct place place;  /* line of a text file, row of a table, line of an XML
				element */
	struct str account;  /* as in its statement, unless the line tells another */
	struct date booking; /* data contabile */
	struct date value;   /* data valuta; none when not told */
	money cents;         /* signed: what the account gains */
	struct str currency; /* "EUR" when the file tells none */
	enum movement_type type;
	enum movement_state state;
	struct str code; /* of the transaction: CBI causale "48", "NTRF", "PMNT/RCDT" */
	struct str reference; /* the bank's own */
	struct str customer_reference;
	struct str end_to_end; /* empty for NOTPROVIDED and the like */
	struct str party;      /* the other side: payer of a credit */
	struct str party_account;
	struct str party_fiscal_code;
	struct str remittance; /* the payer's words, the pieces joined as the format cuts
				  them */
	struct str text;       /* all that the line says, a piece a line */
	/* A treasurer's journal and lists of provvisori. */
	struct str year;        /* esercizio of the provvisorio */
	struct str provvisorio; /* its number, without leading zeros */
	struct str document;    /* "SOSPESO ENTRATA", "REVERSALE" ... */
	struct str document_number;
	struct str
	    operation;       /* "ESEGUITO", "STORNATO", "REGOLARIZZATO", "RIPRISTINATO" */
	struct str bolletta; /* numero_bolletta_quietanza, without leading zeros */
	const struct movement_provvisorio *provvisori;
	size_t provvisorio_count;
	const struct movement_detail *details;
	size_t detail_count;
};

/* "credit", "debit", "reversal", "settlement", "restoration"; "booked", "pending",
 * "information". */
const char *movement_type_name(enum movement_type type);
const char *movement_state_name(enum movement_state state);

/* True when the movement changes the account: booked, and neither a settlement nor a
 * restoration. */
bool movement_is_money(const struct movement *m);

#endif
