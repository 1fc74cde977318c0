/* What an export of the register changed, and the quotas that follow from it. */
#include "outlet/membership.h"

#include "base/json.h"
#include "formats/csv_write.h"
#include "formats/workbook_write.h"
#include "ledger/enrolments.h"

static const struct {
	const char *change;
	struct sentence word;
} changes[] = {{"joined", {"nuovo iscritto", "joined"}},
    {"left", {"non più presente", "left"}},
    {"moved", {"numero o sezione cambiati", "moved"}},
    {"changed", {"dati cambiati", "changed"}}, {"same", {"invariato", "same"}}};

static const struct sentence once = {
    "quota già chiesta per l'altra iscrizione", "fee asked for by the other enrolment"};

static const char *
word_of(struct str change, enum lang lang)
{
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		if (str_is(change, changes[i].change))
			return say(&changes[i].word, lang);
	return "";
}

int
membership_json(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	struct enrolment_row row;
	struct enrolment m = {.number = {0}};
	struct enrolment_fee fee;
	struct rows rows;
	struct json j;
	int got;

	json_open(&j, &f->out, 1);
	json_object(&j, NULL);
	json_str(&j, "file", r->cause.name);
	json_array(&j, "changes");
	if (enrolment_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		enrolment_row_read(&rows, &row, &m, &fee);
		if (str_is(row.change, "same"))
			continue;
		json_object(&j, NULL);
		json_str(&j, "change", row.change);
		json_str(&j, "fiscal_code", row.fiscal_code);
		json_str(&j, "name", row.name);
		json_str(&j, "place", row.place);
		json_str(&j, "facts", row.facts);
		if (row.before.len > 0)
			json_str(&j, "before", row.before);
		json_end(&j);
	}
	json_end(&j);
	json_end(&j);
	out_char(&f->out, '\n');
	return got;
}

static void
workbook_line(struct outlet_run *r, struct workbook *w, uint32_t at,
    const struct enrolment_row *row, const struct enrolment_fee *fee)
{
	const struct str texts[] = {str_of(word_of(row->change, r->conf->language)),
	    row->fiscal_code, row->name, row->place, row->facts, row->before};

	for (uint32_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		workbook_text(w, at, i, texts[i], STYLE_TEXT);
	if (fee->cents > 0)
		workbook_money(w, at, 6, fee->cents);
	workbook_text(w, at, 7,
	    str_is(fee->rule, ENROLMENT_FEE_ONCE) ? str_of(say(&once, r->conf->language))
						  : fee->rule,
	    STYLE_TEXT);
}

int
membership_xlsx(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	static const double widths[] = {22, 20, 30, 22, 56, 40, 17, 13};
	bool it = r->conf->language == LANG_IT;
	const char *const titles[] = {it ? "che cosa è cambiato" : "change",
	    it ? "codice fiscale" : "fiscal code", it ? "iscritto" : "member",
	    it ? "albo, sezione, numero" : "register, section, number",
	    it ? "dati" : "facts", it ? "prima" : "before",
	    it ? "quota proposta" : "proposed fee", it ? "regola" : "rule"};
	struct enrolment_row row;
	struct enrolment m = {.number = {0}};
	struct enrolment_fee fee;
	struct workbook *w;
	struct rows rows;
	uint32_t at = 0;
	int got;

	if (workbook_open(&w, f->fd, date_to_days(r->day) * 86400, &f->arena, e) != 0)
		return -1;
	workbook_sheet(w, it ? STR("Iscritti") : STR("Members"));
	workbook_widths(w, widths, sizeof widths / sizeof widths[0]);
	for (uint32_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		workbook_text(w, 0, i, str_of(titles[i]), STYLE_HEADER);
	if (enrolment_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		enrolment_row_read(&rows, &row, &m, &fee);
		workbook_line(r, w, ++at, &row, &fee);
	}
	workbook_freeze(w, 1, 8, at);
	return got == 0 ? workbook_finish(w, e) : -1;
}

static void
quota_line(struct csv_writer *w, const struct enrolment_row *row,
    const struct enrolment *m, const struct enrolment_fee *fee)
{
	const struct debtor *d = &m->debtor;
	bool apart = m->given_name.len > 0;
	const struct str before[] = {row->fiscal_code, apart ? m->surname : STR(""),
	    m->given_name, apart ? STR("") : row->name, d->street, d->civic, d->cap,
	    d->city, d->province, d->country, d->email, d->pec, fee->key, fee->tipo};

	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
		csv_write_text(w, before[i]);
	csv_write_number(w, fee->anno);
	csv_write_text(w, fee->causale);
	csv_write_money(w, fee->cents);
	csv_write_date(w, fee->due);
	csv_write_text(w, m->category);
	csv_write_end(w);
}

int
membership_quotas(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	static const char *const titles[] = {"codice_fiscale", "cognome", "nome",
	    "denominazione", "indirizzo", "civico", "cap", "comune", "provincia",
	    "nazione", "email", "pec", "chiave_quota", "tipo", "anno", "causale",
	    "importo", "scadenza", "categoria"};
	struct csv_writer w = {.out = &f->out, .delimiter = ';'};
	struct enrolment_row row;
	struct enrolment m = {.number = {0}};
	struct enrolment_fee fee;
	struct rows rows;
	int got;

	for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
		csv_write_text(&w, str_of(titles[i]));
	csv_write_end(&w);
	if (enrolment_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		enrolment_row_read(&rows, &row, &m, &fee);
		if (fee.cents > 0)
			quota_line(&w, &row, &m, &fee);
	}
	return got;
}
