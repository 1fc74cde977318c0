/* The elements of four dialects of receipts become one struct; what is wrong with them
 * becomes findings. */
#include "formats/receipt_fields.h"

#include "formats/value.h"

enum { FINDINGS_MOST = 200 };

void
receipt_report(struct receipt_reader *r, const char *code, struct str seen)
{
	struct place place = {.file = r->in->name, .row = r->count + 1};

	if (r->findings.count < FINDINGS_MOST)
		finding_add(&r->findings, code, place, seen);
}

struct receipt_transfer *
receipt_add_transfer(struct receipt_reader *r)
{
	struct receipt *receipt = &r->receipt;

	if (receipt->transfer_count == RECEIPT_TRANSFERS_MOST) {
		receipt_report(r, "RECEIPT_TRANSFERS_MANY", STR(""));
		return NULL;
	}
	if (receipt->transfer_count == r->transfer_room) {
		size_t room = r->transfer_room == 0 ? RECEIPT_TRANSFERS_USUAL
						    : r->transfer_room * 2;
		struct receipt_transfer *items =
		    arena_new_array(r->arena, room, struct receipt_transfer);

		if (receipt->transfer_count > 0)
			memcpy(items, receipt->transfers,
			    receipt->transfer_count * sizeof *items);
		receipt->transfers = items;
		r->transfer_room = room;
	}
	receipt->transfers[receipt->transfer_count] =
	    (struct receipt_transfer){.index = (uint32_t)receipt->transfer_count + 1};
	return &receipt->transfers[receipt->transfer_count++];
}

/* Euros with a point, or whole cents (GPD). */
static bool
take_amount(struct receipt_reader *r, struct str text, bool cents, money *amount)
{
	bool exact, told;
	uint64_t whole = 0;

	if (cents) {
		told = str_to_u64(text, &whole) && whole <= (uint64_t)MONEY_MOST;
		*amount = told ? (money)whole : 0;
		exact = true;
	} else {
		told = value_amount(text, r->json, amount, &exact);
	}
	if (!told)
		receipt_report(r, "RECEIPT_AMOUNT_INVALID", text);
	else if (!exact && !r->json)
		receipt_report(r, "RECEIPT_AMOUNT_FORM", text);
	return told;
}

/* An amount that stands once; the same again is harmless. */
static void
set_amount(
    struct receipt_reader *r, struct str text, bool cents, bool *told, money *amount)
{
	money before = *amount;
	bool again = *told;

	*told = take_amount(r, text, cents, amount);
	if (again && *amount != before)
		receipt_report(r, "RECEIPT_ELEMENT_TWICE", text);
}

static enum receipt_outcome
parse_outcome(struct str text)
{
	static const char *const codes = "01234";
	const char *code = text.len == 1 ? strchr(codes, text.ptr[0]) : NULL;

	if (code != NULL && *code != '\0')
		return (enum receipt_outcome)(code - codes);
	if (str_is(text, "OK") || str_is(text, "PO_PAID") ||
	    str_is(text, "PO_REPORTED") || str_is(text, "PO_PARTIALLY_REPORTED"))
		return RECEIPT_PAID;
	return str_is(text, "KO") || str_is(text, "PO_UNPAID") ? RECEIPT_NOT_PAID
							       : RECEIPT_OUTCOME_UNKNOWN;
}

static void
set_day(struct receipt_reader *r, struct str text, struct date *day)
{
	if (text.len > 0 && !value_day(text, r->json, day))
		receipt_report(r, "RECEIPT_DATE_INVALID", text);
}

static void
set_paid(struct receipt_reader *r, struct str text)
{
	if (text.len == 0 || (text.len == 10 && r->receipt.paid != 0))
		return; /* paymentDateTimeFormatted says more than paymentDateTime */
	if (!instant_parse(text, &r->receipt.paid)) {
		receipt_report(r, "RECEIPT_DATE_INVALID", text);
		return;
	}
	r->receipt.paid_on = date_of_instant(r->receipt.paid);
}

static void
set_index(struct receipt_reader *r, struct str text)
{
	uint64_t index;

	if (str_to_u64(text, &index) && index >= 1 && index <= RECEIPT_TRANSFERS_MOST)
		r->transfer->index = (uint32_t)index;
	else
		receipt_report(r, "RECEIPT_INDEX_INVALID", text);
}

/* Elements that say which payment it is: two values of one cannot both be true. */
static bool
is_identity(enum receipt_field field)
{
	return field == RECEIPT_FIELD_ID || field == RECEIPT_FIELD_IUV ||
	    field == RECEIPT_FIELD_NOTICE || field == RECEIPT_FIELD_IUR ||
	    field == RECEIPT_FIELD_IBAN || field == RECEIPT_FIELD_TRANSFER_CREDITOR;
}

static void
set_text(struct receipt_reader *r, enum receipt_field field, struct str *place,
    struct str text)
{
	if (is_identity(field) && place->len > 0 && !str_equal(*place, text))
		receipt_report(r, "RECEIPT_ELEMENT_TWICE", text);
	*place = text;
}

/* Where the plain texts of a transfer go, or NULL. */
static struct str *
transfer_place(struct receipt_transfer *t, enum receipt_field field)
{
	switch (field) {
	case RECEIPT_FIELD_BODY:
	case RECEIPT_FIELD_TRANSFER_CREDITOR:
		return &t->creditor;
	case RECEIPT_FIELD_COMPANY:
		return &t->creditor_name;
	case RECEIPT_FIELD_IBAN:
		return &t->iban;
	case RECEIPT_FIELD_REMITTANCE:
		return &t->remittance;
	case RECEIPT_FIELD_CATEGORY:
		return &t->category;
	case RECEIPT_FIELD_IUR:
		return &t->iur;
	default:
		return NULL;
	}
}

/* True when the field is one of a transfer. */
static bool
set_transfer(struct receipt_reader *r, enum receipt_field field, struct str text)
{
	struct receipt_transfer *t = r->transfer;
	struct str *place = transfer_place(t, field);
	bool cents = field == RECEIPT_FIELD_CENTS;
	money fee;

	if (place != NULL) {
		set_text(r, field, place, text);
		return true;
	}
	switch (field) {
	case RECEIPT_FIELD_INDEX:
		set_index(r, text);
		return true;
	case RECEIPT_FIELD_AMOUNT:
	case RECEIPT_FIELD_CENTS:
		set_amount(r, text, cents, &t->amount_told, &t->amount);
		return true;
	case RECEIPT_FIELD_ITEM_DATE:
		set_day(r, text, &t->date);
		return true;
	case RECEIPT_FIELD_STAMP:
		t->stamp |= text.len > 0;
		return true;
	case RECEIPT_FIELD_FEE:
		if (take_amount(r, text, false, &fee))
			(void)money_add(r->receipt.fee, fee, &r->receipt.fee);
		return true;
	case RECEIPT_FIELD_STATUS:
		return true; /* of the transfer's own reporting */
	default:
		return false;
	}
}

/* True when the field is one of a party. */
static bool
set_party(struct receipt_party *p, enum receipt_field field, struct str text)
{
	switch (field) {
	case RECEIPT_FIELD_PARTY_TYPE:
		p->type = text;
		return true;
	case RECEIPT_FIELD_PARTY_CODE:
		p->code = text;
		return true;
	case RECEIPT_FIELD_PARTY_NAME:
		p->name = text;
		return true;
	case RECEIPT_FIELD_PARTY_EMAIL:
		p->email = text;
		return true;
	default:
		return false;
	}
}

static void
set_outcome(struct receipt_reader *r, struct str text)
{
	r->receipt.outcome = parse_outcome(text);
	if (r->receipt.outcome == RECEIPT_OUTCOME_UNKNOWN)
		receipt_report(r, "RECEIPT_OUTCOME_UNKNOWN", text);
}

/* Where the plain texts of a receipt go, or NULL. */
static struct str *
text_place(struct receipt *t, enum receipt_field field)
{
	switch (field) {
	case RECEIPT_FIELD_ID:
		return &t->id;
	case RECEIPT_FIELD_IUV:
		return &t->iuv;
	case RECEIPT_FIELD_NOTICE:
		return &t->notice_number;
	case RECEIPT_FIELD_CONTEXT:
		return &t->context;
	case RECEIPT_FIELD_REQUEST:
		return &t->request;
	case RECEIPT_FIELD_STATION:
		return &t->station;
	case RECEIPT_FIELD_DOMAIN:
		return &t->domain;
	case RECEIPT_FIELD_COMPANY:
		return &t->creditor.name;
	case RECEIPT_FIELD_PSP_ID:
		return &t->psp.code;
	case RECEIPT_FIELD_PSP_NAME:
		return &t->psp.name;
	case RECEIPT_FIELD_DESCRIPTION:
		return &t->description;
	case RECEIPT_FIELD_METHOD:
		return &t->method;
	case RECEIPT_FIELD_CHANNEL:
		return &t->channel;
	case RECEIPT_FIELD_FLOW:
		return &t->flow;
	default:
		return NULL;
	}
}

static void
set_whole(struct receipt_reader *r, enum receipt_field field, struct str text)
{
	struct receipt *t = &r->receipt;
	struct str *place = text_place(t, field);

	if (place != NULL) {
		set_text(r, field, place, text);
		return;
	}
	switch (field) {
	case RECEIPT_FIELD_BODY:
		t->form = RECEIPT_OPTION;
		t->domain = text;
		break;
	case RECEIPT_FIELD_OUTCOME:
	case RECEIPT_FIELD_STATUS:
		set_outcome(r, text);
		break;
	case RECEIPT_FIELD_CENTS:
		t->form = RECEIPT_OPTION;
		set_amount(r, text, true, &t->total_told, &t->total);
		break;
	case RECEIPT_FIELD_TOTAL:
		set_amount(r, text, false, &t->total_told, &t->total);
		break;
	case RECEIPT_FIELD_FEE:
		(void)take_amount(r, text, t->form == RECEIPT_OPTION, &t->fee);
		break;
	case RECEIPT_FIELD_MADE:
	case RECEIPT_FIELD_PAID:
		set_paid(r, text);
		break;
	case RECEIPT_FIELD_APPLIED:
		set_day(r, text, &t->applied);
		break;
	case RECEIPT_FIELD_SETTLED:
		set_day(r, text, &t->settled);
		break;
	default:
		break;
	}
}

void
receipt_set(struct receipt_reader *r, enum receipt_field field, struct str text)
{
	struct str kept = arena_str(r->arena, text);

	if (r->transfer != NULL && set_transfer(r, field, kept))
		return;
	if (r->party != NULL && set_party(r->party, field, kept))
		return;
	set_whole(r, field, kept);
}

/* The identity of each transfer as flows tell it. */
static void
complete_transfers(struct receipt_reader *r)
{
	struct receipt *t = &r->receipt;

	for (size_t i = 0; i < t->transfer_count; i++) {
		struct receipt_transfer *x = &t->transfers[i];

		if (x->iur.len == 0)
			x->iur = t->id;
		if (x->creditor.len == 0)
			x->creditor = t->domain;
		if (!x->amount_told && t->form != RECEIPT_RT)
			receipt_report(r, "RECEIPT_AMOUNT_INVALID", STR(""));
	}
	if (t->form == RECEIPT_RT && t->transfer_count > 0 &&
	    !date_is_none(t->transfers[0].date))
		t->paid_on = t->transfers[0].date;
}

static void
check_sums(struct receipt_reader *r)
{
	const struct receipt *t = &r->receipt;
	struct out seen;
	money sum = 0;

	for (size_t i = 0; i < t->transfer_count; i++)
		if (!money_add(sum, t->transfers[i].amount, &sum))
			sum = -1;
	out_open_memory(&seen, r->arena);
	money_write_plain(&seen, t->total);
	if (t->total_told && t->transfer_count > 0 && sum != t->total) {
		out_text(&seen, " <> ");
		money_write_plain(&seen, sum);
		receipt_report(r, "RECEIPT_TOTAL_DIFFERS", out_bytes_of(&seen));
	}
	out_reset(&seen);
	money_write_plain(&seen, t->total);
	if (t->outcome != RECEIPT_OUTCOME_UNKNOWN && t->total_told &&
	    receipt_is_paid(t) != (t->total > 0))
		receipt_report(r, "RECEIPT_OUTCOME_CONTRADICTS", out_bytes_of(&seen));
}

void
receipt_check(struct receipt_reader *r)
{
	struct receipt *t = &r->receipt;

	if (t->domain.len == 0)
		t->domain = t->creditor.code;
	if (t->creditor.code.len == 0)
		t->creditor.code = t->domain;
	complete_transfers(r);
	if (t->iuv.len == 0)
		receipt_report(r, "RECEIPT_IUV_MISSING", STR(""));
	if (t->domain.len == 0)
		receipt_report(r, "RECEIPT_CREDITOR_MISSING", STR(""));
	if (!t->total_told)
		receipt_report(r, "RECEIPT_AMOUNT_INVALID", STR(""));
	if (t->transfer_count == 0 && receipt_is_paid(t))
		receipt_report(r, "RECEIPT_TRANSFERS_MISSING", STR(""));
	check_sums(r);
}
