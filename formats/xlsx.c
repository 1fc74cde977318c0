/* The reader of workbooks (.xlsx, .xlsm) behind the interface of tables. */
#include "formats/xlsx.h"

struct xlsx_state {
	struct xlsx_book book;
	struct xlsx_sheet *sheet;
};

static bool
is_office_member(struct str name)
{
	return str_equal_nocase(name, STR("[Content_Types].xml")) ||
	    str_starts_nocase(name, STR("xl/"));
}

static int
xlsx_bid(const struct input *in)
{
	struct arena scratch = {0};
	struct zip_reader *zip;
	struct err ignored;
	int bid = 0;

	if (!zip_reader_knows(in->bytes))
		return 0;
	/* A zip container that holds something else is refused by xlsx_open with its
	 * reason. */
	bid = 10;
	if (zip_reader_open(&zip, in, &scratch, &ignored) == 0)
		for (size_t i = 0; i < zip_reader_count(zip); i++)
			if (is_office_member(zip_reader_member(zip, i)->name))
				bid = 90;
	arena_close(&scratch);
	return bid;
}

static int
xlsx_open(struct table *t, struct err *e)
{
	struct xlsx_state *state = arena_new(t->arena, struct xlsx_state);

	state->book.in = t->in;
	state->book.arena = t->arena;
	if (xlsx_book_open(&state->book, t->options.sheet, e) != 0 ||
	    xlsx_sheet_open(&state->sheet, &state->book, &t->options, e) != 0)
		return -1;
	t->facts.sheet = state->book.sheet_name;
	t->state = state;
	return 0;
}

static int
xlsx_next(struct table *t, struct row *row, struct err *e)
{
	struct xlsx_state *state = t->state;

	return xlsx_sheet_next(state->sheet, row, e);
}

static void
xlsx_close(struct table *t)
{
	struct xlsx_state *state = t->state;

	if (state != NULL)
		xlsx_sheet_close(state->sheet);
}

const struct table_reader table_reader_xlsx = {
    .name = "xlsx",
    .help = "Excel workbooks (.xlsx, .xlsm): the first visible sheet, or the one named",
    .content = "an Excel workbook (.xlsx)",
    .bid = xlsx_bid,
    .open = xlsx_open,
    .next = xlsx_next,
    .close = xlsx_close,
};
