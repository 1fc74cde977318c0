/* Decisions of persons about movements. */
#include "ledger/rulings.h"

static const char insert_ruling[] =
    "INSERT INTO ruling (creditor, movement, kind, reference, person, reason, current,"
    " made_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?)";
static const char end_rulings[] =
    "UPDATE ruling SET current = 0, ended_at = ? WHERE movement = ? AND current = 1";
static const char forget_references[] =
    "DELETE FROM movement_reference WHERE movement = ?";

int
ruling_insert(struct db *db, struct str creditor, const struct ruling *r, struct err *e)
{
	if (db_do(db, forget_references, DB(db_i(r->movement)), e) != 0)
		return -1;
	return db_do(db, insert_ruling,
	    DB(db_t(creditor), db_i(r->movement), db_c(r->kind), db_t(r->reference),
		db_t(r->person), db_t(r->reason), db_t(r->now)),
	    e);
}

int
rulings_end(
    struct db *db, int64_t movement, struct str now, int64_t *ended, struct err *e)
{
	if (db_do(db, end_rulings, DB(db_t(now), db_i(movement)), e) != 0)
		return -1;
	*ended = db_changes(db);
	return db_do(db, forget_references, DB(db_i(movement)), e);
}
