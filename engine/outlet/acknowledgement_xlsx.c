/* The acknowledgement for people: the rows to mend first, then what the file held, what
 * was booked and all findings. */
#include "outlet/acknowledgement.h"

#include "base/text.h"
#include "outlet/acknowledgement_booked.h"

static enum lang
lang_of(const struct outlet_run *r)
{
	return r->conf->language;
}

static const char *
word(const struct outlet_run *r, const char *it, const char *en)
{
	return lang_of(r) == LANG_IT ? it : en;
}

static void
summary_line(struct workbook *w, uint32_t row, const char *name, struct tally t)
{
	workbook_text(w, row, 0, str_of(name), STYLE_PLAIN);
	workbook_count(w, row, 1, t.rows);
	workbook_money(w, row, 2, t.cents);
}

static const char *
outcome_word(const struct outlet_run *r)
{
	if (str_is(r->cause.state, "booked"))
		return word(r, "registrato", "booked");
	if (str_is(r->cause.state, "seen"))
		return word(r, "già ricevuto: non registrato di nuovo",
		    "received before: not booked again");
	return word(r, "rifiutato", "refused");
}

static void
sheet_summary(struct outlet_run *r, struct workbook *w)
{
	static const double widths[] = {30, 26, 18};
	const struct file_record *f = &r->cause;

	workbook_sheet(w, str_of(word(r, "Riepilogo", "Summary")));
	workbook_widths(w, widths, 3);
	workbook_text(
	    w, 0, 0, str_of(word(r, "Riscontro", "Acknowledgement")), STYLE_TITLE);
	workbook_text(w, 1, 0, str_of(word(r, "file", "file")), STYLE_PLAIN);
	workbook_text(w, 1, 1, text_printable(r->arena, f->name), STYLE_PLAIN);
	workbook_text(w, 2, 0, str_of(word(r, "ente", "creditor")), STYLE_PLAIN);
	workbook_text(w, 2, 1, r->creditor->name, STYLE_PLAIN);
	workbook_text(w, 3, 0, str_of(word(r, "ricevuto", "received")), STYLE_PLAIN);
	workbook_text(w, 3, 1, str_of(instant_rome_of(f->received_at).text), STYLE_PLAIN);
	workbook_text(w, 4, 0, str_of(word(r, "esito", "outcome")), STYLE_PLAIN);
	workbook_text(w, 4, 1, str_of(outcome_word(r)), STYLE_PLAIN);
	workbook_text(w, 6, 1, str_of(word(r, "righe", "rows")), STYLE_HEADER);
	workbook_text(w, 6, 2, str_of(word(r, "euro", "euros")), STYLE_HEADER);
	summary_line(w, 7, word(r, "lette", "read"), f->read);
	summary_line(w, 8, word(r, "registrate", "booked"), f->booked);
	summary_line(w, 9, word(r, "rifiutate", "refused"), f->refused);
	summary_line(
	    w, 10, word(r, "già note, invariate", "known, unchanged"), f->unchanged);
	workbook_text(w, 12, 0, text_printable(r->arena, f->sha256), STYLE_NOTE);
}

static void
booked_header(struct outlet_run *r, struct workbook *w)
{
	static const double widths[] = {8, 22, 20, 34, 9, 12, 22, 22, 13, 14};
	const char *const names[] = {word(r, "riga", "row"),
	    word(r, "chiave quota", "quota key"),
	    word(r, "codice fiscale", "fiscal code"), word(r, "debitore", "debtor"),
	    word(r, "rata", "instalment"), word(r, "importo", "amount"), "IUV",
	    word(r, "numero avviso", "notice number"), word(r, "scadenza", "due date"),
	    word(r, "operazione", "operation")};

	workbook_widths(w, widths, sizeof widths / sizeof widths[0]);
	for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++)
		workbook_text(w, 0, i, str_of(names[i]), STYLE_HEADER);
}

static void
booked_line(
    struct outlet_run *r, struct workbook *w, uint32_t at, const struct booked_row *b)
{
	workbook_count(w, at, 0, (int64_t)place_of_row(b->row).row);
	workbook_text(w, at, 1, b->key, STYLE_TEXT);
	workbook_text(w, at, 2, b->fiscal_code, STYLE_TEXT);
	workbook_text(w, at, 3, b->name, STYLE_TEXT);
	if (!b->has_option) {
		workbook_money(w, at, 5, b->cents);
		workbook_text(w, at, 9,
		    str_of(word(r, "nessun avviso (filtri)", "no notice (filters)")),
		    STYLE_NOTE);
		return;
	}
	if (b->number > 0)
		workbook_count(w, at, 4, b->number);
	workbook_money(w, at, 5, b->option_cents);
	workbook_text(w, at, 6, b->iuv, STYLE_TEXT);
	workbook_text(w, at, 7, b->nav, STYLE_TEXT);
	workbook_date(w, at, 8, b->due);
	workbook_text(w, at, 9, b->operation, STYLE_TEXT);
}

static int
sheet_quotas(struct outlet_run *r, struct workbook *w, struct err *e)
{
	struct booked_row b;
	struct rows rows;
	uint32_t at = 0;
	int got;

	booked_header(r, w);
	if (booked_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		booked_row_read(&rows, &b);
		booked_line(r, w, ++at, &b);
	}
	workbook_freeze(w, 1, 10, at);
	return got;
}

static int
sheet_booked(struct outlet_run *r, struct workbook *w, struct err *e)
{
	const struct booked_list *list = booked_list_find(r->cause.channel);

	workbook_sheet(w, str_of(word(r, "Registrate", "Booked")));
	return list != NULL ? booked_list_sheet(list, w, r, e) : sheet_quotas(r, w, e);
}

static int
sheet_findings(struct outlet_run *r, struct workbook *w, struct err *e)
{
	static const double widths[] = {8, 12, 22, 26, 107};
	const char *const names[] = {word(r, "riga", "row"), word(r, "colonna", "column"),
	    word(r, "intestazione", "header"), word(r, "codice", "code"),
	    word(r, "segnalazione", "finding")};
	struct arena a = {0};
	struct finding f;
	struct rows rows;
	uint32_t at = 0;
	int got;

	workbook_sheet(w, str_of(word(r, "Segnalazioni", "Findings")));
	workbook_widths(w, widths, 5);
	for (uint32_t i = 0; i < 5; i++)
		workbook_text(w, 0, i, str_of(names[i]), STYLE_HEADER);
	if (file_findings(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&a);
		file_finding_read(&rows, &f);
		at++;
		if (f.place.row > 0)
			workbook_count(w, at, 0, (int64_t)f.place.row);
		if (f.place.column > 0)
			workbook_count(w, at, 1, f.place.column);
		workbook_text(w, at, 2, f.column_name, STYLE_TEXT);
		workbook_text(w, at, 3, str_of(f.kind->code), STYLE_TEXT);
		workbook_text(
		    w, at, 4, finding_sentence(&f, lang_of(r), &a), STYLE_SENTENCE);
	}
	arena_close(&a);
	workbook_freeze(w, 1, 5, at);
	return got;
}

int
acknowledgement_xlsx(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	struct workbook *w;
	struct date d = r->day;

	if (workbook_open(&w, f->fd, date_to_days(d) * 86400, &f->arena, e) != 0)
		return -1;
	if (acknowledgement_gives_back(&r->cause) &&
	    acknowledgement_mend_sheet(r, w, e) != 0)
		return -1;
	sheet_summary(r, w);
	if (sheet_booked(r, w, e) != 0 || sheet_findings(r, w, e) != 0)
		return -1;
	return workbook_finish(w, e);
}
