/* `riscontro cat`: any input as normalised rows, to see what the engine sees. */
#include "command/cat.h"

#include "command/cat_request.h"
#include "command/render.h"
#include "command/render_layout.h"
#include "command/render_payment.h"
#include "command/render_statement.h"
#include "formats/archive.h"
#include "formats/statement.h"
#include "formats/xml_canonical.h"
#include "intake/layout_library.h"
#include "intake/statement_plan.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* Larger files are for channels, not for a look. */
#define CAT_MOST_BYTES ((uint64_t)4 << 30)

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
	else if (e->code != NULL && strcmp(e->code, "FILE_UNKNOWN_KIND") == 0)
		return err_file(e, "ARCHIVE_EXPECTED", "no known kind of archive");
	return got;
}

static int
show_table(struct out *o, struct cat_request *r, const struct input *in, struct arena *a,
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
shows_payments(const struct cat_request *r, const struct input *in)
{
	bool rows = r->form == CAT_CSV || r->form == CAT_JSONL;

	return !r->xml && r->options.reader.len == 0 && (rows || !xml_is_likely(in)) &&
	    render_payment_is_likely(in);
}

static int
show(struct out *o, struct cat_request *r, const struct input *in, struct arena *a,
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

/* The layout into r->columns.plan; one of statements makes the file a statement. */
static int
find_layout(struct context *c, struct cat_request *r, struct err *e)
{
	struct layout_plan *plan = arena_new(c->arena, struct layout_plan);

	if (layout_plan_find(plan, r->layout, str_of(c->conf_path), c->arena, e) != 0)
		return -1;
	r->columns.plan = plan;
	if (plan->fields == statement_fields) {
		r->statement = r->fixed = true;
		layout_plan_options(plan, &r->options);
	}
	return 0;
}

/* Rows that a layout reads to standard output, what is wrong with the others to standard
 * error. Nothing is written before the whole file is read. The exit code. */
static int
show_layout(struct context *c, struct cat_request *r, const struct input *in)
{
	static int standard_error = 2;
	struct err e = {0}, output = {0};
	struct out rows, told, o;
	int64_t wrong = 0;

	out_open_memory(&rows, c->arena);
	out_open_fd(&told, &standard_error, c->arena, &output);
	if (render_layout(&rows, &told, in, r->columns.plan, &r->options,
		r->form == CAT_JSONL, c->lang, &wrong, &e) != 0) {
		(void)out_flush(&told);
		return command_fail(c, str_of(r->path), &e);
	}
	command_stdout(c, &o, &e);
	out_str(&o, out_bytes_of(&rows));
	if (out_flush(&o) != 0 || out_flush(&told) != 0)
		return command_fail(c, str_of(r->path), &e);
	return wrong > 0 ? 65 : 0;
}

/* Options for text on a workbook, or the other way round: an exit code after a message.
 * What cannot be opened is told when it is shown. */
static int
judge_options(const struct context *c, struct cat_request *r, const struct input *in)
{
	const struct table_options *o = &r->options;
	struct arena a = {0};
	struct table *t;
	struct err e;
	int usage = 0;

	if (r->statement || r->xml || r->form == CAT_ENTRIES ||
	    (o->sheet.len == 0 && o->encoding.len == 0 && o->delimiter == '\0' &&
		o->quote == '\0') ||
	    (o->reader.len == 0 && statement_find_format(in) != NULL))
		return 0;
	if (table_open(&t, in, o, &a, &e) == 0) {
		usage = cat_request_judge(c, r, table_facts(t));
		table_close(t);
	}
	arena_close(&a);
	return usage;
}

int
command_cat(struct context *c, int argc, char **argv)
{
	struct cat_request r = {0};
	struct err e = {0};
	struct input in;
	struct out o;
	int usage = cat_request_read(c, &r, argc, argv);

	if (usage != 0)
		return usage;
	if (access(r.path, F_OK) != 0 && errno == ENOENT)
		return command_usage(c, "cat",
		    c->lang == LANG_IT ? "%s: non c'è nessun file con questo nome"
				       : "%s: there is no file of this name",
		    r.path);
	if (open_input(r.path, &in, &e) != 0)
		return command_fail(c, str_of(r.path), &e);
	signal(SIGPIPE, SIG_DFL); /* `cat FILE | head` ends in silence */
	if (r.layout.len > 0 && find_layout(c, &r, &e) != 0)
		return command_fail(c, str_of(r.path), &e);
	if (r.layout.len > 0 && !r.statement) {
		usage = show_layout(c, &r, &in);
		input_unmap(&in);
		return usage;
	}
	usage = judge_options(c, &r, &in);
	if (usage != 0)
		return usage;
	command_stdout(c, &o, &e);
	if (show(&o, &r, &in, c->arena, &e) != 0 || out_flush(&o) != 0)
		return command_fail(c, str_of(r.path), &e);
	input_unmap(&in);
	return 0;
}
