/* The acknowledgement for people: the rows to mend first, each wrong cell marked with
 * what to do. */
#include "outlet/acknowledgement.h"

#include "base/text.h"
#include "formats/csv_write.h"
#include "formats/workbook_write.h"
#include "outlet/acknowledgement_booked.h"
#include "outlet/mend_sheet.h"

enum { CELLS_MOST = 512 };

/* A row's findings, gathered while its cells are written. */
struct mending {
	const struct outlet_run *run;
	struct workbook *book;
	struct rows findings;
	struct finding finding;
	bool has;
	struct mend_sheet sheet;
};

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

static int
advance(struct mending *m, struct err *e)
{
	int got = rows_next(&m->findings, e);

	m->has = got > 0;
	if (m->has)
		file_finding_read(&m->findings, &m->finding);
	return got < 0 ? -1 : 0;
}

static struct str
sentence_of(const struct finding *f, enum lang lang, struct arena *a)
{
	struct str expected = finding_expected(f, lang);

	return arena_format(a, "%.*s%s%s%s%.*s%s. %s: %.*s. %s: %s. [%s]",
	    STR_ARG(f->place.file), f->place.file.len > 0 ? ": " : "",
	    say(&f->kind->what, lang), f->seen.len > 0 ? " (" : "", STR_ARG(f->seen),
	    f->seen.len > 0 ? ")" : "", lang == LANG_IT ? "Atteso" : "Expected",
	    STR_ARG(expected), lang == LANG_IT ? "Che cosa fare" : "What to do",
	    say(&f->kind->next, lang), f->kind->code);
}

static void
write_header(struct outlet_run *r, struct workbook *w, const struct mend_sheet *s)
{
	for (size_t i = 0; i < s->count && i < CELLS_MOST; i++) {
		workbook_column_style(w, (uint32_t)i, 18, STYLE_TEXT);
		workbook_text(w, 0, (uint32_t)i, s->titles[i], STYLE_HEADER);
	}
	workbook_column_style(w, (uint32_t)s->count, 90, STYLE_PLAIN);
	workbook_text(w, 0, (uint32_t)s->count,
	    str_of(word(r, "esito riscontro", "findings")), STYLE_HEADER);
}

/* The cells of a row at their columns, the wrong ones marked. */
static void
write_cells(struct mending *m, const struct refused_row *row, uint32_t at,
    const bool wrong[CELLS_MOST])
{
	uint32_t part = place_of_row(row->row).part;
	struct str cells[CELLS_MOST] = {{0}};
	size_t count = m->sheet.count;

	for (size_t i = 0; i < row->count; i++) {
		size_t column = mend_sheet_column(&m->sheet, part, i);

		if (column >= CELLS_MOST)
			continue;
		cells[column] = row->cells[i];
		if (column >= count)
			count = column + 1;
	}
	if (m->sheet.archive)
		cells[0] = mend_sheet_part_name(&m->sheet, part);
	for (size_t i = 0; i < CELLS_MOST && i < count; i++)
		if (cells[i].len > 0 || wrong[i])
			workbook_text(m->book, at, (uint32_t)i, cells[i],
			    wrong[i] ? STYLE_WRONG : STYLE_TEXT);
}

/* Marks the cells of a row that findings point at, and joins their sentences in the last
 * column. */
static int
mark_row(struct mending *m, const struct refused_row *row, uint32_t at, struct arena *a,
    struct err *e)
{
	enum lang lang = lang_of(m->run);
	bool wrong[CELLS_MOST] = {false};
	struct out text;

	out_open_memory(&text, a);
	while (m->has && place_to_row(m->finding.place) <= row->row) {
		uint32_t column = m->finding.place.column;

		if (column > 0)
			column = (uint32_t)mend_sheet_column(
				     &m->sheet, m->finding.place.part, column - 1) +
			    1;
		if (place_to_row(m->finding.place) == row->row) {
			struct str sentence = sentence_of(&m->finding, lang, a);

			if (text.len > 0)
				out_char(&text, '\n');
			out_str(&text, sentence);
			if (column > 0 && column <= CELLS_MOST && !wrong[column - 1]) {
				wrong[column - 1] = true;
				workbook_comment(m->book, at, column - 1, sentence);
			}
		}
		if (advance(m, e) != 0)
			return -1;
	}
	write_cells(m, row, at, wrong);
	workbook_text(
	    m->book, at, (uint32_t)m->sheet.count, out_bytes_of(&text), STYLE_NOTE);
	return 0;
}

static int
sheet_to_mend(struct outlet_run *r, struct workbook *w, struct err *e)
{
	struct mending m = {.run = r, .book = w};
	struct refused_row row;
	struct arena a = {0};
	struct rows rows;
	uint32_t at = 0;
	int got;

	workbook_sheet(w, str_of(word(r, "Da correggere", "To be mended")));
	if (mend_sheet_read(&m.sheet, r, e) != 0)
		return -1;
	write_header(r, w, &m.sheet);
	if (file_findings(r->db, &m.findings, r->cause.id, e) != 0 ||
	    advance(&m, e) != 0 || refused_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&a);
		refused_row_read(&rows, &row, &a);
		if (mark_row(&m, &row, ++at, &a, e) != 0)
			break;
	}
	rows_close(&rows);
	rows_close(&m.findings);
	arena_close(&a);
	workbook_freeze(w, 1, (uint32_t)m.sheet.count + 1, at);
	return got;
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
	workbook_text(w, 1, 1, text_printable(r->arena, f->name), STYLE_TEXT);
	workbook_text(w, 2, 0, str_of(word(r, "ente", "creditor")), STYLE_PLAIN);
	workbook_text(w, 2, 1, r->creditor->name, STYLE_TEXT);
	workbook_text(w, 3, 0, str_of(word(r, "ricevuto", "received")), STYLE_PLAIN);
	workbook_text(w, 3, 1, str_of(instant_rome_of(f->received_at).text), STYLE_TEXT);
	workbook_text(w, 4, 0, str_of(word(r, "esito", "outcome")), STYLE_PLAIN);
	workbook_text(w, 4, 1, str_of(outcome_word(r)), STYLE_TEXT);
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
	static const double widths[] = {7, 22, 20, 34, 12, 12, 22, 22, 12, 14};
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
	static const double widths[] = {7, 9, 22, 26, 110};
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
		workbook_text(w, at, 4, sentence_of(&f, lang_of(r), &a), STYLE_PLAIN);
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
	if (r->cause.refused.rows > 0 && r->cause.header.len > 0 &&
	    sheet_to_mend(r, w, e) != 0)
		return -1;
	sheet_summary(r, w);
	if (sheet_booked(r, w, e) != 0 || sheet_findings(r, w, e) != 0)
		return -1;
	return workbook_finish(w, e);
}

/* A refused row at the columns of the sheet. */
static void
csv_line(struct csv_writer *w, const struct mend_sheet *sheet,
    const struct refused_row *row, struct arena *a)
{
	uint32_t part = place_of_row(row->row).part;
	size_t count = sheet->archive ? sheet->count + row->count : row->count;
	struct str *cells = arena_new_array(a, count, struct str);
	size_t used = 0;

	for (size_t i = 0; i < row->count; i++) {
		size_t column = mend_sheet_column(sheet, part, i);

		cells[column] = row->cells[i];
		if (column >= used)
			used = column + 1;
	}
	if (sheet->archive && count > 0)
		cells[0] = mend_sheet_part_name(sheet, part);
	for (size_t i = 0; i < used; i++)
		csv_write_text(w, cells[i]);
	csv_write_end(w);
}

int
acknowledgement_csv(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	struct csv_writer w = {.out = &f->out,
	    .delimiter = r->cause.delimiter.len > 0 ? r->cause.delimiter.ptr[0] : ';'};
	struct mend_sheet sheet;
	struct refused_row row;
	struct arena a = {0};
	struct rows rows;
	int got;

	if (mend_sheet_read(&sheet, r, e) != 0)
		return -1;
	out_text(&f->out, "\xef\xbb\xbf");
	for (size_t i = 0; i < sheet.count; i++)
		csv_write_text(&w, sheet.titles[i]);
	csv_write_end(&w);
	if (refused_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&a);
		refused_row_read(&rows, &row, &a);
		csv_line(&w, &sheet, &row, &a);
	}
	arena_close(&a);
	return got;
}
