/* What `riscontro show` knows of money: told by flows and receipts, arrived, posted. */
#include "command/show_section.h"

#include "ledger/files.h"

#include <stddef.h>

/* The IUVs that the word stands for: itself, those of a position or debtor, that of a
 * receipt. */
#define NAMED_IUVS                                                                       \
	"SELECT ?1 UNION SELECT iuv FROM payment_option WHERE position IN"               \
	" (" NAMED_POSITIONS ")"                                                         \
	" UNION SELECT iuv FROM receipt WHERE receipt_id = ?1 OR debtor_code = ?1"

/* Files named by the word. */
#define NAMED_FILES "SELECT id FROM file WHERE name = ?1 OR sha256 = ?1 OR job = ?1"

/* The word as flow ids are compared. */
#define FOLDED "REPLACE(REPLACE(UPPER(?1), '-', ''), '_', '')"

/* Flows named by the word, or that tell of a payment of it. */
#define NAMED_FLOWS                                                                      \
	"SELECT id FROM flow WHERE flow_id = ?1 OR flow_key = " FOLDED                   \
	" OR settlement = ?1"                                                            \
	" UNION SELECT flow FROM payment WHERE iuv IN (" NAMED_IUVS ")"                  \
	" UNION SELECT id FROM flow WHERE file IN (" NAMED_FILES ")"

#define NAMED_MOVEMENTS                                                                  \
	"SELECT movement FROM link WHERE current = 1 AND flow IN (" NAMED_FLOWS ")"      \
	" UNION SELECT movement FROM link WHERE current = 1 AND iuv IN (" NAMED_IUVS ")" \
	" UNION SELECT id FROM movement WHERE provvisorio = ?1"                          \
	" UNION SELECT id FROM movement WHERE reference = ?1 AND reference <> ''"        \
	" UNION SELECT id FROM movement WHERE file IN (" NAMED_FILES ")"

const struct show_section show_money_sections[] = {
    {"flows", {"flussi", "flows"},
	"SELECT f.creditor, f.flow_id, f.revision, f.current, f.made, f.psp, f.psp_name,"
	" f.settled_on, f.settlement, f.payments, f.cents, f.declared_cents, f.anomalies,"
	" c.code, i.name FROM flow f JOIN file i ON i.id = f.file"
	" LEFT JOIN class c ON c.subject_kind = 'flow' AND c.subject = f.id"
	" WHERE f.id IN (" NAMED_FLOWS ") ORDER BY f.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"flow", {"flusso", "flow"}, SHOW_TEXT},
	    {"revision", {"versione", "revision"}, SHOW_COUNT},
	    {"stands", {"vale", "stands"}, SHOW_YES},
	    {"made", {"creato", "made"}, SHOW_WHEN}, {"psp", {"PSP", "PSP"}, SHOW_TEXT},
	    {"psp_name", {"nome PSP", "PSP's name"}, SHOW_TEXT},
	    {"settled", {"regolamento", "settled"}, SHOW_TEXT},
	    {"settlement", {"bonifico", "credit transfer"}, SHOW_TEXT},
	    {"payments", {"pagamenti", "payments"}, SHOW_COUNT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"declared", {"dichiarato", "declared"}, SHOW_MONEY},
	    {"anomalies", {"anomalie", "anomalies"}, SHOW_COUNT},
	    {"class", {"classe", "class"}, SHOW_TEXT},
	    {"file", {"file", "file"}, SHOW_TEXT}}},
    {"payments", {"pagamenti", "payments"},
	"SELECT f.creditor, f.flow_id, f.revision, p.number, p.iuv, p.iur,"
	" p.transfer_index, p.cents, p.outcome, p.paid_on, c.code, c.code"
	" FROM payment p JOIN flow f ON f.id = p.flow"
	" LEFT JOIN class c ON c.subject_kind = 'payment' AND c.subject = p.id"
	" WHERE p.iuv IN (" NAMED_IUVS ") OR p.id IN (SELECT y.id FROM flow x"
	" JOIN payment y ON y.id BETWEEN x.first_payment AND x.last_payment"
	" WHERE x.flow_id = ?1 OR x.flow_key = " FOLDED ") ORDER BY p.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"flow", {"flusso", "flow"}, SHOW_TEXT},
	    {"revision", {"versione", "revision"}, SHOW_COUNT},
	    {"number", {"riga", "row"}, SHOW_COUNT}, {"iuv", {"IUV", "IUV"}, SHOW_TEXT},
	    {"iur", {"IUR", "IUR"}, SHOW_TEXT},
	    {"index", {"indice", "index"}, SHOW_COUNT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"outcome", {"esito", "outcome"}, SHOW_COUNT},
	    {"paid", {"pagato il", "paid on"}, SHOW_TEXT},
	    {"class", {"classe", "class"}, SHOW_TEXT},
	    {"reason", {"motivo", "reason"}, SHOW_CLASS}}},
    {"receipts", {"ricevute", "receipts"},
	"SELECT r.creditor, r.receipt_id, r.revision, r.current, r.iuv, r.notice_number,"
	" r.outcome, r.cents, r.fee_cents, r.paid_on, r.psp, r.debtor_code, "
	"r.debtor_name,"
	" c.code, i.name FROM receipt r JOIN file i ON i.id = r.file"
	" LEFT JOIN class c ON c.subject_kind = 'receipt' AND c.subject = r.id"
	" WHERE r.iuv IN (" NAMED_IUVS ") OR r.notice_number = ?1"
	" OR r.file IN (" NAMED_FILES ") ORDER BY r.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"receipt", {"ricevuta", "receipt"}, SHOW_TEXT},
	    {"revision", {"versione", "revision"}, SHOW_COUNT},
	    {"stands", {"vale", "stands"}, SHOW_YES}, {"iuv", {"IUV", "IUV"}, SHOW_TEXT},
	    {"notice_number", {"numero avviso", "notice number"}, SHOW_TEXT},
	    {"outcome", {"esito", "outcome"}, SHOW_WORD + WORDS_RECEIPT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"fee", {"commissione", "fee"}, SHOW_MONEY},
	    {"paid", {"pagata il", "paid on"}, SHOW_TEXT},
	    {"psp", {"PSP", "PSP"}, SHOW_TEXT},
	    {"debtor", {"codice fiscale", "fiscal code"}, SHOW_TEXT},
	    {"debtor_name", {"debitore", "debtor"}, SHOW_TEXT},
	    {"class", {"classe", "class"}, SHOW_TEXT},
	    {"file", {"file", "file"}, SHOW_TEXT}}},
    {"movements", {"movimenti", "movements"},
	"SELECT m.creditor, m.account, m.booked_on, m.value_on, m.cents, m.type, m.state,"
	" m.party, m.reference, m.provvisorio, m.provvisorio_year,"
	" CASE WHEN m.remittance = '' THEN m.text ELSE m.remittance END, c.code, "
	"c.code,"
	" i.name, m.row % " ROWS_OF_PART " FROM movement m JOIN file i ON i.id = m.file"
	" LEFT JOIN class c ON c.subject_kind = 'movement' AND c.subject = m.id"
	" WHERE m.id IN (" NAMED_MOVEMENTS ") ORDER BY m.id LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"account", {"conto", "account"}, SHOW_TEXT},
	    {"booked", {"data contabile", "booked on"}, SHOW_TEXT},
	    {"value", {"valuta", "value date"}, SHOW_TEXT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"type", {"tipo", "type"}, SHOW_WORD + WORDS_MOVEMENT},
	    {"state", {"stato", "state"}, SHOW_WORD + WORDS_MOVEMENT},
	    {"party", {"ordinante", "party"}, SHOW_TEXT},
	    {"reference", {"riferimento", "reference"}, SHOW_TEXT},
	    {"provvisorio", {"provvisorio", "provvisorio"}, SHOW_TEXT},
	    {"year", {"esercizio", "year"}, SHOW_TEXT},
	    {"text", {"descrizione", "text"}, SHOW_TEXT},
	    {"class", {"classe", "class"}, SHOW_TEXT},
	    {"reason", {"motivo", "reason"}, SHOW_CLASS},
	    {"file", {"file", "file"}, SHOW_TEXT}, {"row", {"riga", "row"}, SHOW_COUNT}}},
    {"reversali", {"reversali", "reversali"},
	"SELECT v.creditor, v.year, v.number, v.day, v.current, v.account, "
	"v.subject_name,"
	" v.causale, n.cents, n.iuv, n.capitolo, n.accertamento, n.provenance,"
	" v.provvisorio FROM reversale v JOIN reversale_line n ON n.reversale = v.id"
	" WHERE v.movement IN (" NAMED_MOVEMENTS ") OR v.flow IN (" NAMED_FLOWS ")"
	" OR n.position IN (" NAMED_POSITIONS ") OR (n.iuv <> '' AND n.iuv = ?1)"
	" OR CAST(v.year AS TEXT) || '/' || CAST(v.number AS TEXT) = ?1"
	" ORDER BY v.creditor, v.year, v.number, n.number LIMIT 500",
	{{"creditor", {"ente", "creditor"}, SHOW_TEXT},
	    {"year", {"esercizio", "year"}, SHOW_COUNT},
	    {"number", {"numero", "number"}, SHOW_COUNT},
	    {"day", {"data", "day"}, SHOW_TEXT}, {"stands", {"vale", "stands"}, SHOW_YES},
	    {"account", {"conto", "account"}, SHOW_TEXT},
	    {"subject", {"soggetto", "subject"}, SHOW_TEXT},
	    {"causale", {"causale", "causale"}, SHOW_TEXT},
	    {"amount", {"importo", "amount"}, SHOW_MONEY},
	    {"iuv", {"IUV", "IUV"}, SHOW_TEXT},
	    {"capitolo", {"capitolo", "capitolo"}, SHOW_TEXT},
	    {"accertamento", {"accertamento", "accertamento"}, SHOW_TEXT},
	    {"provenance", {"provenienza", "provenance"}, SHOW_TEXT},
	    {"provvisorio", {"provvisorio", "provvisorio"}, SHOW_TEXT}}},
    {.name = NULL},
};
