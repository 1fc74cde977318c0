/* The message is checked against the schema's forms before a byte is written, then
 * written in the schema's order: both from the same structs. */
#include "formats/opi_write.h"

#include "base/text.h"

enum { MOST_BUDGETS = 10, MOST_PROVVISORI = 1000, NUMBER_MOST = 9999999 };

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

/* --- forms -------------------------------------------------------------------------- */

enum alphabet { ANY, DIGITS, CAPITALS, LETTERS, FLOW_ID };

static bool
is_of(char c, enum alphabet alphabet)
{
	switch (alphabet) {
	case DIGITS:
		return char_is_digit(c);
	case CAPITALS:
		return char_is_digit(c) || char_is_upper(c);
	case LETTERS:
		return char_is_upper(c);
	case FLOW_ID:
		return char_is_digit(c) || char_is_alpha(c) || c == '#' || c == '_' ||
		    c == '-' || c == '.';
	default:
		return true;
	}
}

static int
check_text(const char *name, struct str s, enum alphabet alphabet, size_t least,
    size_t most, struct err *e)
{
	bool good = text_length(s) >= least && text_length(s) <= most && text_is_utf8(s);

	for (size_t i = 0; i < s.len && good; i++)
		good = is_of(s.ptr[i], alphabet);
	if (good)
		return 0;
	return err_file(
	    e, "OPI_FIELD_INVALID", "%s: \"%.*s\"", name, STR_ARG(str_slice(s, 0, 80)));
}

/* A form that an optional text must have when it is there. */
static int
check_optional(const char *name, struct str s, enum alphabet alphabet, size_t least,
    size_t most, struct err *e)
{
	return s.len == 0 ? 0 : check_text(name, s, alphabet, least, most, e);
}

static int
check_cents(const char *name, money cents, struct err *e)
{
	if (cents > 0 && cents <= MONEY_MOST)
		return 0;
	return err_file(e, "OPI_FIELD_INVALID", "%s: %lld cents", name, (long long)cents);
}

static int
check_number(const char *name, struct str s, uint64_t most, struct err *e)
{
	uint64_t n;

	if (str_to_u64(s, &n) && n >= 1 && n <= most)
		return 0;
	return err_file(
	    e, "OPI_FIELD_INVALID", "%s: \"%.*s\"", name, STR_ARG(str_slice(s, 0, 80)));
}

static int
check_channel(const char *name, struct str s, struct err *e)
{
	if (s.len == 12 && str_starts(s, STR("A2A-")) &&
	    str_all_digits(str_slice(s, 4, s.len)))
		return 0;
	return err_file(e, "OPI_FIELD_INVALID", "%s: \"%.*s\"", name, STR_ARG(s));
}

static int
check_header(const struct opi_flow *flow, struct err *e)
{
	const struct opi_header *h = &flow->header;

	if (check_text("codice_ABI_BT", h->abi, DIGITS, 5, 5, e) != 0 ||
	    check_text("identificativo_flusso", h->flow, FLOW_ID, 1, 70, e) != 0 ||
	    check_text("codice_ente", h->office, CAPITALS, 6, 6, e) != 0 ||
	    check_text("descrizione_ente", h->name, ANY, 1, 1000, e) != 0 ||
	    check_text("codice_istat_ente", h->istat, DIGITS, 9, 15, e) != 0 ||
	    check_text("codice_fiscale_ente", h->fiscal_code, CAPITALS, 11, 16, e) != 0 ||
	    check_channel("codice_tramite_ente", h->channel, e) != 0 ||
	    check_channel("codice_tramite_BT", h->bank_channel, e) != 0 ||
	    check_text("codice_ente_BT", h->bank_code, ANY, 1, 1000, e) != 0)
		return -1;
	if (flow->year < 1999 || flow->year > 2099)
		return err_file(e, "OPI_FIELD_INVALID", "esercizio: %d", flow->year);
	if (flow->count == 0)
		return err_file(e, "OPI_FIELD_INVALID", "no reversale");
	return 0;
}

static int
check_budget(const struct reversale_budget *b, struct err *e)
{
	if (b->residual_year != 0 && (b->residual_year < 1980 || b->residual_year > 2099))
		return err_file(
		    e, "OPI_FIELD_INVALID", "anno_residuo: %d", b->residual_year);
	if (check_number("codifica_bilancio", b->code, NUMBER_MOST, e) != 0 ||
	    check_optional("numero_articolo", b->article, DIGITS, 1, 3, e) != 0 ||
	    check_optional("voce_economica", b->item, DIGITS, 1, 3, e) != 0)
		return -1;
	return check_cents("importo_bilancio", b->cents, e);
}

static int
check_class(const struct reversale_class *c, struct err *e)
{
	if (check_text("codice_cge", c->code, DIGITS, 4, 10, e) != 0 ||
	    check_optional("codice_cup", c->cup, CAPITALS, 15, 15, e) != 0)
		return -1;
	return check_cents("importo", c->cents, e);
}

/* numero_provvisorio is unique in a payer. */
static int
check_provvisori(const struct reversale_payer *p, struct err *e)
{
	if (p->provvisorio_count > MOST_PROVVISORI)
		return err_file(e, "OPI_FIELD_INVALID", "sospeso: %zu of at most %d",
		    p->provvisorio_count, MOST_PROVVISORI);
	for (size_t i = 0; i < p->provvisorio_count; i++) {
		struct str number = p->provvisori[i].number;

		if (check_number("numero_provvisorio", number, 999999999999999999u, e) !=
			0 ||
		    check_cents("importo_provvisorio", p->provvisori[i].cents, e) != 0)
			return -1;
		for (size_t k = 0; k < i; k++)
			if (str_equal(p->provvisori[k].number, number))
				return err_file(e, "OPI_FIELD_INVALID",
				    "numero_provvisorio: \"%.*s\" twice",
				    STR_ARG(number));
	}
	return 0;
}

static int
check_payer(const struct reversale_payer *p, struct err *e)
{
	for (size_t i = 0; i < p->class_count; i++)
		if (check_class(&p->classes[i], e) != 0)
			return -1;
	if (check_text("anagrafica_versante", str_trim(p->name), ANY, 1, 1000, e) != 0 ||
	    check_text("causale", str_trim(p->causale), ANY, 1, 100000, e) != 0 ||
	    check_optional("cap_versante", p->zip, ANY, 1, 16, e) != 0 ||
	    check_optional("stato_versante", p->country, LETTERS, 2, 2, e) != 0 ||
	    check_optional("partita_iva_versante", p->vat_number, ANY, 1, 35, e) != 0 ||
	    check_optional("codice_fiscale_versante", p->fiscal_code, ANY, 1, 35, e) !=
		0 ||
	    check_optional("numero_ccp", p->postal_account, DIGITS, 1, 18, e) != 0)
		return -1;
	return check_provvisori(p, e) != 0 ? -1
					   : check_cents("importo_versante", p->cents, e);
}

static int
check_reversale(const struct reversale *r, struct err *e)
{
	if (r->number < 1 || r->number > NUMBER_MOST)
		return err_file(
		    e, "OPI_FIELD_INVALID", "numero_reversale: %u", r->number);
	if (date_is_none(r->date))
		return err_file(e, "OPI_FIELD_INVALID", "data_reversale: none");
	if (r->budget_count > MOST_BUDGETS)
		return err_file(e, "OPI_FIELD_INVALID", "bilancio: %zu of at most %d",
		    r->budget_count, MOST_BUDGETS);
	if (check_cents("importo_reversale", r->cents, e) != 0 ||
	    check_optional("conto_evidenza", r->account, ANY, 1, 25, e) != 0)
		return -1;
	for (size_t i = 0; i < r->budget_count; i++)
		if (check_budget(&r->budgets[i], e) != 0)
			return -1;
	for (size_t i = 0; i < r->payer_count; i++)
		if (check_payer(&r->payers[i], e) != 0)
			return -1;
	return reversale_check(r, e);
}

/* numero_reversale is unique in a flow. Flows are small: every pair is compared. */
static int
check_flow(const struct opi_flow *flow, struct err *e)
{
	if (check_header(flow, e) != 0)
		return -1;
	for (size_t i = 0; i < flow->count; i++) {
		if (check_reversale(&flow->reversali[i], e) != 0)
			return -1;
		for (size_t k = 0; k < i; k++)
			if (flow->reversali[k].number == flow->reversali[i].number)
				return err_file(e, "OPI_FIELD_INVALID",
				    "numero_reversale: %u twice",
				    flow->reversali[i].number);
	}
	return 0;
}

/* --- writing ------------------------------------------------------------------------ */

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
	struct str clean = text_clean(w->arena, s);

	for (size_t i = 0; i < clean.len; i++)
		switch (clean.ptr[i]) {
		case '&':
			out_text(w->out, "&amp;");
			break;
		case '<':
			out_text(w->out, "&lt;");
			break;
		case '>':
			out_text(w->out, "&gt;");
			break;
		default:
			out_char(w->out, clean.ptr[i]);
		}
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

	if (check_flow(flow, e) != 0)
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
