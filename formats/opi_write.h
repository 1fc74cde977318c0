/*
 * Reversali as an OPI message to the treasurer (SIOPE+ `flusso_ordinativi`). Only what
 * versions 1.6.1 and 1.7.1 have in common is written, so that one message is valid under
 * both. The payload is written without the ds:Signature that the schema asks
 * for: signing is the legal representative's act, done by other software on this file.
 */
#ifndef FORMATS_OPI_WRITE_H
#define FORMATS_OPI_WRITE_H

#include "base/out.h"
#include "model/reversale.h"

/* testata_flusso. Mandatory but for `reference`; forms are those of the schema. */
struct opi_header {
	struct str abi;          /* codice_ABI_BT: 5 digits */
	struct str flow;         /* identificativo_flusso: at most 70 of a-zA-Z0-9#_-. */
	int64_t created;         /* instant */
	struct str office;       /* codice_ente: 6 of A-Z0-9, the IPA office code */
	struct str name;         /* descrizione_ente */
	struct str istat;        /* 9 to 15 digits */
	struct str fiscal_code;  /* 11 to 16 of A-Z0-9 */
	struct str channel;      /* codice_tramite_ente: A2A- and 8 digits */
	struct str bank_channel; /* codice_tramite_BT, likewise */
	struct str bank_code;    /* codice_ente_BT */
	struct str reference;    /* riferimento_ente */
};

struct opi_flow {
	struct opi_header header;
	int year; /* esercizio */
	const struct reversale *reversali;
	size_t count;
};

/* Banks take no longer causale; the text is cut there. */
enum { OPI_CAUSALE_MOST = 370 };

/* Checks every field against the schema's form and every sum: -1 with OPI_FIELD_INVALID
 * or REVERSALE_SUM_DIFFERS. */
int opi_check(const struct opi_flow *flow, struct err *e);
/* Writes the message. It is checked first: -1 with nothing written when opi_check
 * refuses it. `a` is for texts that must be cleaned. */
int opi_write(struct out *o, const struct opi_flow *flow, struct arena *a, struct err *e);

#endif
