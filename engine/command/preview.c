/* What would be printed is looked at before it is booked: the file is booked into a
 * ledger of its own that is thrown away, and its first notices come out as proofs. */
#include "command/preview.h"

#include "command/notice.h"
#include "engine.h"
#include "intake/intake.h"
#include "ledger/positions.h"
#include "outlet/notice_paper.h"
#include "spool/staging.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { COUNT_USUAL = 10, COUNT_MOST = 1000, NAME_SIZE = 32 };

struct preview {
	struct context *context;
	struct engine engine;
	struct intake in;
	uint64_t count;
	char folder[NAME_SIZE]; /* of the passing ledger */
};

/* Every good row as a new position, whatever is known of it: then the whole file can be
 * seen. */
static int
print_positions(struct preview *v, struct notice_bundle *bundle, struct err *e)
{
	struct arena row = {0};
	struct rows rows;
	int got, status = 0;
	uint64_t printed = 0;

	if (positions_of_file(v->in.db, &rows, v->in.file.id, "create", e) != 0)
		return -1;
	while (status == 0 && printed < v->count && (got = rows_next(&rows, e)) != 0) {
		struct notice_result result;
		struct position pos;
		struct notice n;

		arena_reset(&row);
		status = got < 0 ? -1 : position_read(v->in.db, &rows, &pos, &row, e);
		if (status != 0)
			break;
		n = notice_of_position(&pos, v->in.today, &row);
		status = notice_bundle_add(bundle, &n, &result, e);
		printed++;
	}
	rows_close(&rows);
	arena_close(&row);
	if (status == 0 && printed == 0)
		return err_file(e, "PREVIEW_EMPTY", "%jd rows, %jd refused",
		    (intmax_t)v->in.file.read.rows, (intmax_t)v->in.file.refused.rows);
	return status;
}

static int
print_proofs(struct preview *v, struct out *o, struct err *e)
{
	struct notice_paper paper;
	struct notice_bundle *bundle;
	int status;

	if (notice_paper_open(&paper, v->in.creditor, true, e) != 0)
		return -1;
	bundle = notice_bundle_open(
	    paper.press, STR("Anteprima degli avvisi"), v->in.today, o);
	status = print_positions(v, bundle, e);
	notice_bundle_close(bundle);
	notice_paper_close(&paper);
	return status;
}

/* The file into the passing ledger, then its proofs out of it. */
static int
book_and_print(struct preview *v, int folder, struct out *o, struct err *e)
{
	struct intake *in = &v->in;
	int status;

	if (db_open(&in->db, folder, true, e) != 0)
		return -1;
	in->file.creditor = in->creditor->id;
	in->file.channel = in->channel->kind;
	in->file.sha256 = str_of("");
	in->file.size = (int64_t)in->input.bytes.len;
	in->file.job = STR("preview");
	in->file.received_at = in->file.booked_at =
	    arena_str(in->arena, str_of(instant_iso(in->now).text));
	status = intake_book(in, e);
	if (status == 0)
		status = print_proofs(v, o, e);
	db_close(in->db);
	return status;
}

static int
preview_file(struct preview *v, struct out *o, struct err *e)
{
	struct err ignored;
	int folder, status;

	snprintf(v->folder, sizeof v->folder, "preview.%jd", (intmax_t)getpid());
	(void)staging_remove(v->engine.work, str_of(v->folder), &ignored);
	folder = staging_make(v->engine.work, str_of(v->folder), e);
	if (folder < 0)
		return -1;
	status = book_and_print(v, folder, o, e);
	close(folder);
	if (staging_remove(v->engine.work, str_of(v->folder), &ignored) != 0 &&
	    status == 0) {
		*e = ignored;
		status = -1;
	}
	return status;
}

/* The creditor and channel that the file would be dropped for. */
static int
choose(struct preview *v, const char *creditor, const char *channel, struct err *e)
{
	const struct conf *conf = &v->engine.conf;
	struct intake *in = &v->in;

	in->conf = conf;
	in->creditor = creditor == NULL ? &conf->creditors[0]
					: conf_creditor_find(conf, str_of(creditor));
	if (in->creditor == NULL)
		return err_set(
		    e, ERR_USAGE, "creditor %s is not in the configuration", creditor);
	in->channel = conf_channel_find(in->creditor, str_of(channel));
	if (in->channel == NULL || !str_is(in->channel->kind, "quotas"))
		return err_set(e, ERR_USAGE, "channel %s makes no notices", channel);
	return 0;
}

static int
open_input(struct preview *v, const char *path, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), status;
	struct str name = str_of(path);

	if (fd < 0)
		return err_errno(e, "%s", path);
	while (str_find(name, '/') < name.len)
		name = str_slice(name, str_find(name, '/') + 1, name.len);
	v->in.file.name = name;
	status = input_map(&v->in.input, fd, name, (uint64_t)v->engine.conf.most_file, e);
	close(fd);
	return status;
}

static int
preview_run(struct preview *v, const char *path, const char *creditor,
    const char *channel, const char *out, struct err *e)
{
	struct context *c = v->context;
	struct out o;
	int status;

	v->in.arena = c->arena;
	v->in.now = clock_now();
	v->in.today = date_of_instant(v->in.now);
	out_open_memory(&o, c->arena);
	if (choose(v, creditor, channel, e) != 0 || open_input(v, path, e) != 0)
		return -1;
	status = preview_file(v, &o, e);
	input_unmap(&v->in.input);
	return status == 0 ? notice_save(c, str_of(out), out_bytes_of(&o), e) : -1;
}

int
command_preview(struct context *c, int argc, char **argv)
{
	const char *path = NULL, *creditor = NULL, *channel = "quotas", *count = NULL;
	const char *out = "anteprima.pdf";
	struct preview v = {.context = c, .count = COUNT_USUAL};
	struct err e;
	int status;

	for (int i = 1; i < argc; i++) {
		if (command_option(argc, argv, &i, "--creditor", &creditor) > 0 ||
		    command_option(argc, argv, &i, "--channel", &channel) > 0 ||
		    command_option(argc, argv, &i, "--count", &count) > 0 ||
		    command_option(argc, argv, &i, "--out", &out) > 0)
			continue;
		if (path != NULL || argv[i][0] == '-')
			return command_unexpected(c, "preview", argv[i]);
		path = argv[i];
	}
	if (path == NULL)
		return command_usage(c, "preview", "FILE");
	if (count != NULL &&
	    (!str_to_u64(str_of(count), &v.count) || v.count < 1 || v.count > COUNT_MOST))
		return command_usage(
		    c, "preview", "--count %s (1..%d)", count, COUNT_MOST);
	if (engine_open(&v.engine, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = v.engine.conf.language;
	status = preview_run(&v, path, creditor, channel, out, &e);
	engine_close(&v.engine);
	return status == 0 ? 0 : command_fail(c, str_of(path), &e);
}
