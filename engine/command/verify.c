/* Proofs that can be asked for at any time: each is a row, its query counts what does not
 * fit. */
#include "command/verify.h"

#include "base/json.h"
#include "command/verify_files.h"
#include "engine.h"
#include "ledger/audit.h"

/* A query that counts rows which must not be there. */
struct proof {
	const char *name;
	struct sentence help;
	const char *sql;
};

static const struct proof proofs[] = {
    {"iuv_once",
	{"ogni IUV appartiene a una sola posizione",
	    "each IUV belongs to one position only"},
	"SELECT COUNT(*) FROM (SELECT o.iuv, p.creditor FROM payment_option o"
	" JOIN position p ON p.id = o.position GROUP BY o.iuv, p.creditor"
	" HAVING COUNT(DISTINCT p.iupd) > 1) AS doubled"},
    {"transfers_add_up",
	{"i trasferimenti di ogni opzione ne fanno l'importo",
	    "the transfers of each option make its amount"},
	"SELECT COUNT(*) FROM (SELECT o.position FROM payment_option o"
	" LEFT JOIN transfer t ON t.position = o.position AND t.option_number = o.number"
	" GROUP BY o.position, o.number, o.cents HAVING COALESCE(SUM(t.cents), 0) <> "
	"o.cents)"
	" AS wrong"},
    {"positions_have_quotas",
	{"l'importo di ogni posizione aperta è la somma delle sue quote",
	    "the amount of each open position is the sum of its quotas"},
	"SELECT COUNT(*) FROM (SELECT p.id FROM position p"
	" LEFT JOIN quota q ON q.position = p.id AND q.current = 1 AND q.state <> "
	"'cancelled'"
	" WHERE p.current = 1 AND p.state = 'open'"
	" GROUP BY p.id, p.cents HAVING COALESCE(SUM(q.cents), 0) <> p.cents) AS wrong"},
    {"files_add_up",
	{"righe lette = registrate + rifiutate + invariate, in ogni file",
	    "rows read = booked + refused + unchanged, in every file"},
	"SELECT COUNT(*) FROM file WHERE rows_read <> rows_booked + rows_refused + "
	"rows_unchanged"},
    {"one_current_quota",
	{"ogni quota ha una sola revisione corrente",
	    "each quota has one current revision"},
	"SELECT COUNT(*) FROM (SELECT creditor, quota_key FROM quota WHERE current = 1"
	" GROUP BY creditor, quota_key HAVING COUNT(*) > 1) AS doubled"},
    {"sent_is_delivered",
	{"nessun lotto chiuso ha consegne aperte", "no closed batch has open deliveries"},
	"SELECT COUNT(*) FROM batch b JOIN artefact a ON a.batch = b.id"
	" JOIN outbox o ON o.artefact = a.id"
	" WHERE b.state = 'sent' AND o.state <> 'sent' AND o.state <> 'cancelled'"},
};

struct verification {
	struct context *context;
	struct out *out;
	struct json json;
	bool failed;
};

static void
tell(struct verification *v, const char *name, const struct sentence *help, int64_t wrong)
{
	v->failed |= wrong != 0;
	if (v->context->json) {
		json_object(&v->json, NULL);
		json_text(&v->json, "proof", name);
		json_bool(&v->json, "holds", wrong == 0);
		json_i64(&v->json, "wrong", wrong);
		json_end(&v->json);
		return;
	}
	out_format(
	    v->out, "%-6s %s", wrong == 0 ? "ok" : "NO", say(help, v->context->lang));
	if (wrong != 0)
		out_format(v->out, " (%jd)", (intmax_t)wrong);
	out_char(v->out, '\n');
}

static int
verify_all(struct verification *v, const struct engine *g, struct db *db, struct err *e)
{
	static const struct sentence chain = {
	    "la catena degli eventi è intatta", "the chain of events is unbroken"};
	static const struct sentence archive = {
	    "ogni file registrato ha il suo originale in archivio",
	    "every booked file has its original in the archive"};
	static const struct sentence outbound = {
	    "nessun file in uscita è stato cambiato dopo la consegna",
	    "no outbound file was changed after its delivery"};
	static const struct sentence storage = {
	    "il file del registro è integro", "the ledger's file is sound"};
	int64_t wrong = 0, events;
	bool sound = false;

	if (db_integrity(db, &sound, e) != 0)
		return -1;
	tell(v, "storage", &storage, sound ? 0 : 1);
	for (size_t i = 0; i < sizeof proofs / sizeof proofs[0]; i++) {
		if (db_number(db, proofs[i].sql, DB_NONE, &wrong, e) < 0)
			return -1;
		tell(v, proofs[i].name, &proofs[i].help, wrong);
	}
	if (audit_verify(db, &events, &wrong, e) != 0)
		return -1;
	tell(v, "audit", &chain, wrong);
	if (verify_archive(g, db, &wrong, e) != 0)
		return -1;
	tell(v, "archive", &archive, wrong);
	if (verify_outbound(g, db, &wrong, e) != 0)
		return -1;
	tell(v, "outbound", &outbound, wrong);
	return 0;
}

int
command_verify(struct context *c, int argc, char **argv)
{
	struct verification v = {.context = c};
	struct engine g;
	struct db *db;
	struct out o;
	struct err e;
	int status;

	if (argc > 1)
		return command_unexpected(c, "verify", argv[1]);
	if (engine_open(&g, c->conf_path, ENGINE_READ, &e) != 0)
		return command_fail(c, str_of(c->conf_path), &e);
	if (!c->lang_given)
		c->lang = g.conf.language;
	command_stdout(c, &o, &e);
	v.out = &o;
	json_open(&v.json, &o, 2);
	if (c->json)
		json_array(&v.json, NULL);
	status = engine_db(&g, &db, &e);
	if (status == 0) {
		status = verify_all(&v, &g, db, &e);
		db_close(db);
	}
	if (c->json) {
		json_end(&v.json);
		out_char(&o, '\n');
	}
	if (out_flush(&o) != 0)
		status = -1;
	engine_close(&g);
	if (status != 0)
		return command_fail(c, STR("ledger.db"), &e);
	return v.failed ? 70 : 0;
}
