/* What cells mean: types, stored values of formulas, dates told by styles, and where in
 * the row they stand. */
#include "formats/xlsx_row.h"

#include "base/text.h"

enum { AMPLIFICATION_MOST = 250, FIRST_CELLS = 64, GAP_COST = 8 };
#define AMPLIFICATION_FREE ((uint64_t)256 << 20)

void
xlsx_rows_open(struct xlsx_rows *rows, const struct xlsx_book *book,
    const struct table_options *limits)
{
	*rows = (struct xlsx_rows){.book = book, .limits = limits};
}

void
xlsx_rows_close(struct xlsx_rows *rows)
{
	arena_close(&rows->arena);
}

static int
refuse(const struct xlsx_rows *rows, struct err *e, const char *code, const char *what,
    struct str seen)
{
	struct arena scratch = {0};
	struct str shown = text_cut(text_printable(&scratch, seen), 80);

	err_file(e, code, "sheet %.*s, row %ju: %s: %.*s",
	    STR_ARG(rows->book->sheet_name), (uintmax_t)rows->number, what,
	    STR_ARG(shown));
	arena_close(&scratch);
	e->row = rows->number;
	e->column = rows->column;
	return -1;
}

/* Texts repeated and gaps filled must stay in some proportion to the file. */
static int
deliver(struct xlsx_rows *rows, uint64_t bytes, const char *what, struct str seen,
    struct err *e)
{
	rows->delivered += bytes;
	if (rows->delivered > AMPLIFICATION_FREE &&
	    rows->delivered / AMPLIFICATION_MOST > rows->book->in->bytes.len)
		return refuse(rows, e, "FILE_BOMB", what, seen);
	return 0;
}

static inline bool
char_is_letter(char c)
{
	return (unsigned char)((c | 32) - 'a') < 26;
}

static int
set_number(struct xlsx_rows *rows, uint64_t number, struct str seen, struct err *e)
{
	if (number <= rows->number)
		return refuse(rows, e, "SHEET_ROW_ORDER",
		    "the row after it has a number that is not greater", seen);
	if (number > rows->limits->most_rows)
		return refuse(rows, e, "FILE_TOO_LARGE",
		    "a row after it is beyond the most that are read", seen);
	rows->number = number;
	return 0;
}

int
xlsx_rows_begin(struct xlsx_rows *rows, struct str number, struct err *e)
{
	uint64_t value = rows->number + 1;

	arena_reset(&rows->arena);
	rows->count = 0;
	rows->column = 0;
	rows->has_cells = false;
	rows->has_number = number.len > 0;
	rows->digits = number;
	if (rows->has_number && !str_to_u64(str_trim(number), &value))
		return refuse(rows, e, "CELL_UNREADABLE",
		    "the row after it has a number that is none", number);
	return set_number(rows, value, number, e);
}

/* "B7" to column 2 and row 7; '$' may stand before both. */
static bool
parse_reference(
    const struct xlsx_rows *rows, struct str text, uint32_t *column, uint64_t *row)
{
	uint32_t letters = 0;
	size_t at = text.ptr[0] == '$';

	for (; at < text.len && char_is_letter(text.ptr[at]); at++) {
		letters = letters * 26 + (uint32_t)(text.ptr[at] & 31);
		if (letters > 1U << 20)
			return false;
	}
	if (letters == 0)
		return false;
	*column = letters;
	if (rows->digits.len > 0 && text.len - at == rows->digits.len &&
	    memcmp(text.ptr + at, rows->digits.ptr, rows->digits.len) == 0)
		return true;
	at += at < text.len && text.ptr[at] == '$';
	return str_to_u64(str_trim(str_slice(text, at, text.len)), row);
}

/* The place of the next cell: what it says, else right of the last. */
static int
place_cell(struct xlsx_rows *rows, struct str reference, struct err *e)
{
	uint32_t column = rows->column + 1;
	uint64_t number = rows->number;

	if (reference.len > 0 && !parse_reference(rows, reference, &column, &number))
		return refuse(
		    rows, e, "CELL_UNREADABLE", "a cell's address is none", reference);
	if (number != rows->number) {
		/* A row without a number takes its first cell's. */
		if (rows->has_number || rows->has_cells || number < rows->number)
			return refuse(rows, e, "SHEET_ROW_ORDER",
			    "a cell's address is of another row", reference);
		rows->number--;
		if (set_number(rows, number, reference, e) != 0)
			return -1;
	}
	rows->has_cells = true;
	rows->column = column;
	if (column > rows->limits->most_columns)
		return refuse(rows, e, "FILE_TOO_LARGE",
		    "a cell is beyond the most columns that are read", reference);
	return 0;
}

static void
make_room(struct xlsx_rows *rows, size_t need)
{
	size_t room = rows->room == 0 ? FIRST_CELLS : rows->room;
	struct cell *cells;
	bool *taken;

	if (need <= rows->room)
		return;
	while (room < need)
		room *= 2;
	cells = arena_new_array(rows->book->arena, room, struct cell);
	taken = arena_new_array(rows->book->arena, room, bool);
	if (rows->count > 0) {
		memcpy(cells, rows->cells, rows->count * sizeof *cells);
		memcpy(taken, rows->taken, rows->count * sizeof *taken);
	}
	rows->cells = cells;
	rows->taken = taken;
	rows->room = room;
}

static int
put_cell(struct xlsx_rows *rows, struct cell cell, struct err *e)
{
	size_t index = rows->column - 1;

	if (index > rows->count &&
	    deliver(rows, GAP_COST * (index - rows->count),
		"cells stand far apart without end", cell.text, e) != 0)
		return -1;
	make_room(rows, rows->column);
	while (rows->count < rows->column) {
		rows->cells[rows->count] = (struct cell){.kind = CELL_EMPTY};
		rows->taken[rows->count++] = false;
	}
	if (rows->taken[index])
		return refuse(
		    rows, e, "CELL_TWICE", "one cell is written twice", cell.text);
	rows->cells[index] = cell;
	rows->taken[index] = true;
	return 0;
}

static struct cell
text_cell(struct str text)
{
	return (struct cell){text, text.len == 0 ? CELL_EMPTY : CELL_TEXT};
}

/* Most indexes are a few digits and nothing else. */
static bool
parse_index(struct str text, uint64_t *value)
{
	uint64_t sum = 0;

	if (text.len > 9)
		return str_to_u64(str_trim(text), value);
	for (size_t i = 0; i < text.len; i++) {
		unsigned digit = (unsigned char)text.ptr[i] - (unsigned)'0';

		if (digit > 9)
			return str_to_u64(str_trim(text), value);
		sum = sum * 10 + digit;
	}
	*value = sum;
	return text.len > 0;
}

static int
shared_cell(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	struct str index = raw->value, text;
	uint64_t number;

	if (!parse_index(index, &number) ||
	    !xlsx_strings_get(rows->book->strings, number, &text))
		return refuse(
		    rows, e, "CELL_UNREADABLE", "there is no shared string", index);
	if (deliver(rows, text.len, "long texts are repeated without end", index, e) != 0)
		return -1;
	*cell = text_cell(text);
	return 0;
}

static int
number_cell(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	struct str text = str_trim(raw->value);
	uint64_t style = 0;
	enum number_kind kind;
	double value;
	char *to;
	size_t len = 0;

	(void)parse_index(raw->style, &style);
	if (style > 0 && rows->book->lacks_styles)
		return refuse(rows, e, "FILE_DAMAGED",
		    "the part with the styles is missing, which says whether this is a "
		    "date",
		    text);
	if (rows->book->kind_count > 0 && style >= rows->book->kind_count)
		return refuse(rows, e, "FILE_DAMAGED",
		    "the table of styles, which says whether this is a date, has no such "
		    "style",
		    raw->style);
	kind = xlsx_style_kind(rows->book, style);
	if (kind == NUMBER_PLAIN && number_is_shortest(text)) {
		*cell = (struct cell){text, CELL_NUMBER};
		return 0;
	}
	if (!number_parse(text, &value))
		return refuse(rows, e, "CELL_UNREADABLE", "a number is none", text);
	to = arena_alloc(&rows->arena, NUMBER_TEXT_SIZE);
	if (kind != NUMBER_PLAIN)
		len = number_write_serial(value, kind, rows->book->from_1904, to);
	if (len > 0)
		*cell = (struct cell){{to, len}, CELL_DATE};
	else
		*cell = (struct cell){{to, number_write(value, to)}, CELL_NUMBER};
	return 0;
}

static int
boolean_cell(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	struct str text = str_trim(raw->value);

	if (str_is(text, "1") || str_equal_nocase(text, STR("true")))
		*cell = (struct cell){STR("TRUE"), CELL_BOOLEAN};
	else if (str_is(text, "0") || str_equal_nocase(text, STR("false")))
		*cell = (struct cell){STR("FALSE"), CELL_BOOLEAN};
	else
		return refuse(rows, e, "CELL_UNREADABLE", "a truth value is none", text);
	return 0;
}

static int
string_cell(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	(void)e;
	*cell = text_cell(xlsx_text_decode(&rows->arena, raw->value));
	return 0;
}

static int
error_cell(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	(void)rows;
	(void)e;
	*cell = (struct cell){str_trim(raw->value), CELL_ERROR};
	return 0;
}

static int
date_cell(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	struct str text = str_trim(raw->value);
	char *to;
	size_t len;

	if (text.len <= NUMBER_TEXT_SIZE) {
		to = arena_alloc(&rows->arena, NUMBER_TEXT_SIZE);
		len = number_write_iso(text, to);
		if (len > 0) {
			*cell = (struct cell){{to, len}, CELL_DATE};
			return 0;
		}
	}
	return refuse(rows, e, "CELL_UNREADABLE", "a date is none", text);
}

static int
cell_of(
    struct xlsx_rows *rows, const struct xlsx_cell *raw, struct cell *cell, struct err *e)
{
	static const struct {
		struct str type;
		int (*read)(struct xlsx_rows *, const struct xlsx_cell *, struct cell *,
		    struct err *);
	} readers[] = {
	    {{"s", 1}, shared_cell},
	    {{"", 0}, number_cell},
	    {{"n", 1}, number_cell},
	    {{"str", 3}, string_cell},
	    {{"inlineStr", 9}, string_cell},
	    {{"b", 1}, boolean_cell},
	    {{"e", 1}, error_cell},
	    {{"d", 1}, date_cell},
	};

	if (raw->has_inlined && (str_is(raw->type, "inlineStr") || !raw->has_value)) {
		*cell = text_cell(xlsx_text_decode(&rows->arena, raw->inlined));
		return 0;
	}
	if (raw->value.len == 0) {
		bool text = raw->has_value && str_is(raw->type, "str");

		*cell = (struct cell){
		    .kind = raw->has_formula && !text ? CELL_NO_VALUE : CELL_EMPTY};
		return 0;
	}
	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
		if (str_equal(raw->type, readers[i].type))
			return readers[i].read(rows, raw, cell, e);
	return refuse(rows, e, "CELL_UNREADABLE", "a cell's type is unknown", raw->type);
}

int
xlsx_rows_add(struct xlsx_rows *rows, const struct xlsx_cell *raw, struct err *e)
{
	struct cell cell;

	if (place_cell(rows, raw->reference, e) != 0 || cell_of(rows, raw, &cell, e) != 0)
		return -1;
	return put_cell(rows, cell, e);
}

void
xlsx_rows_end(struct xlsx_rows *rows, struct row *row)
{
	while (rows->count > 0 && rows->cells[rows->count - 1].kind == CELL_EMPTY)
		rows->count--;
	*row = (struct row){
	    .number = rows->number, .cells = rows->cells, .count = rows->count};
}
