/* A person's say in what leaves: deliveries and couriers tried again, held, released,
 * given up. They work beside a running engine, which looks at the ledger now and then. */
#include "command/outbox.h"

#include "base/json.h"
#include "command/status_outbox.h"
#include "engine.h"
#include "ledger/audit.h"
#include "ledger/deliveries.h"
#include "ledger/fetched.h"

#include <stdio.h>

/* One of the four commands. */
struct act {
	const char *name;
	enum outbox_act act;
	const char *event;
	struct sentence done;         /* deliveries */
	struct sentence fetcher_done; /* a fetcher */
};

static const struct act retry = {"retry", OUTBOX_RETRY, "outbox.retry",
    {"da ritentare subito", "to be tried again at once"},
    {"da ritentare subito", "to be tried again at once"}};
static const struct act hold = {
    "hold", OUTBOX_HOLD, "outbox.hold", {"sospesi", "held"}, {"sospeso", "held"}};
static const struct act release = {"release", OUTBOX_RELEASE, "outbox.release",
    {"ripresi", "released"}, {"ripreso", "released"}};
static const struct act cancel = {"cancel", OUTBOX_CANCEL, "outbox.cancel",
    {"annullati", "cancelled"}, {"nulla da annullare", "nothing to be cancelled"}};

/* What the person named. */
struct named {
	struct str word;
	const struct conf_courier *courier; /* or NULL */
	bool is_removed; /* a courier that is not configured, for which files wait */
	const struct conf_fetcher *fetcher; /* or NULL */
	int64_t batch;                      /* or 0 */
};

/* A word of digits is a batch unless a partner bears it as a name. */
static struct named
name_of(const struct engine *g, const char *word)
{
	struct named n = {.word = str_of(word),
	    .courier = conf_courier_find(&g->conf, str_of(word)),
	    .fetcher = conf_fetcher_find(&g->conf, str_of(word))};
	uint64_t number;

	if (n.courier == NULL && n.fetcher == NULL && str_to_u64(n.word, &number) &&
	    number <= INT64_MAX)
		n.batch = (int64_t)number;
	return n;
}

/* Files may wait for a courier that the configuration has no more. */
static int
find_removed(struct db *db, struct named *n, struct err *e)
{
	int64_t count = 0;

	if (n->courier == NULL && n->fetcher == NULL &&
	    outbox_count_open(db, n->word, &count, e) != 0)
		return -1;
	n->is_removed = count > 0;
	if (n->is_removed)
		n->batch = 0;
	return 0;
}

static bool
is_courier(const struct named *n)
{
	return n->courier != NULL || n->is_removed;
}

static bool
is_partner(const struct named *n)
{
	return is_courier(n) || n->fetcher != NULL;
}

/* A fetcher that is tried again looks at once. */
static int
look_at_once(struct db *db, const struct named *n, struct arena *a, struct err *e)
{
	struct fetcher_record looks;

	if (fetcher_record_read(db, n->word, &looks, a, e) != 0)
		return -1;
	looks.next_at = 0;
	return fetcher_record_write(db, n->word, &looks, e);
}

/* The partner itself: held, or open again with a clean slate. */
static int
act_on_partner(struct db *db, const struct act *act, const struct named *n,
    struct str now, struct arena *a, struct err *e)
{
	struct courier_record r = {.is_held = act->act == OUTBOX_HOLD};

	if (!is_partner(n) || (act->act == OUTBOX_CANCEL && !n->is_removed) ||
	    (n->courier != NULL && str_is(n->courier->kind, "folder")))
		return 0;
	if (r.is_held)
		r.code = STR("COURIER_HELD");
	if (n->fetcher != NULL && act->act == OUTBOX_RETRY &&
	    look_at_once(db, n, a, e) != 0)
		return -1;
	return courier_record_write(db, n->word, &r, now, e);
}

static int
act_on(struct db *db, const struct act *act, const struct named *n, int64_t *changed,
    struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct arena a = {0};
	struct audit audit;
	/* A held courier holds its deliveries by itself. */
	bool rows = n->fetcher == NULL &&
	    (n->courier == NULL || str_is(n->courier->kind, "folder") ||
		act->act == OUTBOX_RETRY || act->act == OUTBOX_CANCEL);
	int status = 0;

	*changed = 0;
	if (rows)
		status = outbox_act(db,
		    act->act == OUTBOX_CANCEL && n->is_removed ? OUTBOX_ABANDON
							       : act->act,
		    is_courier(n) ? n->word : (struct str){0}, n->batch,
		    is_courier(n) ? (struct str){0} : n->word, changed, e);
	if (status == 0)
		status = act_on_partner(db, act, n, str_of(now.text), &a, e);
	if (status == 0)
		status = audit_open(&audit, db, clock_now(), e);
	if (status == 0)
		status = audit_add(&audit, act->event, (struct str){0}, n->word,
		    arena_format(&a, "%jd deliveries", (intmax_t)*changed), e);
	arena_close(&a);
	return status;
}

static int
act_in_transaction(const struct engine *g, const struct act *act, struct named *n,
    int64_t *changed, struct err *e)
{
	struct db *db;
	int status;

	if (engine_db(g, &db, e) != 0)
		return -1;
	status = db_begin(db, e);
	if (status == 0)
		status = find_removed(db, n, e);
	if (status == 0)
		status = act_on(db, act, n, changed, e);
	if (status == 0 && (*changed > 0 || is_partner(n)))
		status = db_commit(db, e);
	else
		db_rollback(db);
	db_close(db);
	return status;
}

static void
tell(const struct context *c, const struct act *act, const struct named *n,
    int64_t changed)
{
	struct json j;
	struct out o;
	struct err e;
	struct arena a = {0};
	int fd = 1;

	out_open_fd(&o, &fd, &a, &e);
	if (c->json) {
		json_open(&j, &o, 0);
		json_object(&j, NULL);
		json_text(&j, "command", act->name);
		json_str(&j, "subject", n->word);
		json_bool(&j, "courier", is_courier(n));
		json_bool(&j, "configured", !n->is_removed);
		json_bool(&j, "fetcher", n->fetcher != NULL);
		json_i64(&j, "deliveries", changed);
		json_end(&j);
		out_char(&o, '\n');
	} else if (!c->quiet && n->fetcher != NULL) {
		out_format(&o,
		    c->lang == LANG_IT ? "ritiro %.*s: %s\n" : "fetcher %.*s: %s\n",
		    STR_ARG(n->word), say(&act->fetcher_done, c->lang));
	} else if (!c->quiet) {
		out_format(&o,
		    c->lang == LANG_IT ? "%s%.*s: invii %s: %jd\n"
				       : "%s%.*s: deliveries %s: %jd\n",
		    !is_courier(n)           ? ""
			: c->lang == LANG_IT ? "corriere "
					     : "courier ",
		    STR_ARG(n->word), say(&act->done, c->lang), (intmax_t)changed);
		if (n->is_removed && act->act != OUTBOX_CANCEL)
			out_format(&o, "%.*s\n",
			    STR_ARG(
				status_reason(c, STR("COURIER_REMOVED"), STR(""), &a)));
	}
	(void)out_flush(&o);
	arena_close(&a);
}

static int
nothing_found(const struct context *c, const struct named *n)
{
	struct err e;

	err_set(&e, ERR_FILE,
	    c->lang == LANG_IT
		? "nessun invio in attesa con questo nome: serve il nome di un corriere, "
		  "il numero di un lotto o il nome di un file, come li mostra «riscontro "
		  "status»"
		: "no delivery waits under this name: a courier's name, a batch's number "
		  "or a file's name is wanted, as 'riscontro status' shows them");
	return command_fail(c, n->word, &e);
}

static int
run(struct context *c, int argc, char **argv, const struct act *act)
{
	struct engine g;
	struct named n;
	struct err e;
	int64_t changed = 0;
	int status;

	if (argc != 2)
		return command_usage(c, act->name, "%s",
		    c->lang == LANG_IT ? "serve un nome" : "one name is wanted");
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	n = name_of(&g, argv[1]);
	status = act_in_transaction(&g, act, &n, &changed, &e);
	if (status != 0)
		status = command_fail(c, n.word, &e);
	else if (changed == 0 && !is_partner(&n))
		status = nothing_found(c, &n);
	else
		tell(c, act, &n, changed);
	engine_close(&g);
	return status;
}

int
command_retry(struct context *c, int argc, char **argv)
{
	return run(c, argc, argv, &retry);
}

int
command_hold(struct context *c, int argc, char **argv)
{
	return run(c, argc, argv, &hold);
}

int
command_release(struct context *c, int argc, char **argv)
{
	return run(c, argc, argv, &release);
}

int
command_cancel(struct context *c, int argc, char **argv)
{
	return run(c, argc, argv, &cancel);
}
