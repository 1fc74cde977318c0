/* Flows of every form, pulled payment by payment; sums are checked and told, never a
 * reason to drop money. */
#include "formats/flow.h"

#include "base/base64.h"
#include "formats/archive.h"
#include "formats/flow_fields.h"

enum { LAYERS_MOST = 3 };

int
flow_bid(const struct input *in)
{
	struct str head = in->bytes;

	if (element_bytes_are_xml(head)) {
		if (element_head_holds(head, "FlussoRiversamento"))
			return 90;
		if (element_head_holds(head, "xmlRendicontazione") ||
		    element_head_holds(head, "nodoChiediFlussoRendicontazioneRisposta"))
			return 85;
		/* Answers without a flow, bid for so that the refusal says what they are.
		 */
		return element_head_holds(
			   head, "nodoChiediElencoFlussiRendicontazioneRisposta") ||
			element_head_holds(head, "nodoInviaFlussoRendicontazioneRisposta")
		    ? 40
		    : 0;
	}
	if (!element_bytes_are_json(head))
		return 0;
	if (element_head_holds(head, "\"fdrDate\"") ||
	    element_head_holds(head, "\"payStatus\""))
		return 85;
	return 0;
}

/* Opens the elements of `bytes`, which are a layer of the file. */
static int
open_layer(struct flow_reader *r, struct str bytes, struct err *e)
{
	elements_close(r->elements);
	r->elements = NULL;
	r->json = element_bytes_are_json(bytes);
	return elements_open(&r->elements, bytes, flow_names, r->careful, r->arena, e);
}

/* What the history of flows keeps is packed once more: the bytes of the only member. */
static int
unpack(struct flow_reader *r, struct str *bytes, struct err *e)
{
	struct archive_member member;

	r->packed = (struct input){.name = r->in->name, .bytes = *bytes};
	if (!archive_is_likely(&r->packed))
		return 0;
	if (r->archive != NULL ||
	    archive_reader_open(&r->archive, &r->packed, NULL, NULL, r->arena, e) != 0 ||
	    archive_reader_next(r->archive, &member, e) != 1)
		return err_file(
		    e, "FLOW_PAYLOAD_DAMAGED", "the packed flow cannot be read");
	*bytes = member.input.bytes;
	return 0;
}

/* Keeps the flow that an envelope carries in base64. */
static int
keep_payload(struct flow_reader *r, struct str text, struct err *e)
{
	struct str bytes;

	if (++r->layers > LAYERS_MOST || r->payload.len > 0)
		return err_file(e, "FLOW_SEVERAL", "several flows in envelopes");
	if (!base64_decode(r->arena, text, &bytes) || bytes.len == 0)
		return err_file(e, "FLOW_PAYLOAD_DAMAGED", "not base64");
	if (unpack(r, &bytes, e) != 0)
		return -1;
	if (!element_bytes_are_xml(bytes) && !element_bytes_are_json(bytes))
		return err_file(
		    e, "FLOW_PAYLOAD_DAMAGED", "neither XML nor JSON in the envelope");
	r->payload = bytes;
	return 0;
}

/* The envelope is whole: the flow in it takes its place. */
static int
open_payload(struct flow_reader *r, struct err *e)
{
	struct str bytes = r->payload;

	if (r->flow.count > 0)
		return err_file(e, "FLOW_SEVERAL", "payments beside an envelope");
	r->envelope_id = r->flow.id;
	r->flow = (struct flow){0};
	memset(r->told_texts, 0, sizeof r->told_texts);
	r->findings.count = 0;
	r->payload = (struct str){0};
	return open_layer(r, bytes, e);
}

static int
refuse(const struct flow_reader *r, struct err *e)
{
	if (r->fault_code.len > 0)
		return err_file(e, "FLOW_FAULT", "%.*s %.*s", STR_ARG(r->fault_code),
		    STR_ARG(r->fault_text));
	return err_file(e, "FLOW_NOT_A_FLOW", "%s",
	    r->is_list ? "a list of flows" : "no element of a flow");
}

static void
begin(struct flow_reader *r, enum flow_field field)
{
	if (field == FLOW_FIELD_PAYMENT && !r->in_payment) {
		r->in_payment = r->is_flow = true;
		r->told = 0;
		r->payment =
		    (struct flow_payment){.index = 1, .outcome = FLOW_OUTCOME_UNKNOWN};
	} else if (field == FLOW_FIELD_SENDER) {
		r->party = &r->flow.sender;
	} else if (field == FLOW_FIELD_RECEIVER) {
		r->party = &r->flow.receiver;
	} else if (field == FLOW_FIELD_LIST) {
		r->is_list = true;
	} else if (field == FLOW_FIELD_ROOT || (field == FLOW_FIELD_MADE && r->json)) {
		r->is_flow = true;
	}
}

static int
end(struct flow_reader *r, enum flow_field field, struct str text, struct err *e)
{
	if (field == FLOW_FIELD_PAYLOAD && text.len > 0)
		return keep_payload(r, text, e);
	if (field == FLOW_FIELD_SENDER || field == FLOW_FIELD_RECEIVER)
		r->party = NULL;
	else if (field == FLOW_FIELD_FAULT_CODE)
		r->fault_code = arena_str(r->arena, text);
	else if (field == FLOW_FIELD_FAULT_TEXT)
		r->fault_text = arena_str(r->arena, text);
	return flow_set_header(r, field, text, e);
}

/* Reads on until a payment begins (2) or ends (1), or the document does (0). */
static int
step_layer(struct flow_reader *r, struct err *e)
{
	struct element el;
	int got;

	while ((got = elements_next(r->elements, &el, e)) > 0) {
		bool within = r->in_payment;

		if (el.id == FLOW_FIELD_NONE)
			continue;
		if (el.opens) {
			begin(r, (enum flow_field)el.id);
			if (!within && r->in_payment)
				return 2;
		} else if (!within) {
			if (end(r, (enum flow_field)el.id, el.text, e) != 0)
				return -1;
		} else if (el.id != FLOW_FIELD_PAYMENT) {
			flow_set_payment(r, (enum flow_field)el.id, el.text);
		} else {
			return 1;
		}
	}
	return got;
}

static int
step(struct flow_reader *r, struct err *e)
{
	int got;

	while ((got = step_layer(r, e)) == 0 && r->payload.len > 0)
		if (open_payload(r, e) != 0)
			return -1;
	return got;
}

int
flow_open(struct flow_reader **result, const struct input *in,
    const struct flow_options *options, struct arena *a, struct err *e)
{
	struct flow_reader *r = arena_new(a, struct flow_reader);
	int got = -1;

	r->arena = a;
	r->in = in;
	r->careful = options != NULL && options->careful;
	r->findings.arena = a;
	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	if (open_layer(r, in->bytes, e) == 0)
		got = step(r, e);
	if (got == 0 && !r->is_flow)
		got = refuse(r, e);
	if (got < 0) {
		flow_close(r);
		return -1;
	}
	r->ended = got == 0;
	*result = r;
	return 0;
}

static int
finish(struct flow_reader *r)
{
	r->in_payment = false;
	if (!r->checked)
		flow_check(r);
	r->ended = r->checked = true;
	return 0;
}

int
flow_next(struct flow_reader *r, struct flow_payment *payment, struct err *e)
{
	int got = r->ended ? 0 : 1;

	elements_release(r->elements);
	while (got != 0) {
		got = step(r, e);
		if (got < 0)
			return -1;
		if (got != 1)
			continue;
		if (r->is_list)
			return refuse(r, e);
		flow_end_payment(r);
		r->in_payment = false;
		*payment = r->payment;
		return 1;
	}
	return finish(r);
}

const struct flow *
flow_header(const struct flow_reader *r)
{
	return &r->flow;
}

const struct findings *
flow_findings(const struct flow_reader *r)
{
	return &r->findings;
}

bool
flow_is_paged(const struct flow_reader *r)
{
	return r->json;
}

uint64_t
flow_pages(const struct flow_reader *r)
{
	return r->pages < FLOW_PAGES_MOST ? r->pages : FLOW_PAGES_MOST - 1;
}

uint64_t
flow_pages_read(const struct flow_reader *r)
{
	return r->pages_read;
}

bool
flow_has_page(const struct flow_reader *r, uint64_t page)
{
	return page < FLOW_PAGES_MOST && (r->page_seen[page / 8] & 1u << page % 8) != 0;
}

void
flow_close(struct flow_reader *r)
{
	if (r == NULL)
		return;
	elements_close(r->elements);
	r->elements = NULL;
	if (r->archive != NULL)
		archive_reader_close(r->archive);
	r->archive = NULL;
}
