/* `riscontro search`: what was paid, with position, debtor, flow, movement and reversale.
 */
#include "command/search.h"

#include "command/search_query.h"
#include "engine.h"
#include "model/flow.h"
#include "model/iuv.h"
#include "outlet/listing.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum search_form { SEARCH_CSV, SEARCH_XLSX, SEARCH_JSON };

struct search {
	struct str values[SEARCH_CONDITIONS];
	enum search_form form;
	const char *path; /* where the workbook goes */
};

static const struct listing columns = {{
    {"creditor", {"ente", "creditor"}, LISTING_TEXT, 18},
    {"kind", {"origine", "told by"}, LISTING_TEXT, 10},
    {"iuv", {"IUV", "IUV"}, LISTING_TEXT, 20},
    {"notice_number", {"numero avviso", "notice number"}, LISTING_TEXT, 22},
    {"amount", {"importo", "amount"}, LISTING_MONEY, 13},
    {"paid", {"pagato il", "paid on"}, LISTING_DAY, 12},
    {"outcome", {"esito", "outcome"}, LISTING_TEXT, 10},
    {"fiscal_code", {"codice fiscale", "fiscal code"}, LISTING_TEXT, 20},
    {"debtor", {"debitore", "debtor"}, LISTING_TEXT, 30},
    {"description", {"causale", "description"}, LISTING_TEXT, 40},
    {"position", {"posizione", "position"}, LISTING_TEXT, 26},
    {"position_state", {"stato", "state"}, LISTING_TEXT, 11},
    {"iur", {"IUR", "IUR"}, LISTING_TEXT, 34},
    {"receipt", {"ricevuta", "receipt"}, LISTING_TEXT, 34},
    {"flow", {"flusso", "flow"}, LISTING_TEXT, 38},
    {"psp", {"PSP", "PSP"}, LISTING_TEXT, 16},
    {"settled", {"regolamento", "settled"}, LISTING_DAY, 12},
    {"booked", {"accreditato il", "booked on"}, LISTING_DAY, 13},
    {"provvisorio", {"provvisorio", "provvisorio"}, LISTING_TEXT, 12},
    {"class", {"classe", "class"}, LISTING_TEXT, 26},
    {"reversale", {"reversale", "reversale"}, LISTING_TEXT, 12},
}};

/* Where rows go, in the form asked for. */
struct answer {
	enum search_form form;
	struct out *out;
	struct json json;
	struct workbook *book;
	struct listing_sheet sheet;
	int64_t found;
};

static void
give_row(struct answer *a, const struct rows *rows)
{
	a->found++;
	if (a->form == SEARCH_JSON)
		listing_json_row(&columns, &a->json, rows);
	else if (a->form == SEARCH_XLSX)
		listing_sheet_row(&a->sheet, rows);
	else
		listing_csv_row(&columns, a->out, rows);
}

static int
run_query(struct answer *a, struct db *db, const char *sql, const struct search *s,
    struct err *e)
{
	struct db_value values[SEARCH_CONDITIONS];
	struct rows rows;
	int got;

	for (size_t i = 0; i < SEARCH_CONDITIONS; i++)
		values[i] = db_t(s->values[i]);
	if (db_query(db, &rows, sql, values, SEARCH_CONDITIONS, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		give_row(a, &rows);
	return got;
}

static int
run_both(struct answer *a, struct db *db, const struct search *s, struct err *e)
{
	if (run_query(a, db, search_payments_query(s->values), s, e) != 0)
		return -1;
	return run_query(a, db, search_receipts_query(), s, e);
}

static int
write_text(struct context *c, struct answer *a, struct db *db, const struct search *s,
    struct err *e)
{
	struct out o;
	int status;

	command_stdout(c, &o, e);
	a->out = &o;
	if (s->form == SEARCH_JSON) {
		json_open(&a->json, &o, 1);
		json_array(&a->json, NULL);
	} else {
		listing_csv_header(&columns, &o);
	}
	status = run_both(a, db, s, e);
	if (s->form == SEARCH_JSON) {
		json_end(&a->json);
		out_char(&o, '\n');
	}
	return out_flush(&o) == 0 ? status : -1;
}

static int
write_workbook(struct context *c, struct answer *a, struct db *db, const struct search *s,
    struct err *e)
{
	int fd = open(s->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), status;

	if (fd < 0)
		return err_errno(e, "%s", s->path);
	status = workbook_open(&a->book, fd, clock_now(), c->arena, e);
	if (status == 0) {
		workbook_sheet(
		    a->book, c->lang == LANG_IT ? STR("Incassi") : STR("Payments"));
		a->sheet = listing_sheet_open(&columns, a->book, c->lang);
		status = run_both(a, db, s, e);
		listing_sheet_close(&a->sheet, c->lang);
		if (workbook_finish(a->book, e) != 0)
			status = -1;
	}
	close(fd);
	return status;
}

static const struct {
	const char *name;
	enum search_condition condition;
	bool is_day;
} options[] = {
    {"--creditor", SEARCH_BY_CREDITOR, false},
    {"--debtor", SEARCH_BY_DEBTOR, false},
    {"--iuv", SEARCH_BY_IUV, false},
    {"--flow", SEARCH_BY_FLOW, false},
    {"--paid-from", SEARCH_PAID_FROM, true},
    {"--paid-to", SEARCH_PAID_TO, true},
    {"--booked-from", SEARCH_BOOKED_FROM, true},
    {"--booked-to", SEARCH_BOOKED_TO, true},
};

/* Fiscal codes and flow ids are looked up in capitals, days in ISO form, notice numbers
 * by their IUV. */
static bool
take_value(struct context *c, struct search *s, size_t option, const char *value)
{
	struct str *into = &s->values[options[option].condition];
	enum search_condition condition = options[option].condition;
	struct date day;
	struct nav nav;
	char *copy;

	if (options[option].is_day) {
		if (!date_parse(str_of(value), &day))
			return false;
		*into = arena_str(c->arena, str_of(date_iso(day).text));
		return true;
	}
	copy = arena_cstr(c->arena, str_of(value));
	for (char *p = copy; *p != '\0' && condition == SEARCH_BY_DEBTOR; p++)
		*p = char_upper(*p);
	*into = str_of(copy);
	if (condition == SEARCH_BY_FLOW)
		*into = flow_id_fold(*into, copy, into->len);
	if (condition == SEARCH_BY_IUV && nav_parse(*into, &nav))
		*into = arena_str(c->arena, str_of(nav.iuv));
	return into->len > 0;
}

static bool
take_form(struct search *s, const char *value)
{
	static const char *const names[] = {"csv", "xlsx", "json"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(value, names[i]) == 0) {
			s->form = (enum search_form)i;
			return true;
		}
	return false;
}

/* 1 taken, 0 no option of search, -1 wrong. */
static int
take_option(struct context *c, struct search *s, int argc, char **argv, int *i)
{
	const char *value = NULL;
	int found = command_option(argc, argv, i, "--as", &value);

	if (found != 0)
		return found > 0 && take_form(s, value) ? 1 : -1;
	for (size_t k = 0; k < sizeof options / sizeof options[0]; k++) {
		found = command_option(argc, argv, i, options[k].name, &value);
		if (found != 0)
			return found > 0 && take_value(c, s, k, value) ? 1 : -1;
	}
	return 0;
}

/* What a word alone asks for: a flow by its id, a person by 16 letters and digits, a body
 * by 11 digits; any other digits are an IUV. */
static enum search_condition
condition_of(struct str word)
{
	enum { PERSON = 16, BODY = 11, IUV_LEAST = 15 };

	if (flow_id_has_date(word))
		return SEARCH_BY_FLOW;
	if ((word.len == PERSON && !str_all_digits(word)) ||
	    (word.len == BODY && str_all_digits(word)))
		return SEARCH_BY_DEBTOR;
	return word.len >= IUV_LEAST && str_all_digits(word) ? SEARCH_BY_IUV
							     : SEARCH_CONDITIONS;
}

/* The workbook to write, or what is looked for: each once. */
static bool
take_word(struct context *c, struct search *s, const char *word)
{
	enum search_condition condition = condition_of(str_of(word));

	if (str_ends_nocase(str_of(word), STR(".xlsx")) && s->path == NULL) {
		s->path = word;
		s->form = SEARCH_XLSX;
		return true;
	}
	for (size_t k = 0; k < sizeof options / sizeof options[0]; k++)
		if (options[k].condition == condition && s->values[condition].len == 0)
			return take_value(c, s, k, word);
	return false;
}

static int
take_arguments(struct context *c, struct search *s, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		int taken = take_option(c, s, argc, argv, &i);

		if (taken < 0 || (taken == 0 && !take_word(c, s, word)))
			return command_unexpected(c, "search", word);
	}
	if (s->form == SEARCH_XLSX && s->path == NULL)
		return command_usage(c, "search", "FILE.xlsx");
	return 0;
}

int
command_search(struct context *c, int argc, char **argv)
{
	struct search s = {.form = c->json ? SEARCH_JSON : SEARCH_CSV};
	struct answer a = {.found = 0};
	struct engine g;
	struct db *db;
	struct err e;
	int status = take_arguments(c, &s, argc, argv);

	if (status != 0)
		return status;
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	a.form = s.form;
	status = engine_db(&g, &db, &e);
	if (status == 0) {
		status = s.form == SEARCH_XLSX ? write_workbook(c, &a, db, &s, &e)
					       : write_text(c, &a, db, &s, &e);
		db_close(db);
	}
	engine_close(&g);
	return status == 0 ? 0 : command_fail(c, STR("search"), &e);
}
