/* libxlsxwriter behind our own few words: text is text, money is cents, dates are days.
 */
#include "formats/workbook_write.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* Paper: ECMA-376 part 1, 18.3.1.63, paperSize. Heights are points; no row is higher
 * than a spreadsheet allows. */
enum { CELL_MOST = 32767, TITLE_MOST = 32, HELP_MOST = 255, PAPER_A4 = 9 };
enum { LINE_HEIGHT = 15, HEIGHT_MOST = 409, COLUMNS_MEASURED = 1024 };

/* Some 150 characters fill the width of a page; as many as here still are of 7 points. */
enum { PAGE_WIDTH_MOST = 220 };

static const double MARGIN = 0.4; /* inches */

struct workbook {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	double width; /* of all columns of the sheet, in characters */
	double widths[COLUMNS_MEASURED];
	uint32_t row; /* the one written now, and its lines */
	double lines;
	lxw_format *styles[STYLES];
	struct arena *arena;
};

static bool
is_wrapped(enum workbook_style s)
{
	return s == STYLE_HEADER || s == STYLE_WRONG || s == STYLE_TEXT ||
	    s == STYLE_SENTENCE;
}

static lxw_format *
style(lxw_workbook *book, bool bold, double size, uint32_t color, uint32_t ground,
    const char *number)
{
	lxw_format *f = workbook_add_format(book);

	if (bold)
		format_set_bold(f);
	format_set_font_size(f, size);
	format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
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

	w->styles[STYLE_PLAIN] = style(b, false, 11, 0, 0, NULL);
	w->styles[STYLE_TITLE] = style(b, true, 14, 0x0066CC, 0, NULL);
	w->styles[STYLE_HEADER] = style(b, true, 11, 0, 0xE7ECF2, NULL);
	format_set_bottom(w->styles[STYLE_HEADER], LXW_BORDER_THIN);
	w->styles[STYLE_WRONG] = style(b, false, 11, 0x9C0006, 0xFFC7CE, "@");
	w->styles[STYLE_NOTE] = style(b, false, 10, 0x666666, 0, NULL);
	format_set_italic(w->styles[STYLE_NOTE]);
	w->styles[STYLE_MONEY] = style(b, false, 11, 0, 0, "#,##0.00");
	w->styles[STYLE_DATE] = style(b, false, 11, 0, 0, "dd/mm/yyyy");
	w->styles[STYLE_TEXT] = style(b, false, 11, 0, 0, "@");
	w->styles[STYLE_SENTENCE] = style(b, false, 11, 0, 0, NULL);
	for (enum workbook_style s = STYLE_PLAIN; s < STYLES; s++)
		if (is_wrapped(s)) {
			format_set_text_wrap(w->styles[s]);
			format_set_indent(w->styles[s], 1);
		}
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

/* The pages of the sheet that is written, now that its columns are known. */
static void
fit_pages(struct workbook *w)
{
	uint16_t pages = (uint16_t)((w->width + PAGE_WIDTH_MOST - 1) / PAGE_WIDTH_MOST);

	if (w->sheet == NULL)
		return;
	worksheet_fit_to_pages(w->sheet, pages > 1 ? pages : 1, 0);
	if (pages > 1) {
		worksheet_print_across(w->sheet);
		worksheet_print_row_col_headers(w->sheet);
	}
}

void
workbook_sheet(struct workbook *w, struct str name)
{
	fit_pages(w);
	w->width = 0;
	w->row = 0;
	w->lines = 1;
	memset(w->widths, 0, sizeof w->widths);
	w->sheet =
	    workbook_add_worksheet(w->book, arena_cstr(w->arena, str_slice(name, 0, 31)));
	if (w->sheet == NULL)
		BUG("workbook: sheet %.*s", STR_ARG(name));
	worksheet_set_landscape(w->sheet);
	worksheet_set_paper(w->sheet, PAPER_A4);
	worksheet_set_margins(w->sheet, MARGIN, MARGIN, MARGIN, MARGIN);
}

void
workbook_widths(struct workbook *w, const double *widths, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (widths[i] > 0)
			workbook_column_style(w, (uint32_t)i, widths[i], STYLE_PLAIN);
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

/* Widths are told in digits (ECMA-376 part 1, 18.3.1.13, col): capitals are wider, small
 * letters, blanks and marks mostly narrower. */
double
workbook_text_width(struct str text, enum workbook_style s)
{
	size_t eighths = 7 * text_length(text);

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		eighths += c >= 'A' && c <= 'Z' ? 2 : c >= '0' && c <= '9' ? 1 : 0;
	}
	return s == STYLE_HEADER ? (double)eighths / 7 + 2 : (double)eighths / 8;
}

/* The lines of a text wrapped in a column, which is indented by one. */
static double
lines_of(struct str text, enum workbook_style s, double column)
{
	struct str rest = text, line;
	double room = column - 1, lines = 0;

	while (str_cut(&rest, '\n', &line))
		lines += fmax(ceil(workbook_text_width(line, s) / room), 1);
	return lines;
}

/* Makes the row high enough for a text: not every program does this by itself. */
static void
raise_row(struct workbook *w, uint32_t row, uint32_t column, struct str text,
    enum workbook_style s)
{
	double width = column < COLUMNS_MEASURED ? w->widths[column] : 0, lines;

	if (row != w->row) {
		w->row = row;
		w->lines = 1;
	}
	lines = width > 1 ? lines_of(text, s, width) : 1;
	if (lines <= w->lines)
		return;
	w->lines = lines;
	worksheet_set_row(w->sheet, row, fmin(lines * LINE_HEIGHT, HEIGHT_MOST), NULL);
}

void
workbook_text(struct workbook *w, uint32_t row, uint32_t column, struct str text,
    enum workbook_style s)
{
	struct arena a = {0};

	worksheet_write_string(w->sheet, row, (lxw_col_t)column,
	    arena_cstr(&a, str_slice(text, 0, CELL_MOST)), w->styles[s]);
	arena_close(&a);
	if (is_wrapped(s))
		raise_row(w, row, column, text, s);
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
workbook_number(struct workbook *w, uint32_t row, uint32_t column, struct str text,
    enum workbook_style s)
{
	struct arena a = {0};
	double value = strtod(arena_cstr(&a, text), NULL);

	arena_close(&a);
	if (isfinite(value))
		worksheet_write_number(
		    w->sheet, row, (lxw_col_t)column, value, w->styles[s]);
	else
		workbook_text(w, row, column, text, s);
}

void
workbook_count(struct workbook *w, uint32_t row, uint32_t column, int64_t number)
{
	worksheet_write_number(
	    w->sheet, row, (lxw_col_t)column, (double)number, w->styles[STYLE_PLAIN]);
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
	w->width += width;
	if (column < COLUMNS_MEASURED)
		w->widths[column] = width;
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
	lxw_error error;

	fit_pages(w);
	error = workbook_close(w->book);

	if (error != LXW_NO_ERROR)
		return err_set(e, ERR_RETRY, "workbook: %s", lxw_strerror(error));
	return 0;
}
