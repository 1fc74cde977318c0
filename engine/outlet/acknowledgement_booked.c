/* The rows that became payments, receipts and movements, told to whoever sent them. */
#include "outlet/acknowledgement_booked.h"

struct booked_list {
	const char *channel;
	const char *sql; /* takes the id of the file */
	struct listing listing;
};

static const struct booked_list lists[] = {
    {"flows",
	"SELECT p.number, f.flow_id, f.revision, f.psp, f.psp_name, f.settled_on, "
	"f.settlement,"
	" p.iuv, p.iur, p.transfer_index, p.cents, p.outcome, p.paid_on"
	" FROM flow f JOIN payment p ON p.id BETWEEN f.first_payment AND f.last_payment"
	" WHERE f.file = ? ORDER BY f.id, p.number",
	{{{"row", {"riga", "row"}, LISTING_COUNT, 7},
	    {"flow", {"flusso", "flow"}, LISTING_TEXT, 38},
	    {"revision", {"versione", "revision"}, LISTING_COUNT, 9},
	    {"psp", {"PSP", "PSP"}, LISTING_TEXT, 14},
	    {"psp_name", {"nome del PSP", "PSP's name"}, LISTING_TEXT, 26},
	    {"settled", {"regolamento", "settled"}, LISTING_DAY, 12},
	    {"settlement", {"riferimento bonifico", "credit transfer"}, LISTING_TEXT, 32},
	    {"iuv", {"IUV", "IUV"}, LISTING_TEXT, 20},
	    {"iur", {"IUR", "IUR"}, LISTING_TEXT, 34},
	    {"index", {"indice", "index"}, LISTING_COUNT, 7},
	    {"amount", {"importo", "amount"}, LISTING_MONEY, 13},
	    {"outcome", {"esito", "outcome"}, LISTING_COUNT, 7},
	    {"paid", {"pagato il", "paid on"}, LISTING_DAY, 12}}}},
    {"receipts",
	"SELECT row % " ROWS_OF_PART
	", receipt_id, iuv, notice_number, outcome, cents, fee_cents, paid_on,"
	" psp, psp_name, debtor_code, debtor_name, description FROM receipt"
	" WHERE file = ? ORDER BY id",
	{{{"row", {"riga", "row"}, LISTING_COUNT, 7},
	    {"receipt", {"ricevuta", "receipt"}, LISTING_TEXT, 34},
	    {"iuv", {"IUV", "IUV"}, LISTING_TEXT, 20},
	    {"notice_number", {"numero avviso", "notice number"}, LISTING_TEXT, 22},
	    {"outcome", {"esito", "outcome"}, LISTING_TEXT, 12},
	    {"amount", {"importo", "amount"}, LISTING_MONEY, 13},
	    {"fee", {"commissione", "fee"}, LISTING_MONEY, 12},
	    {"paid", {"pagato il", "paid on"}, LISTING_DAY, 12},
	    {"psp", {"PSP", "PSP"}, LISTING_TEXT, 14},
	    {"psp_name", {"nome del PSP", "PSP's name"}, LISTING_TEXT, 26},
	    {"debtor", {"codice fiscale", "fiscal code"}, LISTING_TEXT, 20},
	    {"debtor_name", {"debitore", "debtor"}, LISTING_TEXT, 30},
	    {"description", {"causale", "description"}, LISTING_TEXT, 50}}}},
    {"statements",
	"SELECT row % " ROWS_OF_PART
	", account, booked_on, value_on, cents, currency, type, state,"
	" provvisorio, provvisorio_year, party, reference,"
	" CASE WHEN remittance = '' THEN text ELSE remittance END FROM movement"
	" WHERE file = ? ORDER BY id",
	{{{"row", {"riga", "row"}, LISTING_COUNT, 7},
	    {"account", {"conto", "account"}, LISTING_TEXT, 30},
	    {"booked", {"data contabile", "booked on"}, LISTING_DAY, 13},
	    {"value", {"valuta", "value date"}, LISTING_DAY, 12},
	    {"amount", {"importo", "amount"}, LISTING_MONEY, 13},
	    {"currency", {"divisa", "currency"}, LISTING_TEXT, 8},
	    {"type", {"tipo", "type"}, LISTING_TEXT, 12},
	    {"state", {"stato", "state"}, LISTING_TEXT, 12},
	    {"provvisorio", {"provvisorio", "provvisorio"}, LISTING_TEXT, 12},
	    {"year", {"esercizio", "year"}, LISTING_TEXT, 9},
	    {"party", {"ordinante", "party"}, LISTING_TEXT, 30},
	    {"reference", {"riferimento", "reference"}, LISTING_TEXT, 24},
	    {"text", {"descrizione", "text"}, LISTING_TEXT, 90}}}},
};

const struct booked_list *
booked_list_find(struct str channel)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (str_is(channel, lists[i].channel))
			return &lists[i];
	return NULL;
}

int
booked_list_json(const struct booked_list *list, struct json *j,
    const struct outlet_run *r, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(r->db, &rows, list->sql, DB(db_i(r->cause.id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		listing_json_row(&list->listing, j, &rows);
	return got;
}

int
booked_list_sheet(const struct booked_list *list, struct workbook *w,
    const struct outlet_run *r, struct err *e)
{
	enum lang lang = r->conf->language;
	struct listing_sheet sheet = listing_sheet_open(&list->listing, w, lang);
	struct rows rows;
	int got;

	if (db_query(r->db, &rows, list->sql, DB(db_i(r->cause.id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		listing_sheet_row(&sheet, &rows);
	listing_sheet_close(&sheet, lang);
	return got;
}
