/* Fetched things, and the partners they come from. */
#include "ledger/fetched.h"

static const char select_newest[] =
    "SELECT id, version, size, modified, sha256, name, at, state FROM fetched"
    " WHERE fetcher = ? AND remote = ? ORDER BY version DESC LIMIT 1";
static const char insert_fetched[] =
    "INSERT INTO fetched (fetcher, creditor, channel, remote, version, size, modified,"
    " sha256, name, at, state, tidy_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
    " ON CONFLICT (fetcher, remote, version) DO NOTHING";
static const char update_modified[] = "UPDATE fetched SET modified = ? WHERE id = ?";
static const char update_tidy[] = "UPDATE fetched SET tidy_at = ? WHERE id = ?";
static const char update_state[] =
    "UPDATE fetched SET state = ?, done_at = ? WHERE id = ?";

/* What became of the bytes; a file dropped again after it was refused may be booked. */
#define DECIDED                                                                          \
	" FROM fetched x JOIN file f ON f.creditor = x.creditor AND f.sha256 = "         \
	"x.sha256 AND f.channel = x.channel WHERE x.fetcher = ?"                         \
	" AND (x.state = 'fetched' OR (x.state = 'refused' AND f.state <> 'refused'))"
static const char select_due[] = "SELECT MIN(x.tidy_at), COUNT(*)" DECIDED;
static const char select_decided[] =
    "SELECT x.id, x.remote, x.size, x.modified, x.name, x.sha256,"
    " MAX(CASE f.state WHEN 'refused' THEN 0 ELSE 1 END)" DECIDED
    " AND x.tidy_at <= ? GROUP BY x.id, x.remote, x.size, x.modified, x.name, x.sha256"
    " ORDER BY x.id LIMIT 10000";

static const char select_fetcher[] =
    "SELECT next_at, looked_at, taken, code, last_error FROM fetcher WHERE name = ?";
static const char upsert_fetcher[] =
    "INSERT INTO fetcher (name, next_at, looked_at, taken, code, last_error)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET next_at = "
    "excluded.next_at, looked_at = excluded.looked_at, taken = excluded.taken,"
    " code = excluded.code, last_error = excluded.last_error";

int
fetched_find(struct db *db, struct str fetcher, struct str remote, struct fetched *f,
    struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_newest, DB(db_t(fetcher), db_t(remote)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		*f = (struct fetched){
		    .id = row_int(&rows, 0),
		    .fetcher = fetcher,
		    .remote = remote,
		    .version = row_int(&rows, 1),
		    .size = row_int(&rows, 2),
		    .modified = row_int(&rows, 3),
		    .sha256 = arena_str(a, row_text(&rows, 4)),
		    .name = arena_str(a, row_text(&rows, 5)),
		    .at = arena_str(a, row_text(&rows, 6)),
		    .state = arena_str(a, row_text(&rows, 7)),
		};
	rows_close(&rows);
	return got;
}

int
fetched_insert(struct db *db, const struct fetched *f, struct err *e)
{
	return db_do(db, insert_fetched,
	    DB(db_t(f->fetcher), db_t(f->creditor), db_t(f->channel), db_t(f->remote),
		db_i(f->version), db_i(f->size), db_i(f->modified), db_t(f->sha256),
		db_t(f->name), db_t(f->at), db_t(f->state)),
	    e);
}

int
fetched_touch(struct db *db, int64_t id, int64_t modified, struct err *e)
{
	return db_do(db, update_modified, DB(db_i(modified), db_i(id)), e);
}

int
fetched_due(struct db *db, struct str fetcher, int64_t *at, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_due, DB(db_t(fetcher)), e) != 0)
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
fetched_decided(
    struct db *db, struct rows *rows, struct str fetcher, int64_t now, struct err *e)
{
	return db_query(db, rows, select_decided, DB(db_t(fetcher), db_i(now)), e);
}

int
fetched_end(struct db *db, int64_t id, const char *state, struct str now, struct err *e)
{
	return db_do(db, update_state, DB(db_c(state), db_t(now), db_i(id)), e);
}

int
fetched_put_off(struct db *db, int64_t id, int64_t at, struct err *e)
{
	return db_do(db, update_tidy, DB(db_i(at), db_i(id)), e);
}

int
fetcher_record_read(struct db *db, struct str name, struct fetcher_record *r,
    struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	*r = (struct fetcher_record){0};
	if (db_query(db, &rows, select_fetcher, DB(db_t(name)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0)
		*r = (struct fetcher_record){
		    .next_at = row_int(&rows, 0),
		    .looked_at = arena_str(a, row_text(&rows, 1)),
		    .taken = row_int(&rows, 2),
		    .code = arena_str(a, row_text(&rows, 3)),
		    .last_error = arena_str(a, row_text(&rows, 4)),
		};
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

int
fetcher_record_write(
    struct db *db, struct str name, const struct fetcher_record *r, struct err *e)
{
	return db_do(db, upsert_fetcher,
	    DB(db_t(name), db_i(r->next_at), db_t(r->looked_at), db_i(r->taken),
		db_t(r->code), db_t(r->last_error)),
	    e);
}
