/* What the elements of a flow mean, whichever dialect they come in: private to
 * formats/flow*.c. */
#ifndef FORMATS_FLOW_FIELDS_H
#define FORMATS_FLOW_FIELDS_H

#include "formats/element.h"
#include "formats/flow.h"

enum flow_field {
	FLOW_FIELD_NONE,
	FLOW_FIELD_ROOT,
	FLOW_FIELD_PAYLOAD,
	FLOW_FIELD_FAULT_CODE,
	FLOW_FIELD_FAULT_TEXT,
	FLOW_FIELD_LIST,
	FLOW_FIELD_VERSION,
	FLOW_FIELD_ID,
	FLOW_FIELD_REVISION,
	FLOW_FIELD_MADE,
	FLOW_FIELD_SETTLEMENT,
	FLOW_FIELD_SETTLED,
	FLOW_FIELD_SENDER,
	FLOW_FIELD_RECEIVER,
	FLOW_FIELD_TYPE,
	FLOW_FIELD_CODE,
	FLOW_FIELD_NAME,
	FLOW_FIELD_DOMAIN,
	FLOW_FIELD_BANK,
	FLOW_FIELD_COUNT,
	FLOW_FIELD_TOTAL,
	FLOW_FIELD_COMPUTED_COUNT,
	FLOW_FIELD_COMPUTED_TOTAL,
	FLOW_FIELD_STATUS,
	FLOW_FIELD_PAGE,
	FLOW_FIELD_PAGES,
	FLOW_FIELD_PAYMENT,
	FLOW_FIELD_IUV,
	FLOW_FIELD_IUR,
	FLOW_FIELD_INDEX,
	FLOW_FIELD_AMOUNT,
	FLOW_FIELD_OUTCOME,
	FLOW_FIELD_DATE,
	FLOW_FIELDS,
};

struct archive_reader;

extern const struct element_name flow_names[];

enum { FLOW_PAGES_MOST = 4096, FLOW_FINDINGS_MOST = 200 };

struct flow_reader {
	struct arena *arena;
	const struct input *in;
	struct elements *elements;
	bool careful;
	bool json;
	struct flow flow;
	struct findings findings;
	uint64_t findings_cut; /* that did not find room */
	struct flow_party *party;
	struct str told_texts[2][FLOW_FIELDS]; /* of the header; [1] of the receiver */
	struct flow_payment payment;
	char last_day_text[10];
	struct date last_day;
	bool in_payment;
	uint64_t told;       /* a bit for each field of the payment being read */
	bool ended;          /* nothing more will come */
	bool checked;        /* and the sums were compared */
	int layers;          /* of base64 opened so far */
	struct str payload;  /* of the envelope being read */
	struct input packed; /* what one of them held, when it was packed */
	struct archive_reader *archive;
	bool is_flow, is_list;
	struct str envelope_id, fault_code, fault_text;
	uint64_t pages; /* told by the pages themselves */
	uint64_t pages_read;
	uint8_t page_seen[FLOW_PAGES_MOST / 8];
};

/* Adds a finding about the payment being read, or about the whole when there is none. */
void flow_report(struct flow_reader *r, const char *code, struct str seen);
/* An element of the header has ended. 0, or -1 for a second flow in one file, or an
 * element told twice with different texts. */
int flow_set_header(
    struct flow_reader *r, enum flow_field field, struct str text, struct err *e);
/* An element of a payment has ended. */
void flow_set_payment(struct flow_reader *r, enum flow_field field, struct str text);
/* A payment has ended: what it lacks is told, and it is added to the sums. */
void flow_end_payment(struct flow_reader *r);
/* The document has ended: the sums are compared with what the header says. */
void flow_check(struct flow_reader *r);

#endif
