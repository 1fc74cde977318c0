/* The forms of the SIOPE+ schema, so that a wrong value is named before a byte is written
 * and not by the treasurer a day later. */
#include "formats/opi_write.h"

#include "base/text.h"

enum { MOST_BUDGETS = 10, MOST_PROVVISORI = 1000, NUMBER_MOST = 9999999 };

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
int
opi_check(const struct opi_flow *flow, struct err *e)
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
