/* One sheet for the refused rows of many tables: columns of one title are one column. */
#include "outlet/mend_sheet.h"

#include "outlet/acknowledgement.h"

enum { PARTS_MOST = 10000 };

/* The column of a title that this part has not used yet; a new one when there is none. */
static size_t
column_of(struct mend_sheet *s, const struct mend_part *part, size_t used,
    struct str title, size_t room)
{
	for (size_t c = 0; c < s->own; c++) {
		bool taken = false;

		for (size_t i = 0; i < used; i++)
			taken |= part->columns[i] == c;
		if (!taken && str_equal(s->titles[c], title))
			return c;
	}
	if (s->own < room)
		s->titles[s->own++] = title;
	return s->own - 1;
}

static void
add_part(struct mend_sheet *s, int64_t number, struct str name, struct str header,
    struct arena *a)
{
	struct mend_part *part = &s->parts[number];
	struct str *cells, *wider;
	size_t count = header.len == 0 ? 0 : split_cells(header, &cells, a);
	size_t room = s->own + count;

	part->name = name;
	part->columns = arena_new_array(a, count, size_t);
	part->count = count;
	wider = arena_new_array(a, room + 1, struct str);
	if (s->own > 0)
		memcpy(wider, s->titles, s->own * sizeof *wider);
	s->titles = wider;
	for (size_t i = 0; i < count; i++)
		part->columns[i] = column_of(s, part, i, cells[i], room);
}

/* The tables of an archive, if it is one. */
static int
read_parts(struct mend_sheet *s, struct outlet_run *r, struct err *e)
{
	struct rows rows;
	int got;

	if (file_members(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		int64_t number = row_int(&rows, 0);

		if (number < 1 || number > PARTS_MOST)
			continue;
		if (s->parts == NULL)
			s->parts =
			    arena_new_array(r->arena, PARTS_MOST + 1, struct mend_part);
		s->part_count = (size_t)number;
		add_part(s, number, arena_str(r->arena, row_text(&rows, 1)),
		    arena_str(r->arena, row_text(&rows, 2)), r->arena);
	}
	return got;
}

int
mend_sheet_read(struct mend_sheet *s, struct outlet_run *r, size_t gap, struct err *e)
{
	*s = (struct mend_sheet){.gap = gap};
	if (read_parts(s, r, e) != 0)
		return -1;
	if (s->parts == NULL && r->cause.header.len > 0)
		s->own = split_cells(r->cause.header, &s->titles, r->arena);
	s->headless = s->own == 0;
	s->count = s->own;
	if (s->parts != NULL && !s->headless)
		s->titles[s->count++] = r->conf->language == LANG_IT
		    ? STR("file_di_origine")
		    : STR("source_file");
	return 0;
}

static const struct mend_part *
part_of(const struct mend_sheet *s, uint32_t number)
{
	return number == 0 || number > s->part_count ? NULL : &s->parts[number];
}

size_t
mend_sheet_column(const struct mend_sheet *s, uint32_t part, size_t at)
{
	const struct mend_part *p = part_of(s, part);
	size_t titles = p != NULL ? p->count : s->own;

	if (s->headless)
		return at;
	if (at >= titles)
		return s->count + s->gap + (at - titles);
	return p != NULL ? p->columns[at] : at;
}

size_t
mend_sheet_place(const struct mend_sheet *s, const struct refused_row *row,
    struct cell *cells, size_t room)
{
	const struct mend_part *p = part_of(s, place_of_row(row->row).part);
	size_t used = 0;

	for (size_t i = 0; i < row->count; i++) {
		size_t column = mend_sheet_column(s, place_of_row(row->row).part, i);

		if (column >= room)
			continue;
		cells[column] = row->cells[i];
		if (column >= used)
			used = column + 1;
	}
	if (s->count == s->own || p == NULL || s->own >= room)
		return used;
	cells[s->own] = (struct cell){p->name, CELL_TEXT};
	return used > s->own ? used : s->own + 1;
}
