/* The fields of a register's export, described once for layouts and templates. */
#include "model/enrolment.h"

static const struct choice categories[] = {{"professionista", "professionista"},
    {"professionisti", "professionista"}, {"iscritto", "professionista"}, {"stp", "STP"},
    {"societa_tra_professionisti", "STP"}, {"societa", "STP"},
    {"praticante", "praticante"}, {"praticanti", "praticante"},
    {"tirocinante", "praticante"}, {"altro", "altro"}, {0}};

static const struct choice states[] = {{"iscritto", "ISCRITTO"}, {"attivo", "ISCRITTO"},
    {"i", "ISCRITTO"}, {"iscritta", "ISCRITTO"}, {"attiva", "ISCRITTO"},
    {"sospeso", "SOSPESO"}, {"sospesa", "SOSPESO"}, {"s", "SOSPESO"},
    {"cancellato", "CANCELLATO"}, {"cancellata", "CANCELLATO"}, {"c", "CANCELLATO"},
    {"cessato", "CANCELLATO"}, {"trasferito", "TRASFERITO"}, {"trasferita", "TRASFERITO"},
    {"t", "TRASFERITO"}, {"deceduto", "DECEDUTO"}, {"deceduta", "DECEDUTO"},
    {"d", "DECEDUTO"}, {0}};

#define AT(member) offsetof(struct enrolment, member)

const struct field enrolment_fields[] = {
    {"codice_fiscale", "cf codicefiscale cod_fiscale codfiscale c_f", FIELD_CODE,
	AT(debtor.fiscal_code), 16, true, NULL, "RSSMRA80A01H501U",
	{"codice fiscale: 16 caratteri; 11 cifre per le società",
	    "fiscal code: 16 characters; 11 digits for companies"}},
    {"cognome", "", FIELD_TEXT, AT(surname), 70, false, NULL, "Rossi",
	{"cognome", "surname"}},
    {"nome", "", FIELD_TEXT, AT(given_name), 70, false, NULL, "Mario",
	{"nome", "given name"}},
    {"denominazione", "nominativo ragione_sociale cognome_nome cognome_e_nome",
	FIELD_TEXT, AT(debtor.name), 70, false, NULL, "",
	{"denominazione della società, o cognome e nome insieme",
	    "name of the company, or surname and name together"}},
    {"numero_iscrizione",
	"n_iscrizione num_iscrizione matricola numero_albo n_albo tessera iscrizione",
	FIELD_CODE, AT(number), 30, true, NULL, "1234",
	{"numero di iscrizione", "enrolment number"}},
    {"sezione", "sez sezione_albo", FIELD_CODE, AT(section), 40, false, NULL, "A",
	{"sezione dell'albo (A, B, elenco speciale, STP)",
	    "section of the register (A, B, special list, STP)"}},
    {"settore", "albo settore_albo", FIELD_TEXT, AT(settore), 70, false, NULL, "",
	{"albo o settore", "register or sector"}},
    {"categoria", "qualifica tipo_iscritto tipologia_iscritto", FIELD_CHOICE,
	AT(category), 20, false, categories, "professionista",
	{"professionista, STP, praticante, altro; se manca: STP con 11 cifre, altrimenti "
	 "professionista",
	    "professionista, STP, praticante, altro; STP for 11 digits when missing, "
	    "else "
	    "professionista"}},
    {"stato", "stato_iscrizione stato_iscritto posizione", FIELD_CHOICE, AT(state), 20,
	false, states, "ISCRITTO",
	{"ISCRITTO, SOSPESO, CANCELLATO, TRASFERITO, DECEDUTO; se manca ISCRITTO",
	    "ISCRITTO, SOSPESO, CANCELLATO, TRASFERITO, DECEDUTO; ISCRITTO when "
	    "missing"}},
    {"data_iscrizione", "iscritto_dal data_prima_iscrizione dal", FIELD_DATE,
	AT(enrolled), 10, false, NULL, "15/03/2010",
	{"data di iscrizione", "date of enrolment"}},
    {"data_cancellazione", "cancellato_dal data_cessazione al", FIELD_DATE, AT(struck),
	10, false, NULL, "",
	{"data di cancellazione, se cancellato", "date of leaving, when left"}},
    {"data_nascita", "nato_il nascita", FIELD_DATE, AT(born), 10, false, NULL,
	"01/01/1980", {"data di nascita", "date of birth"}},
    {"tipo_quota", "tipologia_quota quota", FIELD_TEXT, AT(tipo), 40, false, NULL,
	"ordinaria",
	{"tipo di quota: ordinaria, neo-iscritto, esonero ...",
	    "kind of fee: ordinaria, neo-iscritto, esonero ..."}},
    {"indirizzo", "via indirizzo_residenza residenza", FIELD_TEXT, AT(debtor.street), 70,
	false, NULL, "Via Garibaldi", {"via o piazza", "street"}},
    {"civico", "numero_civico n_civico", FIELD_TEXT, AT(debtor.civic), 16, false, NULL,
	"12", {"numero civico", "number"}},
    {"cap", "cap_residenza", FIELD_CODE, AT(debtor.cap), 16, false, NULL, "40121",
	{"CAP", "postal code"}},
    {"comune", "citta localita comune_residenza", FIELD_TEXT, AT(debtor.city), 35, false,
	NULL, "Bologna", {"comune", "town"}},
    {"provincia", "prov pr prov_residenza provincia_residenza", FIELD_CODE,
	AT(debtor.province), 2, false, NULL, "BO", {"provincia", "province"}},
    {"nazione", "paese", FIELD_CODE, AT(debtor.country), 2, false, NULL, "IT",
	{"nazione", "country"}},
    {"email", "e_mail mail", FIELD_TEXT, AT(debtor.email), 256, false, NULL, "",
	{"indirizzo e-mail", "e-mail address"}},
    {"pec", "indirizzo_pec posta_certificata domicilio_digitale", FIELD_TEXT,
	AT(debtor.pec), 256, false, NULL, "", {"indirizzo PEC", "PEC address"}},
    {"note", "annotazioni", FIELD_TEXT, AT(note), 500, false, NULL, "",
	{"annotazioni", "notes"}},
    {0},
};

const struct field *
enrolment_field_find(struct str folded)
{
	return field_find(enrolment_fields, folded);
}
