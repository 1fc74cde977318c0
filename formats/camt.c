/*
 * ISO 20022 camt.052, .053 and .054 (versions 01 to 08 and after) and CBI's wrapping of
 * them (CBIBdyBkToCstmrStmtReq, CBIDlyStmtReqLogMsg, CBIPrdcStmtReqLogMsg): an entry is
 * one movement, its transactions are its details.
 */
#include "formats/camt_entry.h"

enum statement_slot { ID, SEQUENCE, FROM, TO, IBAN, ACCOUNT, CURRENCY, HOLDER };

enum balance_slot {
	BALANCE_KIND,
	BALANCE_AMOUNT,
	BALANCE_CURRENCY,
	BALANCE_SIGN,
	BALANCE_DAY
};

static const struct xml_field statement_fields[] = {
    {"Id", ID, XML_FIRST},
    {"ElctrncSeqNb", SEQUENCE, XML_FIRST},
    {"FrToDt/FrDtTm", FROM, XML_FIRST},
    {"FrToDt/ToDtTm", TO, XML_FIRST},
    {"Acct/Id/IBAN", IBAN, XML_FIRST},
    {"Acct/Id/Othr/Id", ACCOUNT, XML_FIRST},
    {"Acct/Id/PrtryAcct/Id", ACCOUNT, XML_FIRST},
    {"Acct/Id/BBAN", ACCOUNT, XML_FIRST},
    {"Acct/Ccy", CURRENCY, XML_FIRST},
    {"Acct/Ownr/Nm", HOLDER, XML_FIRST},
    {"Acct/Ownr/Pty/Nm", HOLDER, XML_FIRST},
    {"Acct/Nm", HOLDER, XML_FIRST},
    {0},
};

static const struct xml_field balance_fields[] = {
    {"Tp/CdOrPrtry/Cd", BALANCE_KIND, XML_FIRST},
    {"Tp/Cd", BALANCE_KIND, XML_FIRST},
    {"Amt", BALANCE_AMOUNT, XML_FIRST},
    {"Amt@Ccy", BALANCE_CURRENCY, XML_FIRST},
    {"CdtDbtInd", BALANCE_SIGN, XML_FIRST},
    {"Dt/Dt", BALANCE_DAY, XML_FIRST},
    {"Dt/DtTm", BALANCE_DAY, XML_FIRST},
    {0},
};

static void
begin_statement(void *context, const struct xml_record *r)
{
	struct camt *c = context;

	statement_end(c->file, r->line);
	statement_begin(c->file)->format = c->message;
	c->head_read = false;
}

/* The head of a statement is complete when its first entry begins. */
static void
read_head(struct camt *c, const struct xml_record *r)
{
	struct statement *s = c->file->current;

	if (c->head_read)
		return;
	c->head_read = true;
	s->id = r->slots[ID].len > 0 ? r->slots[ID] : r->slots[SEQUENCE];
	s->account = statement_squeeze(
	    c->file->arena, r->slots[IBAN].len > 0 ? r->slots[IBAN] : r->slots[ACCOUNT]);
	s->holder = r->slots[HOLDER];
	s->currency = r->slots[CURRENCY];
	if (s->currency.len == 0)
		s->currency = s->opening.currency;
	s->from = camt_day(c, r->slots[FROM], r->line);
	s->to = camt_day(c, r->slots[TO], r->line);
	if (date_is_none(s->from))
		s->from = s->opening.date;
	if (date_is_none(s->to))
		s->to = s->closing.date;
}

static bool
end_statement(void *context, const struct xml_record *r)
{
	struct camt *c = context;

	read_head(c, r);
	statement_end(c->file, r->line);
	return false;
}

static bool
end_balance(void *context, const struct xml_record *r)
{
	struct camt *c = context;
	struct str kind = r->slots[BALANCE_KIND];
	struct statement *s = c->file->current;
	struct balance *b = str_is(kind, "OPBD") || str_is(kind, "PRCD") ? &s->opening
	    : str_is(kind, "CLBD")                                       ? &s->closing
									 : NULL;

	if (b == NULL || (b->known && str_is(kind, "PRCD")))
		return false;
	*b = (struct balance){
	    .currency = arena_str(c->file->arena, r->slots[BALANCE_CURRENCY])};
	b->date = camt_day(c, r->slots[BALANCE_DAY], r->line);
	b->known = camt_amount(
	    c, r->slots[BALANCE_AMOUNT], r->slots[BALANCE_SIGN], r->line, &b->cents);
	return false;
}

static void
begin_entry(void *context, const struct xml_record *r)
{
	struct camt *c = context;

	read_head(c, r->parent);
	camt_entry_begin(c);
}

#define ENTRY_OF(parent)                                                                 \
	{                                                                                \
		"Ntry", parent, camt_entry_fields, false, begin_entry, camt_entry_end    \
	}
#define STATEMENT_OF(name)                                                               \
	{name, NULL, statement_fields, true, begin_statement, end_statement},            \
	    {"Bal", name, balance_fields, false, NULL, end_balance}, ENTRY_OF(name)

static const struct xml_record_kind kinds[] = {
    STATEMENT_OF("Stmt"),
    STATEMENT_OF("Rpt"),
    STATEMENT_OF("Ntfctn"),
    {"NtryDtls/TxDtls", "Ntry", camt_detail_fields, false, NULL, camt_detail_end},
    {"TxDtls", "Ntry", camt_detail_fields, false, NULL, camt_detail_end},
    {0},
};

static const struct {
	const char *mark;
	const char *message;
} messages[] = {
    {"BkToCstmrAcctRpt", "camt.052"},
    {"BkToCstmrDbtCdtNtfctn", "camt.054"},
    {"BkToCstmrStmt", "camt.053"},
    {"StmtReqLogMsg", "camt.053"},
    {"camt.053", "camt.053"},
};

static const char *
message_of(const struct input *in)
{
	for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++)
		if (xml_head_has(in, messages[i].mark))
			return messages[i].message;
	return NULL;
}

static int
camt_bid(const struct input *in)
{
	return message_of(in) != NULL ? 90 : 0;
}

static int
camt_open(struct statement_file *f, struct err *e)
{
	struct camt *c = arena_new(f->arena, struct camt);

	(void)e;
	c->file = f;
	c->message = message_of(f->in);
	c->records = xml_records_open(f->in, kinds, c, &f->row, f->arena);
	f->state = c;
	return 0;
}

static int
camt_next(struct statement_file *f, struct movement *m, struct err *e)
{
	struct camt *c = f->state;
	int status;

	arena_reset(&f->row);
	c->movement = m;
	status = xml_records_next(c->records, e);
	if (status == 0 && f->current == NULL)
		return err_file(e, "STATEMENT_NOT_A_STATEMENT",
		    "%s message without statements", c->message);
	return status;
}

static void
camt_close(struct statement_file *f)
{
	struct camt *c = f->state;

	if (c != NULL)
		xml_records_close(c->records);
}

const struct statement_format statement_format_camt = {
    .name = "camt",
    .help = {"ISO 20022 camt.052, camt.053, camt.054, anche nella busta CBI",
	"ISO 20022 camt.052, camt.053, camt.054, in CBI's envelope too"},
    .bid = camt_bid,
    .open = camt_open,
    .next = camt_next,
    .close = camt_close,
};
