/* What all commands share: how they fail, how they read their options. */
#include "command/command.h"

#include "base/text.h"
#include "conf.h"
#include "model/finding.h"

#include <stdarg.h>
#include <stdio.h>

int
command_fail(const struct context *c, struct str subject, const struct err *e)
{
	const struct finding_kind *kind =
	    e->code == NULL ? NULL : finding_find(str_of(e->code));
	struct arena a = {0};
	struct str name = text_printable(&a, subject),
		   text = text_printable(&a, str_of(e->text));
	struct out line;

	out_open_memory(&line, &a);
	if (name.len > 0)
		out_format(&line, "%.*s: ", STR_ARG(name));
	if (kind != NULL)
		out_format(&line, "%s", say(&kind->what, c->lang));
	if (kind != NULL && text.len > 0)
		out_format(&line, " (%.*s)", STR_ARG(text));
	if (kind == NULL)
		out_str(&line, text);
	if (kind != NULL)
		out_format(&line, "; %s [%s]", say(&kind->next, c->lang), kind->code);
	fprintf(stderr, "riscontro: %.*s\n", STR_ARG(out_bytes_of(&line)));
	arena_close(&a);
	return err_exit_code(e->kind);
}

int
command_conf(struct context *c, struct conf *conf)
{
	struct err e;

	if (conf_read(conf, c->conf_path, c->arena, &e) != 0)
		return command_fail(c, (struct str){0}, &e);
	if (!c->lang_given)
		c->lang = conf->language;
	return 0;
}

int
command_usage(const struct context *c, const char *name, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "riscontro %s: ", name);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr,
	    c->lang == LANG_IT ? "; vedere `riscontro help %s`\n"
			       : "; see `riscontro help %s`\n",
	    name);
	return 64;
}

int
command_unexpected(const struct context *c, const char *name, const char *word)
{
	static const struct sentence option = {
	    "opzione sconosciuta, o senza il suo valore",
	    "unknown option, or without its value"};
	static const struct sentence other = {"parola di troppo", "not expected"};

	return command_usage(
	    c, name, "%s: %s", word, say(word[0] == '-' ? &option : &other, c->lang));
}

int
command_option(int argc, char **argv, int *i, const char *name, const char **value)
{
	struct str word = str_of(argv[*i]), wanted = str_of(name);

	if (!str_starts(word, wanted))
		return 0;
	if (word.len > wanted.len && word.ptr[wanted.len] == '=') {
		*value = argv[*i] + wanted.len + 1;
		return 1;
	}
	if (word.len != wanted.len)
		return 0;
	if (*i + 1 >= argc)
		return -1;
	*value = argv[++*i];
	return 1;
}

void
command_stdout(struct context *c, struct out *o, struct err *e)
{
	static int fd = 1;

	out_open_fd(o, &fd, c->arena, e);
}
