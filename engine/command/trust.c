/* A partner's host key, shown and pinned: the only way in which a server becomes known.
 */
#include "command/trust.h"

#include "delivery_plan.h"
#include "engine.h"
#include "ledger/audit.h"
#include "ledger/deliveries.h"
#include "spool/sftp.h"

#include <stdio.h>
#include <unistd.h>

/* What is to be confirmed. */
struct trusting {
	struct context *context;
	struct engine g;
	const struct conf_courier *courier;
	struct delivery_plan plan;
	struct host_key key;
	enum host_trust trust;
	bool yes;
};

static bool
is_italian(const struct trusting *t)
{
	return t->context->lang == LANG_IT;
}

static bool
has_host(const struct conf_courier *c, struct str host)
{
	for (const struct conf_setting *s = c->settings; s->name.len > 0; s++)
		if (str_is(s->name, "host") && str_equal(s->value, host))
			return true;
	return false;
}

/* The SFTP partner of that name, or the first with that host. */
struct search {
	struct str word;
	const struct conf_courier *by_name, *by_host;
};

static void
consider(struct search *s, const struct conf_courier *c)
{
	if (!str_is(c->kind, "sftp"))
		return;
	if (str_equal(c->name, s->word))
		s->by_name = c;
	if (s->by_host == NULL && has_host(c, s->word))
		s->by_host = c;
}

/* Couriers and fetchers alike. */
static const struct conf_courier *
find_partner(const struct conf *conf, struct str word)
{
	struct search s = {.word = word};

	for (size_t i = 0; i < conf->courier_count; i++)
		consider(&s, &conf->couriers[i]);
	for (size_t i = 0; i < conf->fetcher_count; i++)
		consider(&s, &conf->fetchers[i].link);
	return s.by_name != NULL ? s.by_name : s.by_host;
}

static void
show_key(const struct trusting *t)
{
	static const struct sentence words[] = {
	    [HOST_UNKNOWN] = {"chiave mai confermata", "key never confirmed"},
	    [HOST_KNOWN] = {"chiave già confermata", "key confirmed already"},
	    [HOST_CHANGED] = {"ATTENZIONE: non è la chiave confermata",
		"WARNING: this is not the confirmed key"},
	};

	printf("%.*s: %.*s %.*s (%s)\n", STR_ARG(t->courier->name), STR_ARG(t->key.type),
	    STR_ARG(t->key.fingerprint), say(&words[t->trust], t->context->lang));
	fflush(stdout);
}

/* Asks on the terminal; without one, only --yes confirms. */
static bool
is_confirmed(const struct trusting *t)
{
	char line[16] = "";

	if (t->yes)
		return true;
	if (!isatty(0)) {
		fprintf(stderr, "riscontro trust: %s\n",
		    is_italian(t)
			? "nulla è stato confermato: confrontare l'impronta con quella "
			  "comunicata dal partner, poi ripetere con --yes"
			: "nothing was confirmed: compare the fingerprint with the one "
			  "the partner told, then repeat with --yes");
		return false;
	}
	printf("%s",
	    is_italian(t) ? "È l'impronta comunicata dal partner? Scrivere sì o no: "
			  : "Is it the fingerprint that the partner told? yes or no: ");
	fflush(stdout);
	if (fgets(line, sizeof line, stdin) == NULL)
		return false;
	return line[0] == 's' || line[0] == 'S' || line[0] == 'y' || line[0] == 'Y';
}

/* The pin, the courier open again, and the event. */
static int
confirm(struct trusting *t, struct err *e)
{
	struct courier_record open = {0};
	struct instant_text now = instant_iso(clock_now());
	struct audit audit;
	struct db *db;
	int status;

	if (sftp_pin(t->plan.settings, t->plan.count, &t->key, t->context->arena, e) !=
		0 ||
	    engine_db(&t->g, &db, e) != 0)
		return -1;
	status = db_begin(db, e);
	if (status == 0 &&
	    (courier_record_write(db, t->courier->name, &open, str_of(now.text), e) !=
		    0 ||
		audit_open(&audit, db, clock_now(), e) != 0 ||
		audit_add(&audit, "courier.trusted", (struct str){0}, t->courier->name,
		    t->key.fingerprint, e) != 0))
		status = -1;
	if (status == 0)
		status = db_commit(db, e);
	else
		db_rollback(db);
	db_close(db);
	return status;
}

static int
ask_server(struct trusting *t, struct str word, struct err *e)
{
	struct arena *a = t->context->arena;
	struct str hosts =
	    arena_format(a, "%.*s/.ledger/hosts", STR_ARG(t->g.conf.spool));

	t->courier = find_partner(&t->g.conf, word);
	if (t->courier == NULL)
		return err_set(e, ERR_CONF,
		    is_italian(t) ? "nessun corriere sftp si chiama così o ha questo host"
				  : "no sftp courier has this name or host");
	if (delivery_plan_read(
		&t->plan, t->courier, &courier_sftp, t->g.conf.path, hosts, a, e) != 0)
		return -1;
	return sftp_host_key(t->plan.settings, t->plan.count, &t->key, &t->trust, a, e);
}

static int
trust(struct trusting *t, const char *word)
{
	struct err e;

	if (ask_server(t, str_of(word), &e) != 0)
		return command_fail(t->context, str_of(word), &e);
	show_key(t);
	if (t->trust == HOST_KNOWN)
		return 0;
	if (!is_confirmed(t))
		return 65;
	if (confirm(t, &e) != 0)
		return command_fail(t->context, str_of(word), &e);
	if (!t->context->quiet)
		printf("%s\n",
		    is_italian(t) ? "confermata; gli invii riprendono"
				  : "confirmed; deliveries go on");
	return 0;
}

int
command_trust(struct context *c, int argc, char **argv)
{
	struct trusting t = {.context = c};
	const char *word = NULL;
	struct err e;
	int status;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--yes") == 0)
			t.yes = true;
		else if (argv[i][0] == '-' || word != NULL)
			return command_unexpected(c, "trust", argv[i]);
		else
			word = argv[i];
	}
	if (word == NULL)
		return command_usage(c, "trust", "%s", "COURIER|HOST");
	if (engine_open(&t.g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = t.g.conf.language;
	status = trust(&t, word);
	engine_close(&t.g);
	return status;
}
