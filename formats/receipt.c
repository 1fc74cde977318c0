/* Receipts of every form, told by their elements; envelopes are opened. */
#include "formats/receipt.h"
#include "base/base64.h"

#include "formats/receipt_fields.h"

enum { LAYERS_MOST = 3 };

int
receipt_bid(const struct input *in)
{
	struct str head = in->bytes;

	if (element_bytes_are_json(head)) {
		if (element_head_holds(head, "\"creditorReferenceId\"") &&
		    element_head_holds(head, "\"receiptId\""))
			return 85;
		return element_head_holds(head, "\"idReceipt\"") &&
			element_head_holds(head, "\"transfer\"")
		    ? 80
		    : 0;
	}
	if (!element_bytes_are_xml(head))
		return 0;
	if (element_head_holds(head, "paSendRTReq") ||
	    element_head_holds(head, "paSendRTV2Request"))
		return 90;
	if (element_head_holds(head, "identificativoMessaggioRicevuta"))
		return 90;
	if (element_head_holds(head, "paaInviaRT") ||
	    element_head_holds(head, "nodoChiediCopiaRT"))
		return 85;
	return element_head_holds(head, "creditorReferenceId") &&
		element_head_holds(head, "receiptId")
	    ? 80
	    : 0;
}

static int
open_layer(struct receipt_reader *r, struct str bytes, struct err *e)
{
	elements_close(r->elements);
	r->elements = NULL;
	r->json = element_bytes_are_json(bytes);
	r->depth = 0;
	r->party = NULL;
	return elements_open(&r->elements, bytes, receipt_names, false, r->arena, e);
}

static int
open_payload(struct receipt_reader *r, struct str text, struct err *e)
{
	struct str bytes;

	if (++r->layers > LAYERS_MOST || !base64_decode(r->arena, text, &bytes) ||
	    !element_bytes_are_xml(bytes))
		return err_file(
		    e, "RECEIPT_PAYLOAD_DAMAGED", "no XML in the base64 of <rt>");
	return open_layer(r, bytes, e);
}

int
receipt_open(struct receipt_reader **result, const struct input *in, struct arena *a,
    struct err *e)
{
	struct receipt_reader *r = arena_new(a, struct receipt_reader);

	r->arena = a;
	r->in = in;
	r->findings.arena = a;
	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	if (open_layer(r, in->bytes, e) != 0)
		return -1;
	*result = r;
	return 0;
}

static void
begin_receipt(struct receipt_reader *r, enum receipt_form form)
{
	enum receipt_form before = r->receipt.form;

	r->receipt = (struct receipt){.outcome = RECEIPT_OUTCOME_UNKNOWN,
	    .form = before == RECEIPT_V2 ? RECEIPT_V2 : form};
	r->in_receipt = true;
	r->receipt_depth = r->depth;
	r->transfer_room = 0;
	r->party = NULL;
	r->transfer = NULL;
}

static void
begin_party(struct receipt_reader *r, enum receipt_field field)
{
	struct receipt *t = &r->receipt;

	r->party_depth = r->depth;
	r->party = field == RECEIPT_FIELD_CREDITOR ? &t->creditor
	    : field == RECEIPT_FIELD_PSP           ? &t->psp
	    : field == RECEIPT_FIELD_DEBTOR        ? &t->debtor
						   : &t->payer;
}

/* An element begins, at depth r->depth. */
static void
begin(struct receipt_reader *r, enum receipt_field field)
{
	bool transfer = field == RECEIPT_FIELD_TRANSFER ||
	    (field == RECEIPT_FIELD_TRANSFERS && r->json);

	if (field == RECEIPT_FIELD_V2)
		r->receipt.form = RECEIPT_V2;
	if (!r->in_receipt) {
		if (field == RECEIPT_FIELD_RT)
			begin_receipt(r, RECEIPT_RT);
		else if (field == RECEIPT_FIELD_RECEIPT)
			begin_receipt(r, RECEIPT_V1);
		else if (r->json && r->depth == 1)
			begin_receipt(r, RECEIPT_JSON);
		return;
	}
	if (field >= RECEIPT_FIELD_CREDITOR && field <= RECEIPT_FIELD_PAYER)
		begin_party(r, field);
	if (transfer && r->transfer == NULL) {
		r->transfer = receipt_add_transfer(r);
		r->transfer_depth = r->depth;
	}
}

/* A JSON object that has neither code nor number of a receipt is none. */
static bool
is_receipt(const struct receipt_reader *r)
{
	const struct receipt *t = &r->receipt;

	return !r->json || (t->iuv.len > 0 && (t->id.len > 0 || t->transfer_count > 0));
}

/* An element has ended, at depth r->depth: 1 when the receipt has too. */
static int
end(struct receipt_reader *r, enum receipt_field field, struct str text, struct err *e)
{
	if (!r->in_receipt) {
		if (field == RECEIPT_FIELD_PAYLOAD && text.len > 0)
			return open_payload(r, text, e);
		if (field == RECEIPT_FIELD_FAULT_CODE)
			r->fault_code = arena_str(r->arena, text);
		if (field == RECEIPT_FIELD_FAULT_TEXT)
			r->fault_text = arena_str(r->arena, text);
		return 0;
	}
	if (r->depth == r->receipt_depth) {
		r->in_receipt = false;
		return is_receipt(r);
	}
	if (r->transfer != NULL && r->depth == r->transfer_depth)
		r->transfer = NULL;
	else if (r->party != NULL && r->depth == r->party_depth)
		r->party = NULL;
	else if (field != RECEIPT_FIELD_NONE)
		receipt_set(r, field, text);
	return 0;
}

/* Reads on to the end of a receipt: 1, 0 at the end of the document, -1. */
static int
step(struct receipt_reader *r, struct err *e)
{
	struct element el;
	int got;

	while ((got = elements_next(r->elements, &el, e)) > 0) {
		int ended = 0;

		if (el.opens) {
			r->depth++;
			begin(r, (enum receipt_field)el.id);
			continue;
		}
		ended = end(r, (enum receipt_field)el.id, el.text, e);
		if (r->depth > 0)
			r->depth--;
		if (ended != 0)
			return ended;
	}
	return got;
}

static int
finish(const struct receipt_reader *r, struct err *e)
{
	if (r->count > 0)
		return 0;
	if (r->fault_code.len > 0)
		return err_file(e, "RECEIPT_FAULT", "%.*s %.*s", STR_ARG(r->fault_code),
		    STR_ARG(r->fault_text));
	return err_file(e, "RECEIPT_NOT_A_RECEIPT", "no element of a receipt");
}

int
receipt_next(struct receipt_reader *r, struct receipt *receipt, struct err *e)
{
	int got;

	elements_release(r->elements);
	got = step(r, e);
	if (got < 0)
		return -1;
	if (got == 0)
		return finish(r, e);
	receipt_check(r);
	r->count++;
	*receipt = r->receipt;
	return 1;
}

const struct findings *
receipt_findings(const struct receipt_reader *r)
{
	return &r->findings;
}

void
receipt_close(struct receipt_reader *r)
{
	if (r != NULL) {
		elements_close(r->elements);
		r->elements = NULL;
	}
}
