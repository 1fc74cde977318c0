/*
 * The titles that Italian banks, Poste and treasurers give to the columns of their
 * exports. One table: a new bank is a row here.
 */
#include "intake/statement_columns.h"

#include "base/text.h"

enum { RANK_LAST = 9 };

/* Titles as text_fold gives them. Of two columns with the same role the lower rank
 * counts: the booking date before the date of the operation, both before plain "data". */
static const struct title {
	const char *folded;
	enum statement_role role;
	uint8_t rank;
} titles[] = {
    /* dates */
    {"data_contabile", ROLE_BOOKING, 1},
    {"data_cont", ROLE_BOOKING, 1},
    {"data_contabilizzazione", ROLE_BOOKING, 1},
    {"data_di_contabilizzazione", ROLE_BOOKING, 1},
    {"dt_contabile", ROLE_BOOKING, 1},
    {"contabile", ROLE_BOOKING, 1},
    {"booking_date", ROLE_BOOKING, 1},
    {"completed_date", ROLE_BOOKING, 1},
    {"data_di_completamento", ROLE_BOOKING, 1},
    {"data_registrazione", ROLE_BOOKING, 2},
    {"data_di_registrazione", ROLE_BOOKING, 2},
    {"data_reg", ROLE_BOOKING, 2},
    {"data_movimento", ROLE_BOOKING, 2},
    {"data_mov", ROLE_BOOKING, 2},
    {"data_movimenti", ROLE_BOOKING, 2},
    {"databolletta", ROLE_BOOKING, 2},
    {"data_bolletta", ROLE_BOOKING, 2},
    {"data_provvisorio", ROLE_BOOKING, 2},
    {"data_sospeso", ROLE_BOOKING, 2},
    {"data_esec", ROLE_BOOKING, 2},
    {"data_esecuzione", ROLE_BOOKING, 2},
    {"data_incasso", ROLE_BOOKING, 2},
    {"data_accredito", ROLE_BOOKING, 2},
    {"data_operazione", ROLE_BOOKING, 3},
    {"data_operazioni", ROLE_BOOKING, 3},
    {"data_dell_operazione", ROLE_BOOKING, 3},
    {"data_oper", ROLE_BOOKING, 3},
    {"data_op", ROLE_BOOKING, 3},
    {"operation_date", ROLE_BOOKING, 3},
    {"transaction_date", ROLE_BOOKING, 3},
    {"started_date", ROLE_BOOKING, 4},
    {"data_di_inizio", ROLE_BOOKING, 4},
    {"data", ROLE_BOOKING, 5},
    {"date", ROLE_BOOKING, 5},
    {"giorno", ROLE_BOOKING, 6},
    {"data_ora", ROLE_BOOKING, 4},
    {"data_e_ora", ROLE_BOOKING, 4},
    {"data_ora_operazione", ROLE_BOOKING, 3},
    {"datacontabile", ROLE_BOOKING, 1},
    {"dataoperazione", ROLE_BOOKING, 3},
    {"data_valuta", ROLE_VALUE, 1},
    {"datavaluta", ROLE_VALUE, 1},
    {"dt_valuta", ROLE_VALUE, 1},
    {"valuta_ente", ROLE_VALUE, 1},
    {"data_valuta_ente", ROLE_VALUE, 1},
    {"datavalutaregione", ROLE_VALUE, 1},
    {"value_date", ROLE_VALUE, 1},
    {"valuta", ROLE_VALUE, 2},
    {"val", ROLE_VALUE, 3},
    {"data_val", ROLE_VALUE, 1},
    /* amounts */
    {"importo", ROLE_AMOUNT, 1},
    {"importi", ROLE_AMOUNT, 1},
    {"importo_movimento", ROLE_AMOUNT, 1},
    {"importo_operazione", ROLE_AMOUNT, 1},
    {"importo_provvisorio", ROLE_AMOUNT, 1},
    {"importo_sospeso", ROLE_AMOUNT, 1},
    {"importo_bolletta", ROLE_AMOUNT, 1},
    {"importo_in", ROLE_AMOUNT, 1},
    {"amount", ROLE_AMOUNT, 1},
    {"ammontare", ROLE_AMOUNT, 1},
    {"importo_segnato", ROLE_AMOUNT, 1},
    {"importo_contabile", ROLE_AMOUNT, 1},
    {"controvalore", ROLE_AMOUNT, 2},
    {"importocentesimi", ROLE_CENTS, 1},
    {"importo_centesimi", ROLE_CENTS, 1},
    {"dare", ROLE_DEBIT, 1},
    {"importo_dare", ROLE_DEBIT, 1},
    {"addebiti", ROLE_DEBIT, 1},
    {"addebito", ROLE_DEBIT, 1},
    {"importo_addebito", ROLE_DEBIT, 1},
    {"importi_addebito", ROLE_DEBIT, 1},
    {"importo_addebiti", ROLE_DEBIT, 1},
    {"uscite", ROLE_DEBIT, 1},
    {"uscita", ROLE_DEBIT, 1},
    {"importo_uscite", ROLE_DEBIT, 1},
    {"debito", ROLE_DEBIT, 1},
    {"debiti", ROLE_DEBIT, 1},
    {"importo_debito", ROLE_DEBIT, 1},
    {"importo_a_debito", ROLE_DEBIT, 1},
    {"movimenti_dare", ROLE_DEBIT, 1},
    {"movimento_dare", ROLE_DEBIT, 1},
    {"a_debito", ROLE_DEBIT, 1},
    {"debit", ROLE_DEBIT, 1},
    {"avere", ROLE_CREDIT, 1},
    {"importo_avere", ROLE_CREDIT, 1},
    {"accrediti", ROLE_CREDIT, 1},
    {"accredito", ROLE_CREDIT, 1},
    {"importo_accredito", ROLE_CREDIT, 1},
    {"importi_accredito", ROLE_CREDIT, 1},
    {"importo_accrediti", ROLE_CREDIT, 1},
    {"entrate", ROLE_CREDIT, 1},
    {"entrata", ROLE_CREDIT, 1},
    {"importo_entrate", ROLE_CREDIT, 1},
    {"credito", ROLE_CREDIT, 1},
    {"crediti", ROLE_CREDIT, 1},
    {"importo_credito", ROLE_CREDIT, 1},
    {"importo_a_credito", ROLE_CREDIT, 1},
    {"movimenti_avere", ROLE_CREDIT, 1},
    {"movimento_avere", ROLE_CREDIT, 1},
    {"a_credito", ROLE_CREDIT, 1},
    {"credit", ROLE_CREDIT, 1},
    {"segno", ROLE_SIGN, 1},
    {"dare_avere", ROLE_SIGN, 1},
    {"d_a", ROLE_SIGN, 1},
    {"d_c", ROLE_SIGN, 1},
    {"c_d", ROLE_SIGN, 1},
    {"a_d", ROLE_SIGN, 1},
    {"e_u", ROLE_SIGN, 1},
    {"dc", ROLE_SIGN, 1},
    {"da", ROLE_SIGN, 1},
    {"debito_credito", ROLE_SIGN, 1},
    {"credito_debito", ROLE_SIGN, 1},
    {"addebito_accredito", ROLE_SIGN, 1},
    {"accredito_addebito", ROLE_SIGN, 1},
    {"entrata_uscita", ROLE_SIGN, 1},
    {"debit_credit", ROLE_SIGN, 1},
    {"credit_debit", ROLE_SIGN, 1},
    {"segno_importo", ROLE_SIGN, 1},
    {"avere_dare", ROLE_SIGN, 1},
    {"segno_operazione", ROLE_SIGN, 1},
    {"segno_movimento", ROLE_SIGN, 1},
    /* words */
    {"descrizione", ROLE_DESCRIPTION, 1},
    {"descrizioni", ROLE_DESCRIPTION, 1},
    {"descrizione_operazione", ROLE_DESCRIPTION, 1},
    {"descrizione_operazioni", ROLE_DESCRIPTION, 1},
    {"descrizione_movimento", ROLE_DESCRIPTION, 1},
    {"descrizione_causale", ROLE_DESCRIPTION, 1},
    {"descrizione_estesa", ROLE_DESCRIPTION, 1},
    {"descrizione_completa", ROLE_DESCRIPTION, 1},
    {"descrizione_aggiuntiva", ROLE_DESCRIPTION, 1},
    {"descrizione_dettagliata", ROLE_DESCRIPTION, 1},
    {"descrizione_supplementare", ROLE_DESCRIPTION, 1},
    {"ulteriori_informazioni", ROLE_DESCRIPTION, 1},
    {"informazioni_aggiuntive", ROLE_DESCRIPTION, 1},
    {"altre_informazioni", ROLE_DESCRIPTION, 1},
    {"dettagli", ROLE_DESCRIPTION, 1},
    {"dettaglio", ROLE_DESCRIPTION, 1},
    {"dettagli_operazione", ROLE_DESCRIPTION, 1},
    {"dettagli_movimento", ROLE_DESCRIPTION, 1},
    {"dettaglio_operazione", ROLE_DESCRIPTION, 1},
    {"operazione", ROLE_DESCRIPTION, 1},
    {"operazioni", ROLE_DESCRIPTION, 1},
    {"tipo_operazione", ROLE_DESCRIPTION, 1},
    {"causale", ROLE_DESCRIPTION, 1},
    {"casuale", ROLE_DESCRIPTION, 1},
    {"causale_movimento", ROLE_DESCRIPTION, 1},
    {"causale_operazione", ROLE_DESCRIPTION, 1},
    {"causale_descrizione", ROLE_DESCRIPTION, 1},
    {"causale_versamento", ROLE_DESCRIPTION, 1},
    {"causale_estesa", ROLE_DESCRIPTION, 1},
    {"causale_provvisorio", ROLE_DESCRIPTION, 1},
    {"accessoria", ROLE_DESCRIPTION, 1},
    {"note", ROLE_DESCRIPTION, 1},
    {"memo", ROLE_DESCRIPTION, 1},
    {"description", ROLE_DESCRIPTION, 1},
    {"details", ROLE_DESCRIPTION, 1},
    {"remittance", ROLE_DESCRIPTION, 1},
    {"remittance_information", ROLE_DESCRIPTION, 1},
    {"causale_abi", ROLE_CODE, 1},
    {"causale_cbi", ROLE_CODE, 1},
    {"cod_causale", ROLE_CODE, 1},
    {"codcausale", ROLE_CODE, 1},
    {"codice_causale", ROLE_CODE, 1},
    {"caus", ROLE_CODE, 1},
    {"caus_abi", ROLE_CODE, 1},
    {"abi_causale", ROLE_CODE, 1},
    {"codice_abi_causale", ROLE_CODE, 1},
    {"codice", ROLE_CODE, 2},
    {"codice_operazione", ROLE_CODE, 1},
    {"type", ROLE_CODE, 3},
    {"tipo", ROLE_CODE, 3},
    {"divisa", ROLE_CURRENCY, 1},
    {"currency", ROLE_CURRENCY, 1},
    {"valuta_importo", ROLE_CURRENCY, 1},
    {"anagrafica_cliente", ROLE_PARTY, 1},
    {"denominazione", ROLE_PARTY, 2},
    {"ordinante_beneficiario", ROLE_PARTY, 1},
    {"beneficiario_ordinante", ROLE_PARTY, 1},
    {"ordinante", ROLE_PARTY, 1},
    {"controparte", ROLE_PARTY, 1},
    {"counterparty", ROLE_PARTY, 1},
    {"debitore", ROLE_PARTY, 1},
    {"versante", ROLE_PARTY, 1},
    {"nominativo", ROLE_PARTY, 2},
    {"pspcognome", ROLE_PARTY, 1},
    {"iban_ordinante", ROLE_PARTY_ACCOUNT, 1},
    {"iban_controparte", ROLE_PARTY_ACCOUNT, 1},
    {"codiban", ROLE_PARTY_ACCOUNT, 1},
    {"riferimento_banca", ROLE_REFERENCE, 1},
    {"rif_banca", ROLE_REFERENCE, 1},
    {"cro", ROLE_REFERENCE, 1},
    {"trn", ROLE_REFERENCE, 1},
    {"cro_trn", ROLE_REFERENCE, 1},
    {"numero_operazione", ROLE_REFERENCE, 2},
    {"reference", ROLE_REFERENCE, 2},
    {"riferimento", ROLE_REFERENCE, 2},
    {"riferimento_cliente", ROLE_CUSTOMER_REFERENCE, 1},
    {"rif_cliente", ROLE_CUSTOMER_REFERENCE, 1},
    {"end_to_end", ROLE_END_TO_END, 1},
    {"end_to_end_id", ROLE_END_TO_END, 1},
    {"endtoendid", ROLE_END_TO_END, 1},
    {"n_provv", ROLE_PROVVISORIO, 1},
    {"num_provv", ROLE_PROVVISORIO, 1},
    {"nr_provv", ROLE_PROVVISORIO, 1},
    {"numero_provvisorio", ROLE_PROVVISORIO, 1},
    {"n_provvisorio", ROLE_PROVVISORIO, 1},
    {"num_provvisorio", ROLE_PROVVISORIO, 1},
    {"provvisorio", ROLE_PROVVISORIO, 1},
    {"provvisorio_di_entrata", ROLE_PROVVISORIO, 1},
    {"provvisorio_entrata", ROLE_PROVVISORIO, 1},
    {"numero_sospeso", ROLE_PROVVISORIO, 1},
    {"n_sospeso", ROLE_PROVVISORIO, 1},
    {"sospeso", ROLE_PROVVISORIO, 1},
    {"carta_contabile", ROLE_PROVVISORIO, 1},
    {"codbolletta", ROLE_PROVVISORIO, 2},
    {"cod_bolletta", ROLE_PROVVISORIO, 2},
    {"numero_bolletta", ROLE_PROVVISORIO, 2},
    {"n_bolletta", ROLE_PROVVISORIO, 2},
    {"bolletta", ROLE_PROVVISORIO, 2},
    {"esercizio", ROLE_YEAR, 1},
    {"anno", ROLE_YEAR, 2},
    {"annobolletta", ROLE_YEAR, 1},
    {"anno_bolletta", ROLE_YEAR, 1},
    {"anno_provvisorio", ROLE_YEAR, 1},
    {"iban", ROLE_ACCOUNT, 1},
    {"rapporto", ROLE_ACCOUNT, 2},
    {"conto", ROLE_ACCOUNT, 2},
    {"numero_conto", ROLE_ACCOUNT, 2},
    {"n_conto", ROLE_ACCOUNT, 2},
    {"conto_corrente", ROLE_ACCOUNT, 2},
    {"numero_rapporto", ROLE_ACCOUNT, 2},
    {"conto_o_carta", ROLE_ACCOUNT, 3},
    {"stato", ROLE_STATE, 1},
    {"state", ROLE_STATE, 1},
    {"stato_movimento", ROLE_STATE, 1},
    {"stato_operazione", ROLE_STATE, 1},
    {"contabilizzazione", ROLE_STATE, 1},
};

/* Titles not in the table, by their beginning; they count when no better one is there. */
static const struct title beginnings[] = {
    {"data_valuta", ROLE_VALUE, 8},
    {"data_contab", ROLE_BOOKING, 8},
    {"data_", ROLE_BOOKING, RANK_LAST},
    {"importo_", ROLE_AMOUNT, RANK_LAST},
    {"descrizione", ROLE_DESCRIPTION, 1},
    {"causale", ROLE_DESCRIPTION, 1},
};

const char *
statement_role_name(enum statement_role role)
{
	static const char *const names[ROLES] = {
	    [ROLE_BOOKING] = "data contabile",
	    [ROLE_VALUE] = "data valuta",
	    [ROLE_AMOUNT] = "importo",
	    [ROLE_CENTS] = "importo in centesimi",
	    [ROLE_DEBIT] = "dare",
	    [ROLE_CREDIT] = "avere",
	    [ROLE_SIGN] = "segno",
	    [ROLE_DESCRIPTION] = "descrizione",
	};

	return names[role] == NULL ? "" : names[role];
}

/* A folded title without what banks put behind it: "importo_eur", "addebiti_in_euro". */
static struct str
without_currency(struct str s)
{
	static const char *const ends[] = {"_eur", "_euro", "_in_eur", "_in_euro", "_e"};
	struct str best = s;

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		struct str end = str_of(ends[i]);

		if (str_ends(s, end) && s.len - end.len < best.len)
			best = str_slice(s, 0, s.len - end.len);
	}
	return best;
}

static const struct title *
find_title(struct str folded)
{
	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		if (str_is(folded, titles[i].folded))
			return &titles[i];
	return NULL;
}

static const struct title *
find_beginning(struct str folded)
{
	for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
		if (str_starts(folded, str_of(beginnings[i].folded)))
			return &beginnings[i];
	return NULL;
}

static const struct title *
title_of(struct str folded)
{
	const struct title *t = find_title(folded);

	if (t == NULL)
		t = find_title(without_currency(folded));
	return t == NULL ? find_beginning(folded) : t;
}

enum statement_role
statement_role_of(struct str folded)
{
	const struct title *t = title_of(folded);

	return t == NULL ? ROLE_NONE : t->role;
}

static void
take_description(struct statement_columns *c, uint32_t column)
{
	if (c->description_count < STATEMENT_DESCRIPTIONS)
		c->descriptions[c->description_count++] = column;
	if (c->at[ROLE_DESCRIPTION] == 0)
		c->at[ROLE_DESCRIPTION] = column;
}

static void
take_title(struct statement_columns *c, struct str folded, uint32_t column)
{
	const struct title *t = title_of(folded);

	if (t == NULL)
		return;
	if (t->role == ROLE_DESCRIPTION) {
		take_description(c, column);
		return;
	}
	if (c->at[t->role] != 0 && c->title[t->role] == t->folded &&
	    t->role <= ROLE_CREDIT)
		c->twice = t->role;
	if (c->at[t->role] != 0 && t->rank >= c->rank[t->role])
		return;
	if (c->twice == t->role)
		c->twice = ROLE_NONE;
	c->at[t->role] = column;
	c->rank[t->role] = t->rank;
	c->title[t->role] = t->folded;
}

/* "Importo originale" beside dare and avere is no amount of the account. */
static void
settle_amount(struct statement_columns *c)
{
	if (c->rank[ROLE_AMOUNT] == RANK_LAST &&
	    (c->at[ROLE_DEBIT] != 0 || c->at[ROLE_CREDIT] != 0 || c->at[ROLE_CENTS] != 0))
		c->at[ROLE_AMOUNT] = 0;
}

/* "Data" and "Valuta" side by side are two dates, but "Importo" and "Valuta" are an
 * amount and its currency: with another value date about, "Valuta" is the currency. */
static void
settle_currency(struct statement_columns *c, const struct row *row, struct arena *a)
{
	for (size_t i = 0; i < row->count; i++)
		if (c->at[ROLE_CURRENCY] == 0 && c->at[ROLE_VALUE] != i + 1 &&
		    c->at[ROLE_VALUE] != 0 &&
		    str_is(text_fold(a, row->cells[i].text), "valuta"))
			c->at[ROLE_CURRENCY] = (uint32_t)i + 1;
}

void
statement_columns_read(
    struct statement_columns *c, const struct row *row, struct arena *a)
{
	*c = (struct statement_columns){0};
	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].kind == CELL_TEXT && row->cells[i].text.len < 80)
			take_title(c, text_fold(a, row->cells[i].text), (uint32_t)i + 1);
	/* A list with a value date only: that is its date. */
	if (c->at[ROLE_BOOKING] == 0 && c->at[ROLE_VALUE] != 0) {
		c->at[ROLE_BOOKING] = c->at[ROLE_VALUE];
		c->at[ROLE_VALUE] = 0;
	}
	settle_currency(c, row, a);
	settle_amount(c);
}

bool
statement_columns_suffice(const struct statement_columns *c)
{
	return c->at[ROLE_BOOKING] != 0 &&
	    (c->at[ROLE_AMOUNT] != 0 || c->at[ROLE_CENTS] != 0 ||
		c->at[ROLE_DEBIT] != 0 || c->at[ROLE_CREDIT] != 0);
}

struct statement_columns
statement_columns_at(uint32_t date, uint32_t amount, uint32_t description)
{
	struct statement_columns c = {0};

	c.at[ROLE_BOOKING] = date;
	c.at[ROLE_AMOUNT] = amount;
	if (description != 0)
		take_description(&c, description);
	return c;
}

bool
statement_columns_parse(struct statement_columns *c, struct str text)
{
	struct str rest = text, part;
	uint64_t at[3];

	if (text.len == 0)
		return false;
	for (size_t i = 0; i < 3; i++)
		if (!str_cut(&rest, ',', &part) || !str_to_u64(str_trim(part), &at[i]) ||
		    at[i] == 0 || at[i] > TABLE_MOST_COLUMNS)
			return false;
	*c = statement_columns_at((uint32_t)at[0], (uint32_t)at[1], (uint32_t)at[2]);
	return rest.ptr == NULL;
}
