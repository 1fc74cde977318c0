/* Deliveries that a person names, and how they stand. */
#include "ledger/sending.h"

#define SENDINGS                                                                         \
	"SELECT o.id, b.id, b.state, b.creditor, b.outlet, a.name, n.nav, a.recipient,"  \
	" o.courier, o.state, o.next_at, o.code, o.last_error, o.done_at, r.kind,"       \
	" r.reason, p.state, CASE WHEN d.pec = a.recipient THEN 1 ELSE 0 END"            \
	" FROM outbox o JOIN artefact a ON a.id = o.artefact"                            \
	" JOIN batch b ON b.id = a.batch"                                                \
	" LEFT JOIN position p ON p.id = a.position"                                     \
	" LEFT JOIN debtor d ON d.id = p.debtor"                                         \
	" LEFT JOIN payment_option n ON n.position = a.position AND n.number = 0"        \
	" LEFT JOIN mail_receipt r ON r.id = (SELECT MAX(m.id) FROM mail_receipt m"      \
	" WHERE m.artefact = a.id AND m.current = 1)"
#define NAMED_FILES "SELECT id FROM file WHERE name = ?1 OR sha256 = ?1 OR job = ?1"

static const char *const select_sendings[] = {
    [SENDING_POSITION] =
	SENDINGS " WHERE p.current = 1 AND p.id IN (" NAMED_POSITIONS ") ORDER BY o.id",
    [SENDING_FILE] = SENDINGS " WHERE b.file IN (" NAMED_FILES ") ORDER BY o.id",
    [SENDING_BATCH] = SENDINGS " WHERE b.id = CAST(?1 AS INTEGER) ORDER BY o.id",
};
static const char select_one[] = SENDINGS " WHERE o.id = ?";
static const char *const select_unwritten[] = {
    [SENDING_POSITION] =
	"SELECT id FROM batch WHERE state = 'due' AND file IN (SELECT file FROM position"
	" WHERE current = 1 AND id IN (" NAMED_POSITIONS ")) ORDER BY id",
    [SENDING_FILE] = "SELECT id FROM batch WHERE state = 'due' AND file IN (" NAMED_FILES
		     ") ORDER BY id",
    [SENDING_BATCH] =
	"SELECT id FROM batch WHERE state = 'due' AND id = CAST(?1 AS INTEGER)",
};
/* As after a person's retry: the attempts begin again, but the first is remembered, since
   the partner may hold something already. */
static const char update_ready[] =
    "UPDATE outbox SET state = 'waiting', next_at = 0,"
    " attempts = CASE WHEN attempts > 1 THEN 1 ELSE attempts END"
    " WHERE id = ? AND state IN ('waiting', 'failed')";

static void
read_sending(const struct rows *rows, struct sending *s, struct arena *a)
{
	struct str *const texts[] = {&s->batch_state, &s->creditor, &s->outlet, &s->name,
	    &s->notice, &s->recipient, &s->courier, &s->state, NULL, &s->code,
	    &s->last_error, &s->sent_at, &s->receipt, &s->reason, &s->position_state};

	s->outbox = row_int(rows, 0);
	s->batch = row_int(rows, 1);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i] != NULL)
			*texts[i] = arena_str(a, row_text(rows, 2 + (int)i));
	s->next_at = row_int(rows, 10);
	s->is_pec = row_int(rows, 17) != 0;
}

int
sending_list(struct db *db, enum sending_by by, struct str word, struct sending **list,
    size_t *count, struct arena *a, struct err *e)
{
	struct rows rows;
	size_t room = 0;
	int got;

	*list = NULL;
	*count = 0;
	if (db_query(db, &rows, select_sendings[by], DB(db_t(word)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		if (*count == room) {
			struct sending *old = *list;

			room = room == 0 ? 64 : room * 2;
			*list = arena_new_array(a, room, struct sending);
			if (*count > 0)
				memcpy(*list, old, *count * sizeof *old);
		}
		read_sending(&rows, &(*list)[(*count)++], a);
	}
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
sending_read_again(struct db *db, struct sending *s, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_one, DB(db_i(s->outbox)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got == 0)
		BUG("delivery %jd is not in the ledger", (intmax_t)s->outbox);
	if (got > 0)
		read_sending(&rows, s, a);
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
sending_unwritten(struct db *db, enum sending_by by, struct str word, int64_t **list,
    size_t *count, struct arena *a, struct err *e)
{
	struct rows rows;
	size_t room = 256; /* the rest waits for the engine */
	int got;

	*list = arena_new_array(a, room, int64_t);
	*count = 0;
	if (db_query(db, &rows, select_unwritten[by], DB(db_t(word)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && *count < room)
		(*list)[(*count)++] = row_int(&rows, 0);
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
sending_make_ready(struct db *db, int64_t outbox, struct err *e)
{
	return db_do(db, update_ready, DB(db_i(outbox)), e);
}
