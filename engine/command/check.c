/* The dry run: the same judgement as a booking, told instead of kept. */
#include "command/check.h"

#include "base/json.h"
#include "base/text.h"
#include "engine.h"
#include "intake/intake.h"
#include "outlet/acknowledgement.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct telling {
	struct context *context;
	struct out *out;
	struct json json;
	int64_t told;
};

void
finding_print(struct out *o, const struct finding *f, enum lang lang)
{
	bool it = lang == LANG_IT;

	out_str(o, f->place.file);
	if (f->place.sheet.len > 0)
		out_format(
		    o, ", %s %.*s", it ? "foglio" : "sheet", STR_ARG(f->place.sheet));
	if (f->place.row > 0)
		out_format(o, ", %s %ju", it ? "riga" : "row", (uintmax_t)f->place.row);
	if (f->place.column > 0)
		out_format(o, ", %s %u", it ? "colonna" : "column", f->place.column);
	if (f->column_name.len > 0)
		out_format(o, " (%.*s)", STR_ARG(f->column_name));
	out_format(o, ": %s", say(&f->kind->what, lang));
	if (f->seen.len > 0)
		out_format(o, "; %s: %.*s", it ? "visto" : "seen", STR_ARG(f->seen));
	out_format(o, "; %s: ", it ? "atteso" : "expected");
	out_str(o, finding_expected(f, lang));
	out_format(o, "; %s: %s [%s]\n", it ? "da fare" : "to do",
	    say(&f->kind->next, lang), f->kind->code);
}

static int
tell_finding(void *context, const struct finding *f, struct err *e)
{
	struct telling *t = context;

	(void)e;
	t->told++;
	if (t->context->json)
		finding_json(&t->json, f, t->context->lang);
	else
		finding_print(t->out, f, t->context->lang);
	return 0;
}

static int
pass_over(
    void *context, struct place place, const struct row *row, money cents, struct err *e)
{
	(void)context;
	(void)place;
	(void)row;
	(void)cents;
	(void)e;
	return 0;
}

static int
pass_over_member(
    void *context, struct place place, struct str name, struct str header, struct err *e)
{
	(void)context;
	(void)place;
	(void)name;
	(void)header;
	(void)e;
	return 0;
}

static void
summary_json(struct json *j, const struct intake *in)
{
	const struct {
		const char *name;
		struct tally tally;
	} parts[] = {{"read", in->file.read}, {"good", in->file.booked},
	    {"refused", in->file.refused}, {"unchanged", in->file.unchanged}};

	json_end(j);
	json_object(j, "totals");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		json_object(j, parts[i].name);
		json_i64(j, "rows", parts[i].tally.rows);
		json_money(j, "amount", parts[i].tally.cents);
		json_end(j);
	}
	json_end(j);
	json_i64(j, "positions_created", in->planned);
	json_i64(j, "positions_updated", in->updates);
	json_i64(j, "positions_cancelled", in->cancels);
	json_text(j, "outcome", in->file_refused ? "refused" : "good");
	json_end(j);
}

static void
summary_line(struct out *o, const char *name, struct tally t)
{
	/* Padded here: a width of printf counts bytes, and a letter may have two. */
	int blanks = 22 - (int)text_length(str_of(name));

	out_format(o, "  %s%*s %8jd  ", name, blanks, "", (intmax_t)t.rows);
	money_write_italian(o, t.cents);
	out_text(o, " euro\n");
}

static void
summary_text(struct out *o, const struct intake *in, enum lang lang)
{
	bool it = lang == LANG_IT;

	summary_line(o, it ? "righe lette" : "rows read", in->file.read);
	summary_line(o, it ? "buone" : "good", in->file.booked);
	summary_line(o, it ? "rifiutate" : "refused", in->file.refused);
	summary_line(
	    o, it ? "già note, invariate" : "known, unchanged", in->file.unchanged);
	if (!str_is(in->channel->kind, "quotas")) {
		if (in->file_refused)
			out_text(o,
			    it ? "  il file sarebbe RIFIUTATO per intero\n"
			       : "  the whole file would be REFUSED\n");
		return;
	}
	out_format(o,
	    it ? "  posizioni: %jd nuove, %jd aggiornate, %jd annullate%s\n"
	       : "  positions: %jd new, %jd updated, %jd cancelled%s\n",
	    (intmax_t)in->planned, (intmax_t)in->updates, (intmax_t)in->cancels,
	    !in->file_refused ? ""
		: it          ? "; il file sarebbe RIFIUTATO per intero"
			      : "; the whole file would be REFUSED");
}

/* The creditor and channel that the file would be dropped for: the ones named, else the
 * first quotas channel of the configuration. */
static int
choose_channel(const struct engine *g, const char *creditor, const char *kind,
    struct intake *in, struct err *e)
{
	in->creditor = creditor == NULL ? &g->conf.creditors[0]
					: conf_creditor_find(&g->conf, str_of(creditor));
	if (in->creditor == NULL)
		return err_set(
		    e, ERR_USAGE, "creditor %s is not in the configuration", creditor);
	in->channel = conf_channel_find(in->creditor, str_of(kind));
	if (in->channel == NULL || channel_kind_find(in->channel->kind) == NULL)
		return err_set(e, ERR_USAGE, "channel %s cannot be checked", kind);
	return 0;
}

static int
check_file(struct context *c, struct intake *in, const char *path, struct err *e)
{
	struct telling telling = {.context = c};
	struct intake_sink sink = {&telling, tell_finding, pass_over, pass_over_member};
	struct out o;
	int status;

	command_stdout(c, &o, e);
	telling.out = &o;
	if (c->json) {
		json_open(&telling.json, &o, 2);
		json_object(&telling.json, NULL);
		json_text(&telling.json, "file", path);
		json_array(&telling.json, "findings");
	}
	status = intake_check(in, &sink, e);
	if (status == 0 && c->json) {
		summary_json(&telling.json, in);
		out_char(&o, '\n');
	} else if (status == 0) {
		summary_text(&o, in, c->lang);
	}
	return out_flush(&o) == 0 ? status : -1;
}

int
command_check(struct context *c, int argc, char **argv)
{
	const char *path = NULL, *creditor = NULL, *kind = "quotas";
	struct engine g;
	struct intake in = {.arena = c->arena};
	struct err e;
	int fd, status;

	for (int i = 1; i < argc; i++) {
		if (command_option(argc, argv, &i, "--channel", &kind) > 0 ||
		    command_option(argc, argv, &i, "--creditor", &creditor) > 0)
			continue;
		if (path != NULL || argv[i][0] == '-')
			return command_unexpected(c, "check", argv[i]);
		path = argv[i];
	}
	if (path == NULL)
		return command_usage(c, "check", "FILE");
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	in.conf = &g.conf;
	in.now = clock_now();
	in.today = date_of_instant(in.now);
	in.file.name = str_of(path);
	status = choose_channel(&g, creditor, kind, &in, &e);
	fd = status == 0 ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
	if (status == 0 && fd < 0)
		status = err_errno(&e, "%s", path);
	if (status == 0)
		status = input_map(
		    &in.input, fd, str_of(path), (uint64_t)g.conf.most_file, &e);
	if (fd >= 0)
		close(fd);
	if (status == 0)
		status = engine_db(&g, &in.db, &e);
	if (status == 0)
		status = check_file(c, &in, path, &e);
	db_close(in.db);
	input_unmap(&in.input);
	engine_close(&g);
	if (status != 0)
		return command_fail(c, str_of(path), &e);
	return in.file_refused || in.file.refused.rows > 0 ? 65 : 0;
}
