/* Templates are printed from the same table of fields that reads the files. */
#include "command/template.h"

#include "formats/csv_write.h"
#include "formats/workbook_write.h"
#include "intake/layout_library.h"
#include "model/enrolment.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
	ROWS = 5000,     /* of the workbook that carry validation */
	INSTALMENTS = 6, /* pairs of columns that the template shows */
	CHOICES_MOST = 32,
};

/* A column of the template: a field, or one half of an instalment. */
struct template_column {
	char name[32];
	enum field_type type;
	const struct field *field; /* NULL for instalments */
	const char *sample;
	struct str help;
};

static size_t
columns(struct template_column *list, size_t room, const struct field *fields,
    enum lang lang, struct arena *a)
{
	int instalments = fields == quota_fields ? INSTALMENTS : 0;
	size_t count = 0;

	for (const struct field *f = fields; f->name != NULL && count < room; f++) {
		struct template_column *t = &list[count++];

		snprintf(t->name, sizeof t->name, "%s", f->name);
		t->type = f->type;
		t->field = f;
		t->sample = f->sample;
		t->help = str_of(say(&f->help, lang));
	}
	for (int n = 1; n <= instalments; n++)
		for (int half = 0; half < 2 && count < room; half++) {
			struct template_column *t = &list[count++];

			snprintf(t->name, sizeof t->name, "rata_%d_%s", n,
			    half == 0 ? "importo" : "scadenza");
			t->type = half == 0 ? FIELD_MONEY : FIELD_DATE;
			t->sample = "";
			t->help = arena_format(a,
			    half == 0 ? lang == LANG_IT
				    ? "importo della rata %d (fino a %d rate)"
				    : "amount of instalment %d (up to %d)"
				: lang == LANG_IT
				? "scadenza della rata %d (fino a %d rate)"
				: "due date of instalment %d (up to %d)",
			    n, INSTALMENTS_MOST);
		}
	return count;
}

/* The words that a choice keeps, each once, in the order of the table. */
static size_t
words_of(const struct field *f, const char **words, size_t room)
{
	size_t count = 0;

	for (const struct choice *c = f->choices; c->word != NULL && count + 1 < room;
	     c++) {
		bool known = false;

		for (size_t i = 0; i < count; i++)
			known |= strcmp(words[i], c->value) == 0;
		if (!known)
			words[count++] = c->value;
	}
	words[count] = NULL;
	return count;
}

/* A column for the texts of its kind, wide enough for its title. */
static void
open_column(struct workbook *w, uint32_t at, struct str title, double least,
    enum workbook_style style)
{
	double wide = workbook_text_width(title, STYLE_HEADER) + 2;

	workbook_column_style(w, at, wide > least ? wide : least, style);
}

static void
validate(struct workbook *w, uint32_t at, const struct template_column *t)
{
	const char *words[CHOICES_MOST];
	struct str title = str_of(t->name);

	switch (t->type) {
	case FIELD_MONEY:
		open_column(w, at, title, 14, STYLE_MONEY);
		workbook_validate_money(w, at, 1, ROWS, title, t->help);
		break;
	case FIELD_DATE:
		open_column(w, at, title, 14, STYLE_DATE);
		workbook_validate_date(w, at, 1, ROWS, title, t->help);
		break;
	case FIELD_CHOICE:
		open_column(w, at, title, 16, STYLE_TEXT);
		(void)words_of(t->field, words, CHOICES_MOST);
		workbook_validate_list(w, at, 1, ROWS, words, title, t->help);
		break;
	default:
		open_column(w, at, title, 22, STYLE_TEXT);
		workbook_validate_length(
		    w, at, 1, ROWS, (uint32_t)t->field->most, title, t->help);
		break;
	}
}

static const char *
type_word(const struct template_column *t, enum lang lang)
{
	static const struct sentence words[] = {
	    [FIELD_TEXT] = {"testo", "text"},
	    [FIELD_CODE] = {"codice (testo)", "code (text)"},
	    [FIELD_MONEY] = {"importo", "amount"},
	    [FIELD_DATE] = {"data", "date"},
	    [FIELD_YEAR] = {"anno", "year"},
	    [FIELD_CHOICE] = {"scelta", "choice"},
	};

	return say(&words[t->type], lang);
}

static void
instructions(
    struct workbook *w, const struct template_column *list, size_t count, enum lang lang)
{
	static const double widths[] = {22, 16, 18, 90, 26};
	const char *const titles[] = {lang == LANG_IT ? "colonna" : "column",
	    lang == LANG_IT ? "tipo" : "type",
	    lang == LANG_IT ? "obbligatoria" : "mandatory",
	    lang == LANG_IT ? "significato" : "meaning",
	    lang == LANG_IT ? "esempio" : "example"};

	workbook_sheet(w, lang == LANG_IT ? STR("Istruzioni") : STR("Instructions"));
	workbook_widths(w, widths, 5);
	for (uint32_t i = 0; i < 5; i++)
		workbook_text(w, 0, i, str_of(titles[i]), STYLE_HEADER);
	for (size_t i = 0; i < count; i++) {
		const struct template_column *t = &list[i];
		bool mandatory = t->field != NULL && t->field->mandatory;

		workbook_text(w, (uint32_t)i + 1, 0, str_of(t->name), STYLE_PLAIN);
		workbook_text(
		    w, (uint32_t)i + 1, 1, str_of(type_word(t, lang)), STYLE_PLAIN);
		workbook_text(w, (uint32_t)i + 1, 2,
		    str_of(!mandatory         ? ""
			    : lang == LANG_IT ? "sì"
					      : "yes"),
		    STYLE_PLAIN);
		workbook_text(w, (uint32_t)i + 1, 3, t->help, STYLE_SENTENCE);
		workbook_text(w, (uint32_t)i + 1, 4, str_of(t->sample), STYLE_TEXT);
	}
}

static int
write_workbook(int fd, struct str sheet, const struct template_column *list, size_t count,
    enum lang lang, struct arena *a, struct err *e)
{
	struct workbook *w;

	if (workbook_open(&w, fd, 0, a, e) != 0)
		return -1;
	workbook_sheet(w, sheet);
	for (size_t i = 0; i < count; i++) {
		validate(w, (uint32_t)i, &list[i]);
		workbook_text(w, 0, (uint32_t)i, str_of(list[i].name), STYLE_HEADER);
	}
	workbook_freeze(w, 1, (uint32_t)count, 0);
	instructions(w, list, count, lang);
	return workbook_finish(w, e);
}

static void
write_csv(struct out *o, const struct template_column *list, size_t count)
{
	struct csv_writer w = {.out = o, .delimiter = ';'};

	out_text(o, "\xef\xbb\xbf");
	for (size_t i = 0; i < count; i++)
		csv_write_text(&w, str_of(list[i].name));
	csv_write_end(&w);
}

static void
write_manual_line(struct out *o, const struct template_column *t, enum lang lang)
{
	const char *words[CHOICES_MOST];

	out_format(o, "| `%s` | %s | %s | ", t->name, type_word(t, lang),
	    t->field != NULL && t->field->mandatory ? (lang == LANG_IT ? "sì" : "yes")
						    : "");
	out_str(o, t->help);
	if (t->field != NULL && t->type == FIELD_CHOICE) {
		out_text(o, lang == LANG_IT ? " (valori: " : " (values: ");
		(void)words_of(t->field, words, CHOICES_MOST);
		for (size_t i = 0; words[i] != NULL; i++)
			out_format(o, "%s%s", i == 0 ? "" : ", ", words[i]);
		out_char(o, ')');
	}
	out_format(o, " | %s | ", t->sample);
	if (t->field != NULL)
		out_text(o, t->field->aliases);
	out_text(o, " |\n");
}

/* The table of docs/tracciato.md. */
static void
write_manual(
    struct out *o, const struct template_column *list, size_t count, enum lang lang)
{
	out_text(o,
	    lang == LANG_IT
		? "| colonna | tipo | obbl. | significato | esempio | altri nomi |\n"
		: "| column | type | mand. | meaning | example | other names |\n");
	out_text(o, "|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < count; i++)
		write_manual_line(o, &list[i], lang);
}

static int
write_file(struct context *c, const char *path, struct str sheet,
    const struct template_column *list, size_t count, struct err *e)
{
	bool csv = str_ends_nocase(str_of(path), STR(".csv"));
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644), status;
	struct out o;

	if (fd < 0)
		return err_errno(e, "%s", path);
	if (csv) {
		out_open_fd(&o, &fd, c->arena, e);
		write_csv(&o, list, count);
		status = out_flush(&o);
	} else {
		status = write_workbook(fd, sheet, list, count, c->lang, c->arena, e);
	}
	if (close(fd) != 0 && status == 0)
		status = err_errno(e, "%s", path);
	if (status != 0)
		(void)unlink(path);
	else if (!c->quiet)
		printf("%s\n", path);
	return status;
}

/* The sample of albo.rules, to start from. */
static int
show_rules(struct context *c)
{
	static const char rules[] =
#include "rules_sample.inc"
	    ;
	struct err e;
	struct out o;

	command_stdout(c, &o, &e);
	out_text(&o, rules);
	return out_flush(&o) == 0 ? 0 : command_fail(c, STR("stdout"), &e);
}

/* The layouts that the program carries: their names, or the text of one to start from. */
static int
show_layouts(struct context *c, const char *name)
{
	const struct layout_carried *l = layouts_carried;
	struct err e;
	struct out o;

	while (name != NULL && l->name != NULL && strcmp(l->name, name) != 0)
		l++;
	if (l->name == NULL)
		return command_usage(c, "template", "layout %s", name);
	command_stdout(c, &o, &e);
	if (name != NULL)
		out_text(&o, l->text);
	for (; name == NULL && l->name != NULL; l++)
		out_format(&o, "%s\n", l->name);
	return out_flush(&o) == 0 ? 0 : command_fail(c, STR("stdout"), &e);
}

/* What templates there are of tables. */
static const struct template_kind {
	const char *name;
	const struct field *fields;
	const char *sheet, *csv, *xlsx;
} template_kinds[] = {
    {"quotas", quota_fields, "Quote", "quote.csv", "quote.xlsx"},
    {"register", enrolment_fields, "Iscritti", "iscritti.csv", "iscritti.xlsx"},
    {0},
};

int
command_template(struct context *c, int argc, char **argv)
{
	struct template_column list[96] = {{.field = NULL}};
	const struct template_kind *t = template_kinds;
	const char *kind = argc > 1 ? argv[1] : "", *path = NULL, *form = NULL;
	size_t count;
	struct err e;
	struct out o;

	for (int i = 2; i < argc; i++)
		if (command_option(argc, argv, &i, "--as", &form) == 0)
			path = argv[i];
	if (strcmp(kind, "layout") == 0)
		return show_layouts(c, path);
	if (strcmp(kind, "rules") == 0)
		return show_rules(c);
	while (t->name != NULL && strcmp(kind, t->name) != 0)
		t++;
	if (t->name == NULL)
		return command_unexpected(c, "template", kind);
	count = columns(list, sizeof list / sizeof list[0], t->fields, c->lang, c->arena);
	if (form != NULL && strcmp(form, "manual") == 0) {
		command_stdout(c, &o, &e);
		write_manual(&o, list, count, c->lang);
		return out_flush(&o) == 0 ? 0 : command_fail(c, STR("stdout"), &e);
	}
	if (path == NULL)
		path = form != NULL && strcmp(form, "csv") == 0 ? t->csv : t->xlsx;
	return write_file(c, path, str_of(t->sheet), list, count, &e) == 0
	    ? 0
	    : command_fail(c, str_of(path), &e);
}
