/*
 * `riscontro search`: what was paid, with position, debtor, flow, movement and reversale.
 * One query in several forms: each begins where the narrowest thing asked for has an
 * index, and all end in the same conditions.
 */
#include "command/search.h"

#include "engine.h"
#include "outlet/listing.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Conditions, empty when not asked for. The order is that of the parameters. */
enum condition {
	BY_CREDITOR,
	BY_DEBTOR,
	BY_IUV,
	BY_FLOW,
	PAID_FROM,
	PAID_TO,
	BOOKED_FROM,
	BOOKED_TO,
	CONDITIONS,
};

enum search_form { SEARCH_CSV, SEARCH_XLSX, SEARCH_JSON };

struct search {
	struct str values[CONDITIONS];
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

/* The first movement that matching has found for a subject. */
#define FIRST_MOVEMENT(what, subject)                                                    \
	"(SELECT " what " FROM link l JOIN movement m ON m.id = l.movement"              \
	" WHERE l.current = 1 AND " subject " ORDER BY m.booked_on, m.id LIMIT 1)"

/* What a position of ours tells of an IUV. */
#define POSITION_OF(creditor, iuv)                                                       \
	" LEFT JOIN position s ON s.id = (SELECT y.position FROM payment_option y"       \
	" JOIN position z ON z.id = y.position WHERE y.iuv = " iuv                       \
	" AND z.current = 1 AND z.creditor = " creditor " LIMIT 1)"                      \
	" LEFT JOIN payment_option o ON o.position = s.id AND o.iuv = " iuv              \
	" LEFT JOIN debtor d ON d.id = s.debtor"

/* Whether a movement of the period asked for belongs to a subject. */
#define HAS_MOVEMENT(subject)                                                            \
	"EXISTS (SELECT 1 FROM link l JOIN movement m ON m.id = l.movement"              \
	" WHERE l.current = 1 AND " subject " AND (?7 = '' OR m.booked_on >= ?7)"        \
	" AND (?8 = '' OR m.booked_on <= ?8))"

/* Payments told by flows; `tables` names flow f and payment p, the narrower first. */
#define PAYMENTS(tables)                                                                 \
	"SELECT f.creditor, 'flow', p.iuv,"                                              \
	" COALESCE(o.nav, r.notice_number), p.cents,"                                    \
	" p.paid_on, CAST(p.outcome AS TEXT), COALESCE(d.fiscal_code, r.debtor_code),"   \
	" COALESCE(d.name, r.debtor_name), COALESCE(s.description, r.description),"      \
	" s.iupd, s.state, p.iur, r.receipt_id, f.flow_id, f.psp, f.settled_on,"         \
	" COALESCE(" FIRST_MOVEMENT("m.booked_on", "l.flow = f.id") ", " FIRST_MOVEMENT( \
	    "m.booked_on",                                                               \
	    "l.iuv = p.iuv") "),"                                                        \
			     " COALESCE(" FIRST_MOVEMENT("m.provvisorio",                \
				 "l.flow = f.id") ", " FIRST_MOVEMENT("m.provvisorio",   \
				 "l.iuv = p.iuv") "),"                                   \
						  " (SELECT c.code FROM class c WHERE "  \
						  "c.subject_kind = 'payment'"           \
						  " AND c.subject = p.id AND c.current " \
						  "= 1),"                                \
						  " (SELECT CAST(v.year AS TEXT) || "    \
						  "'/' || CAST(v.number AS TEXT)"        \
						  " FROM reversale_line n JOIN "         \
						  "reversale v ON v.id = n.reversale"    \
						  " WHERE n.payment = p.id AND "         \
						  "n.current = 1 ORDER BY n.part LIMIT " \
						  "1)"                                   \
						  " FROM " tables POSITION_OF(           \
						      "f.creditor",                      \
						      "p.iuv") " LEFT JOIN receipt r "   \
							       "ON r.id = (SELECT "      \
							       "MIN(x.id) FROM receipt " \
							       "x"                       \
							       " WHERE x.iuv = p.iuv "   \
							       "AND x.creditor = "       \
							       "f.creditor AND "         \
							       "x.current = 1"           \
							       " AND x.outcome IN "      \
							       "('paid', "               \
							       "'partly_paid', "         \
							       "'timed_out_partly'))"

#define FLOW_FIRST                                                                       \
	"flow f CROSS JOIN payment p ON p.id BETWEEN f.first_payment AND f.last_payment"
#define PAYMENT_FIRST "payment p CROSS JOIN flow f ON f.id = p.flow"

#define PAYMENT_CONDITIONS                                                               \
	" AND f.current = 1 AND (?1 = '' OR f.creditor = ?1)"                            \
	" AND (?2 = '' OR d.fiscal_code = ?2 OR r.debtor_code = ?2)"                     \
	" AND (?3 = '' OR p.iuv = ?3) AND (?4 = '' OR f.flow_key = ?4)"                  \
	" AND (?5 = '' OR p.paid_on >= ?5) AND (?6 = '' OR p.paid_on <= ?6)"             \
	" AND ((?7 = '' AND ?8 = '') OR " HAS_MOVEMENT(                                  \
	    "l.flow = f.id") " OR " HAS_MOVEMENT("l.iuv = p.iuv") ")"                    \
								  " ORDER BY "           \
								  "f.creditor, "         \
								  "p.paid_on, p.id"

static const char payments_by_iuv[] =
    PAYMENTS(PAYMENT_FIRST) " WHERE p.iuv = ?3" PAYMENT_CONDITIONS;
static const char payments_by_debtor[] = PAYMENTS(
    PAYMENT_FIRST) " WHERE p.iuv IN (SELECT u.iuv FROM debtor w JOIN position t ON "
		   "t.debtor = w.id"
		   " JOIN payment_option u ON u.position = t.id WHERE w.fiscal_code = ?2"
		   " UNION SELECT iuv FROM receipt WHERE debtor_code = "
		   "?2)" PAYMENT_CONDITIONS;
static const char payments_by_flow[] =
    PAYMENTS(FLOW_FIRST) " WHERE f.flow_key = ?4" PAYMENT_CONDITIONS;
static const char payments_by_day[] =
    PAYMENTS(FLOW_FIRST) " WHERE (?5 = '' OR f.paid_to >= ?5) AND (?6 = '' OR "
			 "f.paid_from <= ?6)" PAYMENT_CONDITIONS;

/* Receipts of which no flow has told yet. A movement may have come for the IUV alone. */
static const char receipts_alone[] =
    "SELECT r.creditor, 'receipt', r.iuv, r.notice_number,"
    " (SELECT SUM(t.cents) FROM receipt_transfer t WHERE t.receipt = r.id AND t.ours = 1"
    " AND t.stamp = 0),"
    " r.paid_on, r.outcome, COALESCE(d.fiscal_code, r.debtor_code),"
    " COALESCE(d.name, r.debtor_name), COALESCE(s.description, r.description),"
    " s.iupd, s.state, NULL, r.receipt_id, NULL, r.psp, r.settled_on,"
    " " FIRST_MOVEMENT("m.booked_on",
	"l.iuv = r.iuv") ","
			 " " FIRST_MOVEMENT("m.provvisorio",
			     "l.iuv = r.iuv") ","
					      " (SELECT c.code FROM class c WHERE "
					      "c.subject_kind = 'receipt'"
					      " AND c.subject = r.id AND c.current = 1),"
					      " (SELECT CAST(v.year AS TEXT) || '/' || "
					      "CAST(v.number AS TEXT)"
					      " FROM reversale_line n JOIN reversale v "
					      "ON v.id = n.reversale"
					      " WHERE n.receipt = r.id AND n.payment IS "
					      "NULL AND n.current = 1 ORDER BY n.part"
					      " LIMIT 1)"
					      " FROM receipt r" POSITION_OF("r.creditor",
						  "r.iuv") " WHERE r.current = 1 AND "
							   "r.outcome IN ('paid', "
							   "'partly_paid', "
							   "'timed_out_partly')"
							   " AND ?4 = '' AND NOT EXISTS "
							   "(SELECT 1 FROM payment p "
							   "JOIN flow f ON f.id = p.flow"
							   " WHERE p.iuv = r.iuv AND "
							   "f.creditor = r.creditor AND "
							   "f.current = 1)"
							   " AND (?1 = '' OR r.creditor "
							   "= ?1)"
							   " AND (?2 = '' OR "
							   "d.fiscal_code = ?2 OR "
							   "r.debtor_code = ?2)"
							   " AND (?3 = '' OR r.iuv = ?3)"
							   " AND (?5 = '' OR r.paid_on "
							   ">= ?5) AND (?6 = '' OR "
							   "r.paid_on <= ?6)"
							   " AND ((?7 = '' AND ?8 = '') "
							   "OR " HAS_MOVEMENT(
							       "l.iuv = r.iuv") ")"
										" ORDER "
										"BY "
										"r."
										"creditor"
										", "
										"r.paid_"
										"on, "
										"r.id";

static const char *
payments_query(const struct search *s)
{
	if (s->values[BY_IUV].len > 0)
		return payments_by_iuv;
	if (s->values[BY_FLOW].len > 0)
		return payments_by_flow;
	if (s->values[BY_DEBTOR].len > 0)
		return payments_by_debtor;
	return payments_by_day;
}

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
	struct db_value values[CONDITIONS];
	struct rows rows;
	int got;

	for (size_t i = 0; i < CONDITIONS; i++)
		values[i] = db_t(s->values[i]);
	if (db_query(db, &rows, sql, values, CONDITIONS, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		give_row(a, &rows);
	return got;
}

static int
run_both(struct answer *a, struct db *db, const struct search *s, struct err *e)
{
	if (run_query(a, db, payments_query(s), s, e) != 0)
		return -1;
	return run_query(a, db, receipts_alone, s, e);
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
	enum condition condition;
	bool is_day;
} options[] = {
    {"--creditor", BY_CREDITOR, false},
    {"--debtor", BY_DEBTOR, false},
    {"--iuv", BY_IUV, false},
    {"--flow", BY_FLOW, false},
    {"--paid-from", PAID_FROM, true},
    {"--paid-to", PAID_TO, true},
    {"--booked-from", BOOKED_FROM, true},
    {"--booked-to", BOOKED_TO, true},
};

/* Fiscal codes and flow ids are looked up in capitals, days in ISO form. */
static bool
take_value(struct context *c, struct search *s, size_t option, const char *value)
{
	struct str *into = &s->values[options[option].condition];
	enum condition condition = options[option].condition;
	struct date day;
	char *copy;

	if (options[option].is_day) {
		if (!date_parse(str_of(value), &day))
			return false;
		*into = arena_str(c->arena, str_of(date_iso(day).text));
		return true;
	}
	copy = arena_cstr(c->arena, str_of(value));
	for (char *p = copy;
	     *p != '\0' && (condition == BY_DEBTOR || condition == BY_FLOW); p++)
		*p = char_upper(*p);
	*into = str_of(copy);
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

static int
take_arguments(struct context *c, struct search *s, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		int taken = take_option(c, s, argc, argv, &i);

		if (taken > 0)
			continue;
		if (taken < 0 || word[0] == '-' || s->path != NULL)
			return command_usage(c, "search", "%s", word);
		s->path = word;
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
