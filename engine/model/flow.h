/*
 * A flow (flusso di rendicontazione, FDR): what one payment service provider says it has
 * collected for one creditor and settled with one credit transfer. The key of a version
 * of a flow is receiver, id and instant (the same id was seen going to two creditors; a
 * later instant replaces an earlier one).
 */
#ifndef MODEL_FLOW_H
#define MODEL_FLOW_H

#include "base/date.h"
#include "base/money.h"

enum { FLOW_ID_LEAST = 10, FLOW_ID_MOST = 35, FLOW_INDEX_MOST = 5 };

/* codiceEsitoSingoloPagamento (FlussoRiversamento 1.0.x) and payStatus (FdR API). */
enum flow_outcome {
	FLOW_PAID = 0,
	FLOW_REVOKED = 3,
	FLOW_STAND_IN = 4,            /* paid, the receipt comes later */
	FLOW_STAND_IN_NO_RECEIPT = 8, /* paid, no receipt will come */
	FLOW_NO_RECEIPT = 9,          /* paid, the provider has no receipt */
	FLOW_OUTCOME_UNKNOWN = -1,    /* not paid until a person has looked */
};

struct flow_party {
	struct str type; /* G fiscal code, A ABI, B BIC; empty when not told */
	struct str code;
	struct str name;
	struct str domain; /* FdR API: pspId, organizationId; else empty */
};

struct flow {
	struct str id;
	struct str version;   /* versioneOggetto */
	struct str made_text; /* dataOraFlusso as written */
	int64_t made;         /* the same as an instant, 0 when unreadable */
	uint64_t revision;    /* 0 when not told */
	struct str
	    settlement;      /* identificativoUnivocoRegolamento: TRN, CRO or free text */
	struct date settled; /* dataRegolamento */
	struct str bank;     /* BIC of the bank that pours */
	struct flow_party sender, receiver;
	bool count_told, total_told;
	uint64_t declared_count;
	money declared_total;
	struct str status;   /* FdR API: PUBLISHED, INSERTED, CREATED */
	uint64_t count;      /* payments read so far */
	money total;         /* their sum, revoked ones as written */
	money total_revoked; /* the part of it that is revoked */
};

struct flow_payment {
	uint64_t number; /* in the order of the file, from one */
	struct str iuv;
	struct str iur;
	uint32_t index; /* of the transfer in its payment, from one */
	money amount;
	bool amount_told; /* false: unreadable, the amount is 0 */
	enum flow_outcome outcome;
	struct date date;
};

/* The outcome for a digit or for a name of the FdR API. */
enum flow_outcome flow_outcome_parse(struct str text);

/* The fiscal code of the creditor: organizationId when told, else the receiver's code. */
struct str flow_creditor(const struct flow *f);

/* True when every character is one of those that flow ids are made of ([A-Za-z0-9_-]). */
bool flow_id_is_plain(struct str id);
/* True when the text begins with a real day written YYYY-MM-DD. */
bool flow_id_has_date(struct str id);
/* Letters and digits of an id, in capitals, in `room`: how ids are compared when banks
 * have changed case or marks. What does not find room is left out. */
struct str flow_id_fold(struct str id, char *room, size_t most);
/* True for an id that the Node would take: 10 to 35 plain characters beginning with a
 * real date (SACI, CheckRendicontazioni). */
bool flow_id_is_valid(struct str id);

#endif
