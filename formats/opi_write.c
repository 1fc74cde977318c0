/* The message in the schema's order; its elements have no namespace. */
#include "formats/opi_write.h"

#include "base/text.h"
#include "formats/xml_write.h"

static const char *const operations[] = {
    [REVERSALE_INSERTION] = "INSERIMENTO",
    [REVERSALE_CHANGE] = "VARIAZIONE",
    [REVERSALE_CANCELLATION] = "ANNULLO",
    [REVERSALE_REPLACEMENT] = "SOSTITUZIONE",
};

/* All of them are in both versions. */
static const char *const collections[] = {
    [COLLECTION_SETTLEMENT] = "REGOLARIZZAZIONE",
    [COLLECTION_CASH] = "CASSA",
    [COLLECTION_SET_OFF] = "COMPENSAZIONE",
    [COLLECTION_POSTAL_ACCOUNT] = "PRELIEVO DA CC POSTALE",
    [COLLECTION_BANK_OF_ITALY] = "ACCREDITO BANCA D'ITALIA",
    [COLLECTION_REPLACEMENT] = "SOSTITUZIONE",
};

static const char *const stamps[] = {
    [STAMP_EXEMPT] = "ESENTE BOLLO",
    [STAMP_ON_CREDITOR] = "ASSOGGETTATO BOLLO A CARICO ENTE",
    [STAMP_ON_PAYER] = "ASSOGGETTATO BOLLO A CARICO VERSANTE",
};

struct writer {
	struct out *out;
	struct arena *arena;
};

static void
open_element(struct writer *w, const char *name)
{
	out_format(w->out, "<%s>", name);
}

static void
close_element(struct writer *w, const char *name)
{
	out_format(w->out, "</%s>\n", name);
}

/* Text without control characters, blanks collapsed, escaped. */
static void
put_escaped(struct writer *w, struct str s)
{
	xml_write_text(w->out, text_clean(w->arena, s));
}

/* An element with a text; none for an empty one. */
static void
put(struct writer *w, const char *name, struct str s)
{
	if (str_trim(s).len == 0)
		return;
	open_element(w, name);
	put_escaped(w, s);
	close_element(w, name);
}

static void
put_cents(struct writer *w, const char *name, money cents)
{
	open_element(w, name);
	money_write_plain(w->out, cents);
	close_element(w, name);
}

static void
put_number(struct writer *w, const char *name, uint64_t number)
{
	open_element(w, name);
	out_u64(w->out, number);
	close_element(w, name);
}

/* Digits as a number: without leading zeros. */
static void
put_digits(struct writer *w, const char *name, struct str digits)
{
	uint64_t n = 0;

	(void)str_to_u64(digits, &n);
	put_number(w, name, n);
}

static void
put_header(struct writer *w, const struct opi_header *h)
{
	struct instant_text created = instant_iso(h->created);

	open_element(w, "testata_flusso");
	put(w, "codice_ABI_BT", h->abi);
	put(w, "identificativo_flusso", h->flow);
	put(w, "data_ora_creazione_flusso", str_of(created.text));
	put(w, "codice_ente", h->office);
	put(w, "descrizione_ente", h->name);
	put(w, "codice_istat_ente", h->istat);
	put(w, "codice_fiscale_ente", h->fiscal_code);
	put(w, "codice_tramite_ente", h->channel);
	put(w, "codice_tramite_BT", h->bank_channel);
	put(w, "codice_ente_BT", h->bank_code);
	put(w, "riferimento_ente", h->reference);
	close_element(w, "testata_flusso");
}

static void
put_budget(struct writer *w, const struct reversale_budget *b)
{
	open_element(w, "bilancio");
	put_digits(w, "codifica_bilancio", b->code);
	put(w, "descrizione_codifica", b->description);
	put(w, "gestione", b->residual_year != 0 ? STR("RESIDUO") : STR("COMPETENZA"));
	if (b->residual_year != 0)
		put_number(w, "anno_residuo", (uint64_t)b->residual_year);
	put(w, "numero_articolo", b->article);
	put(w, "voce_economica", b->item);
	put_cents(w, "importo_bilancio", b->cents);
	close_element(w, "bilancio");
}

static void
put_class(struct writer *w, const struct reversale_class *c)
{
	open_element(w, "classificazione");
	put(w, "codice_cge", c->code);
	put(w, "codice_cup", c->cup);
	put_cents(w, "importo", c->cents);
	open_element(w, "classificazione_dati_siope_entrate");
	put(w, "tipo_debito_siope_nc", c->vat ? STR("IVA") : STR("NON_COMMERCIALE"));
	close_element(w, "classificazione_dati_siope_entrate");
	close_element(w, "classificazione");
}

static void
put_person(struct writer *w, const struct reversale_payer *p)
{
	open_element(w, "versante");
	put(w, "anagrafica_versante", p->name);
	put(w, "indirizzo_versante", p->address);
	put(w, "cap_versante", p->zip);
	put(w, "localita_versante", p->town);
	put(w, "provincia_versante", p->province);
	put(w, "stato_versante", p->country);
	put(w, "partita_iva_versante", p->vat_number);
	put(w, "codice_fiscale_versante", p->fiscal_code);
	close_element(w, "versante");
}

static void
put_stamp(struct writer *w, const struct reversale_payer *p)
{
	open_element(w, "bollo");
	put(w, "assoggettamento_bollo", str_of(stamps[p->stamp]));
	if (p->stamp == STAMP_EXEMPT)
		put(w, "causale_esenzione_bollo", p->stamp_reason);
	close_element(w, "bollo");
}

static void
put_provvisori(struct writer *w, const struct reversale_payer *p)
{
	for (size_t i = 0; i < p->provvisorio_count; i++) {
		open_element(w, "sospeso");
		put_digits(w, "numero_provvisorio", p->provvisori[i].number);
		put_cents(w, "importo_provvisorio", p->provvisori[i].cents);
		close_element(w, "sospeso");
	}
}

static void
put_payer(struct writer *w, const struct reversale_payer *p, size_t number)
{
	open_element(w, "informazioni_versante");
	put_number(w, "progressivo_versante", number);
	put_cents(w, "importo_versante", p->cents);
	put(w, "tipo_riscossione", str_of(collections[p->collection]));
	if (p->collection == COLLECTION_POSTAL_ACCOUNT)
		put(w, "numero_ccp", p->postal_account);
	put(w, "tipo_entrata",
	    p->bears_interest ? STR("FRUTTIFERO") : STR("INFRUTTIFERO"));
	put(w, "destinazione", p->earmarked ? STR("VINCOLATA") : STR("LIBERA"));
	for (size_t i = 0; i < p->class_count; i++)
		put_class(w, &p->classes[i]);
	put_stamp(w, p);
	put_person(w, p);
	put(w, "causale", text_cut(text_clean(w->arena, p->causale), OPI_CAUSALE_MOST));
	put_provvisori(w, p);
	if (p->reference.len > 0) {
		open_element(w, "informazioni_aggiuntive");
		put(w, "riferimento_documento_esterno", p->reference);
		close_element(w, "informazioni_aggiuntive");
	}
	close_element(w, "informazioni_versante");
}

static void
put_reversale(struct writer *w, const struct reversale *r)
{
	struct date_text date = date_iso(r->date);

	open_element(w, "reversale");
	put(w, "tipo_operazione", str_of(operations[r->operation]));
	put_number(w, "numero_reversale", r->number);
	put(w, "data_reversale", str_of(date.text));
	put_cents(w, "importo_reversale", r->cents);
	put(w, "conto_evidenza", r->account);
	for (size_t i = 0; i < r->budget_count; i++)
		put_budget(w, &r->budgets[i]);
	for (size_t i = 0; i < r->payer_count; i++)
		put_payer(w, &r->payers[i], i + 1);
	close_element(w, "reversale");
}

int
opi_write(struct out *o, const struct opi_flow *flow, struct arena *a, struct err *e)
{
	struct writer w = {o, a};

	if (opi_check(flow, e) != 0)
		return -1;
	out_text(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	open_element(&w, "flusso_ordinativi");
	put_header(&w, &flow->header);
	put_number(&w, "esercizio", (uint64_t)flow->year);
	for (size_t i = 0; i < flow->count; i++)
		put_reversale(&w, &flow->reversali[i]);
	close_element(&w, "flusso_ordinativi");
	return 0;
}
