/* The elements of the two dialects of flows become one struct; what is wrong with them
 * becomes findings. */
#include "formats/flow_fields.h"

#include "formats/value.h"

void
flow_report(struct flow_reader *r, const char *code, struct str seen)
{
	struct place place = {.file = r->in->name};

	if (r->in_payment)
		place.row = r->flow.count + 1;
	if (r->findings.count < FLOW_FINDINGS_MOST)
		finding_add(&r->findings, code, place, seen);
	else
		r->findings_cut++;
}

/* Payments of a flow share few days. */
static bool
parse_day(struct flow_reader *r, struct str text, struct date *day)
{
	bool again = text.len == 10 && memcmp(text.ptr, r->last_day_text, 10) == 0;

	if (again) {
		*day = r->last_day;
		return true;
	}
	if (!value_day(text, r->json, day))
		return false;
	if (text.len == 10) {
		memcpy(r->last_day_text, text.ptr, 10);
		r->last_day = *day;
	}
	return true;
}

static void
set_total(struct flow_reader *r, struct str text)
{
	bool exact;

	r->flow.total_told = value_amount(text, r->json, &r->flow.declared_total, &exact);
	if (!r->flow.total_told)
		flow_report(r, "FLOW_TOTAL_UNREADABLE", text);
	else if (!exact && !r->json)
		flow_report(r, "FLOW_AMOUNT_FORM", text);
}

static void
set_count(struct flow_reader *r, struct str text)
{
	struct str digits = str_slice(text, 0, str_find(text, '.'));

	r->flow.count_told = str_to_u64(digits, &r->flow.declared_count);
	if (!r->flow.count_told)
		flow_report(r, "FLOW_COUNT_UNREADABLE", text);
}

/* Each element of the header stands once; the same text again is harmless. */
static int
tell_once(struct flow_reader *r, enum flow_field field, struct str text, struct str *told,
    struct err *e)
{
	struct str *before = &r->told_texts[r->party == &r->flow.receiver][field];

	if (before->len > 0 && !str_equal(*before, text))
		return err_file(
		    e, "FLOW_SEVERAL", "%.*s, %.*s", STR_ARG(*before), STR_ARG(text));
	*told = *before = arena_str(r->arena, text);
	return 0;
}

static void
set_page(struct flow_reader *r, struct str text)
{
	uint64_t page;

	if (!str_to_u64(text, &page) || page >= FLOW_PAGES_MOST)
		return;
	if ((r->page_seen[page / 8] & 1u << page % 8) == 0)
		r->pages_read++;
	r->page_seen[page / 8] |= (uint8_t)(1u << page % 8);
}

static void
set_party(struct flow_party *p, enum flow_field field, struct str told)
{
	if (field == FLOW_FIELD_TYPE)
		p->type = str_is(told, "LEGAL_PERSON") ? STR("G")
		    : str_is(told, "ABI_CODE")         ? STR("A")
		    : str_is(told, "BIC_CODE")         ? STR("B")
						       : told;
	else if (field == FLOW_FIELD_CODE)
		p->code = told;
	else if (field == FLOW_FIELD_NAME)
		p->name = told;
	else
		p->domain = told;
}

static void
set_day(struct flow_reader *r, struct str text)
{
	if (!parse_day(r, text, &r->flow.settled))
		flow_report(r, "FLOW_DATE_INVALID", text);
}

static void
set_made(struct flow_reader *r, struct str told)
{
	r->flow.made_text = told;
	if (!instant_parse(told, &r->flow.made))
		flow_report(r, "FLOW_DATE_INVALID", told);
}

/* Where the plain texts of a header go, or NULL. */
static struct str *
text_place(struct flow *f, enum flow_field field)
{
	switch (field) {
	case FLOW_FIELD_ID:
		return &f->id;
	case FLOW_FIELD_VERSION:
		return &f->version;
	case FLOW_FIELD_SETTLEMENT:
		return &f->settlement;
	case FLOW_FIELD_BANK:
		return &f->bank;
	case FLOW_FIELD_STATUS:
		return &f->status;
	default:
		return NULL;
	}
}

/* What is more than its text. */
static void
set_value(struct flow_reader *r, enum flow_field field, struct str told)
{
	switch (field) {
	case FLOW_FIELD_REVISION:
		(void)str_to_u64(told, &r->flow.revision);
		break;
	case FLOW_FIELD_MADE:
		set_made(r, told);
		break;
	case FLOW_FIELD_SETTLED:
		set_day(r, told);
		break;
	case FLOW_FIELD_COUNT:
		set_count(r, told);
		break;
	case FLOW_FIELD_TOTAL:
		set_total(r, told);
		break;
	case FLOW_FIELD_COMPUTED_COUNT:
		if (!r->flow.count_told)
			set_count(r, told);
		break;
	case FLOW_FIELD_COMPUTED_TOTAL:
		if (!r->flow.total_told)
			set_total(r, told);
		break;
	default:
		break;
	}
}

int
flow_set_header(
    struct flow_reader *r, enum flow_field field, struct str text, struct err *e)
{
	bool of_party = field >= FLOW_FIELD_TYPE && field <= FLOW_FIELD_DOMAIN;
	struct str *place = text_place(&r->flow, field);
	struct str told;

	if (field == FLOW_FIELD_PAGE)
		set_page(r, text);
	if (field == FLOW_FIELD_PAGES)
		(void)str_to_u64(text, &r->pages);
	if (field < FLOW_FIELD_VERSION || field > FLOW_FIELD_STATUS ||
	    (of_party && r->party == NULL))
		return 0;
	if (tell_once(r, field, text, &told, e) != 0)
		return -1;
	if (place != NULL)
		*place = told;
	else if (of_party)
		set_party(r->party, field, told);
	else
		set_value(r, field, told);
	return 0;
}

static void
set_amount(struct flow_reader *r, struct str text)
{
	struct flow_payment *p = &r->payment;
	bool exact;

	p->amount_told = value_amount(text, r->json, &p->amount, &exact);
	if (!p->amount_told)
		flow_report(r, "FLOW_AMOUNT_INVALID", text);
	else if (p->amount < 0)
		flow_report(r, "FLOW_AMOUNT_NEGATIVE", text);
	else if (!exact && !r->json)
		flow_report(r, "FLOW_AMOUNT_FORM", text);
}

static void
set_index(struct flow_reader *r, struct str text)
{
	uint64_t index;

	if (str_to_u64(text, &index) && index >= 1 && index <= FLOW_INDEX_MOST)
		r->payment.index = (uint32_t)index;
	else
		flow_report(r, "FLOW_INDEX_INVALID", text);
}

static bool
is_told(const struct flow_reader *r, enum flow_field field)
{
	return (r->told & 1ull << field) != 0;
}

/* Which of two texts is true cannot be known: neither is taken. */
static void
forget(struct flow_payment *p, enum flow_field field)
{
	switch (field) {
	case FLOW_FIELD_IUV:
		p->iuv = (struct str){0};
		break;
	case FLOW_FIELD_IUR:
		p->iur = (struct str){0};
		break;
	case FLOW_FIELD_INDEX:
		p->index = 1;
		break;
	case FLOW_FIELD_AMOUNT:
		p->amount = 0;
		p->amount_told = false;
		break;
	case FLOW_FIELD_OUTCOME:
		p->outcome = FLOW_OUTCOME_UNKNOWN;
		break;
	case FLOW_FIELD_DATE:
		p->date = (struct date){0};
		break;
	default:
		break;
	}
}

void
flow_set_payment(struct flow_reader *r, enum flow_field field, struct str text)
{
	struct flow_payment *p = &r->payment;

	if (is_told(r, field) && field >= FLOW_FIELD_IUV) {
		forget(p, field);
		flow_report(r, "FLOW_ELEMENT_TWICE", text);
		if (field == FLOW_FIELD_AMOUNT)
			flow_report(r, "FLOW_AMOUNT_INVALID", text); /* refused */
		return;
	}
	r->told |= 1ull << field;
	switch (field) {
	case FLOW_FIELD_IUV:
		p->iuv = text;
		break;
	case FLOW_FIELD_IUR:
		p->iur = text;
		break;
	case FLOW_FIELD_INDEX:
		set_index(r, text);
		break;
	case FLOW_FIELD_AMOUNT:
		set_amount(r, text);
		break;
	case FLOW_FIELD_OUTCOME:
		p->outcome = flow_outcome_parse(text);
		if (p->outcome == FLOW_OUTCOME_UNKNOWN)
			flow_report(r, "FLOW_OUTCOME_UNKNOWN", text);
		break;
	case FLOW_FIELD_DATE:
		if (!parse_day(r, text, &p->date))
			flow_report(r, "FLOW_DATE_INVALID", text);
		break;
	case FLOW_FIELD_ID:
		r->is_list = true; /* {"data":[{"fdr":...}]} is a list of flows */
		break;
	default:
		break;
	}
}

void
flow_end_payment(struct flow_reader *r)
{
	struct flow_payment *p = &r->payment;
	struct flow *f = &r->flow;

	if (p->iuv.len == 0)
		flow_report(r, "FLOW_IUV_MISSING", STR(""));
	if (!is_told(r, FLOW_FIELD_AMOUNT))
		flow_report(r, "FLOW_AMOUNT_INVALID", STR(""));
	if (!is_told(r, FLOW_FIELD_OUTCOME))
		flow_report(r, "FLOW_OUTCOME_UNKNOWN", STR(""));
	if (!money_add(f->total, p->amount, &f->total)) {
		flow_report(r, "FLOW_AMOUNT_INVALID", STR("overflow"));
		p->amount = 0;
		p->amount_told = false;
	}
	if (p->outcome == FLOW_REVOKED)
		(void)money_add(f->total_revoked, p->amount, &f->total_revoked);
	p->number = ++f->count;
}

static void
report_sums(struct flow_reader *r, const char *code, struct out *seen)
{
	flow_report(r, code, out_bytes_of(seen));
}

/* The Node does not enforce either sum on the SOAP channel: wrong ones are real. */
static void
check_sums(struct flow_reader *r)
{
	const struct flow *f = &r->flow;
	struct out seen;

	out_open_memory(&seen, r->arena);
	if (f->total_told && f->total != f->declared_total) {
		money_write_plain(&seen, f->declared_total);
		out_text(&seen, " <> ");
		money_write_plain(&seen, f->total);
		report_sums(r, "FLOW_TOTAL_DIFFERS", &seen);
	}
	out_reset(&seen);
	if (f->count_told && f->count != f->declared_count) {
		out_u64(&seen, f->declared_count);
		out_text(&seen, " <> ");
		out_u64(&seen, f->count);
		report_sums(r, "FLOW_COUNT_DIFFERS", &seen);
	}
	out_reset(&seen);
	if (r->pages > r->pages_read) {
		out_u64(&seen, r->pages_read);
		out_text(&seen, " / ");
		out_u64(&seen, r->pages);
		report_sums(r, "FLOW_PAGES_MISSING", &seen);
	}
}

void
flow_check(struct flow_reader *r)
{
	const struct flow *f = &r->flow;

	if (f->id.len == 0)
		flow_report(r, "FLOW_ID_MISSING", STR(""));
	else if (!flow_id_is_valid(f->id))
		flow_report(r, "FLOW_ID_FORM", f->id);
	if (r->envelope_id.len > 0 && !str_equal(r->envelope_id, f->id))
		flow_report(r, "FLOW_ENVELOPE_DIFFERS", r->envelope_id);
	if (f->count == 0)
		flow_report(r, "FLOW_EMPTY", STR(""));
	if (flow_creditor(f).len == 0)
		flow_report(r, "FLOW_CREDITOR_MISSING", STR(""));
	if (f->status.len > 0 && !str_is(f->status, "PUBLISHED"))
		flow_report(r, "FLOW_NOT_PUBLISHED", f->status);
	check_sums(r);
	if (r->findings_cut > 0)
		finding_add(&r->findings, "FLOW_FINDINGS_CUT",
		    (struct place){.file = r->in->name},
		    arena_format(r->arena, "%llu", (unsigned long long)r->findings_cut));
}
