/* Deliveries by remote couriers, and the couriers' own states. */
#include "ledger/deliveries.h"

static const char select_courier[] =
    "SELECT state, failures, next_at, code, last_error FROM courier WHERE name = ?";
static const char upsert_courier[] =
    "INSERT INTO courier (name, state, failures, next_at, code, last_error, changed_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET state = "
    "excluded.state,"
    " failures = excluded.failures, next_at = excluded.next_at, code = excluded.code,"
    " last_error = excluded.last_error, changed_at = excluded.changed_at";

/* A manifest goes when all else of its batch has gone, or was given up by a person. */
#define MAY_GO                                                                           \
	"o.courier = ? AND o.state = 'waiting' AND (a.closing = 0 OR NOT EXISTS"         \
	" (SELECT 1 FROM artefact a2 JOIN outbox o2 ON o2.artefact = a2.id"              \
	" WHERE a2.batch = a.batch AND a2.closing = 0 AND o2.courier = o.courier"        \
	" AND o2.state <> 'sent' AND o2.state <> 'cancelled'))"

static const char select_due[] = "SELECT MIN(o.next_at), COUNT(*) FROM outbox o JOIN "
				 "artefact a ON a.id = o.artefact WHERE " MAY_GO;
#define ITEMS                                                                            \
	"SELECT o.id, o.attempts, o.uncertain, a.id, a.batch, a.name, a.size, a.sha256," \
	" a.items, a.cents, a.recipient, a.position, a.closing, b.creditor, "            \
	"b.operation, b.file, o.reference FROM outbox o JOIN artefact a ON a.id = "      \
	"o.artefact JOIN batch b ON b.id = a.batch WHERE "
static const char select_items[] =
    ITEMS MAY_GO " AND o.next_at <= ? ORDER BY o.id LIMIT ?";
static const char select_item[] = ITEMS MAY_GO " AND o.next_at <= ? AND o.id = ?";
static const char select_following[] =
    ITEMS "o.courier = ? AND o.state = 'following' AND o.next_at <= ? ORDER BY o.id "
	  "LIMIT ?";
static const char select_due_following[] =
    "SELECT MIN(next_at), COUNT(*) FROM outbox WHERE courier = ? AND state = 'following'";
static const char select_references[] =
    "SELECT reference FROM outbox WHERE courier = ? AND reference IS NOT NULL"
    " ORDER BY id DESC LIMIT ?";
static const char insert_result[] =
    "INSERT INTO node_result (outbox, position, status, outcome, message, at)"
    " SELECT ?, id, ?, ?, ?, ? FROM position WHERE creditor = ? AND iupd = ? AND file = ?"
    " ORDER BY revision DESC LIMIT 1"
    " ON CONFLICT (outbox, position) DO NOTHING";
static const char select_refused[] =
    "SELECT position, status, message FROM node_result WHERE outbox = ? AND outcome <> "
    "'done' ORDER BY position";
static const char count_refused[] =
    "SELECT COUNT(*) FROM node_result WHERE outbox = ? AND outcome <> 'done'";
static const char count_answers[] =
    "SELECT COUNT(*) FROM node_result n JOIN position p ON p.id = n.position"
    " WHERE n.outbox = ? AND p.creditor = ? AND p.iupd = ?";
static const char count_earlier[] =
    "SELECT COUNT(*) FROM outbox o JOIN artefact a ON a.id = o.artefact JOIN batch b ON"
    " b.id = a.batch WHERE o.courier = ? AND o.id < ? AND o.state IN ('waiting',"
    " 'following') AND a.batch <> ? AND b.creditor = ? AND a.items > 0";
static const char update_begin[] =
    "UPDATE outbox SET attempts = attempts + 1 WHERE id = ? AND state = 'waiting'";
static const char update_end[] =
    "UPDATE outbox SET state = ?, next_at = ?, code = ?, last_error = ?, reference = "
    "COALESCE(?, reference), uncertain = ?, done_at = ? WHERE id = ? AND state <> "
    "'cancelled'"
    /* What a person held meanwhile stays held. */
    " AND (state IN ('waiting', 'following') OR ? = 'sent')";
static const char select_sent_since[] =
    "SELECT COUNT(*), MIN(done_at) FROM outbox WHERE courier = ? AND state = 'sent' AND "
    "done_at >= ?";
static const char count_waiting[] = "SELECT COUNT(*) FROM outbox WHERE state IN "
				    "('waiting', 'following')";

static struct db_value
text_or_null(struct str s)
{
	return s.len > 0 ? db_t(s) : db_c(NULL);
}

int
courier_record_read(struct db *db, struct str name, struct courier_record *r,
    struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	*r = (struct courier_record){0};
	if (db_query(db, &rows, select_courier, DB(db_t(name)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		*r = (struct courier_record){
		    .is_held = str_is(row_text(&rows, 0), "held"),
		    .failures = row_int(&rows, 1),
		    .next_at = row_int(&rows, 2),
		    .code = arena_str(a, row_text(&rows, 3)),
		    .last_error = arena_str(a, row_text(&rows, 4)),
		};
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
courier_record_write(struct db *db, struct str name, const struct courier_record *r,
    struct str now, struct err *e)
{
	return db_do(db, upsert_courier,
	    DB(db_t(name), db_c(r->is_held ? "held" : "open"), db_i(r->failures),
		db_i(r->next_at), text_or_null(r->code), text_or_null(r->last_error),
		db_t(now)),
	    e);
}

/* 1 and the least time of one of the two queues, 0 when it is empty. */
static int
due_in(struct db *db, const char *sql, struct str courier, int64_t *at, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, sql, DB(db_t(courier)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		got = row_int(&rows, 1) > 0;
		*at = row_int(&rows, 0);
	}
	rows_close(&rows);
	return got;
}

int
outbox_due(struct db *db, struct str courier, int64_t *at, struct err *e)
{
	int64_t send_at = 0, follow_at = 0;
	int sends = due_in(db, select_due, courier, &send_at, e),
	    follows =
		sends < 0 ? -1 : due_in(db, select_due_following, courier, &follow_at, e);

	if (follows < 0)
		return -1;
	if (sends > 0 || follows > 0)
		*at = follows == 0 || (sends > 0 && send_at < follow_at) ? send_at
									 : follow_at;
	return sends > 0 || follows > 0;
}

static void
read_item(const struct rows *rows, struct outbox_item *item, struct arena *a)
{
	*item = (struct outbox_item){
	    .id = row_int(rows, 0),
	    .attempts = row_int(rows, 1),
	    .is_uncertain = row_int(rows, 2) != 0,
	    .creditor = arena_str(a, row_text(rows, 13)),
	    .operation = arena_str(a, row_text(rows, 14)),
	    .file = row_int(rows, 15),
	    .reference = arena_str(a, row_text(rows, 16)),
	};
	artefact_read(rows, &item->artefact, a);
	item->artefact.recipient = arena_str(a, row_text(rows, 10));
	item->artefact.position = row_int(rows, 11);
	item->artefact.is_closing = row_int(rows, 12) != 0;
}

static int
pick(struct db *db, const char *sql, struct str courier, int64_t now, size_t most,
    struct outbox_item **items, size_t *count, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	*items = arena_new_array(a, most, struct outbox_item);
	*count = 0;
	if (db_query(db, &rows, sql, DB(db_t(courier), db_i(now), db_i((int64_t)most)),
		e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && *count < most)
		read_item(&rows, &(*items)[(*count)++], a);
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
outbox_pick(struct db *db, struct str courier, int64_t now, size_t most,
    struct outbox_item **items, size_t *count, struct arena *a, struct err *e)
{
	return pick(db, select_items, courier, now, most, items, count, a, e);
}

int
outbox_pick_one(struct db *db, struct str courier, int64_t now, int64_t id,
    struct outbox_item *item, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_item, DB(db_t(courier), db_i(now), db_i(id)), e) !=
	    0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		read_item(&rows, item, a);
	rows_close(&rows);
	return got;
}

int
outbox_pick_following(struct db *db, struct str courier, int64_t now, size_t most,
    struct outbox_item **items, size_t *count, struct arena *a, struct err *e)
{
	return pick(db, select_following, courier, now, most, items, count, a, e);
}

int
outbox_references(struct db *db, struct str courier, size_t most, struct str **list,
    size_t *count, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	*list = arena_new_array(a, most, struct str);
	*count = 0;
	if (db_query(db, &rows, select_references, DB(db_t(courier), db_i((int64_t)most)),
		e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && *count < most)
		(*list)[(*count)++] = arena_str(a, row_text(&rows, 0));
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
node_result_insert(struct db *db, const struct outbox_item *item, struct str iupd,
    int64_t status, const char *outcome, struct str message, struct str now,
    struct err *e)
{
	return db_do(db, insert_result,
	    DB(db_i(item->id), db_i(status), db_c(outcome), db_t(message), db_t(now),
		db_t(item->creditor), db_t(iupd), db_i(item->file)),
	    e);
}

int
node_results_refused(struct db *db, struct rows *rows, int64_t outbox, struct err *e)
{
	return db_query(db, rows, select_refused, DB(db_i(outbox)), e);
}

int
node_results_count_refused(struct db *db, int64_t outbox, int64_t *count, struct err *e)
{
	return db_number(db, count_refused, DB(db_i(outbox)), count, e) < 0 ? -1 : 0;
}

int
node_result_is_there(
    struct db *db, const struct outbox_item *item, struct str iupd, struct err *e)
{
	int64_t count = 0;

	if (db_number(db, count_answers,
		DB(db_i(item->id), db_t(item->creditor), db_t(iupd)), &count, e) < 0)
		return -1;
	return count > 0;
}

int
outbox_is_behind(
    struct db *db, struct str courier, const struct outbox_item *item, struct err *e)
{
	int64_t count = 0;

	if (db_number(db, count_earlier,
		DB(db_t(courier), db_i(item->id), db_i(item->artefact.batch),
		    db_t(item->creditor)),
		&count, e) < 0)
		return -1;
	return count > 0;
}

int
outbox_begin(struct db *db, int64_t id, struct err *e)
{
	return db_do(db, update_begin, DB(db_i(id)), e);
}

int
outbox_finish(struct db *db, int64_t id, const struct outbox_end *end, struct err *e)
{
	return db_do(db, update_end,
	    DB(db_c(end->state), db_i(end->next_at), db_c(end->code),
		text_or_null(end->seen), text_or_null(end->reference),
		db_i(end->is_uncertain), text_or_null(end->done_at), db_i(id),
		db_c(end->state)),
	    e);
}

int
outbox_sent_since(struct db *db, struct str courier, struct str since, int64_t *count,
    struct str *first, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_sent_since, DB(db_t(courier), db_t(since)), e) !=
	    0)
		return -1;
	got = rows_next(&rows, e);
	*count = got > 0 ? row_int(&rows, 0) : 0;
	*first = got > 0 ? arena_str(a, row_text(&rows, 1)) : (struct str){0};
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
outbox_count_waiting(struct db *db, int64_t *count, struct err *e)
{
	return db_number(db, count_waiting, DB_NONE, count, e) < 0 ? -1 : 0;
}

#define OPEN " state NOT IN ('sent', 'cancelled')"
const char outbox_couriers_waited[] = "SELECT courier, COUNT(*) FROM outbox WHERE" OPEN
				      " GROUP BY courier ORDER BY courier";
static const char count_open[] = "SELECT COUNT(*) FROM outbox WHERE courier = ? AND" OPEN;

int
outbox_count_open(struct db *db, struct str courier, int64_t *count, struct err *e)
{
	return db_number(db, count_open, DB(db_t(courier)), count, e) < 0 ? -1 : 0;
}

/* The deliveries that a person names, of an unsent batch. */
#define NAMED                                                                            \
	" AND (courier = ? OR artefact IN (SELECT id FROM artefact WHERE batch = ? OR "  \
	"name = ?))"
static const char act_retry[] =
    "UPDATE outbox SET state = 'waiting', next_at = 0,"
    " attempts = CASE WHEN attempts > 1 THEN 1 ELSE attempts END"
    " WHERE state IN ('waiting', 'failed')" NAMED;
static const char act_hold[] =
    "UPDATE outbox SET state = 'held' WHERE state IN ('waiting', 'failed')" NAMED;
static const char act_release[] =
    "UPDATE outbox SET state = 'waiting', next_at = 0 WHERE state = 'held'" NAMED;
static const char act_cancel[] = "UPDATE outbox SET state = 'cancelled' WHERE state IN "
				 "('waiting', 'failed', 'held')" NAMED;
static const char act_abandon[] =
    "UPDATE outbox SET state = 'cancelled' WHERE" OPEN NAMED;

static const char update_leaving[] =
    "UPDATE batch SET state = 'made' WHERE state = 'leaving' AND EXISTS (SELECT 1 FROM "
    "artefact a JOIN outbox o ON o.artefact = a.id WHERE a.batch = batch.id AND o.state "
    "= 'waiting')";

int
outbox_act(struct db *db, enum outbox_act act, struct str courier, int64_t batch,
    struct str artefact, int64_t *changed, struct err *e)
{
	static const char *const statements[] = {
	    act_retry, act_hold, act_release, act_cancel, act_abandon};

	if (db_do(db, statements[act], DB(db_t(courier), db_i(batch), db_t(artefact)),
		e) != 0)
		return -1;
	*changed = db_changes(db);
	/* The folder is served by the batch's own worker. */
	if (act == OUTBOX_RETRY || act == OUTBOX_RELEASE)
		return db_do(db, update_leaving, DB_NONE, e);
	return 0;
}
