/* The reader of CSV: what banks, accounting programs and spreadsheets export as text.
 * Every record is a row, preambles and footers too; what the rows mean is for a layout to
 * say. */
#include "formats/csv_charset.h"
#include "formats/csv_dialect.h"
#include "formats/csv_scan.h"
#include "formats/spill.h"

#include "base/text.h"

/* Pages behind the reader are given back this often. */
enum { CSV_FORGET_EVERY = 4 << 20 };

struct csv {
	struct csv_scan scan;
	const struct csv_charset *charset;
	struct input converted; /* UTF-16 and UTF-32 as UTF-8, otherwise empty */
	const struct input *in; /* what is scanned */
	size_t mark;            /* bytes of the byte order mark */
	size_t forgotten;
	uint64_t rows;
};

/* The first bytes of files that are not text, whatever their name says. */
static const struct str foreign[] = {
    {"PK\3\4", 4},
    {"PK\5\6", 4},
    {"\x1F\x8B", 2},
    {"7z\xBC\xAF\x27\x1C", 6},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8},
    {"%PDF-", 5},
    {"\x89PNG", 4},
    {"\xFF\xD8\xFF", 3},
    {"GIF8", 4},
    {"Rar!\x1A\x07", 6},
    {"BZh", 3},
    {"\xFD"
     "7zXZ",
	6},
    {"\x28\xB5\x2F\xFD", 4},
    {"\x7F"
     "ELF",
	4},
    {"{\\rtf", 5},
};

/* Text that is marked up, which some programs save under a spreadsheet's name. */
static const char *const markup[] = {"<?xml", "<!doctype", "<html", "<head", "<table"};

/* Names under which nobody means to hand in plain text. */
static const char *const book_names[] = {".xlsx", ".xlsm", ".xlsb", ".ods"};

static bool
is_markup(struct str bytes)
{
	struct str head =
	    str_slice(bytes, str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0, 1024);

	head = str_trim(head);
	for (size_t i = 0; i < sizeof markup / sizeof *markup; i++)
		if (str_starts_nocase(head, str_of(markup[i])))
			return true;
	return false;
}

static int
csv_bid(const struct input *in)
{
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_starts(in->bytes, foreign[i]))
			return 0;
	return is_markup(in->bytes) ? 0 : 10;
}

/* A workbook's name over plain text is a mistake that a person should look at, unless
 * this reader was asked for by name. */
static int
check_name(const struct table *t, struct err *e)
{
	for (size_t i = 0; i < sizeof book_names / sizeof *book_names; i++)
		if (t->options.reader.len == 0 &&
		    str_ends_nocase(t->in->name, str_of(book_names[i])))
			return err_file(
			    e, "FILE_MISNAMED", "%s over plain text", book_names[i]);
	return 0;
}

/* Writes UTF-16 or UTF-32 as UTF-8 into an unlinked temporary file. */
static int
convert(struct csv *csv, const struct input *in, struct arena *a, struct err *e)
{
	struct spill spill;
	char utf8[4];
	int failed = 0;

	if (spill_open(&spill, a, e) != 0)
		return -1;
	for (size_t at = csv->mark; at < in->bytes.len && failed == 0;) {
		size_t here = at;
		uint32_t c = csv_charset_next(csv->charset, in->bytes, &at);

		if (c == 0)
			failed = err_file(
			    e, "CSV_NUL", "a NUL character at byte %zu", here + 1);
		else if (c == UINT32_MAX)
			failed = err_file(e, "CSV_ENCODING",
			    "bytes that are not valid %s at byte %zu", csv->charset->name,
			    here + 1);
		else
			out_write(&spill.out, utf8, text_put(c, utf8));
	}
	csv->mark = 0;
	return spill_close(&spill, failed == 0 ? &csv->converted : NULL, in->name, e);
}

static int
open_charset(struct table *t, struct csv *csv, struct err *e)
{
	const struct csv_charset *wanted = NULL;

	if (t->options.encoding.len > 0) {
		wanted = csv_charset_find(t->options.encoding);
		if (wanted == NULL)
			return err_set(e, ERR_USAGE, "no encoding is called %.*s",
			    STR_ARG(t->options.encoding));
	}
	if (csv_charset_detect(t->in, wanted, &csv->charset, &csv->mark, e) != 0)
		return -1;
	t->facts.encoding = csv->charset->name;
	t->facts.bom = csv->mark > 0;
	csv->in = t->in;
	if (csv->charset->width > 1) {
		if (convert(csv, t->in, t->arena, e) != 0)
			return -1;
		csv->in = &csv->converted;
	}
	return 0;
}

static int
csv_open(struct table *t, struct err *e)
{
	struct csv *csv = arena_new(t->arena, struct csv);
	struct csv_dialect d = {
	    .delimiter = t->options.delimiter, .quote = t->options.quote};
	struct str text;

	if (d.delimiter != '\0' && d.delimiter == d.quote)
		return err_set(e, ERR_USAGE, "the delimiter and the quote are the same");
	if (check_name(t, e) != 0 || open_charset(t, csv, e) != 0)
		return -1;
	text = str_slice(csv->in->bytes, csv->mark, csv->in->bytes.len);
	if (text.len == 0) {
		input_unmap(&csv->converted);
		return err_file(e, "FILE_EMPTY", "no text");
	}
	csv_dialect_detect(&d, text);
	csv_scan_open(&csv->scan, text, d.delimiter, d.quote, t->arena);
	csv->scan.most_fields = t->options.most_columns;
	t->facts.delimiter = d.delimiter;
	t->facts.quote = d.quote;
	t->facts.line_end = d.line_end;
	t->state = csv;
	return 0;
}

/* Decodes the cells of a charset of one byte a character. */
static void
decode_cells(struct csv *csv)
{
	struct csv_scan *s = &csv->scan;

	for (size_t i = 0; i < s->filled; i++)
		s->cells[i].text =
		    csv_charset_decode(csv->charset, &s->row, s->cells[i].text);
}

static void
forget(struct csv *csv)
{
	if (csv->scan.at - csv->forgotten < CSV_FORGET_EVERY)
		return;
	input_forget(csv->in, csv->mark + csv->forgotten);
	csv->forgotten = csv->scan.at;
}

static int
csv_next(struct table *t, struct row *row, struct err *e)
{
	struct csv *csv = t->state;
	int got;

	forget(csv);
	got = csv_scan_next(&csv->scan, &row->number, e);
	if (got <= 0)
		return got;
	if (csv->rows++ >= t->options.most_rows)
		return err_file(e, "FILE_TOO_LARGE", "more than %ju rows",
		    (uintmax_t)t->options.most_rows);
	if (csv->charset->width == 1)
		decode_cells(csv);
	row->cells = csv->scan.cells;
	row->count = csv->scan.filled;
	row->width = csv->scan.count;
	return 1;
}

static void
csv_close(struct table *t)
{
	struct csv *csv = t->state;

	csv_scan_close(&csv->scan);
	input_unmap(&csv->converted);
}

const struct table_reader table_reader_csv = {
    .name = "csv",
    .help = "delimited text (CSV, TSV) in any common encoding",
    .content = "text, or of no known kind",
    .bid = csv_bid,
    .open = csv_open,
    .next = csv_next,
    .close = csv_close,
};
