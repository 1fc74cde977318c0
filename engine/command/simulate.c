/* `riscontro simulate`: receipts, flows and a statement for the open positions, dropped
 * into the inbound folders as partners would. */
#include "command/simulate.h"

#include "base/json.h"
#include "base/sha256.h"
#include "engine.h"
#include "simulate/play_ground.h"
#include "simulate/play_write.h"
#include "spool/publish.h"

#include <stdio.h>
#include <unistd.h>

struct simulation {
	struct context *context;
	const struct conf_creditor *creditor;
	const char *creditor_id;
	struct play_options options;
	struct play_ground ground;
	struct play play;
	int64_t receipts, flows;
};

static int
read_ledger(struct simulation *s, const struct engine *g, struct err *e)
{
	struct db *db;
	int status;

	if (engine_db(g, &db, e) != 0)
		return -1;
	status = play_ground_read(&s->ground, db, s->creditor->id, s->context->arena, e);
	db_close(db);
	return status;
}

/* The inbound folder of a channel, or -1 (ERR_CONF when the creditor has none). */
static int
open_channel(
    const struct simulation *s, const struct engine *g, const char *kind, struct err *e)
{
	const struct conf_channel *channel = conf_channel_find(s->creditor, str_of(kind));
	int base, folder;

	if (channel == NULL)
		return err_set(e, ERR_CONF, "creditor %.*s has no channel %s",
		    STR_ARG(s->creditor->id), kind);
	base = engine_creditor_folder(g, s->creditor, e);
	if (base < 0)
		return -1;
	folder = folder_open_configured(
	    base, engine_channel_path(channel, s->context->arena), FOLDER_MUST_BE, e);
	close(base);
	return folder;
}

static int
drop(struct publish_batch *batch, struct str name, struct str bytes, struct err *e)
{
	struct publish_file file;
	struct arena a = {0};
	struct out o;

	if (publish_open(&file, batch->folder, name, PUBLISH_REPLACE, e) != 0)
		return -1;
	out_open_fd(&o, &file.fd, &a, e);
	out_str(&o, bytes);
	if (out_flush(&o) != 0) {
		publish_abandon(&file);
		arena_close(&a);
		return -1;
	}
	arena_close(&a);
	return publish_batch_add(batch, &file, e);
}

static int
drop_receipt(struct simulation *s, struct publish_batch *batch,
    const struct play_payment *x, struct err *e)
{
	struct arena a = {0};
	struct out o;
	int status;

	out_open_memory(&o, &a);
	play_write_receipt(&o, x, s->creditor);
	status =
	    drop(batch, arena_format(&a, "RT_%s_%.8s.xml", x->option->iuv, x->receipt_id),
		out_bytes_of(&o), e);
	arena_close(&a);
	s->receipts++;
	return status;
}

static int
drop_receipts(struct simulation *s, struct publish_batch *batch, struct err *e)
{
	for (size_t i = 0; i < s->ground.late_count; i++)
		if (drop_receipt(s, batch, &s->ground.late[i], e) != 0)
			return -1;
	for (size_t i = 0; i < s->play.payment_count; i++)
		if (s->play.payments[i].fate != FATE_LATE_RECEIPT &&
		    drop_receipt(s, batch, &s->play.payments[i], e) != 0)
			return -1;
	return 0;
}

static int
drop_flow(struct simulation *s, struct publish_batch *batch, const struct play_flow *f,
    int revision, struct err *e)
{
	struct arena a = {0};
	struct out o;
	int status;

	out_open_memory(&o, &a);
	play_write_flow(&o, f, s->creditor, revision);
	status = drop(
	    batch, arena_format(&a, "%s.%d.xml", f->id, revision), out_bytes_of(&o), e);
	arena_close(&a);
	s->flows++;
	return status;
}

static int
drop_flows(struct simulation *s, struct publish_batch *batch, struct err *e)
{
	for (size_t i = 0; i < s->play.flow_count; i++) {
		const struct play_flow *f = &s->play.flows[i];

		if (drop_flow(s, batch, f, 1, e) != 0 ||
		    (f->revised && drop_flow(s, batch, f, 2, e) != 0))
			return -1;
	}
	return 0;
}

static int
drop_statement(struct simulation *s, struct publish_batch *batch, struct err *e)
{
	struct arena a = {0};
	struct out o;
	int status;

	if (s->play.movement_count == 0)
		return 0;
	out_open_memory(&o, &a);
	play_write_statement(&o, &s->play, s->creditor);
	status = drop(batch,
	    arena_format(&a, "movimenti-%s-%.8s.csv", date_iso(s->options.today).text,
		sha256_of(out_bytes_of(&o)).text),
	    out_bytes_of(&o), e);
	arena_close(&a);
	return status;
}

static int
drop_channel(struct simulation *s, const struct engine *g, const char *kind,
    int (*write)(struct simulation *, struct publish_batch *, struct err *),
    struct err *e)
{
	struct publish_batch batch;
	struct arena a = {0};
	int folder = open_channel(s, g, kind, e), status;

	if (folder < 0)
		return -1;
	publish_batch_open(&batch, folder, &a);
	status = write(s, &batch, e);
	if (status == 0)
		status = publish_batch_close(&batch, e);
	else
		publish_batch_abandon(&batch);
	close(folder);
	arena_close(&a);
	return status;
}

static int
simulate(struct simulation *s, const struct engine *g, struct err *e)
{
	s->creditor = s->creditor_id == NULL
	    ? &g->conf.creditors[0]
	    : conf_creditor_find(&g->conf, str_of(s->creditor_id));
	if (s->creditor == NULL)
		return err_set(e, ERR_USAGE, "creditor %s is not in the configuration",
		    s->creditor_id);
	if (read_ledger(s, g, e) != 0)
		return -1;
	s->options.today = clock_today();
	play_make(&s->play, s->ground.positions, s->ground.since,
	    s->ground.position_count, &s->options, s->context->arena);
	if (drop_channel(s, g, "receipts", drop_receipts, e) != 0 ||
	    drop_channel(s, g, "flows", drop_flows, e) != 0)
		return -1;
	return drop_channel(s, g, "statements", drop_statement, e);
}

/* The days of the statement: for young positions they lie ahead. */
static void
tell_days(const struct simulation *s, struct out *o)
{
	const struct play *p = &s->play;

	if (p->movement_count == 0)
		return;
	out_text(
	    o, s->context->lang == LANG_IT ? "estratto conto dal " : "statement from ");
	date_write_italian(o, p->movements[0].day);
	out_text(o, s->context->lang == LANG_IT ? " al " : " to ");
	date_write_italian(o, p->movements[p->movement_count - 1].day);
	out_char(o, '\n');
}

static void
tell(const struct simulation *s)
{
	const struct context *c = s->context;
	struct json j;
	struct out o;
	struct err e;

	if (c->quiet)
		return;
	command_stdout(s->context, &o, &e);
	if (c->json) {
		json_open(&j, &o, 0);
		json_object(&j, NULL);
		json_i64(&j, "open", (int64_t)s->ground.position_count);
		json_i64(&j, "paid", (int64_t)s->play.payment_count);
		json_i64(&j, "receipts", s->receipts);
		json_i64(&j, "flows", s->flows);
		json_i64(&j, "movements", (int64_t)s->play.movement_count);
		json_end(&j);
		out_char(&o, '\n');
	} else {
		out_format(&o,
		    c->lang == LANG_IT
			? "posizioni aperte %zu, pagate %zu: ricevute %jd, flussi %jd, "
			  "movimenti di banca %zu\n"
			: "positions open %zu, paid %zu: receipts %jd, flows %jd, "
			  "bank movements %zu\n",
		    s->ground.position_count, s->play.payment_count,
		    (intmax_t)s->receipts, (intmax_t)s->flows, s->play.movement_count);
		tell_days(s, &o);
	}
	(void)out_flush(&o);
}

static bool
take_number(const char *text, uint64_t least, uint64_t most, uint64_t *number)
{
	return str_to_u64(str_of(text), number) && *number >= least && *number <= most;
}

/* 1 taken, 0 no option of simulate, -1 wrong. */
static int
take_option(struct simulation *s, int argc, char **argv, int *i)
{
	const char *value = NULL;
	uint64_t number = 0;
	int found;

	if ((found = command_option(argc, argv, i, "--creditor", &s->creditor_id)) != 0)
		return found;
	if ((found = command_option(argc, argv, i, "--seed", &value)) != 0) {
		if (found < 0 || !take_number(value, 0, UINT64_MAX, &number))
			return -1;
		s->options.seed = number;
		return 1;
	}
	if ((found = command_option(argc, argv, i, "--share", &value)) != 0) {
		if (found < 0 || !take_number(value, 0, 100, &number))
			return -1;
		s->options.share = (unsigned)number;
		return 1;
	}
	if ((found = command_option(argc, argv, i, "--days", &value)) != 0) {
		if (found < 0 || !take_number(value, 1, 365, &number))
			return -1;
		s->options.days = (unsigned)number;
		return 1;
	}
	return 0;
}

int
command_simulate(struct context *c, int argc, char **argv)
{
	struct simulation s = {
	    .context = c, .options = {.seed = 1, .share = 80, .days = 6}};
	struct engine g;
	struct err e;
	int status;

	for (int i = 1; i < argc; i++)
		if (take_option(&s, argc, argv, &i) <= 0)
			return command_unexpected(c, "simulate", argv[i]);
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	status = simulate(&s, &g, &e);
	if (status == 0)
		tell(&s);
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("simulate"), &e);
}
