/* The history of one thing: each section is a query that takes the same word. */
#include "command/show.h"

#include "base/json.h"
#include "base/text.h"
#include "engine.h"

#include <stdio.h>

enum { COLUMNS_MOST = 16 };

enum column_kind { COLUMN_TEXT, COLUMN_COUNT, COLUMN_MONEY };

struct show_column {
	const char *name; /* in JSON */
	struct sentence title;
	enum column_kind kind;
};

struct section {
	const char *name;
	struct sentence title;
	const char *sql; /* takes the word once or more, as ?1 */
	struct show_column columns[COLUMNS_MOST];
};

/* Every way in which a position may be named. */
#define NAMED_POSITIONS                                                                  \
	"SELECT p.id FROM position p JOIN payment_option o ON o.position = p.id"         \
	" WHERE o.iuv = ?1 OR o.nav = ?1"                                                \
	" UNION SELECT id FROM position WHERE iupd = ?1"                                 \
	" UNION SELECT p.id FROM position p JOIN debtor d ON d.id = p.debtor"            \
	" WHERE d.fiscal_code = ?1"                                                      \
	" UNION SELECT position FROM quota WHERE quota_key = ?1"

static const struct section sections[] = {
    {"debtors", {"debitore", "debtor"},
	"SELECT d.creditor, d.fiscal_code, d.revision, d.name, d.street, d.civic, d.cap, "
	"d.city,"
	" d.province, d.email, d.pec FROM debtor d WHERE d.fiscal_code = ?1"
	" OR d.id IN (SELECT debtor FROM position WHERE id IN (" NAMED_POSITIONS "))"
	" ORDER BY d.creditor, d.fiscal_code, d.revision",
	{{"creditor", {"ente", "creditor"}, COLUMN_TEXT},
	    {"fiscal_code", {"codice fiscale", "fiscal code"}, COLUMN_TEXT},
	    {"revision", {"revisione", "revision"}, COLUMN_COUNT},
	    {"name", {"nome", "name"}, COLUMN_TEXT},
	    {"street", {"via", "street"}, COLUMN_TEXT},
	    {"civic", {"n.", "no."}, COLUMN_TEXT},
	    {"cap", {"CAP", "postal code"}, COLUMN_TEXT},
	    {"city", {"comune", "town"}, COLUMN_TEXT},
	    {"province", {"prov.", "province"}, COLUMN_TEXT},
	    {"email", {"e-mail", "e-mail"}, COLUMN_TEXT},
	    {"pec", {"PEC", "PEC"}, COLUMN_TEXT}}},
    {"quotas", {"quote", "quotas"},
	"SELECT q.creditor, q.quota_key, q.revision, q.state, q.tipo, q.anno, q.causale, "
	"q.cents,"
	" q.due, f.name, q.row FROM quota q JOIN file f ON f.id = q.file WHERE "
	"q.quota_key = ?1"
	" OR q.position IN (" NAMED_POSITIONS
	") ORDER BY q.creditor, q.quota_key, q.revision",
	{{"creditor", {"ente", "creditor"}, COLUMN_TEXT},
	    {"key", {"chiave", "key"}, COLUMN_TEXT},
	    {"revision", {"revisione", "revision"}, COLUMN_COUNT},
	    {"state", {"stato", "state"}, COLUMN_TEXT},
	    {"tipo", {"tipo", "tipo"}, COLUMN_TEXT},
	    {"anno", {"anno", "year"}, COLUMN_COUNT},
	    {"causale", {"causale", "subject"}, COLUMN_TEXT},
	    {"amount", {"importo", "amount"}, COLUMN_MONEY},
	    {"due", {"scadenza", "due"}, COLUMN_TEXT},
	    {"file", {"file", "file"}, COLUMN_TEXT},
	    {"row", {"riga", "row"}, COLUMN_COUNT}}},
    {"positions", {"posizioni", "positions"},
	"SELECT p.creditor, p.iupd, p.revision, p.state, p.operation, p.description, "
	"p.cents,"
	" o.number, o.iuv, o.nav, o.cents, o.due, p.created_at FROM position p"
	" JOIN payment_option o ON o.position = p.id WHERE p.id IN (" NAMED_POSITIONS ")"
	" ORDER BY p.id, o.number",
	{{"creditor", {"ente", "creditor"}, COLUMN_TEXT},
	    {"iupd", {"IUPD", "IUPD"}, COLUMN_TEXT},
	    {"revision", {"revisione", "revision"}, COLUMN_COUNT},
	    {"state", {"stato", "state"}, COLUMN_TEXT},
	    {"operation", {"operazione", "operation"}, COLUMN_TEXT},
	    {"description", {"causale", "subject"}, COLUMN_TEXT},
	    {"amount", {"importo", "amount"}, COLUMN_MONEY},
	    {"option", {"rata", "instalment"}, COLUMN_COUNT},
	    {"iuv", {"IUV", "IUV"}, COLUMN_TEXT},
	    {"notice_number", {"numero avviso", "notice number"}, COLUMN_TEXT},
	    {"option_amount", {"importo rata", "amount"}, COLUMN_MONEY},
	    {"due", {"scadenza", "due"}, COLUMN_TEXT},
	    {"created", {"creata", "created"}, COLUMN_TEXT}}},
    {"files", {"file", "files"},
	"SELECT f.creditor, f.channel, f.name, f.sha256, f.state, f.received_at, "
	"f.booked_at,"
	" f.rows_read, f.rows_booked, f.rows_refused, f.rows_unchanged, f.cents_booked, "
	"f.job"
	" FROM file f WHERE f.name = ?1 OR f.sha256 = ?1 OR f.job = ?1"
	" OR f.id IN (SELECT file FROM quota WHERE quota_key = ?1"
	" OR position IN (" NAMED_POSITIONS ")) ORDER BY f.id",
	{{"creditor", {"ente", "creditor"}, COLUMN_TEXT},
	    {"channel", {"canale", "channel"}, COLUMN_TEXT},
	    {"name", {"nome", "name"}, COLUMN_TEXT},
	    {"sha256", {"sha256", "sha256"}, COLUMN_TEXT},
	    {"state", {"esito", "outcome"}, COLUMN_TEXT},
	    {"received", {"ricevuto", "received"}, COLUMN_TEXT},
	    {"booked", {"registrato", "booked"}, COLUMN_TEXT},
	    {"rows_read", {"righe", "rows"}, COLUMN_COUNT},
	    {"rows_booked", {"registrate", "booked"}, COLUMN_COUNT},
	    {"rows_refused", {"rifiutate", "refused"}, COLUMN_COUNT},
	    {"rows_unchanged", {"invariate", "unchanged"}, COLUMN_COUNT},
	    {"amount_booked", {"euro", "euros"}, COLUMN_MONEY},
	    {"job", {"lavoro", "job"}, COLUMN_TEXT}}},
    {"findings", {"segnalazioni", "findings"},
	"SELECT f.name, n.row, n.column_name, n.code, n.seen FROM finding n"
	" JOIN file f ON f.id = n.file WHERE f.name = ?1 OR f.sha256 = ?1 OR f.job = ?1"
	" ORDER BY n.file, n.number LIMIT 500",
	{{"file", {"file", "file"}, COLUMN_TEXT}, {"row", {"riga", "row"}, COLUMN_COUNT},
	    {"column", {"colonna", "column"}, COLUMN_TEXT},
	    {"code", {"codice", "code"}, COLUMN_TEXT},
	    {"seen", {"visto", "seen"}, COLUMN_TEXT}}},
    {"outbound", {"file in uscita", "outbound files"},
	"SELECT b.creditor, b.outlet, a.name, a.size, a.sha256, o.courier, o.state, "
	"o.done_at"
	" FROM artefact a JOIN batch b ON b.id = a.batch"
	" LEFT JOIN outbox o ON o.artefact = a.id LEFT JOIN file f ON f.id = b.file"
	" WHERE a.name = ?1 OR f.name = ?1 OR f.sha256 = ?1 OR f.job = ?1"
	" ORDER BY a.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, COLUMN_TEXT},
	    {"outlet", {"uscita", "outlet"}, COLUMN_TEXT},
	    {"name", {"nome", "name"}, COLUMN_TEXT},
	    {"size", {"byte", "bytes"}, COLUMN_COUNT},
	    {"sha256", {"sha256", "sha256"}, COLUMN_TEXT},
	    {"courier", {"corriere", "courier"}, COLUMN_TEXT},
	    {"state", {"stato", "state"}, COLUMN_TEXT},
	    {"delivered", {"consegnato", "delivered"}, COLUMN_TEXT}}},
    {"events", {"storia", "history"},
	"SELECT at, kind, creditor, subject, detail FROM event WHERE subject = ?1"
	" OR subject IN (SELECT iupd FROM position WHERE id IN (" NAMED_POSITIONS "))"
	" ORDER BY id LIMIT 500",
	{{"at", {"quando", "when"}, COLUMN_TEXT},
	    {"kind", {"evento", "event"}, COLUMN_TEXT},
	    {"creditor", {"ente", "creditor"}, COLUMN_TEXT},
	    {"subject", {"oggetto", "subject"}, COLUMN_TEXT},
	    {"detail", {"dettaglio", "detail"}, COLUMN_TEXT}}},
};

struct showing {
	struct context *context;
	struct out *out;
	struct json json;
	int64_t found;
};

static void
column_json(
    struct json *j, const struct show_column *column, const struct rows *rows, int at)
{
	if (row_is_null(rows, at))
		json_null(j, column->name);
	else if (column->kind == COLUMN_COUNT)
		json_i64(j, column->name, row_int(rows, at));
	else if (column->kind == COLUMN_MONEY)
		json_money(j, column->name, row_int(rows, at));
	else
		json_str(j, column->name, row_text(rows, at));
}

static void
column_text(
    struct showing *s, const struct show_column *column, const struct rows *rows, int at)
{
	struct str text = row_text(rows, at);

	if (row_is_null(rows, at) || text.len == 0)
		return;
	out_format(s->out, "%s%s ", at == 0 ? "  " : "; ",
	    say(&column->title, s->context->lang));
	if (column->kind == COLUMN_MONEY)
		money_write_italian(s->out, row_int(rows, at));
	else
		out_str(s->out, text_printable(s->context->arena, text));
}

static void
show_row(struct showing *s, const struct section *section, const struct rows *rows)
{
	if (s->context->json)
		json_object(&s->json, NULL);
	for (int i = 0; i < COLUMNS_MOST && section->columns[i].name != NULL; i++)
		if (s->context->json)
			column_json(&s->json, &section->columns[i], rows, i);
		else
			column_text(s, &section->columns[i], rows, i);
	if (s->context->json)
		json_end(&s->json);
	else
		out_char(s->out, '\n');
}

static int
show_section(struct showing *s, const struct section *section, struct db *db,
    struct str word, struct err *e)
{
	struct rows rows;
	bool first = true;
	int got;

	if (db_query(db, &rows, section->sql, DB(db_t(word)), e) != 0)
		return -1;
	if (s->context->json)
		json_array(&s->json, section->name);
	while ((got = rows_next(&rows, e)) > 0) {
		if (first && !s->context->json)
			out_format(
			    s->out, "%s\n", say(&section->title, s->context->lang));
		first = false;
		s->found++;
		show_row(s, section, &rows);
	}
	if (s->context->json)
		json_end(&s->json);
	return got;
}

static int
show(struct showing *s, const struct engine *g, struct str word, struct err *e)
{
	struct db *db;
	int status = 0;

	if (engine_db(g, &db, e) != 0)
		return -1;
	if (s->context->json)
		json_object(&s->json, NULL);
	for (size_t i = 0; status == 0 && i < sizeof sections / sizeof sections[0]; i++)
		status = show_section(s, &sections[i], db, word, e);
	if (s->context->json) {
		json_end(&s->json);
		out_char(s->out, '\n');
	}
	db_close(db);
	return status;
}

int
command_show(struct context *c, int argc, char **argv)
{
	struct showing s = {.context = c};
	struct engine g;
	struct out o;
	struct err e;
	int status;

	if (argc != 2)
		return command_usage(c, "show", "%s", argc < 2 ? "WHAT" : argv[2]);
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	command_stdout(c, &o, &e);
	s.out = &o;
	json_open(&s.json, &o, 2);
	status = show(&s, &g, str_of(argv[1]), &e);
	if (out_flush(&o) != 0)
		status = -1;
	if (status == 0 && s.found == 0 && !c->json)
		fprintf(stderr,
		    c->lang == LANG_IT ? "riscontro: nulla si sa di %s\n"
				       : "riscontro: nothing is known of %s\n",
		    argv[1]);
	engine_close(&g);
	if (status != 0)
		return command_fail(c, STR("ledger.db"), &e);
	return s.found > 0 ? 0 : 65;
}
