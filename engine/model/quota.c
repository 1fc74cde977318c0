/* The fields of the standard tracciato, described once for layouts, templates and the
 * manual. */
#include "model/quota.h"

static const struct choice person_types[] = {{"f", "F"}, {"persona_fisica", "F"},
    {"fisica", "F"}, {"pf", "F"}, {"g", "G"}, {"persona_giuridica", "G"},
    {"giuridica", "G"}, {"pg", "G"}, {0}};

static const struct choice operations[] = {{"i", "I"}, {"inserimento", "I"},
    {"insert", "I"}, {"nuovo", "I"}, {"m", "I"}, {"modifica", "I"}, {"change", "I"},
    {"aggiornamento", "I"}, {"a", "A"}, {"annullamento", "A"}, {"cancel", "A"},
    {"c", "A"}, {"cancellazione", "A"}, {"d", "A"}, {0}};

static const struct choice categories[] = {{"professionista", "professionista"},
    {"professionisti", "professionista"}, {"iscritto", "professionista"}, {"stp", "STP"},
    {"societa_tra_professionisti", "STP"}, {"societa", "STP"},
    {"praticante", "praticante"}, {"praticanti", "praticante"},
    {"tirocinante", "praticante"}, {"altro", "altro"}, {"altri", "altro"}, {0}};

static const struct choice provenances[] = {{"competenza", "competenza"},
    {"c", "competenza"}, {"residui", "residui"}, {"residuo", "residui"}, {"r", "residui"},
    {0}};

#define AT(member) offsetof(struct quota, member)

const struct field quota_fields[] = {
    {"ente", "codice_fiscale_ente cf_ente ente_creditore", FIELD_CODE, AT(creditor), 11,
	false, NULL, "",
	{"codice fiscale dell'ente creditore; se c'è, deve essere quello della cartella",
	    "fiscal code of the creditor; when present it must be the folder's"}},
    {"codice_fiscale",
	"cf codicefiscale cod_fiscale codfiscale partita_iva piva "
	"codice_fiscale_partita_iva "
	"codice_fiscale_p_iva cf_piva codice_fiscale_debitore c_f",
	FIELD_CODE, AT(debtor.fiscal_code), 16, true, NULL, "RSSMRA80A01H501U",
	{"codice fiscale (16 caratteri) o partita IVA (11 cifre) del debitore",
	    "fiscal code (16 characters) or VAT number (11 digits) of the debtor"}},
    {"tipo_soggetto", "tipo_persona soggetto natura_giuridica", FIELD_CHOICE,
	AT(debtor.type), 1, false, person_types, "F",
	{"F persona fisica, G persona giuridica; se manca si ricava dal codice fiscale",
	    "F person, G legal person; derived from the fiscal code when missing"}},
    {"cognome", "cognome_debitore", FIELD_TEXT, AT(surname), 70, false, NULL, "Rossi",
	{"cognome della persona", "surname of the person"}},
    {"nome", "nome_debitore", FIELD_TEXT, AT(given_name), 70, false, NULL, "Mario",
	{"nome della persona", "given name of the person"}},
    {"denominazione",
	"nominativo ragione_sociale cognome_nome cognome_e_nome nome_cognome anagrafica "
	"denominazione_debitore intestatario",
	FIELD_TEXT, AT(debtor.name), 70, false, NULL, "",
	{"denominazione della società, o cognome e nome insieme",
	    "name of the company, or surname and name together"}},
    {"indirizzo", "via indirizzo_residenza indirizzo_debitore", FIELD_TEXT,
	AT(debtor.street), 70, false, NULL, "Via Garibaldi", {"via o piazza", "street"}},
    {"civico", "numero_civico n_civico num_civico", FIELD_TEXT, AT(debtor.civic), 16,
	false, NULL, "12", {"numero civico", "number"}},
    {"cap", "codice_postale c_a_p", FIELD_CODE, AT(debtor.cap), 16, false, NULL, "40121",
	{"CAP, 5 cifre", "postal code, 5 digits"}},
    {"comune", "citta localita comune_residenza", FIELD_TEXT, AT(debtor.city), 35, false,
	NULL, "Bologna", {"comune", "town"}},
    {"provincia", "prov pr sigla_provincia", FIELD_CODE, AT(debtor.province), 2, false,
	NULL, "BO",
	{"sigla della provincia, o il suo nome", "code of the province, or its name"}},
    {"nazione", "stato paese", FIELD_CODE, AT(debtor.country), 2, false, NULL, "IT",
	{"sigla della nazione, due lettere, o il suo nome",
	    "country, two letters, or its name in Italian"}},
    {"email", "e_mail mail posta_elettronica indirizzo_email", FIELD_TEXT,
	AT(debtor.email), 256, false, NULL, "mario.rossi@example.it",
	{"indirizzo e-mail", "e-mail address"}},
    {"pec", "indirizzo_pec posta_certificata e_mail_pec", FIELD_TEXT, AT(debtor.pec), 256,
	false, NULL, "", {"indirizzo PEC", "PEC address"}},
    {"chiave_quota",
	"id_quota codice_quota chiave riferimento identificativo id_posizione "
	"codice_posizione",
	FIELD_CODE, AT(key), QUOTA_KEY_MOST, true, NULL, "2026-000123",
	{"identificativo della quota, unico per l'ente: la stessa chiave è la stessa "
	 "quota",
	    "identifier of the quota, unique for the creditor: the same key is the same "
	    "quota"}},
    {"operazione", "azione tipo_operazione", FIELD_CHOICE, AT(operation_text), 1, false,
	operations, "I",
	{"I inserimento o modifica, A annullamento; se manca vale I",
	    "I insert or change, A cancel; I when missing"}},
    {"tipo", "tipo_quota tipologia tipo_dovuto", FIELD_TEXT, AT(tipo), 40, false, NULL,
	"contributo",
	{"contributo, mora, corso, iscrizione, diritti, ...",
	    "contributo, mora, corso, iscrizione, diritti, ..."}},
    {"anno", "anno_quota anno_riferimento annualita esercizio", FIELD_YEAR, AT(anno), 4,
	true, NULL, "2026", {"anno della quota", "year of the quota"}},
    {"causale", "descrizione oggetto causale_versamento oggetto_pagamento", FIELD_TEXT,
	AT(causale), 140, true, NULL, "Quota annuale 2026",
	{"oggetto del pagamento, al massimo 140 caratteri; senza dati personali",
	    "subject of the payment, at most 140 characters; without personal data"}},
    {"importo", "importo_quota importo_euro totale importo_dovuto importo_totale euro",
	FIELD_MONEY, AT(cents), 20, true, NULL, "150,00",
	{"importo in euro, due decimali", "amount in euro, two decimals"}},
    {"scadenza", "data_scadenza scadenza_pagamento entro_il", FIELD_DATE, AT(due), 10,
	false, NULL, "31/03/2027",
	{"data di scadenza; se manca vale quella della configurazione",
	    "due date; the configuration's when missing"}},
    {"fine_validita", "data_fine_validita validita_al", FIELD_DATE, AT(valid_to), 10,
	false, NULL, "31/12/2027",
	{"fine della validità; se manca il 31/12 dell'anno della scadenza",
	    "end of validity; 31 December of the due year when missing"}},
    {"categoria", "categoria_anagrafica qualifica", FIELD_CHOICE, AT(category), 20, false,
	categories, "professionista",
	{"professionista, STP, praticante, altro",
	    "professionista, STP, praticante, altro"}},
    {"accertamento", "numero_accertamento n_accertamento num_accertamento", FIELD_CODE,
	AT(accertamento), 30, false, NULL, "2026/15",
	{"numero dell'accertamento in contabilità",
	    "number of the assessed revenue in the accounts"}},
    {"data_accertamento", "accertamento_data", FIELD_DATE, AT(accertamento_date), 10,
	false, NULL, "02/01/2026",
	{"data dell'accertamento", "date of the assessed revenue"}},
    {"provenienza", "competenza_residui gestione competenza_o_residui", FIELD_CHOICE,
	AT(provenance), 10, false, provenances, "competenza",
	{"competenza (anno in corso) o residui (anni precedenti)",
	    "competenza (this year) or residui (earlier years)"}},
    {"anno_provenienza", "anno_residuo anno_competenza anno_accertamento", FIELD_YEAR,
	AT(provenance_year), 4, false, NULL, "2026",
	{"anno di provenienza dell'accertamento",
	    "year the assessed revenue comes from"}},
    {"capitolo", "capitolo_entrata cap_entrata capitolo_bilancio", FIELD_CODE,
	AT(capitolo), 30, false, NULL, "10101",
	{"capitolo di entrata", "revenue chapter"}},
    {"codice_tassonomia", "tassonomia codice_tassonomico dati_specifici_riscossione",
	FIELD_CODE, AT(taxonomy), 140, false, NULL, "9/0401107TS/",
	{"codice tassonomico pagoPA; se manca quello dell'ente",
	    "pagoPA taxonomy code; the creditor's when missing"}},
    {"iban", "iban_accredito conto_accredito", FIELD_CODE, AT(iban), 34, false, NULL, "",
	{"IBAN da accreditare, fra quelli dell'ente; se manca il primo",
	    "IBAN to be credited, one of the creditor's; the first when missing"}},
    {0},
};

/* True when `word` is one of the blank separated words of `list`. */
static bool
list_has(const char *list, struct str word)
{
	struct str rest = str_of(list), one;

	while (str_cut(&rest, ' ', &one))
		if (str_equal(one, word))
			return true;
	return false;
}

const struct field *
field_find(const struct field *fields, struct str folded)
{
	if (folded.len == 0)
		return NULL;
	for (const struct field *f = fields; f->name != NULL; f++)
		if (str_is(folded, f->name) || list_has(f->aliases, folded))
			return f;
	return NULL;
}

const struct field *
quota_field_find(struct str folded)
{
	return field_find(quota_fields, folded);
}

static int
number_between(struct str s, const char *before, const char *after)
{
	struct str left = str_of(before), right = str_of(after);
	uint64_t number;

	if (!str_starts(s, left) || !str_ends(s, right) || s.len <= left.len + right.len)
		return 0;
	if (!str_to_u64(str_slice(s, left.len, s.len - right.len), &number) ||
	    number < 1 || number > INSTALMENTS_MOST)
		return 0;
	return (int)number;
}

int
quota_instalment_column(struct str folded, bool *is_due)
{
	static const struct {
		const char *before, *after;
		bool due;
	} forms[] = {{"rata_", "_importo", false}, {"importo_rata_", "", false},
	    {"rata_", "_scadenza", true}, {"scadenza_rata_", "", true}};

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		int number = number_between(folded, forms[i].before, forms[i].after);

		if (number > 0) {
			*is_due = forms[i].due;
			return number;
		}
	}
	return 0;
}

bool
quota_key_has(char c)
{
	return char_is_digit(c) || char_is_alpha(c) ||
	    (c != '\0' && strchr("._-/", c) != NULL);
}
