/* The proof of sums, from independent sides: the bank's movements, the classes they ended
 * in, the links that say where each euro went, and the payments behind them. */
#include "command/balance.h"

#include "command/match_list.h"
#include "engine.h"
#include "match/classes.h"

static const char select_movements[] =
    "SELECT m.id, m.booked_on, m.account, m.cents, m.remittance, m.text, c.code,"
    " (SELECT COALESCE(SUM(l.cents), 0) FROM link l WHERE l.movement = m.id AND "
    "l.current "
    "="
    " 1 AND l.rule <> 'proposal')," MATCH_PROPOSAL_COLUMNS
    " FROM movement m LEFT JOIN class c ON c.subject_kind ="
    " 'movement' AND c.subject = m.id WHERE m.creditor = ? AND"
    " m.is_money = 1 AND (? IS NULL OR m.booked_on >= ?) AND (? IS NULL OR m.booked_on <="
    " ?) ORDER BY m.booked_on, m.id";
/* Flows that square: what their credits give and what their payments add up to. */
static const char select_flows[] =
    "SELECT f.flow_id, f.cents, f.revoked_cents, c.code,"
    " (SELECT COALESCE(SUM(l.cents), 0) FROM link l WHERE l.flow = f.id AND l.current = 1"
    " AND l.rule <> 'proposal'),"
    " (SELECT COALESCE(SUM(p.cents), 0) FROM payment p WHERE p.id BETWEEN "
    "f.first_payment"
    " AND f.last_payment) FROM flow f JOIN class c ON c.subject_kind = 'flow' AND"
    " c.subject = f.id AND c.code LIKE 'FLOW_SQUARE%'"
    " WHERE f.creditor = ? AND f.current = 1 ORDER BY f.flow_id";

struct balance_sums {
	money arrived, matched, waiting, linked;
	int64_t movements, open;
	int64_t faults;
};

struct report {
	struct context *context;
	struct out *out;
	struct json json;
	struct balance_sums sums;
};

static void
tell_open(struct report *r, const struct rows *row, enum match_class class)
{
	static const struct sentence unmatched = {
	    "movimento non ancora abbinato", "movement not matched yet"};
	const struct sentence *what =
	    class == MATCH_CLASSES ? &unmatched : &match_classes[class].what;
	struct str text = row_text(row, 4).len > 0 ? row_text(row, 4) : row_text(row, 5);
	int64_t twin = class == MOVEMENT_PERHAPS_TWICE ? row_int(row, 9) : 0;

	if (r->context->json) {
		json_object(&r->json, NULL);
		json_i64(&r->json, "movement", row_int(row, 0));
		json_date(&r->json, "date", row_date(row, 1));
		json_str(&r->json, "account", row_text(row, 2));
		json_money(&r->json, "amount", row_int(row, 3));
		json_str(&r->json, "class", row_text(row, 6));
		json_text(&r->json, "reason", say(what, r->context->lang));
		json_str(&r->json, "text", text);
		match_tell_proposal(r->context, r->out, &r->json, row_text(row, 8), twin);
		json_end(&r->json);
		return;
	}
	out_format(r->out, "%5jd  ", (intmax_t)row_int(row, 0));
	date_write_italian(r->out, row_date(row, 1));
	out_format(r->out, "  %.*s  ", STR_ARG(row_text(row, 2)));
	money_write_italian(r->out, row_int(row, 3));
	out_format(r->out, "  %s [%.*s]  %.*s\n", say(what, r->context->lang),
	    STR_ARG(row_text(row, 6)), STR_ARG(str_slice(text, 0, 100)));
	match_tell_proposal(r->context, r->out, &r->json, row_text(row, 8), twin);
}

static void
fault(struct report *r, const char *it, const char *en, struct str what, money a, money b)
{
	r->sums.faults++;
	if (r->context->json)
		return;
	out_format(
	    r->out, "! %.*s: %s ", STR_ARG(what), r->context->lang == LANG_IT ? it : en);
	money_write_italian(r->out, a);
	out_text(r->out, " / ");
	money_write_italian(r->out, b);
	out_char(r->out, '\n');
}

static void
add_movement(struct report *r, const struct rows *row)
{
	enum match_class class = match_class_find(row_text(row, 6));
	enum match_state state =
	    class == MATCH_CLASSES ? MATCH_WAITING : match_classes[class].state;
	money cents = row_int(row, 3), linked = row_int(row, 7);

	if (state == MATCH_ASIDE && class != MOVEMENT_REVERSED &&
	    class != MOVEMENT_REVERSING)
		return;
	r->sums.movements++;
	r->sums.arrived += cents;
	if (state == MATCH_ASIDE) {
		/* A credit and its reversal: together nothing, matched with each other.
		 */
		r->sums.matched += cents;
		r->sums.linked += cents;
	} else if (state == MATCH_MATCHED) {
		r->sums.matched += cents;
		r->sums.linked += linked;
		if (linked != cents)
			fault(r, "l'importo non è quello dei suoi legami",
			    "its amount is not that of its links", row_text(row, 2),
			    cents, linked);
	} else {
		r->sums.waiting += cents;
		r->sums.open++;
		tell_open(r, row, class);
	}
}

static int
add_movements(struct report *r, struct db *db, struct str creditor, struct date from,
    struct date to, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_movements,
		DB(db_t(creditor), db_d(from), db_d(from), db_d(to), db_d(to)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		add_movement(r, &rows);
	return got;
}

static int
check_flows(struct report *r, struct db *db, struct str creditor, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_flows, DB(db_t(creditor)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		money total = row_int(&rows, 1), revoked = row_int(&rows, 2);
		money linked = row_int(&rows, 4), payments = row_int(&rows, 5);
		bool less =
		    match_class_find(row_text(&rows, 3)) == FLOW_SQUARE_LESS_REVOKED &&
		    (linked == total - revoked || linked == total - 2 * revoked);

		if (payments != total)
			fault(r, "le sue righe non danno il suo importo",
			    "its lines do not add up to its amount", row_text(&rows, 0),
			    total, payments);
		if (linked != total && !less)
			fault(r, "gli accrediti non danno il suo importo",
			    "its credits do not add up to its amount", row_text(&rows, 0),
			    total, linked);
	}
	return got;
}

static void
tell_amount(
    struct report *r, const char *name, const char *it, const char *en, money cents)
{
	if (r->context->json) {
		json_money(&r->json, name, cents);
		return;
	}
	out_format(r->out, "%-12s ", r->context->lang == LANG_IT ? it : en);
	money_write_italian(r->out, cents);
	out_char(r->out, '\n');
}

static bool
tell_sums(struct report *r)
{
	const struct balance_sums *s = &r->sums;
	bool closes = s->faults == 0 && s->arrived == s->matched + s->waiting &&
	    s->matched == s->linked;

	tell_amount(r, "arrived", "arrivato", "arrived", s->arrived);
	tell_amount(r, "matched", "abbinato", "matched", s->matched);
	tell_amount(r, "waiting", "in attesa", "waiting", s->waiting);
	if (r->context->json) {
		json_i64(&r->json, "movements", s->movements);
		json_i64(&r->json, "open", s->open);
		json_i64(&r->json, "faults", s->faults);
		json_bool(&r->json, "closes", closes);
		return closes;
	}
	out_text(r->out,
	    closes ? (r->context->lang == LANG_IT ? "il conto torna al centesimo\n"
						  : "the balance closes to the cent\n")
		   : (r->context->lang == LANG_IT ? "il conto NON torna\n"
						  : "the balance does NOT close\n"));
	return closes;
}

static int
balance_one(struct report *r, struct db *db, const struct conf_creditor *creditor,
    struct date from, struct date to, bool *closes, struct err *e)
{
	r->sums = (struct balance_sums){.arrived = 0};
	if (r->context->json) {
		json_object(&r->json, NULL);
		json_str(&r->json, "creditor", creditor->id);
		json_array(&r->json, "open_movements");
	} else {
		out_format(r->out, "%.*s\n", STR_ARG(creditor->name));
	}
	if (add_movements(r, db, creditor->id, from, to, e) != 0 ||
	    check_flows(r, db, creditor->id, e) != 0)
		return -1;
	if (r->context->json)
		json_end(&r->json);
	*closes = tell_sums(r) && *closes;
	if (r->context->json)
		json_end(&r->json);
	return 0;
}

static int
balance_all(struct report *r, const struct engine *g, const char *id, struct date from,
    struct date to, bool *closes, struct err *e)
{
	struct db *db;
	int status = 0;

	if (id != NULL && conf_creditor_find(&g->conf, str_of(id)) == NULL)
		return err_set(e, ERR_USAGE, "%s: no such creditor", id);
	if (engine_db(g, &db, e) != 0)
		return -1;
	if (r->context->json)
		json_array(&r->json, NULL);
	for (size_t i = 0; i < g->conf.creditor_count && status == 0; i++)
		if (id == NULL || str_is(g->conf.creditors[i].id, id))
			status = balance_one(
			    r, db, &g->conf.creditors[i], from, to, closes, e);
	if (r->context->json) {
		json_end(&r->json);
		out_char(r->out, '\n');
	}
	db_close(db);
	return status;
}

int
command_balance(struct context *c, int argc, char **argv)
{
	const char *creditor = NULL, *from_text = NULL, *to_text = NULL;
	struct report r = {.context = c};
	struct date from = {0}, to = {0};
	bool closes = true;
	struct engine g;
	struct out o;
	struct err e;
	int status;

	for (int i = 1; i < argc; i++)
		if (command_option(argc, argv, &i, "--creditor", &creditor) <= 0 &&
		    command_option(argc, argv, &i, "--from", &from_text) <= 0 &&
		    command_option(argc, argv, &i, "--to", &to_text) <= 0)
			return command_unexpected(c, "balance", argv[i]);
	if ((from_text != NULL && !date_parse(str_of(from_text), &from)) ||
	    (to_text != NULL && !date_parse(str_of(to_text), &to)))
		return command_usage(c, "balance", "--from YYYY-MM-DD --to YYYY-MM-DD");
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	command_stdout(c, &o, &e);
	r.out = &o;
	json_open(&r.json, &o, 2);
	status = balance_all(&r, &g, creditor, from, to, &closes, &e);
	if (out_flush(&o) != 0)
		status = -1;
	engine_close(&g);
	if (status != 0)
		return command_fail(c, STR("balance"), &e);
	return closes ? 0 : 65;
}
