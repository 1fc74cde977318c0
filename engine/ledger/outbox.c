/* Batches, artefacts and their deliveries. */
#include "ledger/outbox.h"

#include <stdio.h>

static const char insert_batch[] =
    "INSERT INTO batch (creditor, outlet, operation, file, state, created_at, settings)"
    " VALUES (?, ?, ?, ?, 'due', ?, ?) RETURNING id";
static const char update_batch[] = "UPDATE batch SET state = ? WHERE id = ?";
static const char update_error[] =
    "UPDATE batch SET code = ?, last_error = ? WHERE id = ?"
    " AND (COALESCE(last_error, '') <> ? OR COALESCE(code, '') <> ?)";
static const char select_batch[] =
    "SELECT id, file, creditor, outlet, operation, state, created_at, settings FROM batch"
    " WHERE state = ? AND id > ? ORDER BY id LIMIT 1";
static const char insert_artefact[] =
    "INSERT INTO artefact (batch, name, size, sha256, "
    "items, cents, recipient, position, closing, message_id) VALUES "
    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id";
static const char select_artefacts[] = "SELECT 0, '', 0, id, batch, name, size, sha256, "
				       "items, cents FROM artefact WHERE batch = ?"
				       " ORDER BY id";
static const char insert_outbox[] = "INSERT INTO outbox (artefact, courier, state, "
				    "attempts, next_at) VALUES (?, ?, 'waiting', 0, 0)"
				    " ON CONFLICT (artefact, courier) DO NOTHING";
static const char select_waiting[] =
    "SELECT o.id, o.courier, o.attempts, a.id, a.batch, a.name, a.size, a.sha256, "
    "a.items, a.cents"
    " FROM artefact a JOIN outbox o ON o.artefact = a.id"
    " WHERE a.batch = ? AND o.state = 'waiting' AND o.next_at <= ? ORDER BY a.id, o.id";
static const char update_done[] = "UPDATE outbox SET state = 'sent', attempts = attempts "
				  "+ 1, done_at = ?, last_error = NULL"
				  " WHERE id = ?";
static const char count_open[] =
    "SELECT COUNT(*) FROM artefact a JOIN outbox o ON o.artefact = a.id"
    " WHERE a.batch = ? AND o.state <> 'sent' AND o.state <> 'cancelled'";

int
batch_insert(struct db *db, struct batch *b, struct err *e)
{
	return db_number(db, insert_batch,
		   DB(db_t(b->creditor), db_t(b->outlet), db_t(b->operation),
		       db_i(b->file), db_t(b->created_at), db_t(b->settings)),
		   &b->id, e) < 0
	    ? -1
	    : 0;
}

int
batch_set_state(struct db *db, int64_t id, const char *state, struct err *e)
{
	return db_do(db, update_batch, DB(db_c(state), db_i(id)), e);
}

int
batch_set_error(struct db *db, int64_t id, struct str code, struct str why, struct err *e)
{
	return db_do(db, update_error,
	    DB(code.len > 0 ? db_t(code) : db_c(NULL),
		why.len > 0 ? db_t(why) : db_c(NULL), db_i(id), db_t(why), db_t(code)),
	    e);
}

int
batch_next(struct db *db, const char *state, int64_t after, struct batch *b,
    struct arena *a, struct err *e)
{
	struct str *const texts[] = {&b->creditor, &b->outlet, &b->operation, &b->state,
	    &b->created_at, &b->settings};
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_batch, DB(db_c(state), db_i(after)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		b->id = row_int(&rows, 0);
		b->file = row_int(&rows, 1);
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
			*texts[i] = arena_str(a, row_text(&rows, 2 + (int)i));
	}
	rows_close(&rows);
	return got;
}

int
artefact_insert(struct db *db, struct artefact *f, struct err *e)
{
	return db_number(db, insert_artefact,
		   DB(db_i(f->batch), db_t(f->name), db_i(f->size), db_c(f->sha256.text),
		       db_i(f->items), db_i(f->cents),
		       f->recipient.len > 0 ? db_t(f->recipient) : db_c(NULL),
		       db_id(f->position), db_i(f->is_closing),
		       f->message_id.len > 0 ? db_t(f->message_id) : db_c(NULL)),
		   &f->id, e) < 0
	    ? -1
	    : 0;
}

int
artefacts_of_batch(struct db *db, struct rows *rows, int64_t batch, struct err *e)
{
	return db_query(db, rows, select_artefacts, DB(db_i(batch)), e);
}

void
artefact_read(const struct rows *rows, struct artefact *f, struct arena *a)
{
	*f = (struct artefact){
	    .id = row_int(rows, 3),
	    .batch = row_int(rows, 4),
	    .name = arena_str(a, row_text(rows, 5)),
	    .size = row_int(rows, 6),
	    .items = row_int(rows, 8),
	    .cents = row_int(rows, 9),
	};
	snprintf(
	    f->sha256.text, sizeof f->sha256.text, "%.*s", STR_ARG(row_text(rows, 7)));
}

int
outbox_insert(struct db *db, int64_t artefact, struct str courier, struct err *e)
{
	return db_do(db, insert_outbox, DB(db_i(artefact), db_t(courier)), e);
}

int
outbox_waiting(
    struct db *db, struct rows *rows, int64_t batch, int64_t now, struct err *e)
{
	return db_query(db, rows, select_waiting, DB(db_i(batch), db_i(now)), e);
}

int
outbox_done(struct db *db, int64_t id, struct str now, struct err *e)
{
	return db_do(db, update_done, DB(db_t(now), db_i(id)), e);
}

int
outbox_all_done(struct db *db, int64_t batch, struct err *e)
{
	int64_t open = 0;

	if (db_number(db, count_open, DB(db_i(batch)), &open, e) < 0)
		return -1;
	return open == 0;
}
