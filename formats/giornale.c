/*
 * The treasurer's journal (flusso_giornale_di_cassa of SIOPE+ OPI 1.3.1a to 1.8, and of
 * the older OIL): provvisori that wait for their reversale, and the reversali and mandati
 * carried out. Signature and schema are not asked for: real deliveries are often
 * unsigned.
 */
#include "formats/statement.h"
#include "formats/xml_record.h"

enum { MOST_PROVVISORI = 1000 };

enum journal_slot { FLOW, YEAR, PAGE, PAGES, DAY, FROM, TO, HOLDER };

enum account_slot { ACCOUNT, BEFORE, CREDITS, DEBITS, AFTER };

enum movement_slot {
	DIRECTION,
	DOCUMENT,
	OPERATION,
	DOCUMENT_NUMBER,
	AMOUNT,
	BOLLETTA,
	BOOKING,
	VALUE,
	EXECUTION,
	REFERENCE,
	END_TO_END,
	OWN_REFERENCE,
	PARTY,
	PARTY_CODE,
	PARTY_VAT,
	CAUSALE,
	OLD_PROVVISORIO,
	BANK_REFERENCE,
};

enum provvisorio_slot { NUMBER, NUMBER_AMOUNT };

static const struct xml_field journal_fields[] = {
    {"identificativo_flusso_BT", FLOW, XML_FIRST},
    {"identificativo_flusso", FLOW, XML_FIRST},
    {"esercizio", YEAR, XML_FIRST},
    {"pagina", PAGE, XML_FIRST},
    {"pagine_totali", PAGES, XML_FIRST},
    {"data_riferimento_GdC", DAY, XML_FIRST},
    {"data_inizio_periodo_riferimento", FROM, XML_FIRST},
    {"data_fine_periodo_riferimento", TO, XML_FIRST},
    {"testata_messaggio/descrizione_ente", HOLDER, XML_FIRST},
    {"descrizione_ente", HOLDER, XML_FIRST},
    {0},
};

static const struct xml_field account_fields[] = {
    {"conto_evidenza", ACCOUNT, XML_FIRST},
    {"saldo_precedente_conto_evidenza", BEFORE, XML_FIRST},
    {"totale_entrate_conto_evidenza", CREDITS, XML_FIRST},
    {"totale_uscite_conto_evidenza", DEBITS, XML_FIRST},
    {"saldo_finale_conto_evidenza", AFTER, XML_FIRST},
    {0},
};

static const struct xml_field movement_fields[] = {
    {"tipo_movimento", DIRECTION, XML_FIRST},
    {"tipo_documento", DOCUMENT, XML_FIRST},
    {"tipo_operazione", OPERATION, XML_FIRST},
    {"numero_documento", DOCUMENT_NUMBER, XML_FIRST},
    {"importo", AMOUNT, XML_FIRST},
    {"numero_bolletta_quietanza", BOLLETTA, XML_FIRST},
    {"data_movimento", BOOKING, XML_FIRST},
    {"data_valuta_ente", VALUE, XML_FIRST},
    {"tipo_esecuzione", EXECUTION, XML_FIRST},
    {"codice_riferimento_operazione", REFERENCE, XML_FIRST},
    {"end_to_end_id", END_TO_END, XML_FIRST},
    {"codice_riferimento_interno", OWN_REFERENCE, XML_FIRST},
    {"cliente/anagrafica_cliente", PARTY, XML_FIRST},
    {"cliente/codice_fiscale_cliente", PARTY_CODE, XML_FIRST},
    {"cliente/partita_iva_cliente", PARTY_VAT, XML_FIRST},
    {"causale", CAUSALE, XML_FIRST},
    {"numero_sospeso", OLD_PROVVISORIO, XML_FIRST},
    {"dati_a_disposizione_BT/cro", BANK_REFERENCE, XML_FIRST},
    {0},
};

static const struct xml_field provvisorio_fields[] = {
    {"numero_provvisorio", NUMBER, XML_FIRST},
    {"importo_provvisorio", NUMBER_AMOUNT, XML_FIRST},
    {0},
};

struct giornale {
	struct statement_file *file;
	struct xml_records *records;
	struct movement *movement; /* to be filled at the end of a movement */
	struct movement_provvisorio *provvisori; /* of the movement being read */
	size_t provvisorio_count;
	bool page_told;
};

static struct date
day_of(struct giornale *g, struct str text, uint64_t line)
{
	struct date d = {0};

	if (text.len > 0 && !date_parse(text, &d))
		statement_finding(g->file, "STATEMENT_DATE_INVALID", line, text);
	return d;
}

/* --- accounts ----------------------------------------------------------------------- */

static void
read_pages(struct giornale *g, struct statement *s, const struct xml_record *journal)
{
	(void)str_to_u64(journal->slots[PAGE], &s->page);
	(void)str_to_u64(journal->slots[PAGES], &s->pages);
	if (s->pages > 1 && !g->page_told)
		statement_finding(g->file, "STATEMENT_PAGES", journal->line,
		    arena_format(g->file->findings->arena, "%ju / %ju",
			(uintmax_t)s->page, (uintmax_t)s->pages));
	g->page_told = true;
}

/* One statement for each account; what the journal says of all stands before them. */
static void
begin_account(void *context, const struct xml_record *r)
{
	struct giornale *g = context;
	const struct xml_record *journal = r->parent;
	struct statement *s = statement_begin(g->file);

	s->id = journal->slots[FLOW];
	s->year = journal->slots[YEAR];
	s->holder = journal->slots[HOLDER];
	s->currency = STR("EUR");
	s->from = day_of(
	    g, journal->slots[journal->slots[DAY].len > 0 ? DAY : FROM], journal->line);
	s->to = day_of(
	    g, journal->slots[journal->slots[DAY].len > 0 ? DAY : TO], journal->line);
	read_pages(g, s, journal);
}

static bool
total(
    struct giornale *g, const struct xml_record *r, enum account_slot slot, money *cents)
{
	return r->slots[slot].len > 0 &&
	    statement_amount(g->file, r->slots[slot], MONEY_MARK_POINT, r->line, cents);
}

/* What is declared must add up by itself. The movements are not summed against it: a
 * page, or a regularisation, holds only a part of what the totals count. */
static bool
end_account(void *context, const struct xml_record *r)
{
	struct giornale *g = context;
	struct statement *s = g->file->current;
	money before, after, credits, debits;

	s->ended = true;
	s->account = r->slots[ACCOUNT];
	if (!total(g, r, BEFORE, &before) || !total(g, r, AFTER, &after))
		return false;
	s->opening = (struct balance){true, before, s->from, STR("EUR")};
	s->closing = (struct balance){true, after, s->to, STR("EUR")};
	if (!total(g, r, CREDITS, &credits) || !total(g, r, DEBITS, &debits) ||
	    before + credits - debits == after)
		return false;
	statement_finding(g->file, "STATEMENT_BALANCE_DIFFERS", r->line,
	    statement_join(g->file->findings->arena,
		(struct str[]){r->slots[BEFORE], r->slots[CREDITS], r->slots[DEBITS],
		    r->slots[AFTER]},
		4, STR(" / ")));
	return false;
}

/* --- movements ---------------------------------------------------------------------- */

static void
begin_movement(void *context, const struct xml_record *r)
{
	struct giornale *g = context;

	g->file->current->account = r->parent->slots[ACCOUNT];
	g->provvisori = NULL;
	g->provvisorio_count = 0;
}

static void
add_provvisorio(struct giornale *g, struct str number, money cents)
{
	if (g->provvisori == NULL)
		g->provvisori = arena_new_array(
		    &g->file->row, MOST_PROVVISORI, struct movement_provvisorio);
	if (g->provvisorio_count < MOST_PROVVISORI)
		g->provvisori[g->provvisorio_count++] =
		    (struct movement_provvisorio){statement_number(number), cents};
}

static bool
end_provvisorio(void *context, const struct xml_record *r)
{
	struct giornale *g = context;
	money cents = 0;

	if (statement_amount(
		g->file, r->slots[NUMBER_AMOUNT], MONEY_MARK_POINT, r->line, &cents))
		add_provvisorio(g, r->slots[NUMBER], cents);
	return false;
}

static bool
is_provvisorio(struct str document)
{
	return str_starts(document, STR("SOSPESO"));
}

/* A reversale or mandato that covers provvisori moves no money: that has come before. */
static bool
regularises(const struct giornale *g, const struct xml_record *r)
{
	return !is_provvisorio(r->slots[DOCUMENT]) &&
	    (g->provvisorio_count > 0 ||
		str_starts(r->slots[EXECUTION], STR("REGOLARIZZAZIONE")));
}

static enum movement_type
type_of(struct giornale *g, const struct xml_record *r, money cents)
{
	struct str operation = r->slots[OPERATION];

	if (str_is(operation, "REGOLARIZZATO"))
		return MOVEMENT_SETTLEMENT;
	if (str_is(operation, "RIPRISTINATO"))
		return MOVEMENT_RESTORATION;
	if (str_is(operation, "STORNATO"))
		return regularises(g, r) ? MOVEMENT_RESTORATION : MOVEMENT_REVERSAL;
	if (!str_is(operation, "ESEGUITO"))
		statement_finding(g->file, "STATEMENT_LINE_UNKNOWN", r->line, operation);
	if (regularises(g, r))
		return MOVEMENT_SETTLEMENT;
	return cents < 0 ? MOVEMENT_DEBIT : MOVEMENT_CREDIT;
}

/* Money in is positive; a storno takes back, whatever sign the treasurer wrote. */
static bool
amount_of(struct giornale *g, const struct xml_record *r, money *cents)
{
	struct str direction = r->slots[DIRECTION];
	bool out = str_is(direction, "USCITA");

	if (!out && !str_is(direction, "ENTRATA")) {
		statement_finding(g->file, "STATEMENT_SIGN_INVALID", r->line, direction);
		return false;
	}
	if (!statement_amount(
		g->file, r->slots[AMOUNT], MONEY_MARK_POINT, r->line, cents))
		return false;
	if (str_is(r->slots[OPERATION], "STORNATO") && *cents > 0)
		*cents = -*cents;
	if (out)
		*cents = -*cents;
	return true;
}

static void
fill_document(struct giornale *g, struct movement *m, const struct xml_record *r)
{
	m->document = r->slots[DOCUMENT];
	m->document_number = statement_number(r->slots[DOCUMENT_NUMBER]);
	m->operation = r->slots[OPERATION];
	m->bolletta = statement_number(r->slots[BOLLETTA]);
	if (r->slots[OLD_PROVVISORIO].len > 0 && g->provvisorio_count == 0)
		add_provvisorio(
		    g, r->slots[OLD_PROVVISORIO], m->cents < 0 ? -m->cents : m->cents);
	m->provvisori = g->provvisori;
	m->provvisorio_count = g->provvisorio_count;
	if (is_provvisorio(m->document))
		m->provvisorio = m->document_number;
	else if (g->provvisorio_count == 1)
		m->provvisorio = g->provvisori[0].number;
}

static void
fill_party(struct movement *m, const struct xml_record *r)
{
	struct str id = r->slots[END_TO_END];

	m->party = r->slots[PARTY];
	m->party_fiscal_code =
	    r->slots[r->slots[PARTY_CODE].len > 0 ? PARTY_CODE : PARTY_VAT];
	m->end_to_end = statement_is_no_reference(id) ? (struct str){0} : id;
	m->reference = r->slots[r->slots[REFERENCE].len > 0 ? REFERENCE : BANK_REFERENCE];
	m->customer_reference = r->slots[OWN_REFERENCE];
	m->remittance = r->slots[CAUSALE];
	m->text = r->slots[CAUSALE];
	m->code = r->slots[EXECUTION];
}

static bool
end_movement(void *context, const struct xml_record *r)
{
	struct giornale *g = context;
	struct movement *m = g->movement;

	*m = (struct movement){.place.row = r->line};
	if (!amount_of(g, r, &m->cents))
		return false;
	m->booking = day_of(g, r->slots[BOOKING], r->line);
	m->value = day_of(g, r->slots[VALUE], r->line);
	fill_document(g, m, r);
	fill_party(m, r);
	m->type = type_of(g, r, m->cents);
	statement_count(g->file, m);
	return true;
}

/* --- the reader --------------------------------------------------------------------- */

#define JOURNAL "flusso_giornale_di_cassa"
#define ACCOUNT_OF_JOURNAL "informazioni_conto_evidenza"
#define MOVEMENT_OF_ACCOUNT "movimento_conto_evidenza"

static const struct xml_record_kind kinds[] = {
    {JOURNAL, NULL, journal_fields, true, NULL, NULL},
    {ACCOUNT_OF_JOURNAL, JOURNAL, account_fields, true, begin_account, end_account},
    {MOVEMENT_OF_ACCOUNT, ACCOUNT_OF_JOURNAL, movement_fields, false, begin_movement,
	end_movement},
    {"sospeso", MOVEMENT_OF_ACCOUNT, provvisorio_fields, false, NULL, end_provvisorio},
    {0},
};

/* The other messages of SIOPE+, which a folder of statements may get by mistake. */
static const char *const other_messages[] = {"<flusso_ordinativi", "<messaggio_ack_siope",
    "<messaggio_ricezione_flusso", "<messaggio_rifiuto_flusso",
    "<messaggi_esito_applicativo", "<flusso_disponibilita_liquide"};

static const char *
other_message_of(const struct input *in)
{
	for (size_t i = 0; i < sizeof other_messages / sizeof other_messages[0]; i++)
		if (xml_head_has(in, other_messages[i]))
			return other_messages[i] + 1;
	return NULL;
}

static int
giornale_bid(const struct input *in)
{
	if (xml_head_has(in, JOURNAL))
		return 95;
	return other_message_of(in) != NULL ? 60 : 0;
}

static int
giornale_open(struct statement_file *f, struct err *e)
{
	struct giornale *g = arena_new(f->arena, struct giornale);

	if (!xml_head_has(f->in, JOURNAL))
		return err_file(e, "STATEMENT_NOT_A_STATEMENT",
		    "OPI message %s, not " JOURNAL, other_message_of(f->in));
	g->file = f;
	g->records = xml_records_open(f->in, kinds, g, &f->row, f->arena);
	f->state = g;
	return 0;
}

static int
giornale_next(struct statement_file *f, struct movement *m, struct err *e)
{
	struct giornale *g = f->state;
	int status;

	arena_reset(&f->row);
	g->movement = m;
	status = xml_records_next(g->records, e);
	if (status == 0 && f->current == NULL)
		return err_file(
		    e, "STATEMENT_NOT_A_STATEMENT", JOURNAL " without accounts");
	return status;
}

static void
giornale_close(struct statement_file *f)
{
	struct giornale *g = f->state;

	if (g != NULL)
		xml_records_close(g->records);
}

const struct statement_format statement_format_giornale = {
    .name = "giornale",
    .help = {"giornale di cassa OPI/SIOPE+ (e OIL)", "OPI/SIOPE+ treasurer's journal"},
    .bid = giornale_bid,
    .open = giornale_open,
    .next = giornale_next,
    .close = giornale_close,
};
