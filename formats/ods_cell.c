/* What a cell of an OpenDocument sheet means: the stored value, not the text that a style
 * made of it. */
#include "formats/ods.h"

#include "base/text.h"

static int
refuse(const struct ods_sheet *s, struct err *e, const char *code, const char *what,
    struct str seen)
{
	struct arena scratch = {0};

	err_file(e, code, "sheet %.*s, row %ju: %s: %.*s", STR_ARG(s->sheet_name),
	    (uintmax_t)s->given + 1, what,
	    STR_ARG(text_cut(text_printable(&scratch, seen), 80)));
	arena_close(&scratch);
	e->row = s->given + 1;
	e->column = (uint32_t)s->column + 1;
	return -1;
}

/* The seconds of a unit, none when it cannot stand there: before the T there are days (M
 * would be months, of no certain length), behind it hours, minutes, seconds. */
static uint64_t
unit_of(char unit, bool in_time)
{
	if (!in_time)
		return unit == 'D' ? 86400 : 0;
	return unit == 'H' ? 3600 : unit == 'M' ? 60 : unit == 'S' ? 1 : 0;
}

/* PT12H30M05.2S as hours, minutes, seconds; ODF knows no days in cells of its own making,
 * yet P1DT2H is legal (XML Schema part 2, 3.2.6). */
static bool
parse_duration(struct str text, uint64_t *seconds)
{
	uint64_t total = 0, last = UINT64_MAX;
	bool in_time = false;

	if (!str_starts(text, STR("P")))
		return false;
	text = str_slice(text, 1, text.len);
	while (text.len > 0) {
		size_t digits = 0, end;
		uint64_t number, unit;
		bool half = false;

		if (text.ptr[0] == 'T' && !in_time) {
			in_time = true;
			text = str_slice(text, 1, text.len);
			continue;
		}
		while (digits < text.len && char_is_digit(text.ptr[digits]))
			digits++;
		end = digits;
		if (end + 1 < text.len &&
		    (text.ptr[end] == '.' || text.ptr[end] == ',')) {
			half =
			    text.ptr[end + 1] >= '5' && char_is_digit(text.ptr[end + 1]);
			for (end++; end < text.len && char_is_digit(text.ptr[end]); end++)
				;
		}
		if (end == text.len || digits > 9 ||
		    !str_to_u64(str_slice(text, 0, digits), &number))
			return false;
		unit = unit_of(text.ptr[end], in_time);
		if (unit == 0 || unit >= last)
			return false;
		last = unit;
		total += number * unit + (unit == 1 && half);
		text = str_slice(text, end + 1, text.len);
	}
	*seconds = total;
	return last != UINT64_MAX;
}

static int
number_cell(struct ods_sheet *s, struct cell *cell, struct err *e)
{
	char *to = arena_alloc(&s->row_arena, NUMBER_TEXT_SIZE);
	double value;

	if (!number_parse(s->value, &value))
		return refuse(s, e, "CELL_UNREADABLE", "a number is none", s->value);
	*cell = (struct cell){{to, number_write(value, to)}, CELL_NUMBER};
	return 0;
}

static int
date_cell(struct ods_sheet *s, struct cell *cell, struct err *e)
{
	char *to = arena_alloc(&s->row_arena, NUMBER_TEXT_SIZE);
	size_t len = number_write_iso(s->value, to);

	if (len == 0)
		return refuse(s, e, "CELL_UNREADABLE", "a date is none", s->value);
	*cell = (struct cell){{to, len}, CELL_DATE};
	return 0;
}

static int
time_cell(struct ods_sheet *s, struct cell *cell, struct err *e)
{
	uint64_t seconds;

	if (!parse_duration(s->value, &seconds))
		return refuse(s, e, "CELL_UNREADABLE", "a time is none", s->value);
	*cell = (struct cell){
	    arena_format(&s->row_arena, "%02ju:%02ju:%02ju", (uintmax_t)(seconds / 3600),
		(uintmax_t)(seconds / 60 % 60), (uintmax_t)(seconds % 60)),
	    CELL_DATE};
	return 0;
}

static int
boolean_cell(struct ods_sheet *s, struct cell *cell, struct err *e)
{
	bool value = str_is(s->value, "true");

	if (!value && !str_is(s->value, "false"))
		return refuse(s, e, "CELL_UNREADABLE", "a truth value is none", s->value);
	*cell = (struct cell){value ? STR("TRUE") : STR("FALSE"), CELL_BOOLEAN};
	return 0;
}

static int
text_cell(struct ods_sheet *s, struct cell *cell, struct err *e)
{
	struct str text = s->value;

	(void)e;
	if (text.len == 0 || s->is_error)
		text = arena_str(&s->row_arena, out_bytes_of(&s->text));
	*cell = (struct cell){text, s->is_error ? CELL_ERROR : CELL_TEXT};
	if (text.len == 0)
		cell->kind =
		    s->has_formula && s->type.len == 0 ? CELL_NO_VALUE : CELL_EMPTY;
	return 0;
}

static int
cell_of(struct ods_sheet *s, struct cell *cell, struct err *e)
{
	static const struct {
		const char *type;
		int (*read)(struct ods_sheet *, struct cell *, struct err *);
	} readers[] = {
	    {"float", number_cell},
	    {"currency", number_cell},
	    {"percentage", number_cell},
	    {"date", date_cell},
	    {"time", time_cell},
	    {"boolean", boolean_cell},
	    {"string", text_cell},
	    {"", text_cell},
	    {"void", text_cell},
	};

	if (s->is_error)
		return text_cell(s, cell, e);
	for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
		if (str_is(s->type, readers[i].type))
			return readers[i].read(s, cell, e);
	return refuse(s, e, "CELL_UNREADABLE", "a cell's type is unknown", s->type);
}

static void
make_room(struct ods_sheet *s, uint64_t need)
{
	size_t room = s->room == 0 ? 64 : s->room;
	struct cell *cells;

	if (need <= s->room)
		return;
	while (room < need)
		room *= 2;
	cells = arena_new_array(s->arena, room, struct cell);
	if (s->count > 0)
		memcpy(cells, s->cells, s->count * sizeof *cells);
	s->cells = cells;
	s->room = room;
}

/* Counts what repeats make of a cell; beyond counting stays beyond. */
static void
deliver(struct ods_sheet *s, size_t len)
{
	uint64_t bytes;

	if (__builtin_mul_overflow((len + 1) * s->cell_repeat, s->row_repeat, &bytes) ||
	    __builtin_add_overflow(s->delivered, bytes, &s->delivered))
		s->delivered = UINT64_MAX;
}

int
ods_cell_end(struct ods_sheet *s, struct err *e)
{
	struct cell cell;

	if (cell_of(s, &cell, e) != 0)
		return -1;
	if (cell.kind != CELL_EMPTY) {
		uint64_t end = s->column + s->cell_repeat;

		if (end > s->limits->most_columns)
			return refuse(s, e, "FILE_TOO_LARGE",
			    "a cell is beyond the most columns that are read", cell.text);
		make_room(s, end);
		while (s->count < s->column)
			s->cells[s->count++] = (struct cell){.kind = CELL_EMPTY};
		while (s->count < end)
			s->cells[s->count++] = cell;
		deliver(s, cell.text.len);
	}
	s->column += s->cell_repeat;
	return 0;
}
