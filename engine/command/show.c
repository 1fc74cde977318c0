/* The history of one thing: each section is a query that takes the same word. */
#include "command/show.h"

#include "base/json.h"
#include "base/text.h"
#include "command/show_section.h"
#include "engine.h"
#include "ledger/files.h"
#include "match/classes.h"

#include <stdio.h>

static const struct show_section sections[] = {
    {"debtors", {"debitore", "debtor"},
	"SELECT d.creditor, d.fiscal_code, d.revision, d.name, d.street, d.civic, d.cap, "
	"d.city,"
	" d.province, d.email, d.pec FROM debtor d WHERE d.fiscal_code = ?1"
	" OR d.id IN (SELECT debtor FROM position WHERE id IN (" NAMED_POSITIONS "))"
	" ORDER BY d.creditor, d.fiscal_code, d.revision",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"fiscal_code", {"codice fiscale", "fiscal code"}, SHOW_TEXT},
	    {"revision", {"revisione", "revision"}, SHOW_COUNT},
	    {"name", {"nome", "name"}, SHOW_TEXT},
	    {"street", {"via", "street"}, SHOW_TEXT}, {"civic", {"n.", "no."}, SHOW_TEXT},
	    {"cap", {"CAP", "postal code"}, SHOW_TEXT},
	    {"city", {"comune", "town"}, SHOW_TEXT},
	    {"province", {"prov.", "province"}, SHOW_TEXT},
	    {"email", {"e-mail", "e-mail"}, SHOW_TEXT},
	    {"pec", {"PEC", "PEC"}, SHOW_TEXT}}},
    {"quotas", {"quote", "quotas"},
	"SELECT q.creditor, q.quota_key, q.revision, q.state, q.tipo, q.anno, q.causale, "
	"q.cents,"
	" q.due, f.name || COALESCE('/' || m.name, ''), q.row % " ROWS_OF_PART
	" FROM quota q JOIN file f ON f.id = q.file"
	" LEFT JOIN member m ON m.file = q.file AND m.number = q.row / " ROWS_OF_PART
	" WHERE "
	"q.quota_key = ?1"
	" OR q.position IN (" NAMED_POSITIONS
	") ORDER BY q.creditor, q.quota_key, q.revision",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"key", {"chiave", "key"}, SHOW_TEXT},
	    {"revision", {"revisione", "revision"}, SHOW_COUNT},
	    {"state", {"stato", "state"}, SHOW_WORD + WORDS_QUOTA},
	    {"tipo", {"tipo", "tipo"}, SHOW_TEXT}, {"anno", {"anno", "year"}, SHOW_COUNT},
	    {"causale", {"causale", "subject"}, SHOW_TEXT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"due", {"scadenza", "due"}, SHOW_TEXT},
	    {"file", {"file", "file"}, SHOW_TEXT}, {"row", {"riga", "row"}, SHOW_COUNT}}},
    {"positions", {"posizioni", "positions"},
	"SELECT p.creditor, p.iupd, p.revision, p.state, p.operation, p.description, "
	"p.cents,"
	" o.number, o.iuv, o.nav, o.cents, o.due, p.created_at FROM position p"
	" JOIN payment_option o ON o.position = p.id WHERE p.id IN (" NAMED_POSITIONS ")"
	" ORDER BY p.id, o.number",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"iupd", {"IUPD", "IUPD"}, SHOW_TEXT},
	    {"revision", {"revisione", "revision"}, SHOW_COUNT},
	    {"state", {"stato", "state"}, SHOW_WORD + WORDS_QUOTA},
	    {"operation", {"operazione", "operation"}, SHOW_WORD + WORDS_OPERATION},
	    {"description", {"causale", "subject"}, SHOW_TEXT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"option", {"rata", "instalment"}, SHOW_COUNT},
	    {"iuv", {"IUV", "IUV"}, SHOW_TEXT},
	    {"notice_number", {"numero avviso", "notice number"}, SHOW_TEXT},
	    {"option_amount", {"importo rata", "amount"}, SHOW_MONEY},
	    {"due", {"scadenza", "due"}, SHOW_TEXT},
	    {"created", {"creata", "created"}, SHOW_WHEN}}},
    {"files", {"file", "files"},
	"SELECT f.creditor, f.channel, f.name, f.sha256, f.state, f.received_at, "
	"f.booked_at,"
	" f.rows_read, f.rows_booked, f.rows_refused, f.rows_unchanged, f.cents_booked, "
	"f.job"
	" FROM file f WHERE f.name = ?1 OR f.sha256 = ?1 OR f.job = ?1"
	" OR f.id IN (SELECT file FROM quota WHERE quota_key = ?1"
	" OR position IN (" NAMED_POSITIONS ")) ORDER BY f.id",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"channel", {"canale", "channel"}, SHOW_TEXT},
	    {"name", {"nome", "name"}, SHOW_TEXT},
	    {"sha256", {"sha256", "sha256"}, SHOW_TEXT},
	    {"state", {"esito", "outcome"}, SHOW_WORD + WORDS_FILE},
	    {"received", {"ricevuto", "received"}, SHOW_WHEN},
	    {"booked", {"registrato", "booked"}, SHOW_WHEN},
	    {"rows_read", {"righe", "rows"}, SHOW_COUNT},
	    {"rows_booked", {"registrate", "booked"}, SHOW_COUNT},
	    {"rows_refused", {"rifiutate", "refused"}, SHOW_COUNT},
	    {"rows_unchanged", {"invariate", "unchanged"}, SHOW_COUNT},
	    {"amount_booked", {"euro", "euros"}, SHOW_MONEY},
	    {"job", {"lavoro", "job"}, SHOW_TEXT}}},
    {"findings", {"segnalazioni", "findings"},
	"SELECT f.name || COALESCE('/' || m.name, ''), n.row % " ROWS_OF_PART
	", n.column_name, n.code, n.seen FROM finding n JOIN file f ON f.id = n.file"
	" LEFT JOIN member m ON m.file = n.file AND m.number = n.row / " ROWS_OF_PART
	" WHERE f.name = ?1 OR f.sha256 = ?1 OR f.job = ?1"
	" ORDER BY n.file, n.number LIMIT 500",
	{{"file", {"file", "file"}, SHOW_TEXT}, {"row", {"riga", "row"}, SHOW_COUNT},
	    {"column", {"colonna", "column"}, SHOW_TEXT},
	    {"code", {"codice", "code"}, SHOW_TEXT},
	    {"seen", {"visto", "seen"}, SHOW_TEXT}}},
    {"outbound", {"file in uscita", "outbound files"},
	"SELECT b.creditor, b.outlet, a.name, a.size, a.sha256, o.courier, o.state, "
	"o.done_at"
	" FROM artefact a JOIN batch b ON b.id = a.batch"
	" LEFT JOIN outbox o ON o.artefact = a.id LEFT JOIN file f ON f.id = b.file"
	" WHERE a.name = ?1 OR f.name = ?1 OR f.sha256 = ?1 OR f.job = ?1"
	" ORDER BY a.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"outlet", {"uscita", "outlet"}, SHOW_TEXT},
	    {"name", {"nome", "name"}, SHOW_TEXT},
	    {"size", {"byte", "bytes"}, SHOW_COUNT},
	    {"sha256", {"sha256", "sha256"}, SHOW_TEXT},
	    {"courier", {"corriere", "courier"}, SHOW_TEXT},
	    {"state", {"stato", "state"}, SHOW_WORD + WORDS_DELIVERY},
	    {"delivered", {"consegnato", "delivered"}, SHOW_WHEN}}},
    {"node", {"risposte del Nodo", "answers of the Node"},
	"SELECT b.creditor, p.iupd, p.revision, n.status, n.outcome, n.message, n.at,"
	" a.name FROM node_result n JOIN position p ON p.id = n.position"
	" JOIN outbox o ON o.id = n.outbox JOIN artefact a ON a.id = o.artefact"
	" JOIN batch b ON b.id = a.batch LEFT JOIN file f ON f.id = b.file"
	" WHERE n.position IN (" NAMED_POSITIONS ") OR a.name = ?1 OR f.name = ?1"
	" OR f.sha256 = ?1 OR f.job = ?1 ORDER BY n.at, p.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"iupd", {"IUPD", "IUPD"}, SHOW_TEXT},
	    {"revision", {"revisione", "revision"}, SHOW_COUNT},
	    {"status", {"stato HTTP", "HTTP status"}, SHOW_COUNT},
	    {"outcome", {"esito", "outcome"}, SHOW_TEXT},
	    {"message", {"messaggio", "message"}, SHOW_TEXT},
	    {"at", {"quando", "when"}, SHOW_WHEN},
	    {"request", {"richiesta", "request"}, SHOW_TEXT}}},
    {"messages", {"messaggi", "messages"},
	"SELECT b.creditor, a.name, a.recipient, o.courier, o.state, o.done_at,"
	" o.reference, a.message_id, m.kind, m.at, m.reason, m.provider_id, f.name"
	" FROM artefact a JOIN batch b ON b.id = a.batch"
	" JOIN outbox o ON o.artefact = a.id LEFT JOIN mail_receipt m ON m.artefact = "
	"a.id LEFT JOIN file f ON f.id = m.file"
	" WHERE a.recipient IS NOT NULL AND (a.position IN (" NAMED_POSITIONS ")"
	" OR a.name = ?1 OR a.recipient = ?1 OR a.message_id = ?1 OR f.name = ?1"
	" OR f.sha256 = ?1 OR f.job = ?1) ORDER BY a.id, m.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"name", {"nome", "name"}, SHOW_TEXT},
	    {"recipient", {"destinatario", "recipient"}, SHOW_TEXT},
	    {"courier", {"corriere", "courier"}, SHOW_TEXT},
	    {"state", {"stato", "state"}, SHOW_WORD + WORDS_DELIVERY},
	    {"sent", {"spedito", "sent"}, SHOW_WHEN},
	    {"answer", {"risposta del server", "server's answer"}, SHOW_TEXT},
	    {"message_id", {"Message-ID", "Message-ID"}, SHOW_TEXT},
	    {"receipt", {"ricevuta", "receipt"}, SHOW_TEXT},
	    {"receipt_at", {"del", "of"}, SHOW_TEXT},
	    {"reason", {"motivo", "reason"}, SHOW_TEXT},
	    {"provider_id", {"identificativo del gestore", "provider's id"}, SHOW_TEXT},
	    {"file", {"file", "file"}, SHOW_TEXT}}},
    {"fetched", {"ritirato dai partner", "fetched from partners"},
	"SELECT x.creditor, x.fetcher, x.remote, x.version, x.name, x.size, x.sha256,"
	" x.at, x.state, x.done_at FROM fetched x"
	" WHERE x.name = ?1 OR x.remote = ?1 OR (x.sha256 = ?1 AND x.sha256 <> '')"
	" OR (x.fetcher = ?1 AND x.state <> 'done')"
	" OR EXISTS (SELECT 1 FROM file f WHERE f.creditor = x.creditor AND f.sha256 ="
	" x.sha256 AND (f.name = ?1 OR f.job = ?1)) ORDER BY x.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"fetcher", {"ritiro", "fetcher"}, SHOW_TEXT},
	    {"remote", {"presso il partner", "at the partner's"}, SHOW_TEXT},
	    {"version", {"versione", "version"}, SHOW_COUNT},
	    {"name", {"depositato come", "dropped as"}, SHOW_TEXT},
	    {"size", {"byte", "bytes"}, SHOW_COUNT},
	    {"sha256", {"sha256", "sha256"}, SHOW_TEXT},
	    {"at", {"preso", "taken"}, SHOW_WHEN},
	    {"state", {"stato", "state"}, SHOW_WORD + WORDS_FILE},
	    {"done", {"sistemato", "settled"}, SHOW_WHEN}}},
    {"events", {"storia", "history"},
	"SELECT at, kind, creditor, subject, detail FROM event WHERE subject = ?1"
	" OR subject IN (SELECT iupd FROM position WHERE id IN (" NAMED_POSITIONS "))"
	" ORDER BY id LIMIT 500",
	{{"at", {"quando", "when"}, SHOW_WHEN}, {"kind", {"evento", "event"}, SHOW_TEXT},
	    {"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"subject", {"oggetto", "subject"}, SHOW_TEXT},
	    {"detail", {"dettaglio", "detail"}, SHOW_TEXT}}},
};

struct showing {
	struct context *context;
	struct out *out;
	struct json json;
	int64_t found;
};

/* The text of a class's code; of anything else as it stands. */
static struct str
column_value(
    struct showing *s, const struct show_column *column, const struct rows *rows, int at)
{
	struct str text = row_text(rows, at);
	enum match_class class =
	    column->kind == SHOW_CLASS ? match_class_find(text) : MATCH_CLASSES;

	if (class == MATCH_CLASSES)
		return text;
	return str_of(say(&match_classes[class].what, s->context->lang));
}

static void
column_json(
    struct showing *s, const struct show_column *column, const struct rows *rows, int at)
{
	struct json *j = &s->json;

	if (row_is_null(rows, at))
		json_null(j, column->name);
	else if (column->kind == SHOW_COUNT || column->kind == SHOW_YES)
		json_i64(j, column->name, row_int(rows, at));
	else if (column->kind == SHOW_MONEY)
		json_money(j, column->name, row_int(rows, at));
	else
		json_str(j, column->name, column_value(s, column, rows, at));
}

/* What a person reads of a column, on one line. */
static struct str
column_words(
    struct showing *s, const struct show_column *column, const struct rows *rows, int at)
{
	static const struct sentence yes = {"sì", "yes"}, no = {"no", "no"};
	struct str value = column_value(s, column, rows, at);
	struct arena *a = s->context->arena;
	enum lang lang = s->context->lang;

	if (column->kind >= SHOW_WORD)
		return words_say((enum words)(column->kind - SHOW_WORD), value, lang);
	if (column->kind == SHOW_WHEN)
		return arena_str(a, str_of(instant_rome_of(value).text));
	if (column->kind == SHOW_YES)
		return str_of(say(row_int(rows, at) != 0 ? &yes : &no, lang));
	return text_printable(a, text_clean(a, value));
}

/* A section of few columns is a line each, one of many a block each. */
enum { SHOW_LINE_MOST = 5 };

static bool
is_line(const struct show_section *section)
{
	return section->columns[SHOW_LINE_MOST].name == NULL;
}

static int
title_width(struct showing *s, const struct show_section *section)
{
	int widest = 0;

	for (int i = 0; i < SHOW_COLUMNS_MOST && section->columns[i].name != NULL; i++) {
		const char *title = say(&section->columns[i].title, s->context->lang);
		int width = (int)text_length(str_of(title));

		widest = width > widest ? width : widest;
	}
	return widest;
}

static void
column_title(struct showing *s, const struct show_section *section, int at)
{
	const char *title = say(&section->columns[at].title, s->context->lang);
	int width = title_width(s, section) - (int)text_length(str_of(title));

	out_format(s->out, "  %s%*s  ", title, width, "");
}

static void
column_text(struct showing *s, const struct show_section *section,
    const struct rows *rows, int at)
{
	const struct show_column *column = &section->columns[at];

	if (row_is_null(rows, at) || row_text(rows, at).len == 0)
		return;
	if (is_line(section))
		out_text(s->out, "  ");
	else
		column_title(s, section, at);
	if (column->kind == SHOW_MONEY)
		money_write_italian(s->out, row_int(rows, at));
	else
		out_str(s->out, column_words(s, column, rows, at));
	if (!is_line(section))
		out_char(s->out, '\n');
}

static void
show_row(struct showing *s, const struct show_section *section, const struct rows *rows)
{
	if (s->context->json)
		json_object(&s->json, NULL);
	for (int i = 0; i < SHOW_COLUMNS_MOST && section->columns[i].name != NULL; i++)
		if (s->context->json)
			column_json(s, &section->columns[i], rows, i);
		else
			column_text(s, section, rows, i);
	if (s->context->json)
		json_end(&s->json);
	else
		out_char(s->out, '\n');
}

static int
show_section(struct showing *s, const struct show_section *section, struct db *db,
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
	else if (!first && is_line(section))
		out_char(s->out, '\n');
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
	for (size_t i = 0; status == 0 && show_money_sections[i].name != NULL; i++)
		status = show_section(s, &show_money_sections[i], db, word, e);
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

	if (argc < 2)
		return command_usage(c, "show", "WHAT");
	if (argc > 2)
		return command_unexpected(c, "show", argv[2]);
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
