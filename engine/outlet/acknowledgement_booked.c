/* The rows that became payments, receipts and movements, told to whoever sent them. */
#include "outlet/acknowledgement_booked.h"

enum { COLUMNS_MOST = 16 };

/* A sheet holds 1,048,576 rows; the JSON holds them all. */
enum { SHEET_ROWS_MOST = 1000000 };

enum column_kind { COLUMN_TEXT, COLUMN_COUNT, COLUMN_MONEY, COLUMN_DAY };

struct booked_column {
	const char *name; /* in JSON */
	struct sentence title;
	enum column_kind kind;
	double width;
};

struct booked_list {
	const char *channel;
	const char *sql; /* takes the id of the file */
	struct booked_column columns[COLUMNS_MOST];
};

static const struct booked_list lists[] = {
    {"flows",
	"SELECT p.number, f.flow_id, f.revision, f.psp, f.psp_name, f.settled_on, "
	"f.settlement,"
	" p.iuv, p.iur, p.transfer_index, p.cents, p.outcome, p.paid_on"
	" FROM flow f JOIN payment p ON p.id BETWEEN f.first_payment AND f.last_payment"
	" WHERE f.file = ? ORDER BY f.id, p.number",
	{{"row", {"riga", "row"}, COLUMN_COUNT, 7},
	    {"flow", {"flusso", "flow"}, COLUMN_TEXT, 38},
	    {"revision", {"versione", "revision"}, COLUMN_COUNT, 9},
	    {"psp", {"PSP", "PSP"}, COLUMN_TEXT, 14},
	    {"psp_name", {"nome del PSP", "PSP's name"}, COLUMN_TEXT, 26},
	    {"settled", {"regolamento", "settled"}, COLUMN_DAY, 12},
	    {"settlement", {"riferimento bonifico", "credit transfer"}, COLUMN_TEXT, 32},
	    {"iuv", {"IUV", "IUV"}, COLUMN_TEXT, 20},
	    {"iur", {"IUR", "IUR"}, COLUMN_TEXT, 34},
	    {"index", {"indice", "index"}, COLUMN_COUNT, 7},
	    {"amount", {"importo", "amount"}, COLUMN_MONEY, 13},
	    {"outcome", {"esito", "outcome"}, COLUMN_COUNT, 7},
	    {"paid", {"pagato il", "paid on"}, COLUMN_DAY, 12}}},
    {"receipts",
	"SELECT row, receipt_id, iuv, notice_number, outcome, cents, fee_cents, paid_on,"
	" psp, psp_name, debtor_code, debtor_name, description FROM receipt"
	" WHERE file = ? ORDER BY id",
	{{"row", {"riga", "row"}, COLUMN_COUNT, 7},
	    {"receipt", {"ricevuta", "receipt"}, COLUMN_TEXT, 34},
	    {"iuv", {"IUV", "IUV"}, COLUMN_TEXT, 20},
	    {"notice_number", {"numero avviso", "notice number"}, COLUMN_TEXT, 22},
	    {"outcome", {"esito", "outcome"}, COLUMN_TEXT, 12},
	    {"amount", {"importo", "amount"}, COLUMN_MONEY, 13},
	    {"fee", {"commissione", "fee"}, COLUMN_MONEY, 12},
	    {"paid", {"pagato il", "paid on"}, COLUMN_DAY, 12},
	    {"psp", {"PSP", "PSP"}, COLUMN_TEXT, 14},
	    {"psp_name", {"nome del PSP", "PSP's name"}, COLUMN_TEXT, 26},
	    {"debtor", {"codice fiscale", "fiscal code"}, COLUMN_TEXT, 20},
	    {"debtor_name", {"debitore", "debtor"}, COLUMN_TEXT, 30},
	    {"description", {"causale", "description"}, COLUMN_TEXT, 50}}},
    {"statements",
	"SELECT row, account, booked_on, value_on, cents, currency, type, state,"
	" provvisorio, provvisorio_year, party, reference,"
	" CASE WHEN remittance = '' THEN text ELSE remittance END FROM movement"
	" WHERE file = ? ORDER BY id",
	{{"row", {"riga", "row"}, COLUMN_COUNT, 7},
	    {"account", {"conto", "account"}, COLUMN_TEXT, 30},
	    {"booked", {"data contabile", "booked on"}, COLUMN_DAY, 13},
	    {"value", {"valuta", "value date"}, COLUMN_DAY, 12},
	    {"amount", {"importo", "amount"}, COLUMN_MONEY, 13},
	    {"currency", {"divisa", "currency"}, COLUMN_TEXT, 8},
	    {"type", {"tipo", "type"}, COLUMN_TEXT, 12},
	    {"state", {"stato", "state"}, COLUMN_TEXT, 12},
	    {"provvisorio", {"provvisorio", "provvisorio"}, COLUMN_TEXT, 12},
	    {"year", {"esercizio", "year"}, COLUMN_TEXT, 9},
	    {"party", {"ordinante", "party"}, COLUMN_TEXT, 30},
	    {"reference", {"riferimento", "reference"}, COLUMN_TEXT, 24},
	    {"text", {"descrizione", "text"}, COLUMN_TEXT, 90}}},
};

const struct booked_list *
booked_list_find(struct str channel)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		if (str_is(channel, lists[i].channel))
			return &lists[i];
	return NULL;
}

static void
column_json(
    struct json *j, const struct booked_column *c, const struct rows *rows, int at)
{
	if (row_is_null(rows, at))
		json_null(j, c->name);
	else if (c->kind == COLUMN_COUNT)
		json_i64(j, c->name, row_int(rows, at));
	else if (c->kind == COLUMN_MONEY)
		json_money(j, c->name, row_int(rows, at));
	else
		json_str(j, c->name, row_text(rows, at));
}

int
booked_list_json(const struct booked_list *list, struct json *j,
    const struct outlet_run *r, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(r->db, &rows, list->sql, DB(db_i(r->cause.id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		json_object(j, NULL);
		for (int i = 0; i < COLUMNS_MOST && list->columns[i].name != NULL; i++)
			column_json(j, &list->columns[i], &rows, i);
		json_end(j);
	}
	return got;
}

static void
column_cell(struct workbook *w, uint32_t at, const struct booked_column *c,
    const struct rows *rows, int column)
{
	uint32_t x = (uint32_t)column;

	if (row_is_null(rows, column))
		return;
	if (c->kind == COLUMN_COUNT)
		workbook_count(w, at, x, row_int(rows, column));
	else if (c->kind == COLUMN_MONEY)
		workbook_money(w, at, x, row_int(rows, column));
	else if (c->kind == COLUMN_DAY)
		workbook_date(w, at, x, row_date(rows, column));
	else
		workbook_text(w, at, x, row_text(rows, column), STYLE_TEXT);
}

static uint32_t
write_titles(const struct booked_list *list, struct workbook *w, enum lang lang)
{
	double widths[COLUMNS_MOST] = {0};
	uint32_t count = 0;

	for (; count < COLUMNS_MOST && list->columns[count].name != NULL; count++)
		widths[count] = list->columns[count].width;
	workbook_widths(w, widths, count);
	for (uint32_t i = 0; i < count; i++)
		workbook_text(
		    w, 0, i, str_of(say(&list->columns[i].title, lang)), STYLE_HEADER);
	return count;
}

int
booked_list_sheet(const struct booked_list *list, struct workbook *w,
    const struct outlet_run *r, struct err *e)
{
	uint32_t count = write_titles(list, w, r->conf->language), at = 0;
	struct rows rows;
	int got;

	if (db_query(r->db, &rows, list->sql, DB(db_i(r->cause.id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && at < SHEET_ROWS_MOST) {
		at++;
		for (uint32_t i = 0; i < count; i++)
			column_cell(w, at, &list->columns[i], &rows, (int)i);
	}
	if (got > 0)
		workbook_text(w, at + 1, 0,
		    r->conf->language == LANG_IT
			? STR("Il foglio è pieno: tutte le righe sono nel riscontro "
			      "JSON.")
			: STR("The sheet is full: all rows are in the JSON answer."),
		    STYLE_NOTE);
	rows_close(&rows);
	workbook_freeze(w, 1, count, at);
	return got < 0 ? -1 : 0;
}
