/* libxlsxwriter behind our own few words: text is text, money is cents, dates are days.
 */
#include "formats/workbook_write.h"

#include <stdio.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Paper: ECMA-376 part 1, 18.3.1.63, paperSize. */
enum { CELL_MOST = 32767, TITLE_MOST = 32, HELP_MOST = 255, PAPER_A4 = 9 };

struct workbook {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *styles[STYLES];
	struct arena *arena;
};

static lxw_format *
style(lxw_workbook *book, bool bold, double size, uint32_t color, uint32_t ground,
    const char *number)
{
	lxw_format *f = workbook_add_format(book);

	if (bold)
		format_set_bold(f);
	format_set_font_size(f, size);
	if (color != 0)
		format_set_font_color(f, color);
	if (ground != 0)
		format_set_bg_color(f, ground);
	if (number != NULL)
		format_set_num_format(f, number);
	return f;
}

static void
make_styles(struct workbook *w)
{
	lxw_workbook *b = w->book;

	w->styles[STYLE_PLAIN] = NULL;
	w->styles[STYLE_TITLE] = style(b, true, 14, 0x0066CC, 0, NULL);
	w->styles[STYLE_HEADER] = style(b, true, 11, 0, 0xE7ECF2, NULL);
	format_set_bottom(w->styles[STYLE_HEADER], LXW_BORDER_THIN);
	w->styles[STYLE_WRONG] = style(b, false, 11, 0x9C0006, 0xFFC7CE, "@");
	w->styles[STYLE_NOTE] = style(b, false, 10, 0x666666, 0, NULL);
	format_set_italic(w->styles[STYLE_NOTE]);
	w->styles[STYLE_MONEY] = style(b, false, 11, 0, 0, "#,##0.00");
	w->styles[STYLE_DATE] = style(b, false, 11, 0, 0, "dd/mm/yyyy");
	w->styles[STYLE_TEXT] = style(b, false, 11, 0, 0, "@");
}

int
workbook_open(
    struct workbook **result, int fd, int64_t created, struct arena *a, struct err *e)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_doc_properties properties = {.created = (time_t)created};
	struct workbook *w = arena_new(a, struct workbook);
	char path[64];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	w->arena = a;
	w->book = workbook_new_opt(path, &options);
	if (w->book == NULL)
		return err_set(e, ERR_RETRY, "workbook: no memory");
	workbook_set_properties(w->book, &properties);
	make_styles(w);
	*result = w;
	return 0;
}

void
workbook_sheet(struct workbook *w, struct str name)
{
	w->sheet =
	    workbook_add_worksheet(w->book, arena_cstr(w->arena, str_slice(name, 0, 31)));
	if (w->sheet == NULL)
		BUG("workbook: sheet %.*s", STR_ARG(name));
	worksheet_set_landscape(w->sheet);
	worksheet_set_paper(w->sheet, PAPER_A4);
	worksheet_fit_to_pages(w->sheet, 1, 0);
}

void
workbook_widths(struct workbook *w, const double *widths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (widths[i] > 0)
			worksheet_set_column(
			    w->sheet, (lxw_col_t)i, (lxw_col_t)i, widths[i], NULL);
}

void
workbook_freeze(struct workbook *w, uint32_t rows, uint32_t columns, uint32_t last_row)
{
	worksheet_freeze_panes(w->sheet, rows, 0);
	if (rows > 0)
		worksheet_repeat_rows(w->sheet, 0, rows - 1);
	if (columns > 0 && rows > 0 && last_row >= rows)
		worksheet_autofilter(
		    w->sheet, rows - 1, 0, last_row, (lxw_col_t)(columns - 1));
}

void
workbook_text(struct workbook *w, uint32_t row, uint32_t column, struct str text,
    enum workbook_style s)
{
	struct arena a = {0};

	worksheet_write_string(w->sheet, row, (lxw_col_t)column,
	    arena_cstr(&a, str_slice(text, 0, CELL_MOST)), w->styles[s]);
	arena_close(&a);
}

/* The one place where cents become a double: a spreadsheet knows nothing else, and up to
 * 999,999,999.99 every cent survives it. */
void
workbook_money(struct workbook *w, uint32_t row, uint32_t column, money cents)
{
	worksheet_write_number(w->sheet, row, (lxw_col_t)column, (double)cents / 100,
	    w->styles[STYLE_MONEY]);
}

void
workbook_count(struct workbook *w, uint32_t row, uint32_t column, int64_t number)
{
	worksheet_write_number(w->sheet, row, (lxw_col_t)column, (double)number, NULL);
}

void
workbook_date(struct workbook *w, uint32_t row, uint32_t column, struct date d)
{
	lxw_datetime day = {.year = d.year, .month = d.month, .day = d.day};

	if (!date_is_none(d))
		worksheet_write_datetime(
		    w->sheet, row, (lxw_col_t)column, &day, w->styles[STYLE_DATE]);
}

void
workbook_comment(struct workbook *w, uint32_t row, uint32_t column, struct str text)
{
	struct arena a = {0};
	lxw_comment_options options = {.width = 320, .height = 110};
	char author[] = "riscontro";

	options.author = author;
	worksheet_write_comment_opt(w->sheet, row, (lxw_col_t)column,
	    arena_cstr(&a, str_slice(text, 0, CELL_MOST)), &options);
	arena_close(&a);
}

void
workbook_column_style(
    struct workbook *w, uint32_t column, double width, enum workbook_style s)
{
	worksheet_set_column(
	    w->sheet, (lxw_col_t)column, (lxw_col_t)column, width, w->styles[s]);
}

static void
validate(struct workbook *w, uint32_t column, uint32_t first, uint32_t last,
    lxw_data_validation *v, struct str title, struct str help)
{
	struct arena a = {0};

	v->input_title = arena_cstr(&a, str_slice(title, 0, TITLE_MOST));
	v->input_message = arena_cstr(&a, str_slice(help, 0, HELP_MOST));
	v->ignore_blank = LXW_VALIDATION_ON;
	v->error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
	worksheet_data_validation_range(
	    w->sheet, first, (lxw_col_t)column, last, (lxw_col_t)column, v);
	arena_close(&a);
}

void
workbook_validate_list(struct workbook *w, uint32_t column, uint32_t first, uint32_t last,
    const char *const *words, struct str title, struct str help)
{
	union {
		const char *const *borrowed;
		char **list;
	} list = {words};
	lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST};

	v.value_list = list.list;
	validate(w, column, first, last, &v, title, help);
}

void
workbook_validate_money(struct workbook *w, uint32_t column, uint32_t first,
    uint32_t last, struct str title, struct str help)
{
	lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_DECIMAL,
	    .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
	    .minimum_number = 0.01,
	    .maximum_number = 999999999.99};

	validate(w, column, first, last, &v, title, help);
}

void
workbook_validate_date(struct workbook *w, uint32_t column, uint32_t first, uint32_t last,
    struct str title, struct str help)
{
	lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_DATE,
	    .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN,
	    .value_datetime = {.year = 2000, .month = 1, .day = 1}};

	validate(w, column, first, last, &v, title, help);
}

void
workbook_validate_length(struct workbook *w, uint32_t column, uint32_t first,
    uint32_t last, uint32_t most, struct str title, struct str help)
{
	lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LENGTH,
	    .criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO,
	    .value_number = most};

	validate(w, column, first, last, &v, title, help);
}

int
workbook_finish(struct workbook *w, struct err *e)
{
	lxw_error error = workbook_close(w->book);

	if (error != LXW_NO_ERROR)
		return err_set(e, ERR_RETRY, "workbook: %s", lxw_strerror(error));
	return 0;
}
