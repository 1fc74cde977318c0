/*
 * A receipt (ricevuta telematica): what was paid on one position, transfer by transfer.
 * One struct for the old RT 6.x and for the receipts of the new connection (paSendRT, V2,
 * the JSON of the receipts service, the payment option of GPD).
 */
#ifndef MODEL_RECEIPT_H
#define MODEL_RECEIPT_H

#include "base/date.h"
#include "base/money.h"

enum { RECEIPT_TRANSFERS_USUAL = 5, RECEIPT_TRANSFERS_MOST = 100 };

enum receipt_form {
	RECEIPT_RT,     /* RT 6.x */
	RECEIPT_V1,     /* paSendRTReq */
	RECEIPT_V2,     /* paSendRTV2Request */
	RECEIPT_JSON,   /* receipts service (biz-events) */
	RECEIPT_OPTION, /* payment option of GPD */
};

enum receipt_outcome {
	RECEIPT_PAID,             /* 0, OK */
	RECEIPT_NOT_PAID,         /* 1, KO */
	RECEIPT_PARTLY_PAID,      /* 2 */
	RECEIPT_TIMED_OUT,        /* 3, decorrenza termini */
	RECEIPT_TIMED_OUT_PARTLY, /* 4 */
	RECEIPT_OUTCOME_UNKNOWN,
};

struct receipt_party {
	struct str type; /* F person, G body, A ABI, B BIC; empty when not told */
	struct str code;
	struct str name;
	struct str email;
};

struct receipt_transfer {
	uint32_t index; /* idTransfer; in an RT the position, from one */
	money amount;   /* 0 when unreadable, or not paid */
	bool amount_told;
	bool stamp;          /* a digital stamp: never settled to the creditor */
	struct str creditor; /* who gets it: may be another body */
	struct str creditor_name;
	struct str iban;
	struct str remittance; /* remittanceInformation, causaleVersamento */
	struct str category;   /* transferCategory, datiSpecificiRiscossione */
	struct str iur;   /* the IUR in flows: of the RT's item, else the receipt's id */
	struct date date; /* of the outcome; RT only */
};

struct receipt {
	enum receipt_form form;
	struct str id; /* receiptId, identificativoMessaggioRicevuta */
	struct str iuv;
	struct str notice_number;
	struct str context; /* CodiceContestoPagamento */
	struct str request; /* riferimentoMessaggioRichiesta */
	struct str domain; /* fiscal code of the body that asked: identificativoDominio */
	struct str station;
	enum receipt_outcome outcome;
	money total;
	bool total_told;
	money fee; /* of the provider: no part of the total nor of the flow */
	struct receipt_party creditor, psp, debtor, payer;
	struct str description;
	struct str method;
	struct str channel;
	int64_t paid;        /* instant, 0 when not told */
	struct date paid_on; /* day in Rome */
	struct date applied; /* applicationDate */
	struct date settled; /* transferDate */
	struct str flow;     /* idFlowReporting of GPD */
	struct receipt_transfer *transfers;
	size_t transfer_count;
};

/* True when money changed hands: paid or partly paid. */
bool receipt_is_paid(const struct receipt *r);

/* "paid", "not_paid", "partly_paid", "timed_out", "timed_out_partly", "unknown". */
const char *receipt_outcome_name(enum receipt_outcome outcome);
/* "rt", "v1", "v2", "json", "option". */
const char *receipt_form_name(enum receipt_form form);

#endif
