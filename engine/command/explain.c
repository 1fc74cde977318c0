/* `riscontro explain`: every code that an acknowledgement shows has its page here. */
#include "command/explain.h"

#include "base/json.h"
#include "match/classes.h"
#include "model/finding.h"
#include "model/taxonomy.h"

static void
print_kind(const struct context *c, struct out *o, const struct finding_kind *kind)
{
	bool italian = c->lang == LANG_IT;

	out_format(o, "%s (%s)\n", kind->code, severity_name(kind->severity));
	out_format(o, "  %s: %s\n", italian ? "che cosa " : "what    ",
	    say(&kind->what, c->lang));
	out_format(o, "  %s: %s\n", italian ? "atteso   " : "expected",
	    say(&kind->expected, c->lang));
	out_format(o, "  %s: %s\n", italian ? "da fare  " : "to do   ",
	    say(&kind->next, c->lang));
}

static void
json_kind(const struct context *c, struct json *j, const struct finding_kind *kind)
{
	json_object(j, NULL);
	json_text(j, "code", kind->code);
	json_text(j, "severity", severity_name(kind->severity));
	json_text(j, "what", say(&kind->what, c->lang));
	json_text(j, "expected", say(&kind->expected, c->lang));
	json_text(j, "next", say(&kind->next, c->lang));
	json_end(j);
}

static void
list(const struct context *c, struct out *o)
{
	struct json j;

	json_open(&j, o, 2);
	if (c->json)
		json_array(&j, NULL);
	for (size_t i = 0; finding_families[i] != NULL; i++)
		for (const struct finding_kind *kind = finding_families[i];
		     kind->code != NULL; kind++) {
			if (c->json)
				json_kind(c, &j, kind);
			else
				out_format(o, "%-28s %s\n", kind->code,
				    say(&kind->what, c->lang));
		}
	if (c->json) {
		json_end(&j);
		out_char(o, '\n');
	}
}

/* What has a name only: a transfer category, a class of matching. */
static void
explain_name(
    const struct context *c, struct out *o, const char *code, const struct sentence *what)
{
	struct json j;

	if (!c->json) {
		out_format(o, "%s %s\n", code, say(what, c->lang));
		return;
	}
	json_open(&j, o, 2);
	json_object(&j, NULL);
	json_text(&j, "code", code);
	json_text(&j, "what", say(what, c->lang));
	json_end(&j);
	out_char(o, '\n');
}

/* A code of the catalogue, a transfer category or a class of matching; false when it is
 * none. */
static bool
explain(const struct context *c, struct out *o, struct str code)
{
	const struct finding_kind *kind = finding_find(code);
	const struct taxonomy_service *service = taxonomy_find(code);
	enum match_class class = match_class_find(code);
	struct json j;

	if (kind == NULL && service == NULL && class == MATCH_CLASSES)
		return false;
	if (kind == NULL && service != NULL) {
		explain_name(c, o, service->code, &service->name);
	} else if (kind == NULL) {
		explain_name(c, o, match_classes[class].code, &match_classes[class].what);
	} else if (c->json) {
		json_open(&j, o, 2);
		json_kind(c, &j, kind);
		out_char(o, '\n');
	} else {
		print_kind(c, o, kind);
	}
	return true;
}

int
command_explain(struct context *c, int argc, char **argv)
{
	struct out o;
	struct err e;

	if (argc > 2)
		return command_unexpected(c, "explain", argv[2]);
	command_stdout(c, &o, &e);
	if (argc == 1)
		list(c, &o);
	else if (!explain(c, &o, str_of(argv[1])))
		return command_usage(c, "explain",
		    c->lang == LANG_IT ? "%s: codice sconosciuto" : "%s: no such code",
		    argv[1]);
	return out_flush(&o) == 0 ? 0 : command_fail(c, (struct str){0}, &e);
}
