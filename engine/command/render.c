/* What a reader made of a file, shown row by row: the way to see with one's own eyes what
 * a layout will be given. */
#include "command/render.h"

#include "base/json.h"
#include "base/text.h"
#include "formats/csv_write.h"

/* A grid cuts cells wider than this, and looks at no more columns than that. */
enum { GRID_WIDEST = 48, GRID_COLUMNS = 512 };

/* What the first reading found. */
struct measure {
	uint64_t last_row;             /* the last that has content; 0 for none */
	uint32_t widths[GRID_COLUMNS]; /* in code points */
};

static size_t
cells_of(const struct row *row)
{
	return row->width > row->count ? row->width : row->count;
}

/* The text on one line, cut to the widest cell, control characters shown. */
static struct str
grid_text(struct arena *a, struct str text)
{
	struct str clean = text_printable(a, text_cut(text, GRID_WIDEST + 1));

	if (text_length(clean) <= GRID_WIDEST)
		return clean;
	return arena_format(a, "%.*s…", STR_ARG(text_cut(clean, GRID_WIDEST - 1)));
}

static void
measure_row(struct measure *m, const struct row *row, struct arena *a)
{
	if (row->count == 0)
		return;
	m->last_row = row->number;
	for (size_t i = 0; i < row->count && i < GRID_COLUMNS; i++) {
		size_t width = text_length(grid_text(a, row->cells[i].text));

		if (width > m->widths[i])
			m->widths[i] = (uint32_t)width;
	}
}

static int
measure_table(struct measure *m, const struct input *in,
    const struct table_options *options, bool widths, struct arena *a, struct err *e)
{
	struct arena line = {0};
	struct table *t;
	struct row row = {0};
	int got;

	if (table_open(&t, in, options, a, e) != 0)
		return -1;
	while ((got = table_next(t, &row, e)) > 0) {
		if (widths)
			measure_row(m, &row, &line);
		else if (row.count > 0)
			m->last_row = row.number;
		arena_reset(&line);
	}
	table_close(t);
	arena_close(&line);
	return got;
}

static void
write_csv(struct out *o, const struct row *row)
{
	struct csv_writer w = {.out = o, .delimiter = ',', .line_end = "\n"};

	for (size_t i = 0; i < cells_of(row); i++)
		csv_write_text(&w, row->cells[i].text);
	csv_write_end(&w);
}

static void
write_jsonl(struct out *o, const struct row *row)
{
	struct json j;

	json_open(&j, o, 0);
	json_array(&j, NULL);
	for (size_t i = 0; i < cells_of(row); i++)
		json_str(&j, NULL, row->cells[i].text);
	json_end(&j);
	out_char(o, '\n');
}

static void
write_blanks(struct out *o, size_t count)
{
	for (size_t i = 0; i < count; i++)
		out_char(o, ' ');
}

static void
write_grid_cell(
    struct out *o, const struct cell *cell, size_t width, bool last, struct arena *a)
{
	struct str text = grid_text(a, cell->text);
	size_t length = text_length(text);
	size_t room = length < width ? width - length : 0;

	if (cell->kind == CELL_NUMBER)
		write_blanks(o, room);
	out_str(o, text);
	if (cell->kind != CELL_NUMBER && !last)
		write_blanks(o, room);
	if (!last)
		out_text(o, " | ");
}

/* "    12 | a   |   1.5": the row's number as a finding would cite it, then its cells. */
static void
write_grid(struct out *o, const struct row *row, const struct measure *m, struct arena *a)
{
	out_format(o, row->count == 0 ? "%6ju |" : "%6ju | ", (uintmax_t)row->number);
	for (size_t i = 0; i < row->count; i++)
		write_grid_cell(o, &row->cells[i], i < GRID_COLUMNS ? m->widths[i] : 0,
		    i + 1 == row->count, a);
	out_char(o, '\n');
}

static void
write_row(struct out *o, const struct row *row, enum render_form form,
    const struct measure *m, struct arena *a)
{
	switch (form) {
	case RENDER_GRID:
		write_grid(o, row, m, a);
		break;
	case RENDER_CSV:
		write_csv(o, row);
		break;
	case RENDER_JSONL:
		write_jsonl(o, row);
		break;
	}
}

/* The rows of a sheet that hold nothing are not stored: they are written as empty ones.
 */
static void
write_gap(struct out *o, uint64_t from, uint64_t to, enum render_form form)
{
	struct row empty = {0};

	for (empty.number = from; empty.number < to && form != RENDER_GRID;
	     empty.number++)
		write_row(o, &empty, form, NULL, NULL);
}

static int
write_table(struct out *o, const struct input *in, const struct table_options *options,
    enum render_form form, const struct measure *m, struct arena *a, struct err *e)
{
	struct arena line = {0};
	struct table *t;
	struct row row = {0};
	uint64_t next = 1;
	int got;

	if (table_open(&t, in, options, a, e) != 0)
		return -1;
	while ((got = table_next(t, &row, e)) > 0) {
		bool text_file = table_facts(t)->line_end != NULL;

		if (!text_file && row.number > m->last_row)
			continue;
		if (!text_file)
			write_gap(o, next, row.number, form);
		write_row(o, &row, form, m, &line);
		next = row.number + 1;
		arena_reset(&line);
	}
	table_close(t);
	arena_close(&line);
	return got;
}

int
render_table(struct out *o, const struct input *in, const struct table_options *options,
    enum render_form form, struct arena *a, struct err *e)
{
	struct measure *m = arena_new(a, struct measure);

	if (measure_table(m, in, options, form == RENDER_GRID, a, e) != 0)
		return -1;
	return write_table(o, in, options, form, m, a, e);
}
