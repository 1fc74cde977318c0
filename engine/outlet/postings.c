/* Tables of the ledger as CSV and as workbooks, from one description. */
#include "outlet/postings.h"

#include "formats/csv_write.h"
#include "formats/workbook_write.h"

struct posting_range
posting_range_of(const struct outlet_run *r)
{
	struct str rest = r->batch.operation, word, year, first, last;
	struct posting_range range = {0};
	uint64_t numbers[3];

	if (!str_cut(&rest, '-', &word) || !str_is(word, "post") ||
	    !str_cut(&rest, '-', &year) || !str_cut(&rest, '-', &first) ||
	    !str_cut(&rest, '-', &last) || !str_to_u64(year, &numbers[0]) ||
	    !str_to_u64(first, &numbers[1]) || !str_to_u64(last, &numbers[2]))
		BUG("batch %jd has no range of reversali", (intmax_t)r->batch.id);
	range.year = (int)numbers[0];
	range.first = (int64_t)numbers[1];
	range.last = (int64_t)numbers[2];
	return range;
}

struct str
posting_file_name(const struct outlet_run *r, const char *prefix, const char *extension)
{
	struct posting_range range = posting_range_of(r);

	return arena_format(r->arena, "%s_%.*s_%d_%06jd-%06jd.%s", prefix,
	    STR_ARG(r->creditor->fiscal_code), range.year, (intmax_t)range.first,
	    (intmax_t)range.last, extension);
}

static int
query(
    struct outlet_run *r, const struct posting_table *t, struct rows *rows, struct err *e)
{
	struct posting_range range = posting_range_of(r);

	return db_query(r->db, rows, t->sql,
	    DB(db_t(r->creditor->id), db_i(range.year), db_i(range.first),
		db_i(range.last)),
	    e);
}

static void
csv_cell(struct csv_writer *w, const struct posting_table *t, const struct rows *row,
    int column)
{
	switch (t->columns[column].type) {
	case COLUMN_NUMBER:
		if (row_is_null(row, column))
			csv_write_text(w, STR(""));
		else
			csv_write_number(w, row_int(row, column));
		break;
	case COLUMN_MONEY:
		csv_write_money(w, row_int(row, column));
		break;
	case COLUMN_DATE:
		csv_write_date(w, row_date(row, column));
		break;
	default:
		csv_write_text(w, row_text(row, column));
	}
}

static int
csv_rows(struct outlet_file *f, const struct posting_table *t, int64_t *items,
    money *cents, struct err *e)
{
	struct csv_writer w = {.out = &f->out, .neutralise = true};
	struct rows rows;
	int got;

	for (size_t i = 0; i < t->count; i++)
		csv_write_text(&w, str_of(t->columns[i].name));
	csv_write_end(&w);
	if (query(f->run, t, &rows, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		for (size_t i = 0; i < t->count; i++)
			csv_cell(&w, t, &rows, (int)i);
		csv_write_end(&w);
		*items += 1;
		*cents += row_int(&rows, (int)t->money);
	}
	return got;
}

int
posting_write_csv(
    struct outlet_run *r, const struct posting_table *t, struct str name, struct err *e)
{
	struct outlet_file f;
	int64_t items = 0;
	money cents = 0;

	if (outlet_open(r, &f, name, e) != 0)
		return -1;
	out_text(&f.out, "\xEF\xBB\xBF");
	if (csv_rows(&f, t, &items, &cents, e) != 0) {
		outlet_abandon(&f);
		return -1;
	}
	return outlet_close(&f, items, cents, e);
}

static void
workbook_cell(struct workbook *w, uint32_t line, const struct posting_table *t,
    const struct rows *row, int column)
{
	uint32_t at = (uint32_t)column;

	switch (t->columns[column].type) {
	case COLUMN_NUMBER:
		if (!row_is_null(row, column))
			workbook_count(w, line, at, row_int(row, column));
		break;
	case COLUMN_MONEY:
		workbook_money(w, line, at, row_int(row, column));
		break;
	case COLUMN_DATE:
		if (!row_is_null(row, column))
			workbook_date(w, line, at, row_date(row, column));
		break;
	default:
		workbook_text(w, line, at, row_text(row, column), STYLE_TEXT);
	}
}

static int
sheet_rows(struct outlet_run *r, struct workbook *w, const struct posting_table *t,
    int64_t *items, money *cents, struct err *e)
{
	struct rows rows;
	uint32_t line = 1;
	int got;

	workbook_sheet(w, str_of(t->name));
	for (size_t i = 0; i < t->count; i++)
		workbook_column_style(w, (uint32_t)i, t->columns[i].width,
		    t->columns[i].type == COLUMN_TEXT ? STYLE_TEXT : STYLE_PLAIN);
	workbook_freeze(w, 1, 0, 1);
	for (size_t i = 0; i < t->count; i++)
		workbook_text(
		    w, 0, (uint32_t)i, str_of(t->columns[i].name), STYLE_HEADER);
	if (query(r, t, &rows, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		for (size_t i = 0; i < t->count; i++)
			workbook_cell(w, line, t, &rows, (int)i);
		line++;
		*cents += row_int(&rows, (int)t->money);
	}
	*items += line - 1;
	return got;
}

int
posting_write_workbook(struct outlet_run *r, const struct posting_table *const *list,
    size_t count, struct str name, struct err *e)
{
	struct outlet_file f;
	struct workbook *w;
	int64_t items = 0, created = 0;
	money cents = 0;
	int status;

	if (!instant_parse(r->batch.created_at, &created))
		BUG("batch %jd has no instant", (intmax_t)r->batch.id);
	if (outlet_open(r, &f, name, e) != 0)
		return -1;
	status = workbook_open(&w, f.fd, created, &f.arena, e);
	for (size_t i = 0; i < count && status == 0; i++) {
		int64_t more = 0;
		money sum = 0;

		status = sheet_rows(r, w, list[i], &more, &sum, e);
		items = i == 0 ? more : items;
		cents = i == 0 ? sum : cents;
	}
	if (status == 0)
		status = workbook_finish(w, e);
	if (status != 0) {
		outlet_abandon(&f);
		return -1;
	}
	return outlet_close_read(&f, items, cents, e);
}
