/* The program: options that every command knows, then one row of the table of commands.
 */
#include "command/command.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
print_command(const struct context *c, const struct command *command)
{
	printf("  %-10s %s\n", command->name, say(&command->help, c->lang));
}

/* The list of commands as riscontro(8) has it, in mdoc. */
static int
help_manual(const struct context *c)
{
	puts(".Bl -tag -width Ds");
	for (const struct command *k = commands; k->name != NULL; k++) {
		printf(".It Cm %s%s", k->name, *k->arguments == '\0' ? "" : " No \"");
		for (const char *at = k->arguments; *at != '\0'; at++)
			if (*at == '-')
				fputs("\\-", stdout);
			else
				putchar(*at);
		puts(*k->arguments == '\0' ? "" : "\"");
		printf("%s\n", say(&k->help, c->lang));
	}
	puts(".El");
	return 0;
}

static int
help(const struct context *c, const char *name)
{
	if (name != NULL && strcmp(name, "--manual") == 0)
		return help_manual(c);
	if (name == NULL) {
		printf(c->lang == LANG_IT
			? "uso: riscontro [--config FILE] [--language it|en] "
			  "[--json] [--quiet] COMANDO [...]\n\ncomandi:\n"
			: "usage: riscontro [--config FILE] [--language it|en] "
			  "[--json] [--quiet] COMMAND [...]\n\ncommands:\n");
		for (const struct command *k = commands; k->name != NULL; k++)
			print_command(c, k);
		puts(c->lang == LANG_IT
			? "\n`riscontro help COMANDO` mostra gli argomenti; man "
			  "riscontro "
			  "spiega il resto."
			: "\n`riscontro help COMMAND` shows the arguments; man riscontro "
			  "tells the rest.");
		return 0;
	}
	for (const struct command *k = commands; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0) {
			printf("riscontro %s%s%s\n  %s\n", k->name,
			    *k->arguments == '\0' ? "" : " ", k->arguments,
			    say(&k->help, c->lang));
			return 0;
		}
	return command_usage(
	    c, name, c->lang == LANG_IT ? "comando sconosciuto" : "no such command");
}

static const char *
find_conf(void)
{
	const char *named = getenv("RISCONTRO_CONFIG");

	if (named != NULL && *named != '\0')
		return named;
	return access("riscontro.conf", R_OK) == 0 ? "riscontro.conf"
						   : "/etc/riscontro/riscontro.conf";
}

/* Takes one of the options that stand before or among a command's own; 1 taken, 0 not
 * one, -1 wrong. */
static int
take_option(struct context *c, int argc, char **argv, int *i)
{
	const char *value = NULL;
	int found = command_option(argc, argv, i, "--config", &value);

	if (found != 0) {
		c->conf_path = value;
		return found;
	}
	found = command_option(argc, argv, i, "--language", &value);
	if (found > 0) {
		c->lang = strcmp(value, "en") == 0 ? LANG_EN : LANG_IT;
		c->lang_given = true;
		return strcmp(value, "en") == 0 || strcmp(value, "it") == 0 ? 1 : -1;
	}
	if (strcmp(argv[*i], "--json") == 0)
		return c->json = true;
	if (strcmp(argv[*i], "--quiet") == 0)
		return c->quiet = true;
	return found;
}

/* Moves the common options out of argv; the new count, or -1. Words after "--" are left
 * alone. */
static int
take_options(struct context *c, int argc, char **argv)
{
	int kept = 0;

	for (int i = 0; i < argc; i++) {
		int taken =
		    strcmp(argv[i], "--") == 0 ? 2 : take_option(c, argc, argv, &i);

		if (taken < 0) {
			command_usage(c, "", "%s: %s", argv[i],
			    c->lang == LANG_IT ? "valore mancante o sbagliato"
					       : "missing or wrong value");
			return -1;
		}
		if (taken == 2)
			while (i < argc)
				argv[kept++] = argv[i++];
		else if (taken == 0)
			argv[kept++] = argv[i];
	}
	return kept;
}

int
main(int argc, char **argv)
{
	struct arena a = {0};
	struct context c = {.arena = &a, .conf_path = find_conf(), .tty = isatty(2) == 1};
	int kept = take_options(&c, argc - 1, argv + 1);
	const char *name = kept > 0 ? argv[1] : "help";

	setlocale(LC_CTYPE, "C.UTF-8");
	signal(SIGPIPE, SIG_IGN);
	if (kept < 0)
		return 64;
	if (strcmp(name, "--version") == 0 || strcmp(name, "version") == 0) {
		puts("riscontro " RISCONTRO_VERSION);
		return 0;
	}
	if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0)
		return help(&c, kept > 1 ? argv[2] : NULL);
	if (kept > 1 && strcmp(argv[2], "--help") == 0)
		return help(&c, name);
	for (const struct command *k = commands; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0) {
			int code = k->run(&c, kept, argv + 1);

			arena_close(&a);
			return code;
		}
	return command_usage(&c, "",
	    c.lang == LANG_IT ? "%s: comando sconosciuto" : "%s: no such command", name);
}
