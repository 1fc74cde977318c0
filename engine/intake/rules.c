/* What a quota must be before it may become a position: GPD refuses a whole file for one
 * bad one. */
#include "intake/rules.h"

#include "base/text.h"
#include "model/address.h"
#include "model/fiscal_code.h"
#include "model/iban.h"
#include "model/taxonomy.h"

/* Whether the column was found wrong before: one finding a cell is enough. */
static bool
is_known_wrong(const struct rule_context *c, uint32_t column)
{
	for (size_t i = 0; i < c->findings->count; i++) {
		const struct finding *f = &c->findings->items[i];

		if (column != 0 && f->place.row == c->row.row &&
		    f->place.column == column && f->kind->severity >= FINDING_ROW)
			return true;
	}
	return false;
}

/* A finding about a member of the quota, at its column. NULL when the cell is known wrong
 * already. */
static struct finding *
found(struct rule_context *c, const struct quota *q, const void *member, const char *code,
    struct str seen)
{
	struct str name = {0};
	struct place place = layout_place(c->layout, c->row, member, q, &name);
	struct finding *f;

	if (is_known_wrong(c, place.column))
		return NULL;
	f = finding_add(c->findings, code, place, seen);
	f->column_name = name;
	return f;
}

/* What is kept in the ledger is read in either language. */
static struct str
both_languages(struct rule_context *c, const struct sentence *s)
{
	return arena_format(c->findings->arena, "%s / %s", s->it, s->en);
}

static void
check_creditor(struct rule_context *c, struct quota *q)
{
	if (q->creditor.len > 0 && !str_equal(q->creditor, c->creditor->fiscal_code))
		found(c, q, &q->creditor, "CREDITOR_OTHER", q->creditor);
}

static void
check_fiscal_code(struct rule_context *c, struct quota *q)
{
	struct fiscal_code code = {0};
	enum fiscal_code_fault fault = fiscal_code_check(q->debtor.fiscal_code, &code);
	struct finding *f;

	if (fault == FISCAL_CODE_OK) {
		struct str type = code.is_person ? STR("F") : STR("G");

		q->debtor.fiscal_code = arena_str(c->arena, str_of(code.text));
		if (q->debtor.type.len == 0)
			q->debtor.type = type;
		else if (!str_equal(q->debtor.type, type) && code.is_person)
			found(c, q, &q->debtor.type, "TYPE_MISMATCH", q->debtor.type);
		return;
	}
	f = found(
	    c, q, &q->debtor.fiscal_code, "FISCAL_CODE_INVALID", q->debtor.fiscal_code);
	if (f == NULL)
		return;
	f->expected = fiscal_code_hint(q->debtor.fiscal_code, c->findings->arena);
}

static void
check_name(struct rule_context *c, struct quota *q)
{
	struct str joined;

	if (q->debtor.name.len == 0 && (q->surname.len > 0 || q->given_name.len > 0)) {
		joined = arena_format(
		    c->arena, "%.*s %.*s", STR_ARG(q->surname), STR_ARG(q->given_name));
		q->debtor.name = text_cut(str_trim(joined), 70);
	}
	if (q->debtor.name.len == 0)
		found(c, q, &q->debtor.name, "NAME_MISSING", STR(""));
}

static void
check_key(struct rule_context *c, struct quota *q)
{
	bool right = q->key.len <= QUOTA_KEY_MOST;

	for (size_t i = 0; i < q->key.len; i++)
		right = right && quota_key_has(q->key.ptr[i]);
	if (!right)
		found(c, q, &q->key, "KEY_INVALID", q->key);
}

static void
check_causale(struct rule_context *c, struct quota *q)
{
	struct str clean = q->causale;

	while (clean.len > 0 && (clean.ptr[0] == '/' || clean.ptr[0] == ' '))
		clean = str_slice(clean, 1, clean.len);
	if (clean.len < q->causale.len)
		found(c, q, &q->causale, "CAUSALE_SLASH", q->causale);
	q->causale = clean;
	if (q->tipo.len == 0)
		q->tipo = STR("contributo");
}

static void
check_amount(struct rule_context *c, struct quota *q)
{
	if (q->cents <= 0)
		found(c, q, &q->cents, "AMOUNT_NOT_POSITIVE",
		    arena_format(c->arena, "%jd.%02jd", (intmax_t)(q->cents / 100),
			(intmax_t)(q->cents < 0 ? -q->cents : q->cents) % 100));
}

/* "MM-DD" in the year given, or the whole date. */
static bool
day_of_year(struct str text, int year, struct date *d)
{
	struct str rest = text, month, day;
	uint64_t m, n;

	if (date_parse(text, d))
		return true;
	if (!str_cut(&rest, '-', &month) || !str_cut(&rest, '-', &day) ||
	    !str_to_u64(month, &m) || !str_to_u64(day, &n) || m > 12 || n > 31 ||
	    !date_is_valid(year, (int)m, (int)n))
		return false;
	*d = (struct date){.year = (int16_t)year, .month = (uint8_t)m, .day = (uint8_t)n};
	return true;
}

static struct date
default_due(const struct rule_context *c)
{
	struct str rule = c->generation->due_date;
	struct date d = {0};
	uint64_t days;

	if (str_starts(rule, STR("+")) &&
	    str_to_u64(str_slice(rule, 1, rule.len), &days) && days < 3660)
		return date_add_days(c->today, (int)days);
	(void)day_of_year(rule, c->today.year, &d);
	return d;
}

static struct date
last_due(const struct quota *q)
{
	struct date last = q->due;

	for (size_t i = 0; i < q->instalment_count; i++)
		if (date_compare(q->instalments[i].due, last) > 0)
			last = q->instalments[i].due;
	return last;
}

static void
check_due(struct rule_context *c, struct quota *q)
{
	if (date_is_none(q->due))
		q->due = default_due(c);
	if (date_is_none(q->due))
		found(c, q, &q->due, "DUE_MISSING", STR(""));
	else if (date_compare(q->due, c->today) < 0)
		found(c, q, &q->due, "DATE_PAST",
		    arena_str(c->arena, str_of(date_iso(q->due).text)));
}

static void
check_validity(struct rule_context *c, struct quota *q)
{
	struct date last = last_due(q);

	if (date_is_none(q->valid_to) && !date_is_none(last) &&
	    (!day_of_year(c->generation->validity_end, last.year, &q->valid_to) ||
		date_compare(q->valid_to, last) < 0))
		q->valid_to = (struct date){.year = last.year, .month = 12, .day = 31};
	if (!date_is_none(last) && date_compare(q->valid_to, last) < 0)
		found(c, q, &q->valid_to, "VALIDITY_BEFORE_DUE",
		    arena_str(c->arena, str_of(date_iso(q->valid_to).text)));
}

/* One instalment on its own; false when it is not whole. */
static bool
instalment_is_whole(struct rule_context *c, const struct quota *q, size_t at)
{
	const struct instalment *i = &q->instalments[at];

	if (i->cents > 0 && !date_is_none(i->due))
		return true;
	found(c, q, &q->instalments, "INSTALMENT_INCOMPLETE",
	    arena_format(c->arena, "rata %zu", at + 1));
	return false;
}

static void
check_instalments(struct rule_context *c, struct quota *q)
{
	money sum = 0;

	for (size_t i = 0; i < q->instalment_count; i++) {
		if (!instalment_is_whole(c, q, i))
			return;
		if (date_compare(q->instalments[i].due, c->today) < 0)
			found(c, q, &q->instalments, "DATE_PAST",
			    arena_format(c->arena, "rata %zu: %s", i + 1,
				date_iso(q->instalments[i].due).text));
		if (i > 0 &&
		    date_compare(q->instalments[i].due, q->instalments[i - 1].due) < 0)
			found(c, q, &q->instalments, "INSTALMENT_ORDER",
			    arena_format(c->arena, "rata %zu", i + 1));
		sum += q->instalments[i].cents;
	}
	if (q->instalment_count > 0 && sum != q->cents)
		found(c, q, &q->instalments, "INSTALMENT_SUM",
		    arena_format(c->arena, "%jd,%02jd", (intmax_t)(sum / 100),
			(intmax_t)(sum % 100)));
}

/* Drops a part of the address that is not what it should be, with a warning. */
static void
keep_if(struct rule_context *c, const struct quota *q, struct str *part, bool is_right,
    const char *code)
{
	if (part->len == 0 || is_right)
		return;
	found(c, q, part, code, *part);
	*part = (struct str){0};
}

static void
check_address(struct rule_context *c, struct quota *q)
{
	struct debtor *d = &q->debtor;
	uint64_t number;

	d->province = address_province_code(d->province, c->arena);
	d->country = address_country_code(d->country, c->arena);
	if (d->country.len == 0 && (d->cap.len > 0 || d->city.len > 0))
		d->country = STR("IT");
	/* Abroad a postal code of four digits is right: 1000 is Ljubljana. */
	if (str_is(d->country, "IT") && d->cap.len >= 3 && d->cap.len < 5 &&
	    str_to_u64(d->cap, &number)) {
		found(c, q, &d->cap, "CAP_ZERO_RESTORED", d->cap);
		d->cap = arena_format(c->arena, "%05u", (unsigned)number);
	}
	keep_if(c, q, &d->country, address_is_country(d->country), "COUNTRY_INVALID");
	if (str_is(d->country, "IT"))
		keep_if(c, q, &d->cap, address_is_postcode(d->cap), "CAP_INVALID");
	keep_if(c, q, &d->cap, d->cap.len <= POSTCODE_MOST, "CAP_INVALID");
	keep_if(c, q, &d->province, address_is_province(d->province), "PROVINCE_INVALID");
	keep_if(c, q, &d->email, address_is_email(d->email), "EMAIL_INVALID");
	keep_if(c, q, &d->pec, address_is_email(d->pec), "EMAIL_INVALID");
}

/* Codes that nothing else holds to a form. */
static void
check_lengths(struct rule_context *c, struct quota *q)
{
	for (const struct field *f = quota_fields; f->name != NULL; f++) {
		const struct str *code = (const void *)((const char *)q + f->offset);

		if (f->type == FIELD_CODE && code->len > f->most)
			found(c, q, code, "CODE_TOO_LONG", *code);
	}
}

static bool
is_admitted(const struct conf_creditor *creditor, struct str iban)
{
	for (size_t i = 0; i < creditor->account_count; i++)
		if (str_equal(creditor->accounts[i].iban, iban))
			return true;
	return false;
}

static void
check_iban(struct rule_context *c, struct quota *q)
{
	struct iban iban;
	enum iban_fault fault;
	struct finding *f;

	if (q->iban.len == 0 && c->creditor->account_count > 0)
		q->iban = c->creditor->accounts[0].iban;
	fault = iban_check(q->iban, &iban);
	if (fault != IBAN_OK) {
		f = found(c, q, &q->iban, "IBAN_INVALID", q->iban);
		if (f != NULL)
			f->expected = both_languages(c, iban_fault_sentence(fault));
	} else if (!is_admitted(c->creditor, q->iban)) {
		found(c, q, &q->iban, "IBAN_NOT_ADMITTED", q->iban);
	}
}

static void
check_taxonomy(struct rule_context *c, struct quota *q)
{
	if (q->taxonomy.len == 0)
		q->taxonomy = c->creditor->taxonomy;
	if (!taxonomy_check(q->taxonomy))
		found(c, q, &q->taxonomy, "TAXONOMY_INVALID", q->taxonomy);
}

const struct rule quota_rules[] = {
    {"creditor", check_creditor},
    {"fiscal code", check_fiscal_code},
    {"name", check_name},
    {"key", check_key},
    {"causale", check_causale},
    {"amount", check_amount},
    {"due date", check_due},
    {"instalments", check_instalments},
    {"validity", check_validity},
    {"address", check_address},
    {"iban", check_iban},
    {"taxonomy", check_taxonomy},
    {"lengths", check_lengths},
    {0},
};

void
rules_apply(struct rule_context *c, struct quota *q)
{
	if (q->operation == QUOTA_CANCEL) {
		check_key(c, q);
		return;
	}
	for (const struct rule *r = quota_rules; r->name != NULL; r++)
		r->apply(c, q);
}
