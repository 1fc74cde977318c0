/* What would hold a courier or fetcher is told before the first file waits for it:
 * settings, secrets and who may read them, certificates, host keys nobody confirmed. */
#include "command/config_couriers.h"

#include "command/status_outbox.h"
#include "fetch.h"
#include "outlet/couriers.h"
#include "spool/hosts.h"
#include "spool/secret.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/* A courier under the eye. */
struct survey {
	const struct conf *conf;
	const struct conf_courier *named;
	const struct conf_fetcher *fetcher; /* whose link it is, or NULL */
	const struct courier *courier;
	struct delivery_plan plan;
	struct arena *arena;
};

/* The value given, or the standard one; empty when there is neither. */
static struct str
value_of(const struct survey *s, const char *name)
{
	for (size_t i = 0; i < s->plan.count; i++)
		if (str_is(s->plan.settings[i].name, name))
			return s->plan.settings[i].value;
	for (const struct courier_key *k = s->courier->keys; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return str_of(k->standard);
	return STR("");
}

/* A secret of the environment or of systemd is there only where the service runs. */
static bool
is_elsewhere(struct str source)
{
	return !str_starts(source, STR("file:"));
}

static int
check_secrets(const struct survey *s, struct err *e)
{
	for (const struct courier_key *k = s->courier->keys; k->name != NULL; k++) {
		struct str source = value_of(s, k->name);
		char *secret = NULL;
		int status;

		if (k->type != KEY_SECRET || source.len == 0 || is_elsewhere(source))
			continue;
		status = secret_read(source, s->arena, &secret, e);
		secret_forget(secret);
		if (status != 0)
			return -1;
	}
	return 0;
}

static int
check_certificates(const struct survey *s, struct err *e)
{
	struct str path = value_of(s, "ca_file");

	if (path.len == 0 || access(arena_cstr(s->arena, path), R_OK) == 0)
		return 0;
	return err_code(e, ERR_CONF, "COURIER_CERTIFICATE", "ca_file %.*s: %s",
	    STR_ARG(path), strerror(errno));
}

static int
check_address(const struct survey *s, struct err *e)
{
	static const char *const settings[] = {"base", "single_base"};

	for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
		struct str base = value_of(s, settings[i]);

		if (base.len > 0 && !str_starts(base, STR("https://")))
			return err_code(e, ERR_CONF, "COURIER_ADDRESS",
			    "%s must begin with https://, not \"%.*s\"", settings[i],
			    STR_ARG(str_slice(base, 0, 120)));
	}
	return 0;
}

static int
check_login(const struct survey *s, struct err *e)
{
	if (!str_is(s->named->kind, "sftp"))
		return 0;
	if (value_of(s, "password").len == 0 && value_of(s, "key").len == 0 &&
	    !str_is(value_of(s, "agent"), "true"))
		return err_code(e, ERR_CONF, "COURIER_AUTH",
		    "one of password, key or agent is needed");
	if (value_of(s, "passphrase").len > 0 && value_of(s, "key").len == 0)
		return err_code(e, ERR_CONF, "COURIER_AUTH",
		    "passphrase opens a key, and no key is given");
	return 0;
}

static int
check_host_key(const struct survey *s, struct err *e)
{
	struct str host = value_of(s, "host"), file;
	struct host_key key;
	uint64_t port = 0;

	if (!str_is(s->named->kind, "sftp"))
		return 0;
	if (hosts_read(arena_cstr(s->arena, value_of(s, "hosts")), s->arena, &file, e) !=
	    0)
		return -1;
	(void)str_to_u64(value_of(s, "port"), &port);
	if (hosts_find(s->arena, file, host, (int)port, &key))
		return 0;
	return err_code(e, ERR_CONF, "COURIER_HOST_UNKNOWN",
	    "no key of %.*s, port %llu, is confirmed", STR_ARG(host),
	    (unsigned long long)port);
}

/* Two settings that undo each other. */
static int
check_combinations(const struct survey *s, struct err *e)
{
	if (str_is(value_of(s, "rename"), "required") &&
	    str_is(value_of(s, "temporary"), ""))
		return err_set(
		    e, ERR_CONF, "rename = required needs an ending for temporary names");
	if (s->plan.quiet.from != s->plan.quiet.to && s->plan.cutoff >= 0 &&
	    quiet_until(&s->plan.quiet, rome_instant(clock_today(), 0)) >
		rome_instant(clock_today(), s->plan.cutoff))
		return err_set(e, ERR_CONF,
		    "the quiet hours last until after the cut-off: nothing would leave");
	return 0;
}

/* The means and its settings; no means for the folder, which needs none. */
static int
read_plan(struct survey *s, struct err *e)
{
	if (s->fetcher != NULL)
		return fetch_plan_read(
		    &s->plan, &s->courier, s->conf, s->fetcher, s->arena, e);
	s->courier = courier_find(s->named->kind);
	if (s->courier == NULL)
		return 0;
	return delivery_plan_read(&s->plan, s->named, s->courier, s->conf->path,
	    arena_format(s->arena, "%.*s/.ledger/hosts", STR_ARG(s->conf->spool)),
	    s->arena, e);
}

static int
survey(struct survey *s, struct err *e)
{
	static int (*const checks[])(const struct survey *, struct err *) = {
	    check_address, check_login, check_secrets, check_certificates, check_host_key,
	    check_combinations};

	if (read_plan(s, e) != 0)
		return -1;
	if (s->courier == NULL)
		return 0;
	if (courier_check(s->courier, s->plan.settings, s->plan.count, e) != 0)
		return -1;
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
		if (checks[i](s, e) != 0)
			return -1;
	return 0;
}

static bool
is_used(const struct conf *conf, struct str name)
{
	for (size_t i = 0; i < conf->creditor_count; i++)
		for (size_t k = 0; k < conf->creditors[i].outlet_count; k++) {
			const struct conf_list *l =
			    &conf->creditors[i].outlets[k].couriers;

			for (size_t n = 0; n < l->count; n++)
				if (str_equal(l->items[n], name))
					return true;
		}
	return false;
}

static void
tell(const struct context *c, const struct survey *s, struct str what)
{
	static const struct sentence courier = {"corriere", "courier"},
				     fetcher = {"ritiro", "fetcher"};

	fprintf(stderr, "riscontro config: %s %.*s: %.*s\n",
	    say(s->fetcher != NULL ? &fetcher : &courier, c->lang),
	    STR_ARG(s->named->name), STR_ARG(what));
}

/* Whether it could work; what is wrong, and that nobody uses it, is told. */
static bool
check_one(const struct context *c, struct survey *s)
{
	static const struct sentence unused = {"nessuna uscita lo nomina: non porterà "
					       "nulla finché un'uscita non lo ha tra i "
					       "suoi couriers",
	    "no outlet names it: it carries nothing until an outlet has it among its "
	    "couriers"};
	struct err e = {0};

	if (survey(s, &e) != 0) {
		tell(c, s, status_reason(c, str_of(e.code), str_of(e.text), s->arena));
		return false;
	}
	if (s->fetcher == NULL && s->courier != NULL &&
	    !is_used(s->conf, s->named->name) && !c->quiet)
		tell(c, s, str_of(say(&unused, c->lang)));
	return true;
}

size_t
config_couriers_check(const struct context *c, const struct conf *conf)
{
	size_t broken = 0;

	for (size_t i = 0; i < conf->courier_count + conf->fetcher_count; i++) {
		const struct conf_fetcher *fetcher = i < conf->courier_count
		    ? NULL
		    : &conf->fetchers[i - conf->courier_count];
		struct arena a = {0};
		struct survey s = {.conf = conf,
		    .named = fetcher == NULL ? &conf->couriers[i] : &fetcher->link,
		    .fetcher = fetcher,
		    .arena = &a};

		broken += !check_one(c, &s);
		arena_close(&a);
	}
	return broken;
}
