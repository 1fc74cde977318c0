/* Posting by hand: what is asked for, how it would look (dry run), what was done. */
#include "command/post.h"

#include "base/json.h"
#include "engine.h"
#include "match/posting.h"
#include "match/reconcile.h"

#include <stdio.h>

static const char select_file[] = "SELECT id FROM file WHERE creditor = ? AND name = ? "
				  "AND state = 'booked' AND channel "
				  "="
				  " 'statements' ORDER BY id DESC LIMIT 1";
static const char select_new[] =
    "SELECT year, number, day, cents, subject_name, causale, contra_of FROM reversale"
    " WHERE creditor = ? AND id > ? ORDER BY id";
static const char select_last[] = "SELECT COALESCE(MAX(id), 0) FROM reversale";

/* What the command line asks for. */
struct request {
	const char *statement, *flow, *until, *date, *account, *subject, *undo, *creditor;
	const char *causale, *capitolo, *channel;
	bool dry_run, cumulative, each;
};

static int
read_arguments(struct context *c, int argc, char **argv, struct request *q)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = {{"--statement", &q->statement}, {"--flow", &q->flow},
	    {"--until", &q->until}, {"--date", &q->date}, {"--account", &q->account},
	    {"--subject", &q->subject}, {"--undo", &q->undo},
	    {"--creditor", &q->creditor}, {"--causale", &q->causale},
	    {"--capitolo", &q->capitolo}, {"--channel", &q->channel}};
	const struct {
		const char *name;
		bool *value;
	} switches[] = {{"--dry-run", &q->dry_run}, {"--cumulative", &q->cumulative},
	    {"--each", &q->each}};
	int given;

	for (int i = 1; i < argc; i++) {
		int got = 0;

		for (size_t k = 0; k < sizeof options / sizeof options[0] && got == 0;
		     k++)
			got = command_option(
			    argc, argv, &i, options[k].name, options[k].value);
		for (size_t k = 0; k < sizeof switches / sizeof switches[0] && got == 0;
		     k++)
			if (strcmp(argv[i], switches[k].name) == 0)
				got = *switches[k].value = true;
		if (got <= 0)
			return command_unexpected(c, "post", argv[i]);
	}
	if (q->cumulative && q->each)
		return command_usage(c, "post", "--cumulative | --each");
	given = (q->statement != NULL) + (q->flow != NULL) + (q->until != NULL) +
	    (q->undo != NULL);
	if (given != 1)
		return command_usage(c, "post",
		    "--statement FILE | --flow ID | --until DATE | --undo NUMBER");
	return 0;
}

static int
parse_day(const char *text, struct date *day, struct err *e)
{
	if (text == NULL || date_parse(str_of(text), day))
		return 0;
	return err_set(e, ERR_USAGE, "%s: no date; YYYY-MM-DD is right", text);
}

static const struct conf_creditor *
choose_creditor(const struct engine *g, const char *id, struct err *e)
{
	const struct conf_creditor *found =
	    g->conf.creditor_count == 1 ? &g->conf.creditors[0] : NULL;

	if (id != NULL)
		found = conf_creditor_find(&g->conf, str_of(id));
	if (found == NULL)
		err_set(e, ERR_USAGE,
		    "%s: no such creditor; --creditor names one of the "
		    "configuration",
		    id == NULL ? "several creditors" : id);
	return found;
}

static int
make_order(const struct posting *p, const struct request *q, struct posting_order *o,
    struct err *e)
{
	int got = 1;

	*o = (struct posting_order){.flow = str_of(q->flow),
	    .account = str_of(q->account),
	    .subject = str_of(q->subject)};
	if (parse_day(q->until, &o->until, e) != 0 ||
	    parse_day(q->date, &o->date, e) != 0)
		return -1;
	if (q->statement != NULL)
		got = db_number(p->db, select_file,
		    DB(db_t(p->creditor->id), db_c(q->statement)), &o->file, e);
	return got != 0 ? (got < 0 ? -1 : 0)
			: err_set(e, ERR_USAGE,
			      "%s: no statement of this name was booked", q->statement);
}

/* "12" of this year, or "2026/12". */
static int
undo(struct posting *p, const char *text, struct err *e)
{
	struct str rest = str_of(text), first;
	uint64_t year = (uint64_t)p->today.year, number = 0;
	bool good;
	int got;

	if (str_find(rest, '/') < rest.len && str_cut(&rest, '/', &first))
		good = str_to_u64(first, &year) && str_to_u64(rest, &number);
	else
		good = str_to_u64(rest, &number);
	if (!good || year > 9999 || number > INT32_MAX)
		return err_set(
		    e, ERR_USAGE, "%s: no number; NUMBER or YEAR/NUMBER is right", text);
	got = posting_undo(p, (int)year, (int64_t)number, e);
	if (got == 0)
		return err_set(e, ERR_FILE,
		    "reversale %ju/%ju does not stand: there is none, or it was undone",
		    (uintmax_t)year, (uintmax_t)number);
	return got < 0 ? -1 : 0;
}

static void
tell_line(struct context *c, struct out *o, struct json *j, const struct rows *row)
{
	if (c->json) {
		json_object(j, NULL);
		json_i64(j, "year", row_int(row, 0));
		json_i64(j, "number", row_int(row, 1));
		json_date(j, "date", row_date(row, 2));
		json_money(j, "amount", row_int(row, 3));
		json_str(j, "subject", row_text(row, 4));
		json_str(j, "causale", row_text(row, 5));
		json_bool(j, "contrary", !row_is_null(row, 6));
		json_end(j);
		return;
	}
	out_format(
	    o, "  %jd/%jd  ", (intmax_t)row_int(row, 0), (intmax_t)row_int(row, 1));
	date_write_italian(o, row_date(row, 2));
	out_text(o, "  ");
	money_write_italian(o, row_int(row, 3));
	out_format(
	    o, "  %.*s  %.*s\n", STR_ARG(row_text(row, 4)), STR_ARG(row_text(row, 5)));
}

static void
tell_sums(struct context *c, struct out *o, const struct posting *p, bool dry_run)
{
	bool it = c->lang == LANG_IT;

	out_format(o,
	    it ? "%sreversali %jd, pagamenti %jd, accertamenti nuovi %jd, annullate %jd, "
		 "euro "
	       : "%sreversali %jd, payments %jd, new accertamenti %jd, undone %jd, "
		 "euros ",
	    !dry_run ? ""
		: it ? "prova, nulla è registrato: "
		     : "dry run, nothing is booked: ",
	    (intmax_t)p->reversali, (intmax_t)p->payments, (intmax_t)p->accertamenti,
	    (intmax_t)p->undone);
	money_write_italian(o, p->cents);
	out_char(o, '\n');
	if (p->revoked > 0)
		out_format(o,
		    it ? "di cui annullate perché il pagamento è stato revocato: %jd\n"
		       : "of these undone because the payment was revoked: %jd\n",
		    (intmax_t)p->revoked);
	if (p->skipped > 0)
		out_format(o,
		    it ? "%jd flussi non sono contabilizzati: le loro righe tolgono "
			 "denaro "
			 "e non si sa a quale pagamento; vanno contabilizzati a mano\n"
		       : "%jd flows are not posted: their lines take money away and "
			 "nobody "
			 "knows from which payment; post them by hand\n",
		    (intmax_t)p->skipped);
}

static int
tell(struct context *c, struct posting *p, int64_t before, bool dry_run, struct err *e)
{
	struct err failed;
	struct rows rows;
	struct json j;
	struct out o;
	int got;

	command_stdout(c, &o, &failed);
	if (db_query(p->db, &rows, select_new, DB(db_t(p->creditor->id), db_i(before)),
		e) != 0)
		return -1;
	json_open(&j, &o, 2);
	if (c->json) {
		json_object(&j, NULL);
		json_bool(&j, "dry_run", dry_run);
		json_array(&j, "reversali");
	}
	while ((got = rows_next(&rows, e)) > 0)
		tell_line(c, &o, &j, &rows);
	if (c->json) {
		json_end(&j);
		json_i64(&j, "payments", p->payments);
		json_i64(&j, "accertamenti", p->accertamenti);
		json_i64(&j, "undone", p->undone);
		json_i64(&j, "revoked", p->revoked);
		json_i64(&j, "skipped", p->skipped);
		json_money(&j, "amount", p->cents);
		json_end(&j);
		out_char(&o, '\n');
	} else {
		tell_sums(c, &o, p, dry_run);
	}
	return out_flush(&o) != 0 ? -1 : got;
}

/* Everything between BEGIN and COMMIT; a dry run is rolled back after it is told. */
static int
work(struct context *c, struct posting *p, const struct request *q, struct err *e)
{
	/* Time alone makes things late. */
	struct reconciling waiting = {.db = p->db,
	    .creditor = p->creditor->id,
	    .segregation = p->creditor->segregation,
	    .today = p->today,
	    .now = p->now};
	struct posting_order order;
	int64_t before = 0;

	if (reconcile_waiting(&waiting, e) != 0 ||
	    db_number(p->db, select_last, DB_NONE, &before, e) < 0)
		return -1;
	if (q->undo != NULL) {
		if (undo(p, q->undo, e) != 0)
			return -1;
	} else if (make_order(p, q, &order, e) != 0 || posting_run(p, &order, e) != 0) {
		return -1;
	}
	return tell(c, p, before, q->dry_run, e);
}

static int
work_audited(struct context *c, struct posting *p, const struct request *q, struct err *e)
{
	struct audit audit;
	int status = audit_open(&audit, p->db, clock_now(), e);

	p->audit = &audit;
	if (status == 0)
		status = work(c, p, q, e);
	p->audit = NULL;
	return status;
}

/* The presets of the channel that tells what is posted, or of the one asked for, changed
 * by what the command line sets. */
static int
choose_preset(const struct conf_creditor *creditor, const struct request *q,
    struct conf_posting *preset, struct err *e)
{
	const char *kind = q->channel != NULL ? q->channel
	    : q->statement != NULL            ? "statements"
					      : "flows";
	const struct conf_channel *channel = conf_channel_find(creditor, str_of(kind));

	if (channel == NULL)
		return err_set(e, q->channel != NULL ? ERR_USAGE : ERR_CONF,
		    "creditor %.*s has no channel %s to post for", STR_ARG(creditor->id),
		    kind);
	*preset = channel->posting;
	if (q->causale != NULL)
		preset->causale = str_of(q->causale);
	if (q->capitolo != NULL)
		preset->capitolo = str_of(q->capitolo);
	if (q->cumulative || q->each)
		preset->cumulative = q->cumulative;
	return 0;
}

static int
post(struct context *c, const struct engine *g, const struct request *q, struct err *e)
{
	const struct conf_creditor *creditor = choose_creditor(g, q->creditor, e);
	struct conf_posting preset;
	struct posting p = {.creditor = creditor, .arena = c->arena, .preset = &preset};
	int status;

	if (creditor == NULL || choose_preset(creditor, q, &preset, e) != 0)
		return -1;
	p.today = clock_today();
	p.now = arena_str(c->arena, str_of(instant_iso(clock_now()).text));
	if (engine_db(g, &p.db, e) != 0)
		return -1;
	status = db_begin(p.db, e);
	if (status == 0)
		status = work_audited(c, &p, q, e);
	if (status == 0 && !q->dry_run)
		status = db_commit(p.db, e);
	else
		db_rollback(p.db);
	db_close(p.db);
	return status;
}

int
command_post(struct context *c, int argc, char **argv)
{
	struct request q = {.creditor = NULL};
	struct engine g;
	struct err e;
	int status = read_arguments(c, argc, argv, &q);

	if (status != 0)
		return status;
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	status = post(c, &g, &q, &e);
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("post"), &e);
}
