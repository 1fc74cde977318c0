/* The rows to mend, to be dropped again once mended: as a sheet, each wrong cell marked
 * with what to do, and as CSV in the dialect of the file. */
#include "outlet/acknowledgement.h"

#include "base/text.h"
#include "formats/csv_write.h"
#include "model/mending.h"
#include "outlet/mend_sheet.h"

enum { CELLS_MOST = 512 };

/* Widths in characters: between these, by what a column holds, with room at both sides;
 * longer texts wrap. */
enum { NARROWEST = 6, WIDEST = 30, ROOM = 3, SENTENCE_WIDTH = 60 };

/* A row's findings, gathered while its cells are written. */
struct mending {
	const struct outlet_run *run;
	struct workbook *book;
	struct finding_cursor next;
	struct mend_sheet sheet;
	size_t columns;            /* of the sheet */
	double widest[CELLS_MOST]; /* the widest text of each column */
};

static enum lang
lang_of(const struct mending *m)
{
	return m->run->conf->language;
}

static void
measure_text(struct mending *m, size_t column, double width)
{
	if (column >= CELLS_MOST)
		return;
	if (column >= m->columns)
		m->columns = column + 1;
	if (width > m->widest[column])
		m->widest[column] = width;
}

/* How many columns there are and how wide: sheets are written from top to bottom, their
 * columns first. */
static int
measure(struct mending *m, struct db *db, int64_t file, struct err *e)
{
	struct refused_row row;
	struct arena a = {0};
	struct rows rows;
	int got;

	m->columns = m->sheet.count;
	for (size_t i = 0; i < m->sheet.count; i++)
		measure_text(m, i, workbook_text_width(m->sheet.titles[i], STYLE_HEADER));
	if (refused_rows(db, &rows, file, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct cell cells[CELLS_MOST] = {{{0}, CELL_EMPTY}};
		size_t count;

		arena_reset(&a);
		refused_row_read(&rows, &row, &a);
		count = mend_sheet_place(&m->sheet, &row, cells, CELLS_MOST);
		for (size_t i = 0; i < count; i++)
			if (cells[i].text.len > 0)
				measure_text(
				    m, i, workbook_text_width(cells[i].text, STYLE_TEXT));
	}
	arena_close(&a);
	if (m->sheet.headless)
		m->sheet.count = m->columns;
	if (m->columns == m->sheet.count)
		m->columns++; /* the sentences */
	return got;
}

static double
column_width(double text)
{
	double wide = text + ROOM;

	return wide < NARROWEST ? NARROWEST : wide > WIDEST ? WIDEST : wide;
}

static void
write_header(const struct mending *m)
{
	struct workbook *w = m->book;
	uint32_t sentence = (uint32_t)m->sheet.count;

	for (size_t i = 0; i < m->columns && i < CELLS_MOST; i++)
		workbook_column_style(
		    w, (uint32_t)i, column_width(m->widest[i]), STYLE_TEXT);
	workbook_column_style(w, sentence, SENTENCE_WIDTH, STYLE_SENTENCE);
	for (size_t i = 0; !m->sheet.headless && i < sentence && i < CELLS_MOST; i++)
		workbook_text(w, 0, (uint32_t)i, m->sheet.titles[i], STYLE_HEADER);
	workbook_text(w, 0, sentence,
	    lang_of(m) == LANG_IT ? STR("esito riscontro") : STR("findings"),
	    STYLE_HEADER);
}

/* A number stays one, in the format of texts: what is typed over it keeps its digits. A
 * day stays one unless it is wrong. */
static void
write_cell(struct workbook *w, uint32_t row, uint32_t column, const struct cell *cell,
    bool is_wrong)
{
	enum workbook_style style = is_wrong ? STYLE_WRONG : STYLE_TEXT;
	struct date day;

	if (cell->kind == CELL_NUMBER)
		workbook_number(w, row, column, cell->text, style);
	else if (cell->kind == CELL_DATE && !is_wrong && cell->text.len == 10 &&
	    date_parse(cell->text, &day))
		workbook_date(w, row, column, day);
	else
		workbook_text(w, row, column, cell->text, style);
}

/* The cells of a row at their columns, the wrong ones marked. */
static void
write_cells(const struct mending *m, const struct refused_row *row, uint32_t at,
    const bool wrong[CELLS_MOST])
{
	struct cell cells[CELLS_MOST] = {{{0}, CELL_EMPTY}};

	(void)mend_sheet_place(&m->sheet, row, cells, CELLS_MOST);
	for (size_t i = 0; i < CELLS_MOST && i < m->columns; i++)
		if (cells[i].text.len > 0 || wrong[i])
			write_cell(m->book, at, (uint32_t)i, &cells[i], wrong[i]);
}

/* Where the cell stands that the next finding points at; SIZE_MAX: at none. */
static size_t
column_of_finding(const struct mending *m)
{
	const struct place *p = &m->next.finding.place;

	return p->column == 0 ? SIZE_MAX
			      : mend_sheet_column(&m->sheet, p->part, p->column - 1);
}

/* Marks the cells of a row that findings point at, and joins their sentences in the last
 * column. */
static int
mark_row(struct mending *m, const struct refused_row *row, uint32_t at, struct arena *a,
    struct err *e)
{
	bool wrong[CELLS_MOST] = {false};
	struct out text;

	out_open_memory(&text, a);
	while (m->next.has && place_to_row(m->next.finding.place) <= row->row) {
		if (place_to_row(m->next.finding.place) == row->row) {
			size_t column = column_of_finding(m);
			struct str sentence =
			    finding_sentence(&m->next.finding, lang_of(m), a);

			if (text.len > 0)
				out_char(&text, '\n');
			out_str(&text, sentence);
			if (column < CELLS_MOST && !wrong[column]) {
				wrong[column] = true;
				workbook_comment(m->book, at, (uint32_t)column, sentence);
			}
		}
		if (finding_cursor_next(&m->next, e) != 0)
			return -1;
	}
	write_cells(m, row, at, wrong);
	workbook_text(
	    m->book, at, (uint32_t)m->sheet.count, out_bytes_of(&text), STYLE_SENTENCE);
	return 0;
}

/* Who read the rows first: a sheet of ours tells whom it had them from. */
static struct str
came_from(const struct file_record *f)
{
	struct str reader = mending_reader(f->sheet);

	return reader.len > 0 ? reader : f->reader;
}

int
acknowledgement_mend_sheet(struct outlet_run *r, struct workbook *w, struct err *e)
{
	struct mending m = {.run = r, .book = w};
	struct refused_row row;
	struct arena a = {0};
	struct rows rows;
	uint32_t at = 0;
	int got;

	workbook_sheet(
	    w, mending_sheet(came_from(&r->cause), r->conf->language, r->arena));
	if (mend_sheet_read(&m.sheet, r, 1, e) != 0 ||
	    measure(&m, r->db, r->cause.id, e) != 0)
		return -1;
	write_header(&m);
	if (finding_cursor_open(&m.next, r->db, r->cause.id, e) != 0 ||
	    refused_rows(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		arena_reset(&a);
		refused_row_read(&rows, &row, &a);
		if (mark_row(&m, &row, ++at, &a, e) != 0)
			break;
	}
	rows_close(&rows);
	rows_close(&m.next.rows);
	arena_close(&a);
	workbook_freeze(w, 1, (uint32_t)m.columns, at);
	return got;
}

/* A refused row at the columns of the sheet. */
static void
csv_line(struct csv_writer *w, const struct mend_sheet *sheet,
    const struct refused_row *row, struct arena *a)
{
	size_t room = sheet->count + row->count;
	struct cell *cells = arena_new_array(a, room, struct cell);
	size_t used = mend_sheet_place(sheet, row, cells, room);

	for (size_t i = 0; i < used; i++)
		csv_write_text(w, cells[i].text);
	csv_write_end(w);
}

/* The titles, in the row where they stood: a layout may skip those before. */
static void
csv_titles(struct csv_writer *w, const struct mend_sheet *sheet, int64_t row)
{
	for (int64_t i = 1; i < row; i++)
		out_text(w->out, "\r\n");
	for (size_t i = 0; i < sheet->count; i++)
		csv_write_text(w, sheet->titles[i]);
	if (sheet->count > 0)
		csv_write_end(w);
}

int
acknowledgement_csv(struct outlet_run *r, struct outlet_file *f, struct err *e)
{
	struct csv_writer w = {.out = &f->out,
	    .neutralise = true, /* layouts take the apostrophes off again */
	    .delimiter = r->cause.delimiter.len > 0 ? r->cause.delimiter.ptr[0] : ';'};
	struct mend_sheet sheet;
	struct refused_row row;
	struct arena a = {0};
	struct rows rows;
	int got;

	if (mend_sheet_read(&sheet, r, 0, e) != 0)
		return -1;
	out_text(&f->out, "\xef\xbb\xbf");
	csv_titles(&w, &sheet, r->cause.header_row);
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
