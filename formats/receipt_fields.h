/* What the elements of a receipt mean, whichever dialect they come in: private to
 * formats/receipt*.c. */
#ifndef FORMATS_RECEIPT_FIELDS_H
#define FORMATS_RECEIPT_FIELDS_H

#include "formats/element.h"
#include "formats/receipt.h"

enum receipt_field {
	RECEIPT_FIELD_NONE,
	RECEIPT_FIELD_RT, /* these begin a receipt */
	RECEIPT_FIELD_RECEIPT,
	RECEIPT_FIELD_V2,
	RECEIPT_FIELD_PAYLOAD,
	RECEIPT_FIELD_FAULT_CODE,
	RECEIPT_FIELD_FAULT_TEXT,
	RECEIPT_FIELD_CREDITOR, /* these begin a party */
	RECEIPT_FIELD_PSP,
	RECEIPT_FIELD_DEBTOR,
	RECEIPT_FIELD_PAYER,
	RECEIPT_FIELD_TRANSFER, /* these begin a transfer */
	RECEIPT_FIELD_TRANSFERS,
	RECEIPT_FIELD_STAMP,
	RECEIPT_FIELD_PARTY_TYPE,
	RECEIPT_FIELD_PARTY_CODE,
	RECEIPT_FIELD_PARTY_NAME,
	RECEIPT_FIELD_PARTY_EMAIL,
	RECEIPT_FIELD_INDEX,
	RECEIPT_FIELD_AMOUNT,
	RECEIPT_FIELD_CENTS,
	RECEIPT_FIELD_TRANSFER_CREDITOR,
	RECEIPT_FIELD_BODY,
	RECEIPT_FIELD_IBAN,
	RECEIPT_FIELD_REMITTANCE,
	RECEIPT_FIELD_CATEGORY,
	RECEIPT_FIELD_IUR,
	RECEIPT_FIELD_ITEM_DATE,
	RECEIPT_FIELD_ID,
	RECEIPT_FIELD_IUV,
	RECEIPT_FIELD_NOTICE,
	RECEIPT_FIELD_CONTEXT,
	RECEIPT_FIELD_REQUEST,
	RECEIPT_FIELD_STATION,
	RECEIPT_FIELD_OUTCOME,
	RECEIPT_FIELD_STATUS,
	RECEIPT_FIELD_TOTAL,
	RECEIPT_FIELD_FEE,
	RECEIPT_FIELD_DOMAIN,
	RECEIPT_FIELD_COMPANY,
	RECEIPT_FIELD_PSP_ID,
	RECEIPT_FIELD_PSP_NAME,
	RECEIPT_FIELD_DESCRIPTION,
	RECEIPT_FIELD_METHOD,
	RECEIPT_FIELD_CHANNEL,
	RECEIPT_FIELD_MADE,
	RECEIPT_FIELD_PAID,
	RECEIPT_FIELD_APPLIED,
	RECEIPT_FIELD_SETTLED,
	RECEIPT_FIELD_FLOW,
};

extern const struct element_name receipt_names[];

struct receipt_reader {
	struct arena *arena;
	const struct input *in;
	struct elements *elements;
	struct findings findings;
	bool json;
	int layers;         /* of base64 opened so far */
	struct str payload; /* of the envelope being read */
	int depth;
	uint64_t count; /* receipts given so far */
	struct str fault_code, fault_text;
	bool in_receipt;
	int receipt_depth; /* at which the receipt began */
	struct receipt receipt;
	size_t transfer_room;
	struct receipt_party *party;
	int party_depth;
	struct receipt_transfer *transfer; /* NULL outside */
	int transfer_depth;
};

/* Adds a finding about the receipt being read. */
void receipt_report(struct receipt_reader *r, const char *code, struct str seen);
/* A new transfer; NULL, and a finding, beyond RECEIPT_TRANSFERS_MOST. */
struct receipt_transfer *receipt_add_transfer(struct receipt_reader *r);
/* An element of a receipt has ended. */
void receipt_set(struct receipt_reader *r, enum receipt_field field, struct str text);
/* The receipt has ended: what it lacks and what contradicts itself is told. */
void receipt_check(struct receipt_reader *r);

#endif
