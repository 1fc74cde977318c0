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

static struct str
keep(struct flow_reader *r, struct str text)
{
	return arena_str(r->arena, text);
}

static void
set_total(struct flow_reader *r, struct str text)
{
	bool exact;

	r->flow.total_told = value_amount(text, &r->flow.declared_total, &exact);
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

static int
set_id(struct flow_reader *r, struct str text, struct err *e)
{
	struct str known = r->flow.id;

	if (known.len > 0 && !str_equal(known, text))
		return err_file(
		    e, "FLOW_SEVERAL", "%.*s and %.*s", STR_ARG(known), STR_ARG(text));
	r->flow.id = keep(r, text);
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
set_party(struct flow_reader *r, enum flow_field field, struct str text)
{
	struct flow_party *p = r->party;
	struct str value = keep(r, text);

	if (field == FLOW_FIELD_TYPE)
		p->type = str_is(text, "LEGAL_PERSON") ? STR("G")
		    : str_is(text, "ABI_CODE")         ? STR("A")
		    : str_is(text, "BIC_CODE")         ? STR("B")
						       : value;
	else if (field == FLOW_FIELD_CODE)
		p->code = value;
	else if (field == FLOW_FIELD_NAME)
		p->name = value;
	else
		p->domain = value;
}

static void
set_day(struct flow_reader *r, struct str text)
{
	if (!parse_day(r, text, &r->flow.settled))
		flow_report(r, "FLOW_DATE_INVALID", text);
}

static void
set_made(struct flow_reader *r, struct str text)
{
	r->flow.made_text = keep(r, text);
	if (!instant_parse(text, &r->flow.made))
		flow_report(r, "FLOW_DATE_INVALID", text);
}

int
flow_set_header(
    struct flow_reader *r, enum flow_field field, struct str text, struct err *e)
{
	struct flow *f = &r->flow;

	switch (field) {
	case FLOW_FIELD_ID:
		return set_id(r, text, e);
	case FLOW_FIELD_VERSION:
		f->version = keep(r, text);
		break;
	case FLOW_FIELD_REVISION:
		(void)str_to_u64(text, &f->revision);
		break;
	case FLOW_FIELD_MADE:
		set_made(r, text);
		break;
	case FLOW_FIELD_SETTLEMENT:
		f->settlement = keep(r, text);
		break;
	case FLOW_FIELD_SETTLED:
		set_day(r, text);
		break;
	case FLOW_FIELD_BANK:
		f->bank = keep(r, text);
		break;
	case FLOW_FIELD_COUNT:
		set_count(r, text);
		break;
	case FLOW_FIELD_TOTAL:
		set_total(r, text);
		break;
	case FLOW_FIELD_COMPUTED_COUNT:
		if (!f->count_told)
			set_count(r, text);
		break;
	case FLOW_FIELD_COMPUTED_TOTAL:
		if (!f->total_told)
			set_total(r, text);
		break;
	case FLOW_FIELD_STATUS:
		f->status = keep(r, text);
		break;
	case FLOW_FIELD_PAGE:
		set_page(r, text);
		break;
	case FLOW_FIELD_PAGES:
		(void)str_to_u64(text, &r->pages);
		break;
	case FLOW_FIELD_TYPE:
	case FLOW_FIELD_CODE:
	case FLOW_FIELD_NAME:
	case FLOW_FIELD_DOMAIN:
		if (r->party != NULL)
			set_party(r, field, text);
		break;
	default:
		break;
	}
	return 0;
}

static void
set_amount(struct flow_reader *r, struct str text)
{
	struct flow_payment *p = &r->payment;
	bool exact;

	r->amount_seen = true;
	p->amount_told = value_amount(text, &p->amount, &exact);
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

void
flow_set_payment(struct flow_reader *r, enum flow_field field, struct str text)
{
	struct flow_payment *p = &r->payment;

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
		r->outcome_seen = true;
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
	if (!r->amount_seen)
		flow_report(r, "FLOW_AMOUNT_INVALID", STR(""));
	if (!r->outcome_seen)
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
