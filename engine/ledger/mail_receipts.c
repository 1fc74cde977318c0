/* Receipts of messages in the ledger. */
#include "ledger/mail_receipts.h"

static const char select_artefact[] =
    "SELECT a.id, a.recipient FROM artefact a JOIN batch b ON b.id = a.batch"
    " WHERE a.message_id = ? AND b.creditor = ? ORDER BY a.id DESC LIMIT 1";
static const char select_known[] =
    "SELECT id FROM mail_receipt WHERE artefact = ? AND recipient = ? AND kind = ? AND "
    "at = ? AND provider_id = ?";
static const char insert_receipt[] =
    "INSERT INTO mail_receipt (creditor, artefact, recipient, kind, at, reason, error,"
    " provider_id, file, current, booked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)";

#define MESSAGES                                                                         \
	"SELECT a.batch, b.creditor, a.name, a.recipient, o.courier, o.state, o.code,"   \
	" o.last_error, r.kind, r.reason, o.id, p.nav"                                   \
	" FROM outbox o JOIN artefact a ON a.id = o.artefact"                            \
	" JOIN batch b ON b.id = a.batch"                                                \
	" LEFT JOIN payment_option p ON p.position = a.position AND p.number = 0"        \
	" LEFT JOIN mail_receipt r ON r.id = (SELECT MAX(m.id) FROM mail_receipt m"      \
	" WHERE m.artefact = a.id AND m.current = 1)"                                    \
	" WHERE a.message_id IS NOT NULL"
static const char select_messages[] = MESSAGES " ORDER BY o.id";
static const char select_failed[] = MESSAGES
    " AND (o.state = 'failed' OR (o.state = 'sent' AND (r.kind = 'failed' OR r.kind "
    "= 'not_accepted'))) ORDER BY o.id";
static const char update_again[] =
    "UPDATE outbox SET state = 'waiting', next_at = 0, code = NULL, last_error = NULL"
    " WHERE id = ?";
static const char update_receipts[] =
    "UPDATE mail_receipt SET current = 0 WHERE artefact = (SELECT artefact FROM outbox "
    "WHERE id = ?)";
static const char update_batch[] =
    "UPDATE batch SET state = 'made' WHERE id = ? AND state IN ('sent', 'leaving')";

int
mail_artefact_find(struct db *db, struct str creditor, struct str message_id,
    int64_t *artefact, struct str *recipient, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(
		db, &rows, select_artefact, DB(db_t(message_id), db_t(creditor)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		*artefact = row_int(&rows, 0);
		*recipient = arena_str(a, row_text(&rows, 1));
	}
	rows_close(&rows);
	return got;
}

int
mail_receipt_is_known(struct db *db, const struct mail_receipt *r, struct err *e)
{
	int64_t id;

	return db_number(db, select_known,
	    DB(db_i(r->artefact), db_t(r->recipient), db_t(r->kind), db_t(r->at),
		db_t(r->provider_id)),
	    &id, e);
}

int
mail_receipt_insert(
    struct db *db, struct str creditor, const struct mail_receipt *r, struct err *e)
{
	return db_do(db, insert_receipt,
	    DB(db_t(creditor), db_i(r->artefact), db_t(r->recipient), db_t(r->kind),
		db_t(r->at), db_t(r->reason), db_t(r->error), db_t(r->provider_id),
		db_i(r->file), db_t(r->booked_at)),
	    e);
}

int
mail_query(struct db *db, struct rows *rows, bool failed_only, struct err *e)
{
	return db_query(
	    db, rows, failed_only ? select_failed : select_messages, DB_NONE, e);
}

int
mail_resend(struct db *db, int64_t outbox, int64_t batch, struct err *e)
{
	return db_do(db, update_again, DB(db_i(outbox)), e) == 0 &&
		db_do(db, update_receipts, DB(db_i(outbox)), e) == 0 &&
		db_do(db, update_batch, DB(db_i(batch)), e) == 0
	    ? 0
	    : -1;
}
