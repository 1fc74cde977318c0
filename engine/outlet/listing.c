/* Lists from the ledger in three forms, their columns told once. */
#include "outlet/listing.h"

#include "formats/csv_write.h"

static bool
is_column(const struct listing *list, uint32_t at)
{
	return at < LISTING_COLUMNS_MOST && list->columns[at].name != NULL;
}

static void
json_value(
    struct json *j, const struct listing_column *c, const struct rows *rows, int at)
{
	if (row_is_null(rows, at))
		json_null(j, c->name);
	else if (c->kind == LISTING_COUNT)
		json_i64(j, c->name, row_int(rows, at));
	else if (c->kind == LISTING_MONEY)
		json_money(j, c->name, row_int(rows, at));
	else
		json_str(j, c->name, row_text(rows, at));
}

void
listing_json_row(const struct listing *list, struct json *j, const struct rows *rows)
{
	json_object(j, NULL);
	for (uint32_t i = 0; is_column(list, i); i++)
		json_value(j, &list->columns[i], rows, (int)i);
	json_end(j);
}

void
listing_csv_header(const struct listing *list, struct out *o)
{
	struct csv_writer w = {.out = o, .delimiter = ';', .neutralise = true};

	out_text(o, "\xef\xbb\xbf");
	for (uint32_t i = 0; is_column(list, i); i++)
		csv_write_text(&w, str_of(list->columns[i].name));
	csv_write_end(&w);
}

void
listing_csv_row(const struct listing *list, struct out *o, const struct rows *rows)
{
	struct csv_writer w = {.out = o, .delimiter = ';', .neutralise = true};

	for (uint32_t i = 0; is_column(list, i); i++) {
		bool is_null = row_is_null(rows, (int)i);

		if (list->columns[i].kind == LISTING_MONEY && !is_null)
			csv_write_money(&w, row_int(rows, (int)i));
		else
			csv_write_text(&w, row_text(rows, (int)i));
	}
	csv_write_end(&w);
}

struct listing_sheet
listing_sheet_open(const struct listing *list, struct workbook *w, enum lang lang)
{
	struct listing_sheet s = {.list = list, .book = w};
	double widths[LISTING_COLUMNS_MOST] = {0};

	for (; is_column(list, s.columns); s.columns++)
		widths[s.columns] = list->columns[s.columns].width;
	workbook_widths(w, widths, s.columns);
	for (uint32_t i = 0; i < s.columns; i++)
		workbook_text(
		    w, 0, i, str_of(say(&list->columns[i].title, lang)), STYLE_HEADER);
	return s;
}

static void
write_cell(const struct listing_sheet *s, uint32_t at, const struct rows *rows)
{
	int column = (int)at;

	if (row_is_null(rows, column))
		return;
	switch (s->list->columns[at].kind) {
	case LISTING_COUNT:
		workbook_count(s->book, s->rows, at, row_int(rows, column));
		break;
	case LISTING_MONEY:
		workbook_money(s->book, s->rows, at, row_int(rows, column));
		break;
	case LISTING_DAY:
		workbook_date(s->book, s->rows, at, row_date(rows, column));
		break;
	case LISTING_TEXT:
		workbook_text(s->book, s->rows, at, row_text(rows, column), STYLE_TEXT);
		break;
	}
}

void
listing_sheet_row(struct listing_sheet *s, const struct rows *rows)
{
	if (s->rows == LISTING_SHEET_ROWS) {
		s->is_full = true;
		return;
	}
	s->rows++;
	for (uint32_t i = 0; i < s->columns; i++)
		write_cell(s, i, rows);
}

void
listing_sheet_close(struct listing_sheet *s, enum lang lang)
{
	if (s->is_full)
		workbook_text(s->book, s->rows + 1, 0,
		    lang == LANG_IT
			? STR("Il foglio è pieno: tutte le righe sono nel JSON o nel "
			      "CSV.")
			: STR("The sheet is full: all rows are in the JSON or CSV."),
		    STYLE_NOTE);
	workbook_freeze(s->book, 1, s->columns, s->rows);
}
