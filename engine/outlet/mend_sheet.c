/* One sheet for the refused rows of many tables: columns of one title are one column. */
#include "outlet/mend_sheet.h"

#include "outlet/acknowledgement.h"

enum { PARTS_MOST = 10000 };

/* The column of a title that this part has not used yet; a new one when there is none. */
static size_t
column_of(struct mend_sheet *s, const struct mend_part *part, size_t used,
    struct str title, size_t room)
{
	for (size_t c = 1; c < s->count; c++) {
		bool taken = false;

		for (size_t i = 0; i < used; i++)
			taken |= part->columns[i] == c;
		if (!taken && str_equal(s->titles[c], title))
			return c;
	}
	if (s->count < room)
		s->titles[s->count++] = title;
	return s->count - 1;
}

static void
add_part(struct mend_sheet *s, int64_t number, struct str name, struct str header,
    struct arena *a)
{
	struct mend_part *part = &s->parts[number];
	struct str *cells, *wider;
	size_t count = header.len == 0 ? 0 : split_cells(header, &cells, a);
	size_t room = s->count + count;

	part->name = name;
	part->columns = arena_new_array(a, count, size_t);
	part->count = count;
	wider = arena_new_array(a, room, struct str);
	memcpy(wider, s->titles, s->count * sizeof *wider);
	s->titles = wider;
	for (size_t i = 0; i < count; i++)
		part->columns[i] = column_of(s, part, i, cells[i], room);
}

int
mend_sheet_read(struct mend_sheet *s, struct outlet_run *r, struct err *e)
{
	struct rows rows;
	int got;

	*s = (struct mend_sheet){.titles = arena_new_array(r->arena, 1, struct str)};
	s->titles[s->count++] =
	    r->conf->language == LANG_IT ? STR("file_di_origine") : STR("source_file");
	if (file_members(r->db, &rows, r->cause.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		int64_t number = row_int(&rows, 0);

		if (number < 1 || number > PARTS_MOST)
			continue;
		if (!s->archive)
			s->parts =
			    arena_new_array(r->arena, PARTS_MOST + 1, struct mend_part);
		s->archive = true;
		s->part_count = (size_t)number;
		add_part(s, number, arena_str(r->arena, row_text(&rows, 1)),
		    arena_str(r->arena, row_text(&rows, 2)), r->arena);
	}
	if (!s->archive)
		s->count = split_cells(r->cause.header, &s->titles, r->arena);
	return got;
}

size_t
mend_sheet_column(const struct mend_sheet *s, uint32_t part, size_t at)
{
	const struct mend_part *p;

	if (!s->archive || part == 0 || part > s->part_count)
		return at;
	p = &s->parts[part];
	return at < p->count ? p->columns[at] : s->count + (at - p->count);
}

struct str
mend_sheet_part_name(const struct mend_sheet *s, uint32_t part)
{
	return part == 0 || part > s->part_count ? STR("") : s->parts[part].name;
}
