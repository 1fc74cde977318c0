/* The cells of an old workbook's sheet out of its records ([MS-XLS] 2.4). They are all
 * gathered and sorted, because a producer may write them in any order and a sheet has at
 * most 65,536 rows. */
#include "formats/xls.h"

#include <stdlib.h>

enum { COLUMNS_MOST = 256 };

static struct cell *
add_cell(struct xls_book *book, uint32_t row, uint16_t column)
{
	book->cells = arena_grown(
	    book->arena, book->cells, book->count, &book->room, sizeof *book->cells);
	book->cells[book->count] = (struct xls_cell){.row = row, .column = column};
	return &book->cells[book->count++].cell;
}

static void
put_text(struct cell *cell, struct str text)
{
	*cell = (struct cell){text, text.len == 0 ? CELL_EMPTY : CELL_TEXT};
}

static int
put_number(
    struct xls_book *book, struct cell *cell, uint16_t style, double value, struct err *e)
{
	char *to = arena_alloc(book->arena, NUMBER_TEXT_SIZE);
	enum number_kind kind =
	    style < book->kind_count ? book->kinds[style] : NUMBER_PLAIN;
	size_t len = 0;

	if (!(value - value == 0))
		return err_file(e, "CELL_UNREADABLE", "a number is none");
	if (kind != NUMBER_PLAIN)
		len = number_write_serial(value, kind, book->from_1904, to);
	if (len > 0)
		*cell = (struct cell){{to, len}, CELL_DATE};
	else
		*cell = (struct cell){{to, number_write(value, to)}, CELL_NUMBER};
	return 0;
}

/* [MS-XLS] 2.5.10. */
static void
put_error(struct cell *cell, uint8_t code)
{
	static const struct {
		uint8_t code;
		struct str text;
	} errors[] = {
	    {0x00, {"#NULL!", 6}},
	    {0x07, {"#DIV/0!", 7}},
	    {0x0F, {"#VALUE!", 7}},
	    {0x17, {"#REF!", 5}},
	    {0x1D, {"#NAME?", 6}},
	    {0x24, {"#NUM!", 5}},
	    {0x2A, {"#N/A", 4}},
	    {0x2B, {"#GETTING_DATA", 13}},
	};

	*cell = (struct cell){STR("#ERROR"), CELL_ERROR};
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (errors[i].code == code)
			cell->text = errors[i].text;
}

static void
put_boolean(struct cell *cell, bool value)
{
	*cell = (struct cell){value ? STR("TRUE") : STR("FALSE"), CELL_BOOLEAN};
}

static int
read_label_sst(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	uint32_t index;

	(void)biff_u16(b);
	index = biff_u32(b);
	if (index >= book->string_count)
		return err_file(
		    e, "CELL_UNREADABLE", "there is no shared string %u", index);
	put_text(cell, book->strings[index]);
	return 0;
}

static int
read_label(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	struct str text;

	(void)biff_u16(b);
	if (biff_string(b, false, book->arena, &text, e) != 0)
		return -1;
	put_text(cell, text);
	return 0;
}

static int
read_number(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	uint16_t style = biff_u16(b);

	return put_number(book, cell, style, biff_double(b), e);
}

static int
read_rk(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	uint16_t style = biff_u16(b);

	return put_number(book, cell, style, biff_rk(biff_u32(b)), e);
}

static int
read_bool_err(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	uint8_t value;

	(void)book;
	(void)e;
	(void)biff_u16(b);
	value = biff_u8(b);
	if (biff_u8(b) == 0)
		put_boolean(cell, value != 0);
	else
		put_error(cell, value);
	return 0;
}

/* The text of a formula stands in the next STRING record, behind others that may tell how
 * the formula is shared. */
static int
read_formula_text(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	struct biff ahead = *b;
	struct str text;

	for (int i = 0; i < 4 && biff_next(&ahead) && ahead.type != BIFF_FORMULA; i++) {
		if (ahead.type != BIFF_STRING)
			continue;
		if (biff_string(&ahead, false, book->arena, &text, e) != 0)
			return -1;
		put_text(cell, text);
		return 0;
	}
	cell->kind = CELL_NO_VALUE;
	return 0;
}

/* [MS-XLS] 2.5.133: a double, or 0xFFFF on top and what else it is below. */
static int
read_formula(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	struct biff value = *b;
	uint8_t kind, code;

	value.at += 2 + 6;
	if (biff_u16(&value) != 0xFFFF)
		return read_number(book, b, cell, e);
	(void)biff_u16(b);
	kind = biff_u8(b);
	(void)biff_u8(b);
	code = biff_u8(b);
	if (kind == 0)
		return read_formula_text(book, b, cell, e);
	if (kind == 1)
		put_boolean(cell, code != 0);
	else if (kind == 2)
		put_error(cell, code);
	return 0;
}

/* Numbers of one row, side by side; behind them the last one's column. */
static int
read_mul_rk(struct xls_book *book, struct biff *b, struct cell *cell, struct err *e)
{
	struct xls_cell first = book->cells[book->count - 1];

	for (;;) {
		if (read_rk(book, b, cell, e) != 0)
			return -1;
		if (b->data.len - b->at < 6 + 2)
			return 0;
		if (++first.column == COLUMNS_MOST)
			return err_file(
			    e, "FILE_DAMAGED", "a row goes on behind the last column");
		cell = add_cell(book, first.row, first.column);
	}
}

static int
read_record(struct xls_book *book, struct biff *b, struct err *e)
{
	static const struct {
		uint16_t type;
		size_t least;
		int (*read)(
		    struct xls_book *, struct biff *, struct cell *, struct err *);
	} readers[] = {
	    {BIFF_LABEL_SST, 10, read_label_sst},
	    {BIFF_NUMBER, 14, read_number},
	    {BIFF_RK, 10, read_rk},
	    {BIFF_MUL_RK, 12, read_mul_rk},
	    {BIFF_FORMULA, 20, read_formula},
	    {BIFF_BOOL_ERR, 8, read_bool_err},
	    {BIFF_LABEL, 9, read_label},
	    {BIFF_RSTRING, 9, read_label},
	};

	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
		uint32_t row;
		uint16_t column;

		if (b->type != readers[i].type)
			continue;
		if (b->data.len < readers[i].least)
			return err_file(
			    e, "FILE_DAMAGED", "a cell's record is cut short");
		row = biff_u16(b);
		column = biff_u16(b);
		if (column >= COLUMNS_MOST)
			return err_file(
			    e, "FILE_DAMAGED", "a cell stands behind the last column");
		if (readers[i].read(book, b, add_cell(book, row, column), e) == 0)
			return 0;
		e->row = row + 1U;
		e->column = column + 1U;
		return -1;
	}
	return 0;
}

static int
by_place(const void *left, const void *right)
{
	const struct xls_cell *a = left, *b = right;

	if (a->row != b->row)
		return a->row < b->row ? -1 : 1;
	return (int)a->column - (int)b->column;
}

static int
check_twice(const struct xls_book *book, struct err *e)
{
	for (size_t i = 1; i < book->count; i++) {
		if (by_place(&book->cells[i - 1], &book->cells[i]) != 0)
			continue;
		err_file(e, "CELL_TWICE", "sheet %.*s, row %u: one cell is written twice",
		    STR_ARG(book->sheet_name), book->cells[i].row + 1);
		e->row = book->cells[i].row + 1U;
		e->column = book->cells[i].column + 1U;
		return -1;
	}
	return 0;
}

int
xls_cells_read(struct xls_book *book, struct err *e)
{
	struct biff b = {.stream = book->stream, .next = book->sheet};
	size_t depth = 0;

	do {
		bool any = biff_next(&b);

		if (any && depth == 0 && b.type != BIFF_BOF)
			return err_file(e, "FILE_DAMAGED", "sheet %.*s has no beginning",
			    STR_ARG(book->sheet_name));
		if (!any)
			return err_file(e, "FILE_TRUNCATED", "sheet %.*s has no end",
			    STR_ARG(book->sheet_name));
		if (b.type == BIFF_BOF)
			depth++;
		else if (b.type == BIFF_EOF)
			depth--;
		else if (depth == 1 && read_record(book, &b, e) != 0)
			return -1;
	} while (depth > 0);
	if (book->count > 1)
		qsort(book->cells, book->count, sizeof *book->cells, by_place);
	return check_twice(book, e);
}
