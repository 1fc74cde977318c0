/* The reader of old Excel workbooks (.xls, Excel 97 to 2003). Written here because the
 * library at hand passes over formulas and truth values in silence (docs/adr). */
#include "formats/xls.h"

#include "base/text.h"
#include "formats/cfb.h"
#include "formats/sheet_list.h"

enum { VERSION_97 = 0x0600, FORMATS_MOST = 4096, KINDS_MOST = 8192, SHEETS_MOST = 4096 };

struct xls_format {
	uint16_t id;
	enum number_kind kind;
};

struct xls_globals {
	struct xls_book *book;
	struct xls_format *formats;
	size_t format_count;
	struct sheet_list sheets; /* `at` is where the records begin */
};

static int
xls_bid(const struct input *in)
{
	return cfb_knows(in->bytes) ? 90 : 0;
}

static enum number_kind
kind_of_format(const struct xls_globals *g, uint16_t id)
{
	for (size_t i = g->format_count; i-- > 0;)
		if (g->formats[i].id == id)
			return g->formats[i].kind;
	return number_format_builtin(id);
}

static int
read_format(struct xls_globals *g, struct biff *b, struct err *e)
{
	uint16_t id = biff_u16(b);
	struct str code;

	if (biff_string(b, false, g->book->arena, &code, e) != 0)
		return -1;
	if (g->format_count < FORMATS_MOST)
		g->formats[g->format_count++] =
		    (struct xls_format){id, number_format_kind(code)};
	return 0;
}

static int
read_style(struct xls_globals *g, struct biff *b, struct err *e)
{
	struct xls_book *book = g->book;

	(void)e;
	(void)biff_u16(b);
	if (book->kind_count < KINDS_MOST)
		book->kinds[book->kind_count++] = kind_of_format(g, biff_u16(b));
	return 0;
}

/* [MS-XLS] 2.4.28: where the sheet stands, whether it is hidden, its kind, its name. */
static int
read_bound_sheet(struct xls_globals *g, struct biff *b, struct err *e)
{
	struct str name;
	uint32_t offset = biff_u32(b);
	bool hidden = biff_u8(b) & 3;
	bool worksheet = biff_u8(b) == 0;

	if (biff_string(b, true, g->book->arena, &name, e) != 0)
		return -1;
	if (worksheet)
		sheet_list_add(&g->sheets, name, hidden, offset);
	return 0;
}

static int
read_strings(struct xls_globals *g, struct biff *b, struct err *e)
{
	struct xls_book *book = g->book;
	uint32_t count;

	if (book->strings != NULL)
		return err_file(e, "FILE_DAMAGED", "the workbook has two lists of texts");
	(void)biff_u32(b);
	count = biff_u32(b);
	if (count > book->stream.len / 3)
		return err_file(
		    e, "FILE_DAMAGED", "the workbook speaks of %u texts", count);
	book->strings = arena_new_array(book->arena, count, struct str);
	while (book->string_count < count) {
		struct str *text = &book->strings[book->string_count++];

		if (biff_string(b, false, book->arena, text, e) != 0)
			return -1;
	}
	return 0;
}

static int
read_date_mode(struct xls_globals *g, struct biff *b, struct err *e)
{
	(void)e;
	g->book->from_1904 = biff_u16(b) == 1;
	return 0;
}

static int
read_file_pass(struct xls_globals *g, struct biff *b, struct err *e)
{
	(void)g;
	(void)b;
	return err_file(e, "FILE_ENCRYPTED",
	    "the content is an old Excel workbook with a "
	    "password");
}

static int
read_beginning(struct xls_globals *g, struct biff *b, struct err *e)
{
	(void)g;
	if (biff_u16(b) == VERSION_97)
		return 0;
	return err_file(
	    e, "FILE_XLS_OLD", "the content is a workbook of Excel 95 or older");
}

static int
read_globals(struct xls_globals *g, struct err *e)
{
	static const struct {
		uint16_t type;
		int (*read)(struct xls_globals *, struct biff *, struct err *);
	} readers[] = {
	    {BIFF_BOF, read_beginning},
	    {BIFF_FILE_PASS, read_file_pass},
	    {BIFF_DATE_MODE, read_date_mode},
	    {BIFF_FORMAT, read_format},
	    {BIFF_XF, read_style},
	    {BIFF_BOUND_SHEET, read_bound_sheet},
	    {BIFF_SST, read_strings},
	};
	struct biff b = {.stream = g->book->stream};

	for (bool first = true; biff_next(&b) && b.type != BIFF_EOF; first = false) {
		if (first && b.type != BIFF_BOF)
			return err_file(e, "FILE_XLS_OLD",
			    "the content is a workbook of Excel 95 or older");
		for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
			if (b.type == readers[i].type && readers[i].read(g, &b, e) != 0)
				return -1;
	}
	return 0;
}

static int
choose_sheet(const struct xls_globals *g, struct err *e)
{
	struct xls_book *book = g->book;
	const struct sheet_entry *sheet =
	    sheet_list_choose(&g->sheets, book->limits->sheet, e);

	if (sheet == NULL)
		return -1;
	book->sheet = (uint32_t)sheet->at;
	book->sheet_name = sheet->name;
	return 0;
}

/* What else compound files hold. */
static int
check_kind(const struct cfb *c, struct err *e)
{
	static const struct {
		const char *stream, *code, *kind;
	} others[] = {
	    {"EncryptedPackage", "FILE_ENCRYPTED", "an Office document with a password"},
	    {"WordDocument", "FILE_NOT_A_WORKBOOK", "an old Word document (.doc)"},
	    {"PowerPoint Document", "FILE_NOT_A_WORKBOOK", "an old presentation (.ppt)"},
	    {"__substg1.0_0037001F", "FILE_NOT_A_WORKBOOK", "an Outlook message (.msg)"},
	    {"__properties_version1.0", "FILE_NOT_A_WORKBOOK",
		"an Outlook message (.msg)"},
	};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (cfb_has(c, others[i].stream))
			return err_file(
			    e, others[i].code, "the content is %s", others[i].kind);
	if (cfb_has(c, "Workbook"))
		return 0;
	if (cfb_has(c, "Book"))
		return err_file(
		    e, "FILE_XLS_OLD", "the content is a workbook of Excel 95 or older");
	return err_file(e, "FILE_NOT_A_WORKBOOK",
	    "the content is a compound file without a workbook");
}

static int
xls_open(struct table *t, struct err *e)
{
	struct xls_book *book = arena_new(t->arena, struct xls_book);
	struct xls_globals globals = {.book = book, .sheets = {.arena = t->arena}};
	struct cfb *c;

	book->limits = &t->options;
	book->arena = t->arena;
	book->kinds = arena_new_array(t->arena, KINDS_MOST, enum number_kind);
	globals.formats = arena_new_array(t->arena, FORMATS_MOST, struct xls_format);
	if (cfb_open(&c, t->in->bytes, t->arena, e) != 0 || check_kind(c, e) != 0 ||
	    cfb_read(c, "Workbook", &book->stream, e) != 0 ||
	    read_globals(&globals, e) != 0 || choose_sheet(&globals, e) != 0 ||
	    xls_cells_read(book, e) != 0)
		return -1;
	book->row_cells = arena_new_array(t->arena, UINT16_MAX + 1, struct cell);
	t->facts.sheet = book->sheet_name;
	t->state = book;
	return 0;
}

static int
xls_next(struct table *t, struct row *row, struct err *e)
{
	struct xls_book *book = t->state;
	size_t at = book->given, count = 0;
	uint32_t number;

	(void)e;
	if (at == book->count)
		return 0;
	number = book->cells[at].row;
	for (; at < book->count && book->cells[at].row == number; at++) {
		while (count < book->cells[at].column)
			book->row_cells[count++] = (struct cell){.kind = CELL_EMPTY};
		book->row_cells[count++] = book->cells[at].cell;
	}
	while (count > 0 && book->row_cells[count - 1].kind == CELL_EMPTY)
		count--;
	book->given = at;
	*row = (struct row){
	    .number = (uint64_t)number + 1, .cells = book->row_cells, .count = count};
	return 1;
}

static void
xls_close(struct table *t)
{
	(void)t;
}

const struct table_reader table_reader_xls = {
    .name = "xls",
    .help = "old Excel workbooks (.xls, Excel 97 to 2003)",
    .content = "an old Excel workbook (.xls)",
    .bid = xls_bid,
    .open = xls_open,
    .next = xls_next,
    .close = xls_close,
};
