/* An entry is one movement, whatever the number of its transactions: what they add up to
 * is checked, what they say is kept. */
#include "formats/camt_entry.h"

enum { MOST_DETAILS = 100000 };

enum entry_slot {
	ENTRY_AMOUNT,
	ENTRY_CURRENCY,
	ENTRY_SIGN,
	ENTRY_REVERSAL,
	ENTRY_STATUS,
	ENTRY_BOOKING,
	ENTRY_VALUE,
	ENTRY_REFERENCE,
	ENTRY_OWN_REFERENCE,
	ENTRY_DOMAIN,
	ENTRY_FAMILY,
	ENTRY_SUB_FAMILY,
	ENTRY_PROPRIETARY,
	ENTRY_ISSUER,
	ENTRY_INFORMATION,
};

enum detail_slot {
	DETAIL_AMOUNT,
	DETAIL_CURRENCY,
	DETAIL_SIGN,
	DETAIL_END_TO_END,
	DETAIL_REFERENCE,
	DETAIL_CLEARING,
	DETAIL_DEBTOR,
	DETAIL_DEBTOR_ACCOUNT,
	DETAIL_DEBTOR_CODE,
	DETAIL_CREDITOR,
	DETAIL_CREDITOR_ACCOUNT,
	DETAIL_WORDS,
	DETAIL_STRUCTURED,
	DETAIL_INFORMATION,
	DETAIL_TEXT,
};

const struct xml_field camt_entry_fields[] = {
    {"Amt", ENTRY_AMOUNT, XML_FIRST},
    {"Amt@Ccy", ENTRY_CURRENCY, XML_FIRST},
    {"CdtDbtInd", ENTRY_SIGN, XML_FIRST},
    {"RvslInd", ENTRY_REVERSAL, XML_FIRST},
    {"Sts", ENTRY_STATUS, XML_FIRST},
    {"Sts/Cd", ENTRY_STATUS, XML_FIRST},
    {"Sts/Prtry", ENTRY_STATUS, XML_FIRST},
    {"BookgDt/Dt", ENTRY_BOOKING, XML_FIRST},
    {"BookgDt/DtTm", ENTRY_BOOKING, XML_FIRST},
    {"ValDt/Dt", ENTRY_VALUE, XML_FIRST},
    {"ValDt/DtTm", ENTRY_VALUE, XML_FIRST},
    {"AcctSvcrRef", ENTRY_REFERENCE, XML_FIRST},
    {"NtryRef", ENTRY_OWN_REFERENCE, XML_FIRST},
    {"BkTxCd/Domn/Cd", ENTRY_DOMAIN, XML_FIRST},
    {"BkTxCd/Domn/Fmly/Cd", ENTRY_FAMILY, XML_FIRST},
    {"BkTxCd/Domn/Fmly/SubFmlyCd", ENTRY_SUB_FAMILY, XML_FIRST},
    {"BkTxCd/Prtry/Cd", ENTRY_PROPRIETARY, XML_FIRST},
    {"BkTxCd/Prtry/Issr", ENTRY_ISSUER, XML_FIRST},
    {"AddtlNtryInf", ENTRY_INFORMATION, XML_LINES},
    {0},
};

const struct xml_field camt_detail_fields[] = {
    {"Amt", DETAIL_AMOUNT, XML_FIRST},
    {"Amt@Ccy", DETAIL_CURRENCY, XML_FIRST},
    {"AmtDtls/TxAmt/Amt", DETAIL_AMOUNT, XML_FIRST},
    {"AmtDtls/TxAmt/Amt@Ccy", DETAIL_CURRENCY, XML_FIRST},
    {"CdtDbtInd", DETAIL_SIGN, XML_FIRST},
    {"Refs/EndToEndId", DETAIL_END_TO_END, XML_FIRST},
    {"Refs/AcctSvcrRef", DETAIL_REFERENCE, XML_FIRST},
    {"Refs/TxId", DETAIL_CLEARING, XML_FIRST},
    {"Refs/ClrSysRef", DETAIL_CLEARING, XML_FIRST},
    {"RltdPties/Dbtr/Nm", DETAIL_DEBTOR, XML_FIRST},
    {"RltdPties/Dbtr/Pty/Nm", DETAIL_DEBTOR, XML_FIRST},
    {"RltdPties/Dbtr/Agt/FinInstnId/Nm", DETAIL_DEBTOR, XML_FIRST},
    {"RltdPties/DbtrAcct/Id/IBAN", DETAIL_DEBTOR_ACCOUNT, XML_FIRST},
    {"RltdPties/DbtrAcct/Id/Othr/Id", DETAIL_DEBTOR_ACCOUNT, XML_FIRST},
    {"RltdPties/Dbtr/Id/PrvtId/Othr/Id", DETAIL_DEBTOR_CODE, XML_FIRST},
    {"RltdPties/Dbtr/Id/OrgId/Othr/Id", DETAIL_DEBTOR_CODE, XML_FIRST},
    {"RltdPties/Dbtr/Pty/Id/PrvtId/Othr/Id", DETAIL_DEBTOR_CODE, XML_FIRST},
    {"RltdPties/Dbtr/Pty/Id/OrgId/Othr/Id", DETAIL_DEBTOR_CODE, XML_FIRST},
    {"RltdPties/Cdtr/Nm", DETAIL_CREDITOR, XML_FIRST},
    {"RltdPties/Cdtr/Pty/Nm", DETAIL_CREDITOR, XML_FIRST},
    {"RltdPties/Cdtr/Agt/FinInstnId/Nm", DETAIL_CREDITOR, XML_FIRST},
    {"RltdPties/CdtrAcct/Id/IBAN", DETAIL_CREDITOR_ACCOUNT, XML_FIRST},
    {"RltdPties/CdtrAcct/Id/Othr/Id", DETAIL_CREDITOR_ACCOUNT, XML_FIRST},
    {"RmtInf/Ustrd", DETAIL_WORDS, XML_JOIN},
    {"RmtInf/Strd/CdtrRefInf/Ref", DETAIL_STRUCTURED, XML_LINES},
    {"RmtInf/Strd/CdtrRefInf/CdtrRef", DETAIL_STRUCTURED, XML_LINES},
    {"RmtInf/Strd/AddtlRmtInf", DETAIL_STRUCTURED, XML_LINES},
    {"AddtlTxInf", DETAIL_INFORMATION, XML_LINES},
    {"RmtInf/Ustrd", DETAIL_TEXT, XML_LINES},
    {"RmtInf/Strd/CdtrRefInf/Ref", DETAIL_TEXT, XML_LINES},
    {"RmtInf/Strd/CdtrRefInf/CdtrRef", DETAIL_TEXT, XML_LINES},
    {"RmtInf/Strd/AddtlRmtInf", DETAIL_TEXT, XML_LINES},
    {"AddtlTxInf", DETAIL_TEXT, XML_LINES},
    {0},
};

/* The length of an entity at s that was escaped twice, and what it stands for. */
static size_t
entity_length(struct str s, char *c)
{
	static const struct {
		struct str text;
		char c;
	} entities[] = {{{"&amp;", 5}, '&'}, {{"&lt;", 4}, '<'}, {{"&gt;", 4}, '>'},
	    {{"&quot;", 6}, '"'}, {{"&apos;", 6}, '\''}};

	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
		if (str_starts(s, entities[i].text)) {
			*c = entities[i].c;
			return entities[i].text.len;
		}
	return 0;
}

/* s with entities that were escaped twice made plain, and line ends with the blanks about
 * them (the file's own indentation) made one `line_end`. */
static struct str
plain(struct arena *a, struct str s, char line_end)
{
	char *text = arena_alloc(a, s.len);
	size_t len = 0, i = 0;

	while (i < s.len) {
		char c = s.ptr[i];
		size_t n = c == '&' ? entity_length(str_slice(s, i, s.len), &c) : 0;

		i += n > 0 ? n : 1;
		if (c != '\n' && c != '\r') {
			text[len++] = c;
			continue;
		}
		while (len > 0 && char_is_blank(text[len - 1]))
			len--;
		while (i < s.len && char_is_blank(s.ptr[i]))
			i++;
		if (len > 0)
			text[len++] = line_end;
	}
	return (struct str){text, len};
}

static struct str
reference(struct str s)
{
	return statement_is_no_reference(s) ? (struct str){0} : s;
}

struct date
camt_day(struct camt *c, struct str text, uint64_t line)
{
	struct date d = {0};

	if (text.len > 0 && !date_parse(text, &d))
		statement_finding(c->file, "STATEMENT_DATE_INVALID", line, text);
	return d;
}

bool
camt_amount(
    struct camt *c, struct str amount, struct str sign, uint64_t line, money *cents)
{
	if (!str_is(sign, "CRDT") && !str_is(sign, "DBIT")) {
		statement_finding(c->file, "STATEMENT_SIGN_INVALID", line, sign);
		return false;
	}
	if (!statement_amount(c->file, amount, MONEY_MARK_POINT, line, cents))
		return false;
	if (str_is(sign, "DBIT"))
		*cents = -*cents;
	return true;
}

void
camt_entry_begin(struct camt *c)
{
	c->details = NULL;
	c->detail_count = 0;
	c->detail_room = 0;
}

bool
camt_detail_end(void *context, const struct xml_record *r)
{
	struct camt *c = context;

	if (c->detail_count == MOST_DETAILS)
		return false;
	if (c->detail_count == c->detail_room) {
		size_t room = c->detail_room == 0 ? 4 : c->detail_room * 2;
		struct xml_record *more =
		    arena_new_array(&c->file->row, room, struct xml_record);

		if (c->detail_count > 0)
			memcpy(more, c->details, c->detail_count * sizeof *more);
		c->details = more;
		c->detail_room = room;
	}
	c->details[c->detail_count++] = *r;
	return false;
}

/* CBI's causale is "48//": the code, the bank's own code, the cheque's. */
static struct str
code_of(struct arena *a, const struct xml_record *r)
{
	struct str own = r->slots[ENTRY_PROPRIETARY];

	if (str_is(r->slots[ENTRY_ISSUER], "CBI"))
		return str_slice(own, 0, str_find(own, '/'));
	if (r->slots[ENTRY_DOMAIN].len == 0)
		return own;
	return statement_join(a,
	    (struct str[]){r->slots[ENTRY_DOMAIN], r->slots[ENTRY_FAMILY],
		r->slots[ENTRY_SUB_FAMILY]},
	    3, STR("/"));
}

static enum movement_state
state_of(struct str status)
{
	if (status.len == 0 || str_is(status, "BOOK"))
		return MOVEMENT_BOOKED;
	return str_is(status, "INFO") ? MOVEMENT_INFORMATION : MOVEMENT_PENDING;
}

static bool
is_true(struct str s)
{
	return str_is(s, "true") || str_is(s, "1");
}

/* The cents of a transaction, signed as the entry unless it has a sign of its own; false
 * when the file does not tell them in the entry's currency. */
static bool
detail_amount(const struct movement *m, const struct xml_record *r, money *cents)
{
	struct str sign = r->slots[DETAIL_SIGN], currency = r->slots[DETAIL_CURRENCY];

	if ((currency.len > 0 && !str_equal(currency, m->currency)) ||
	    money_parse(r->slots[DETAIL_AMOUNT], MONEY_MARK_POINT, cents) != MONEY_OK)
		return false;
	if (sign.len > 0 ? str_is(sign, "DBIT") : m->cents < 0)
		*cents = -*cents;
	return true;
}

static void
fill_detail(struct camt *c, const struct movement *m, const struct xml_record *r,
    struct movement_detail *d)
{
	bool credit = m->cents >= 0;
	struct arena *a = &c->file->row;
	struct str words = r->slots[DETAIL_WORDS];

	d->end_to_end = reference(r->slots[DETAIL_END_TO_END]);
	d->reference = reference(r->slots[DETAIL_REFERENCE]);
	d->party = plain(a, r->slots[credit ? DETAIL_DEBTOR : DETAIL_CREDITOR], ' ');
	d->party_account =
	    r->slots[credit ? DETAIL_DEBTOR_ACCOUNT : DETAIL_CREDITOR_ACCOUNT];
	if (words.len == 0)
		words = r->slots[DETAIL_STRUCTURED];
	if (words.len == 0)
		words = r->slots[DETAIL_INFORMATION];
	d->remittance = plain(a, words, ' ');
}

/* The sum of the transactions must be the entry's amount; banks that give them without
 * sign give them all with the same. */
static void
check_details(
    struct camt *c, struct movement *m, struct movement_detail *details, size_t known)
{
	money sum = 0, size = 0;

	for (size_t i = 0; i < m->detail_count; i++)
		if (!money_add(sum, details[i].cents, &sum) ||
		    !money_add(size,
			details[i].cents < 0 ? -details[i].cents : details[i].cents,
			&size))
			return;
	if (known < m->detail_count || sum == m->cents)
		return;
	if (size == (m->cents < 0 ? -m->cents : m->cents)) {
		for (size_t i = 0; i < m->detail_count; i++)
			if ((details[i].cents < 0) != (m->cents < 0))
				details[i].cents = -details[i].cents;
		return;
	}
	statement_finding(c->file, "STATEMENT_DETAILS_DIFFER", m->place.row,
	    arena_format(c->file->findings->arena, "%lld,%02lld / %lld,%02lld",
		(long long)sum / 100, (long long)(sum < 0 ? -sum : sum) % 100,
		(long long)m->cents / 100,
		(long long)(m->cents < 0 ? -m->cents : m->cents) % 100));
}

static void
fill_details(struct camt *c, struct movement *m)
{
	struct movement_detail *details;
	size_t known = 0;

	if (c->detail_count == 0)
		return;
	details = arena_new_array(&c->file->row, c->detail_count, struct movement_detail);
	m->details = details;
	m->detail_count = c->detail_count;
	for (size_t i = 0; i < c->detail_count; i++) {
		known += detail_amount(m, &c->details[i], &details[i].cents);
		fill_detail(c, m, &c->details[i], &details[i]);
	}
	if (c->detail_count == 1 && known == 0)
		details[0].cents = m->cents;
	check_details(c, m, details, known);
}

/* What the entry says of itself, and what its transactions say. */
static void
fill_text(struct camt *c, struct movement *m, const struct xml_record *entry)
{
	struct arena *a = &c->file->row;
	struct str *words = arena_new_array(a, c->detail_count + 1, struct str);
	struct str *text = arena_new_array(a, c->detail_count + 1, struct str);

	text[0] = plain(a, entry->slots[ENTRY_INFORMATION], '\n');
	for (size_t i = 0; i < c->detail_count; i++) {
		words[i] = m->details[i].remittance;
		text[i + 1] = plain(a, c->details[i].slots[DETAIL_TEXT], '\n');
	}
	m->remittance = statement_join(a, words, c->detail_count, STR("\n"));
	m->text = statement_join(a, text, c->detail_count + 1, STR("\n"));
	if (m->remittance.len == 0)
		m->remittance = plain(a, entry->slots[ENTRY_INFORMATION], ' ');
}

/* A single transaction's names and references are the movement's. */
static void
adopt_detail(struct camt *c, struct movement *m)
{
	const struct xml_record *r = &c->details[0];

	m->end_to_end = m->details[0].end_to_end;
	m->party = m->details[0].party;
	m->party_account = m->details[0].party_account;
	m->customer_reference = reference(r->slots[DETAIL_CLEARING]);
	if (m->cents >= 0)
		m->party_fiscal_code = r->slots[DETAIL_DEBTOR_CODE];
	if (m->reference.len == 0)
		m->reference = m->details[0].reference;
}

/* The booking date may be left out; the value date is then the nearest. */
static void
fill_dates(struct camt *c, struct movement *m, const struct xml_record *r)
{
	struct str booking = r->slots[ENTRY_BOOKING], value = r->slots[ENTRY_VALUE];

	m->booking = camt_day(c, booking, r->line);
	m->value = camt_day(c, value, r->line);
	if (date_is_none(m->booking))
		m->booking = m->value;
	if (booking.len == 0 && value.len == 0 && m->state == MOVEMENT_BOOKED)
		statement_finding(c->file, "STATEMENT_DATE_INVALID", r->line, booking);
}

bool
camt_entry_end(void *context, const struct xml_record *r)
{
	struct camt *c = context;
	struct movement *m = c->movement;

	*m = (struct movement){.place.row = r->line,
	    .currency = r->slots[ENTRY_CURRENCY],
	    .state = state_of(r->slots[ENTRY_STATUS]),
	    .reference = reference(r->slots[ENTRY_REFERENCE]),
	    .code = code_of(&c->file->row, r)};
	if (!camt_amount(
		c, r->slots[ENTRY_AMOUNT], r->slots[ENTRY_SIGN], r->line, &m->cents))
		return false;
	m->type = is_true(r->slots[ENTRY_REVERSAL]) ? MOVEMENT_REVERSAL
	    : m->cents < 0                          ? MOVEMENT_DEBIT
						    : MOVEMENT_CREDIT;
	fill_dates(c, m, r);
	if (m->currency.len == 0)
		m->currency = STR("EUR");
	fill_details(c, m);
	fill_text(c, m, r);
	if (c->detail_count == 1)
		adopt_detail(c, m);
	statement_count(c->file, m);
	return true;
}
