/* The movements that wait, each with what is proposed for it, and the decisions taken. */
#include "command/match_list.h"

#include "match/classes.h"

static const char select_open[] =
    "SELECT m.id, m.booked_on, m.account, m.cents, m.remittance, m.text, "
    "c.code," MATCH_PROPOSAL_COLUMNS
    " FROM movement m JOIN class c ON c.subject_kind = 'movement' AND"
    " c.subject = m.id WHERE m.is_money = 1 AND"
    " (? IS NULL OR m.creditor = ?) ORDER BY m.booked_on, m.id";
static const char select_rulings[] =
    "SELECT r.movement, r.kind, r.reference, r.person, r.reason, r.made_at FROM ruling r"
    " WHERE r.current = 1 AND (? IS NULL OR r.creditor = ?) ORDER BY r.id";

void
match_tell_proposal(
    struct context *c, struct out *o, struct json *j, struct str flow, int64_t twin)
{
	bool it = c->lang == LANG_IT;

	if (c->json) {
		if (flow.len > 0)
			json_str(j, "proposed_flow", flow);
		if (twin != 0)
			json_i64(j, "perhaps_movement", twin);
		return;
	}
	if (flow.len > 0)
		out_format(o,
		    it ? "      proposta: il flusso %.*s\n"
		       : "      proposal: flow %.*s\n",
		    STR_ARG(flow));
	if (twin != 0)
		out_format(o,
		    it ? "      forse è il movimento %jd\n"
		       : "      perhaps movement %jd\n",
		    (intmax_t)twin);
}

static void
tell_open(struct context *c, struct out *o, struct json *j, const struct rows *row)
{
	enum match_class class = match_class_find(row_text(row, 6));
	struct str text = row_text(row, 4).len > 0 ? row_text(row, 4) : row_text(row, 5);
	const char *what = say(&match_classes[class].what, c->lang);
	int64_t twin = class == MOVEMENT_PERHAPS_TWICE ? row_int(row, 8) : 0;

	if (c->json) {
		json_object(j, NULL);
		json_i64(j, "movement", row_int(row, 0));
		json_date(j, "date", row_date(row, 1));
		json_str(j, "account", row_text(row, 2));
		json_money(j, "amount", row_int(row, 3));
		json_str(j, "class", row_text(row, 6));
		json_text(j, "reason", what);
		json_str(j, "text", text);
		match_tell_proposal(c, o, j, row_text(row, 7), twin);
		json_end(j);
		return;
	}
	out_format(o, "%5jd  ", (intmax_t)row_int(row, 0));
	date_write_italian(o, row_date(row, 1));
	out_text(o, "  ");
	money_write_italian(o, row_int(row, 3));
	out_format(o, "  %s\n", what);
	out_format(o, "      %.*s\n", STR_ARG(str_slice(text, 0, 140)));
	match_tell_proposal(c, o, j, row_text(row, 7), twin);
}

static int
tell_all_open(struct context *c, struct db *db, struct out *o, struct json *j,
    const char *creditor, int64_t *count, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_open, DB(db_c(creditor), db_c(creditor)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		enum match_class class = match_class_find(row_text(&rows, 6));

		if (class == MATCH_CLASSES ||
		    (match_classes[class].state != MATCH_WAITING &&
			match_classes[class].state != MATCH_ANOMALY))
			continue;
		tell_open(c, o, j, &rows);
		++*count;
	}
	return got;
}

static void
tell_ruling(struct context *c, struct out *o, struct json *j, const struct rows *row)
{
	static const char *const names[] = {
	    "movement", "kind", "reference", "by", "why", "at"};

	if (c->json) {
		json_object(j, NULL);
		json_i64(j, names[0], row_int(row, 0));
		for (int i = 1; i < 6; i++)
			json_str(j, names[i], row_text(row, i));
		json_end(j);
		return;
	}
	out_format(o, "%5jd  %.*s %.*s  %.*s, %.*s", (intmax_t)row_int(row, 0),
	    STR_ARG(row_text(row, 1)), STR_ARG(row_text(row, 2)),
	    STR_ARG(row_text(row, 3)), STR_ARG(str_slice(row_text(row, 5), 0, 10)));
	if (row_text(row, 4).len > 0)
		out_format(o, ": %.*s", STR_ARG(row_text(row, 4)));
	out_char(o, '\n');
}

static int
tell_rulings(struct context *c, struct db *db, struct out *o, struct json *j,
    const char *creditor, struct err *e)
{
	struct rows rows;
	bool any = false;
	int got;

	if (db_query(db, &rows, select_rulings, DB(db_c(creditor), db_c(creditor)), e) !=
	    0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		if (!any && !c->json)
			out_text(o,
			    c->lang == LANG_IT ? "\nDecisioni prese:\n"
					       : "\nDecisions taken:\n");
		any = true;
		tell_ruling(c, o, j, &rows);
	}
	return got;
}

static void
tell_how(struct context *c, struct out *o, int64_t count)
{
	if (count == 0)
		out_text(o,
		    c->lang == LANG_IT ? "nessun movimento aspetta una persona\n"
				       : "no movement waits for a person\n");
	else
		out_format(o,
		    c->lang == LANG_IT ? "\n%jd movimenti. Confermare una proposta: "
					 "riscontro match NUMERO "
					 "--confirm (o --reject);\nscegliere: --flow ID, "
					 "--iuv IUV, --other "
					 "(non è un incasso pagoPA)\n"
				       : "\n%jd movements. To confirm a proposal: "
					 "riscontro match NUMBER "
					 "--confirm (or --reject);\nto choose: --flow "
					 "ID, --iuv IUV, --other "
					 "(no pagoPA collection)\n",
		    (intmax_t)count);
}

int
match_list(struct context *c, struct db *db, const char *creditor, struct err *e)
{
	int64_t count = 0;
	struct json j;
	struct err failed;
	struct out o;

	command_stdout(c, &o, &failed);
	json_open(&j, &o, 2);
	if (c->json) {
		json_object(&j, NULL);
		json_array(&j, "open");
	}
	if (tell_all_open(c, db, &o, &j, creditor, &count, e) != 0)
		return -1;
	if (c->json) {
		json_end(&j);
		json_array(&j, "decisions");
	} else {
		tell_how(c, &o, count);
	}
	if (tell_rulings(c, db, &o, &j, creditor, e) != 0)
		return -1;
	if (c->json) {
		json_end(&j);
		json_end(&j);
		out_char(&o, '\n');
	}
	return out_flush(&o) != 0 ? -1 : 0;
}
