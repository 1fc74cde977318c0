/* `riscontro cat`: any input as normalised rows, to see what the engine sees. */
#include "command/cat.h"

#include "command/render.h"
#include "command/render_layout.h"
#include "command/render_payment.h"
#include "command/render_statement.h"
#include "formats/archive.h"
#include "formats/statement.h"
#include "formats/xml_canonical.h"

#include "base/text.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* Larger files are for channels, not for a look. */
#define CAT_MOST_BYTES ((uint64_t)4 << 30)

enum cat_form { CAT_DEFAULT, CAT_GRID, CAT_CSV, CAT_JSONL, CAT_ENTRIES };

struct request {
	const char *path;
	enum cat_form form;
	struct str layout; /* --layout */
	bool xml;          /* --type xml */
	bool statement;    /* --type statement, or --columns */
	bool fixed;        /* --columns */
	struct statement_columns columns;
	struct table_options options;
};

static bool
find_form(const char *name, enum cat_form *form)
{
	static const char *const names[] = {"", "grid", "csv", "jsonl", "entries"};

	for (size_t i = 1; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) {
			*form = (enum cat_form)i;
			return true;
		}
	return false;
}

/* "comma", "tab" and the like, or one character. */
static bool
find_delimiter(const char *name, char *delimiter)
{
	static const struct {
		const char *name;
		char delimiter;
	} names[] = {{"tab", '\t'}, {"\\t", '\t'}, {"comma", ','}, {"semicolon", ';'},
	    {"pipe", '|'}, {"space", ' '}, {"colon", ':'}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_equal_nocase(str_of(name), str_of(names[i].name))) {
			*delimiter = names[i].delimiter;
			return true;
		}
	*delimiter = name[0];
	return name[0] != '\0' && name[1] == '\0' && (signed char)name[0] > 0 &&
	    name[0] != '\n' && name[0] != '\r';
}

static bool
find_quote(const char *name, char *quote)
{
	if (strcmp(name, "none") == 0) {
		*quote = TABLE_NO_QUOTE;
		return true;
	}
	return find_delimiter(name, quote);
}

static bool
take_type(struct request *r, const char *value)
{
	r->xml = strcmp(value, "xml") == 0;
	if (strcmp(value, "statement") == 0)
		r->statement = true;
	else if (!r->xml)
		r->options.reader = str_of(value);
	return true;
}

static bool
take_columns(struct request *r, const char *value)
{
	r->fixed = statement_columns_parse(&r->columns, str_of(value));
	r->statement = true;
	return r->fixed;
}

static bool
take_sheet(struct request *r, const char *value)
{
	r->options.sheet = str_of(value);
	return true;
}

static bool
take_encoding(struct request *r, const char *value)
{
	r->options.encoding = str_of(value);
	return true;
}

static bool
take_layout(struct request *r, const char *value)
{
	r->layout = str_of(value);
	return value[0] != '\0';
}

static bool
take_form(struct request *r, const char *value)
{
	return find_form(value, &r->form);
}

static bool
take_delimiter(struct request *r, const char *value)
{
	return find_delimiter(value, &r->options.delimiter);
}

static bool
take_quote(struct request *r, const char *value)
{
	return find_quote(value, &r->options.quote);
}

static const struct option {
	const char *name;
	bool (*take)(struct request *r, const char *value);
} cat_options[] = {
    {"--as", take_form},
    {"--layout", take_layout},
    {"--type", take_type},
    {"--sheet", take_sheet},
    {"--encoding", take_encoding},
    {"--delimiter", take_delimiter},
    {"--quote", take_quote},
    {"--columns", take_columns},
};

/* 1 taken, 0 not an option of cat, -1 wrong. */
static int
take_option(struct request *r, int argc, char **argv, int *i)
{
	for (size_t k = 0; k < sizeof cat_options / sizeof *cat_options; k++) {
		const char *value = NULL;
		int found = command_option(argc, argv, i, cat_options[k].name, &value);

		if (found < 0)
			return -1;
		if (found > 0)
			return cat_options[k].take(r, value) ? 1 : -1;
	}
	return 0;
}

/* 0, or the exit code after a message. */
static int
take_arguments(const struct context *c, struct request *r, int argc, char **argv)
{
	bool words_only = false;

	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		int taken = words_only ? 0 : take_option(r, argc, argv, &i);

		if (taken < 0)
			return command_usage(c, "cat",
			    c->lang == LANG_IT ? "%s: valore mancante o sbagliato"
					       : "%s: missing or wrong value",
			    word);
		if (taken > 0)
			continue;
		if (!words_only && strcmp(word, "--") == 0)
			words_only = true;
		else if ((!words_only && word[0] == '-') || r->path != NULL)
			return command_usage(c, "cat",
			    c->lang == LANG_IT ? "%s: di troppo" : "%s: not expected",
			    word);
		else
			r->path = word;
	}
	if (r->path == NULL)
		return command_usage(
		    c, "cat", c->lang == LANG_IT ? "manca il file" : "no file is named");
	return 0;
}

static int
open_input(const char *path, struct input *in, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), result;

	if (fd < 0)
		return err_errno(e, "open");
	result = input_map(in, fd, str_of(path), CAT_MOST_BYTES, e);
	close(fd);
	return result;
}

/* A name on one line: backslash, TAB, LF and CR escaped; on a terminal every control. */
static void
write_name(struct out *o, struct str name, bool terminal, struct arena *a)
{
	static const char escapes[] = "\\\\\tt\nn\rr";

	if (terminal) {
		out_str(o, text_printable(a, name));
		return;
	}
	for (size_t i = 0; i < name.len; i++) {
		size_t k = 0;

		while (k < 8 && escapes[k] != name.ptr[i])
			k += 2;
		if (k < 8)
			out_char(o, '\\');
		out_char(o, k < 8 ? escapes[k + 1] : name.ptr[i]);
	}
}

static int
show_entries(struct out *o, const struct input *in, struct arena *a, struct err *e)
{
	bool terminal = isatty(1) == 1;
	struct archive_reader *r;
	struct archive_member m;
	struct out list;
	int got;

	out_open_memory(&list, a);
	out_text(&list, "name\tsize\tcrc32\n");
	if (archive_reader_open(&r, in, NULL, NULL, a, e) != 0)
		return -1;
	while ((got = archive_reader_list(r, &m, e)) > 0) {
		write_name(&list, m.name, terminal, a);
		out_format(&list, "\t%ju\t%08x\n", (uintmax_t)m.size, m.crc32);
	}
	archive_reader_close(r);
	if (got == 0)
		out_str(o, out_bytes_of(&list));
	return got;
}

static int
show_table(struct out *o, struct request *r, const struct input *in, struct arena *a,
    struct err *e)
{
	static const enum render_form forms[] = {
	    [CAT_GRID] = RENDER_GRID, [CAT_CSV] = RENDER_CSV, [CAT_JSONL] = RENDER_JSONL};

	int result = render_table(o, in, &r->options, forms[r->form], a, e);

	if (result != 0 && archive_was_meant(in, e))
		return err_file(e, "ARCHIVE_GIVEN", "no table in itself");
	return result;
}

/* Flows and receipts are shown as rows when rows are asked for, and when they are JSON.
 */
static bool
shows_payments(const struct request *r, const struct input *in)
{
	bool rows = r->form == CAT_CSV || r->form == CAT_JSONL;

	return !r->xml && r->options.reader.len == 0 && (rows || !xml_is_likely(in)) &&
	    render_payment_is_likely(in);
}

static int
show(struct out *o, struct request *r, const struct input *in, struct arena *a,
    struct err *e)
{
	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	if (r->form == CAT_ENTRIES)
		return show_entries(o, in, a, e);
	if (shows_payments(r, in))
		return render_payment(o, in, r->form == CAT_JSONL, a, e);
	if (r->statement ||
	    (!r->xml && r->options.reader.len == 0 && statement_find_format(in) != NULL))
		return render_statement(o, in, r->fixed ? &r->columns : NULL, &r->options,
		    r->form == CAT_JSONL, a, e);
	if (r->xml || (r->options.reader.len == 0 && xml_is_likely(in)))
		return xml_canonical(o, in, e);
	if (r->form == CAT_DEFAULT)
		r->form = isatty(1) == 1 ? CAT_GRID : CAT_CSV;
	return show_table(o, r, in, a, e);
}

/* Rows that a layout reads to standard output, what is wrong with the others to standard
 * error. Nothing is written before the whole file is read. The exit code. */
static int
show_layout(struct context *c, struct request *r, const struct input *in)
{
	static int standard_error = 2;
	struct err e = {0}, output = {0};
	struct out rows, told, o;
	int64_t wrong = 0;

	out_open_memory(&rows, c->arena);
	out_open_fd(&told, &standard_error, c->arena, &output);
	if (render_layout(&rows, &told, in, r->layout, &r->options, r->form == CAT_JSONL,
		c->lang, &wrong, c->arena, &e) != 0) {
		(void)out_flush(&told);
		return command_fail(c, str_of(r->path), &e);
	}
	command_stdout(c, &o, &e);
	out_str(&o, out_bytes_of(&rows));
	if (out_flush(&o) != 0 || out_flush(&told) != 0)
		return command_fail(c, str_of(r->path), &e);
	return wrong > 0 ? 65 : 0;
}

int
command_cat(struct context *c, int argc, char **argv)
{
	struct request r = {0};
	struct err e = {0};
	struct input in;
	struct out o;
	int usage = take_arguments(c, &r, argc, argv);

	if (usage != 0)
		return usage;
	if (open_input(r.path, &in, &e) != 0)
		return command_fail(c, str_of(r.path), &e);
	signal(SIGPIPE, SIG_DFL); /* `cat FILE | head` ends in silence */
	if (r.layout.len > 0) {
		usage = show_layout(c, &r, &in);
		input_unmap(&in);
		return usage;
	}
	command_stdout(c, &o, &e);
	if (show(&o, &r, &in, c->arena, &e) != 0 || out_flush(&o) != 0)
		return command_fail(c, str_of(r.path), &e);
	input_unmap(&in);
	return 0;
}
