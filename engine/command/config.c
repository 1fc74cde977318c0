/* `riscontro config`: an administrator sees what the engine understood before it runs. */
#include "command/config.h"

#include "command/config_couriers.h"
#include "conf_write.h"
#include "model/iban.h"

#include <stdio.h>

static void
note(const struct context *c, const struct conf_creditor *creditor,
    const struct sentence *s, struct str value)
{
	fprintf(stderr, "riscontro config: %.*s: %.*s: %s\n", STR_ARG(creditor->id),
	    STR_ARG(value), say(s, c->lang));
}

/* What is allowed and yet rarely meant. */
static void
advise(const struct context *c, const struct conf_creditor *creditor)
{
	static const struct sentence central = {
	    "codice di segregazione fuori da 00..45, riservato ai servizi centralizzati",
	    "segregation code beyond 00..45, kept for centralised services"};
	static const struct sentence no_slip = {
	    "conto postale senza postal_authorisation: nessun bollettino sugli avvisi",
	    "postal account without postal_authorisation: no slip on the notices"};
	struct iban iban;

	if (str_compare(creditor->segregation, STR("45")) > 0)
		note(c, creditor, &central, creditor->segregation);
	for (size_t i = 0; i < creditor->account_count; i++) {
		const struct conf_account *account = &creditor->accounts[i];

		if (iban_check(account->iban, &iban) == IBAN_OK && iban.is_postal &&
		    account->postal_authorisation.len == 0)
			note(c, creditor, &no_slip, account->iban);
	}
}

static void
print(struct context *c, struct out *o, const struct conf *conf)
{
	struct json j;

	if (!c->json) {
		conf_write(o, conf, c->lang);
		return;
	}
	json_open(&j, o, 2);
	conf_write_json(&j, conf);
	out_char(o, '\n');
}

int
command_config(struct context *c, int argc, char **argv)
{
	struct conf conf;
	struct out o;
	struct err e;
	bool manual = argc == 2 && strcmp(argv[1], "--manual") == 0;
	size_t broken = 0;
	int code;

	if (argc > 1 && !manual)
		return command_unexpected(c, "config", argv[1]);
	command_stdout(c, &o, &e);
	if (manual) {
		conf_write_manual(&o, c->lang);
	} else {
		code = command_conf(c, &conf);
		if (code != 0)
			return code;
		for (size_t i = 0; i < conf.creditor_count && !c->quiet; i++)
			advise(c, &conf.creditors[i]);
		broken = config_couriers_check(c, &conf);
		conf_hide_secrets(&conf, c->arena);
		print(c, &o, &conf);
	}
	if (out_flush(&o) != 0)
		return command_fail(c, (struct str){0}, &e);
	return broken == 0 ? 0 : err_exit_code(ERR_CONF);
}
