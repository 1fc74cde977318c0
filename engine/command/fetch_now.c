/* `riscontro fetch [NAME]`: a look by hand. Beside a running engine it only asks for one,
 * since two looks at once would take everything twice. */
#include "command/fetch_now.h"

#include "base/json.h"
#include "fetch.h"
#include "ledger/deliveries.h"
#include "ledger/fetched.h"
#include "spool/lock.h"

#include <stdio.h>
#include <unistd.h>

struct fetching_by_hand {
	struct context *context;
	struct engine g;
	struct out out;
	struct json json;
	bool asks; /* an engine runs: it will do it */
	bool stands, failed;
	int64_t taken;
};

static bool
is_italian(const struct fetching_by_hand *h)
{
	return h->context->lang == LANG_IT;
}

/* The running engine looks at the ledger now and then. */
static int
ask(struct fetching_by_hand *h, struct str name, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct courier_record open = {0};
	struct fetcher_record looks;
	struct db *db;
	int status;

	if (engine_db(&h->g, &db, e) != 0)
		return -1;
	status = db_begin(db, e);
	if (status == 0 &&
	    fetcher_record_read(db, name, &looks, h->context->arena, e) == 0) {
		looks.next_at = 0;
		status = fetcher_record_write(db, name, &looks, e);
		if (status == 0)
			status =
			    courier_record_write(db, name, &open, str_of(now.text), e);
	} else {
		status = -1;
	}
	if (status == 0)
		status = db_commit(db, e);
	else
		db_rollback(db);
	db_close(db);
	return status;
}

/* Turn after turn until nothing is left there. */
static int
fetch_all(struct fetching_by_hand *h, const struct conf_fetcher *c,
    struct fetch_tally *sum, struct err *e)
{
	struct fetch_tally t = {.more = true};

	while (t.more && !t.stands) {
		if (h->context->tty && !h->context->quiet)
			fprintf(stderr, "\r\033[K%.*s %jd ", STR_ARG(c->link.name),
			    (intmax_t)sum->taken);
		if (fetch_work(&h->g, c, true, NULL, &t, e) != 0)
			return -1;
		sum->taken += t.taken;
		sum->known += t.known;
		sum->tidied += t.tidied;
		sum->failed += t.failed;
		sum->stands = t.stands;
	}
	if (h->context->tty && !h->context->quiet)
		fputs("\r\033[K", stderr);
	return 0;
}

static void
tell(
    struct fetching_by_hand *h, const struct conf_fetcher *c, const struct fetch_tally *t)
{
	if (h->context->json) {
		json_object(&h->json, NULL);
		json_str(&h->json, "fetcher", c->link.name);
		json_str(&h->json, "creditor", c->creditor);
		json_str(&h->json, "channel", c->channel);
		json_bool(&h->json, "asked", h->asks);
		json_bool(&h->json, "stands", t->stands);
		json_i64(&h->json, "taken", t->taken);
		json_i64(&h->json, "known", t->known);
		json_i64(&h->json, "tidied", t->tidied);
		json_i64(&h->json, "failed", t->failed);
		json_end(&h->json);
	} else if (h->asks) {
		out_format(&h->out,
		    is_italian(h) ? "%.*s: il ritiro è chiesto al motore in funzione\n"
				  : "%.*s: asked of the engine that is running\n",
		    STR_ARG(c->link.name));
	} else if (!h->context->quiet) {
		out_format(&h->out,
		    is_italian(h)
			? "%.*s: presi %jd, già ricevuti %jd, sistemati dal partner %jd, "
			  "non riusciti %jd%s\n"
			: "%.*s: taken %jd, received before %jd, tidied there %jd, "
			  "failed "
			  "%jd%s\n",
		    STR_ARG(c->link.name), (intmax_t)t->taken, (intmax_t)t->known,
		    (intmax_t)t->tidied, (intmax_t)t->failed,
		    !t->stands ? ""
			: is_italian(h)
			? "; il partner è fermo, si veda «riscontro status»"
			: "; the partner stands still, see 'riscontro "
			  "status'");
	}
}

static int
fetch_one(struct fetching_by_hand *h, const struct conf_fetcher *c, struct err *e)
{
	struct fetch_tally sum = {0};

	if ((h->asks ? ask(h, c->link.name, e) : fetch_all(h, c, &sum, e)) != 0)
		return -1;
	h->stands |= sum.stands;
	h->failed |= sum.failed > 0;
	h->taken += sum.taken;
	tell(h, c, &sum);
	return 0;
}

static int
fetch(struct fetching_by_hand *h, const struct conf_fetcher *only, struct err *e)
{
	const struct conf *conf = &h->g.conf;
	int status = 0;

	if (h->context->json)
		json_array(&h->json, NULL);
	for (size_t i = 0; status == 0 && i < conf->fetcher_count; i++)
		if (only == NULL || only == &conf->fetchers[i])
			status = fetch_one(h, &conf->fetchers[i], e);
	if (h->context->json) {
		json_end(&h->json);
		out_char(&h->out, '\n');
	} else if (h->taken > 0 && !h->context->quiet) {
		out_text(&h->out,
		    is_italian(h) ? "«riscontro run» li registra\n"
				  : "'riscontro run' books them\n");
	}
	return out_flush(&h->out) == 0 ? status : -1;
}

/* Takes the spool's lock; where an engine has it, only looks. */
static int
open_engine(struct fetching_by_hand *h, struct err *e)
{
	struct context *c = h->context;

	if (engine_open(&h->g, c->conf_path, ENGINE_READ, e) != 0)
		return -1;
	h->asks = lock_holder(h->g.work) != 0;
	if (!h->asks) {
		engine_close(&h->g);
		if (engine_open(&h->g, c->conf_path, ENGINE_WORK, e) != 0)
			return -1;
	}
	if (!c->lang_given)
		c->lang = h->g.conf.language;
	return 0;
}

static int
nothing_found(struct fetching_by_hand *h, const char *name)
{
	struct err e;

	err_set(&e, ERR_CONF, "%s",
	    is_italian(h) ? "nessun ritiro si chiama così: i nomi sono quelli "
			    "dell'elenco fetchers della configurazione"
			  : "no fetcher has this name: the names are those of the "
			    "configuration's list fetchers");
	return command_fail(h->context, str_of(name == NULL ? "fetchers" : name), &e);
}

int
command_fetch(struct context *c, int argc, char **argv)
{
	struct fetching_by_hand h = {.context = c};
	const struct conf_fetcher *only = NULL;
	struct err e;
	int status;

	if (argc > 2)
		return command_unexpected(c, "fetch", argv[2]);
	if (open_engine(&h, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (argc == 2)
		only = conf_fetcher_find(&h.g.conf, str_of(argv[1]));
	if ((argc == 2 && only == NULL) || h.g.conf.fetcher_count == 0) {
		status = nothing_found(&h, argv[1]);
	} else {
		command_stdout(c, &h.out, &e);
		json_open(&h.json, &h.out, 2);
		status = fetch(&h, only, &e);
		if (status != 0)
			status = command_fail(c, STR("fetch"), &e);
		else if (h.stands)
			status = 75;
		else if (h.failed)
			status = 65;
	}
	engine_close(&h.g);
	return status;
}
