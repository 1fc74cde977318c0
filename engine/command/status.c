/* The queues: entries of the inbound folders, jobs under way, batches and deliveries that
 * wait. */
#include "command/status.h"

#include "base/json.h"
#include "command/status_outbox.h"
#include "engine.h"
#include "intake/intake.h"
#include "ledger/deliveries.h"
#include "ledger/files.h"
#include "model/words.h"
#include "spool/folder.h"
#include "spool/name.h"
#include "spool/staging.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const char select_last_files[] =
    "SELECT creditor, channel, name, state, booked_at, rows_read, rows_booked, "
    "rows_refused,"
    " rows_unchanged, cents_booked FROM file ORDER BY id DESC LIMIT 20";

/* Where the lines go: text or JSON. */
struct report {
	struct context *context;
	const struct conf *conf;
	struct out *out;
	struct json json;
	uint64_t lines_from; /* where the lines of the section under way begin */
};

static bool
is_italian(const struct report *r)
{
	return r->context->lang == LANG_IT;
}

static uint64_t
written(const struct report *r)
{
	return r->out->total + r->out->len;
}

static void
section(struct report *r, const char *name, const char *it, const char *en)
{
	if (r->context->json)
		json_array(&r->json, name);
	else
		out_format(r->out, "%s\n", is_italian(r) ? it : en);
	r->lines_from = written(r);
}

static void
section_end(struct report *r)
{
	if (r->context->json)
		json_end(&r->json);
	else if (written(r) == r->lines_from)
		out_format(r->out, "  %s\n", is_italian(r) ? "niente" : "none");
}

static void
entry_line(struct report *r, const struct conf_creditor *creditor,
    const struct conf_channel *channel, const char *name)
{
	static const char *const words[][2] = {
	    {"pronto o in arrivo", "ready or arriving"}, {"in attesa", "waiting"},
	    {"ignorato", "ignored"}, {"da decidere", "held for a person"}};
	const struct name_rule *rule = name_classify(str_of(name), NAME_CAUTIOUS);
	struct str shown = name_printable(r->context->arena, str_of(name));

	if (rule->handling == NAME_IGNORE && !rule->told)
		return;
	if (r->context->json) {
		json_object(&r->json, NULL);
		json_str(&r->json, "creditor", creditor->id);
		json_str(&r->json, "channel", channel->kind);
		json_str(&r->json, "name", shown);
		json_text(&r->json, "state", words[rule->handling][1]);
		json_text(&r->json, "reason", say(&rule->reason, r->context->lang));
		json_end(&r->json);
		return;
	}
	out_format(r->out, "  %.*s/%.*s: %.*s  %s (%s)\n", STR_ARG(creditor->id),
	    STR_ARG(channel->folder), STR_ARG(shown),
	    words[rule->handling][is_italian(r) ? 0 : 1],
	    say(&rule->reason, r->context->lang));
}

static void
channel_entries(struct report *r, const struct engine *g,
    const struct conf_creditor *creditor, const struct conf_channel *channel)
{
	struct folder_list list;
	const char *name;
	struct err e;
	int base = folder_open(g->root, creditor->id, FOLDER_MUST_BE, &e), folder;

	if (base < 0)
		return;
	folder = folder_open_configured(
	    base, engine_channel_path(channel, r->context->arena), FOLDER_MUST_BE, &e);
	close(base);
	if (folder < 0)
		return;
	if (folder_list_open(&list, folder, &e) == 0) {
		while (folder_list_next(&list, &name, &e) > 0)
			if (strcmp(name, "verifica") != 0)
				entry_line(r, creditor, channel, name);
		folder_list_close(&list);
	}
	close(folder);
}

static void
inbound(struct report *r, const struct engine *g)
{
	section(r, "inbound", "in arrivo:", "inbound:");
	for (size_t i = 0; i < g->conf.creditor_count; i++)
		for (size_t k = 0; k < g->conf.creditors[i].channel_count; k++)
			channel_entries(r, g, &g->conf.creditors[i],
			    &g->conf.creditors[i].channels[k]);
	section_end(r);
}

static void
jobs(struct report *r, const struct engine *g)
{
	struct staging_list list;
	const char *name;
	struct err e;

	section(r, "jobs", "in lavorazione (o interrotti, da riprendere):",
	    "under way (or interrupted, to be taken up):");
	if (staging_jobs(&list, g->work, &e) == 0) {
		while (staging_next(&list, &name, &e) > 0)
			if (r->context->json)
				json_text(&r->json, NULL, name);
			else
				out_format(r->out, "  %s\n", name);
		staging_close(&list);
	}
	section_end(r);
}

static void
file_line(struct report *r, const struct rows *rows)
{
	struct str name = name_printable(r->context->arena, row_text(rows, 2));
	struct str state = words_say(WORDS_FILE, row_text(rows, 3), r->context->lang);

	if (r->context->json) {
		json_object(&r->json, NULL);
		json_str(&r->json, "creditor", row_text(rows, 0));
		json_str(&r->json, "channel", row_text(rows, 1));
		json_str(&r->json, "name", name);
		json_str(&r->json, "state", row_text(rows, 3));
		json_str(&r->json, "booked", row_text(rows, 4));
		json_i64(&r->json, "rows_read", row_int(rows, 5));
		json_i64(&r->json, "rows_booked", row_int(rows, 6));
		json_i64(&r->json, "rows_refused", row_int(rows, 7));
		json_i64(&r->json, "rows_unchanged", row_int(rows, 8));
		json_money(&r->json, "amount_booked", row_int(rows, 9));
		json_end(&r->json);
		return;
	}
	out_format(r->out,
	    is_italian(r) ? "  %s %.*s  %.*s: %.*s, righe %jd = %jd registrate + %jd "
			    "rifiutate + %jd invariate, euro "
			  : "  %s %.*s  %.*s: %.*s, rows %jd = %jd booked + %jd "
			    "refused + %jd unchanged, euros ",
	    instant_rome_of(row_text(rows, 4)).text, STR_ARG(row_text(rows, 0)),
	    STR_ARG(name), STR_ARG(state), (intmax_t)row_int(rows, 5),
	    (intmax_t)row_int(rows, 6), (intmax_t)row_int(rows, 7),
	    (intmax_t)row_int(rows, 8));
	money_write_italian(r->out, row_int(rows, 9));
	out_char(r->out, '\n');
}

/* Neither a courier nor a fetcher bears the name any more. */
static bool
is_removed(const struct report *r, struct str name)
{
	return name.len > 0 && conf_courier_find(r->conf, name) == NULL &&
	    conf_fetcher_find(r->conf, name) == NULL;
}

static void
courier_line(struct report *r, const struct rows *rows)
{
	if (is_removed(r, row_text(rows, 0)))
		return; /* what waits for it, if anything, has a line of its own */
	status_courier_line(r->context, r->out, &r->json, rows);
}

static void
removed_line(struct report *r, const struct rows *rows)
{
	if (is_removed(r, row_text(rows, 0)))
		status_removed_line(r->context, r->out, &r->json, rows);
}

static void
fetcher_line(struct report *r, const struct rows *rows)
{
	status_fetcher_line(r->context, r->out, &r->json, rows);
}

static void
outbox_line(struct report *r, const struct rows *rows)
{
	status_outbox_line(
	    r->context, r->out, &r->json, rows, is_removed(r, row_text(rows, 5)));
}

static const char select_parts[] =
    "SELECT creditor, flow_id, name, is_header, page_list, pages, payments, cents,"
    " booked_at FROM flow_part WHERE state = 'waiting' ORDER BY creditor, flow_id, id";

/* What a part of a flow waits for. */
static const char *
part_sentence(const struct report *r, bool is_header, bool has_flow)
{
	static const struct sentence header = {
	    "intestazione arrivata: aspetta le sue pagine di pagamenti",
	    "header arrived: it waits for its pages of payments"};
	static const struct sentence page = {"pagine arrivate: aspettano le altre",
	    "pages arrived: they wait for the others"};
	static const struct sentence lone = {
	    "pagine arrivate: manca l'intestazione del loro flusso",
	    "pages arrived: the header of their flow is missing"};

	return say(is_header ? &header : has_flow ? &page : &lone, r->context->lang);
}

static void
part_line(struct report *r, const struct rows *rows)
{
	struct str name = name_printable(r->context->arena, row_text(rows, 2));
	struct str flow = row_text(rows, 1), list = row_text(rows, 4);
	const char *why = part_sentence(r, row_int(rows, 3) != 0, flow.len > 0);

	if (r->context->json) {
		json_object(&r->json, NULL);
		json_str(&r->json, "creditor", row_text(rows, 0));
		json_str(&r->json, "flow", flow);
		json_str(&r->json, "name", name);
		json_bool(&r->json, "header", row_int(rows, 3) != 0);
		json_str(&r->json, "pages", list);
		json_i64(&r->json, "pages_total", row_int(rows, 5));
		json_i64(&r->json, "payments", row_int(rows, 6));
		json_money(&r->json, "amount", row_int(rows, 7));
		json_text(&r->json, "reason", why);
		json_end(&r->json);
		return;
	}
	out_format(r->out, "  %.*s  %.*s  %.*s", STR_ARG(row_text(rows, 0)),
	    STR_ARG(flow.len > 0 ? flow : STR("?")), STR_ARG(name));
	if (list.len > 0)
		out_format(r->out,
		    is_italian(r) ? ", pagine %.*s di %jd" : ", pages %.*s of %jd",
		    STR_ARG(list), (intmax_t)row_int(rows, 5));
	out_format(r->out, ": %s\n", why);
}

static int
query_lines(struct report *r, struct db *db, const char *sql,
    void (*line)(struct report *, const struct rows *), struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, sql, DB_NONE, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		line(r, &rows);
	return got;
}

static int
query_section(struct report *r, struct db *db, const char *sql,
    void (*line)(struct report *, const struct rows *), struct err *e)
{
	int status = query_lines(r, db, sql, line, e);

	section_end(r);
	return status;
}

static int
ledger_part(struct report *r, const struct engine *g, struct err *e)
{
	struct db *db;
	int status;

	if (engine_db(g, &db, e) != 0)
		return -1;
	section(r, "couriers", "corrieri fermi:", "couriers that stand still:");
	status = query_lines(r, db, status_couriers, courier_line, e);
	if (status == 0)
		status = query_section(r, db, outbox_couriers_waited, removed_line, e);
	/* Most have no fetchers: no heading over nothing. */
	if (status == 0 && (g->conf.fetcher_count > 0 || r->context->json)) {
		section(r, "fetchers", "ritiri dai partner:", "fetched from partners:");
		status = query_section(r, db, status_fetchers, fetcher_line, e);
	}
	if (status == 0) {
		section(r, "outbox",
		    "in uscita, non ancora consegnati:", "outbound, not yet delivered:");
		status = query_section(r, db, status_outbox, outbox_line, e);
	}
	if (status == 0) {
		section(r, "flow_parts", "flussi arrivati solo in parte:",
		    "flows of which only a part has arrived:");
		status = query_section(r, db, select_parts, part_line, e);
	}
	if (status == 0) {
		section(r, "files", "ultimi file ricevuti:", "last files received:");
		status = query_section(r, db, select_last_files, file_line, e);
	}
	db_close(db);
	return status;
}

int
command_status(struct context *c, int argc, char **argv)
{
	struct report r = {.context = c};
	struct engine g;
	struct out o;
	struct err e;
	int status;

	if (argc > 1)
		return command_unexpected(c, "status", argv[1]);
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	command_stdout(c, &o, &e);
	r.out = &o;
	json_open(&r.json, &o, 2);
	if (c->json)
		json_object(&r.json, NULL);
	r.conf = &g.conf;
	inbound(&r, &g);
	jobs(&r, &g);
	status = ledger_part(&r, &g, &e);
	if (c->json) {
		json_end(&r.json);
		out_char(&o, '\n');
	}
	if (out_flush(&o) != 0)
		status = -1;
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("status"), &e);
}
