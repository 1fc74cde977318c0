/* SQLite behind the ledger: the only file that knows it. */
#include "ledger/db.h"

#include "ledger/schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <unistd.h>

enum {
	STATEMENTS_MOST =
	    256, /* a power of two: slots of the cache of prepared statements */
	PARAMETERS_MOST = 64,
	BUSY_MILLISECONDS = 30000,
	APPLICATION_ID = 0x52495343, /* "RISC" */
};

struct prepared {
	const char *sql;
	sqlite3_stmt *statement;
};

struct db {
	sqlite3 *handle;
	struct prepared cache[STATEMENTS_MOST];
	int cached;
	int depth; /* 0 no transaction, 1 one, 2 a part of it */
	/* Dates bound to a statement that runs to its end before another is bound. */
	char dates[PARAMETERS_MOST][10];
	struct arena arena;
};

/* Thousands of small files each are a part: these are prepared once, like others. */
static const char begin_all[] = "BEGIN IMMEDIATE";
static const char begin_part[] = "SAVEPOINT part";
static const char commit_all[] = "COMMIT";
static const char commit_part[] = "RELEASE part";

/* SQLite's result sorted into what to do next. */
static int
fail(struct db *db, const char *what, struct err *e)
{
	int code = sqlite3_errcode(db->handle) & 0xff;
	enum err_kind kind = ERR_RETRY;

	if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
		kind = ERR_FILE;
	if (code == SQLITE_CONSTRAINT || code == SQLITE_ERROR || code == SQLITE_MISUSE ||
	    code == SQLITE_RANGE)
		BUG("ledger: %s: %s", what, sqlite3_errmsg(db->handle));
	return err_set(e, kind, "ledger: %s: %s", what, sqlite3_errmsg(db->handle));
}

static int
run_text(struct db *db, const char *sql, struct err *e)
{
	if (sqlite3_exec(db->handle, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(db, sql, e);
	return 0;
}

/* A number that a PRAGMA answers, or -1. */
static int
pragma_number(struct db *db, const char *sql, int *number, struct err *e)
{
	sqlite3_stmt *statement = NULL;
	int status = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);

	if (status == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
		*number = sqlite3_column_int(statement, 0);
		sqlite3_finalize(statement);
		return 0;
	}
	sqlite3_finalize(statement);
	return fail(db, sql, e);
}

static int
migrate_one(struct db *db, const struct migration *m, struct err *e)
{
	char stamp[96];

	snprintf(stamp, sizeof stamp,
	    "PRAGMA user_version = %d; PRAGMA application_id = %d", m->number,
	    APPLICATION_ID);
	if (run_text(db, m->sql, e) != 0 || run_text(db, stamp, e) != 0)
		return -1;
	return 0;
}

/* Brings the schema up to date in one transaction; two engines starting together wait for
 * each other. */
static int
migrate(struct db *db, struct err *e)
{
	int version, newest = 0;

	for (const struct migration *m = migrations; m->sql != NULL; m++)
		newest = m->number;
	if (pragma_number(db, "PRAGMA user_version", &version, e) != 0)
		return -1;
	if (version > newest)
		return err_set(e, ERR_CONF,
		    "ledger: its schema is number %d, this program knows up to %d; "
		    "install the "
		    "newer program",
		    version, newest);
	if (version == newest)
		return 0;
	if (db_begin(db, e) != 0)
		return -1;
	if (pragma_number(db, "PRAGMA user_version", &version, e) != 0)
		goto undo;
	for (const struct migration *m = migrations; m->sql != NULL; m++)
		if (m->number > version && migrate_one(db, m, e) != 0)
			goto undo;
	return db_commit(db, e);
undo:
	db_rollback(db);
	return -1;
}

static int
set_up(struct db *db, struct err *e)
{
	sqlite3_busy_timeout(db->handle, BUSY_MILLISECONDS);
	sqlite3_extended_result_codes(db->handle, 1);
	return run_text(db,
	    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = "
	    "ON;"
	    "PRAGMA wal_autocheckpoint = 4096; PRAGMA cache_size = -65536; PRAGMA "
	    "temp_store = MEMORY",
	    e);
}

int
db_open(struct db **result, int folder_fd, bool create, struct err *e)
{
	static bool configured;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (create ? SQLITE_OPEN_CREATE : 0);
	struct arena a = {0};
	struct db *db = arena_new(&a, struct db);
	char path[64];

	/* Every process has one thread: SQLite's locks and its counting of memory, which
	 * needs one, would be a tenth of booking. */
	if (!configured) {
		configured = true;
		(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
		(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	}
	db->arena = a;
	snprintf(path, sizeof path, "/proc/self/fd/%d/ledger.db", folder_fd);
	if (sqlite3_open_v2(path, &db->handle, flags, NULL) != SQLITE_OK) {
		err_set(e, ERR_RETRY, "ledger: cannot open it: %s",
		    sqlite3_errmsg(db->handle));
		db_close(db);
		return -1;
	}
	if (set_up(db, e) != 0 || migrate(db, e) != 0) {
		db_close(db);
		return -1;
	}
	*result = db;
	return 0;
}

void
db_close(struct db *db)
{
	struct arena a;

	if (db == NULL)
		return;
	while (db->depth > 0)
		db_rollback(db);
	for (int i = 0; i < STATEMENTS_MOST; i++)
		sqlite3_finalize(db->cache[i].statement);
	sqlite3_close(db->handle);
	a = db->arena;
	arena_close(&a);
}

int
db_begin(struct db *db, struct err *e)
{
	if (db->depth == 2)
		BUG("ledger: a part of a transaction is open already");
	if (db_do(db, db->depth == 0 ? begin_all : begin_part, DB_NONE, e) != 0)
		return -1;
	db->depth++;
	return 0;
}

int
db_commit(struct db *db, struct err *e)
{
	if (db_do(db, db->depth == 1 ? commit_all : commit_part, DB_NONE, e) != 0)
		return -1;
	db->depth--;
	return 0;
}

void
db_rollback(struct db *db)
{
	if (db->depth == 0)
		return;
	for (int i = 0; i < STATEMENTS_MOST; i++)
		if (db->cache[i].statement != NULL)
			sqlite3_reset(db->cache[i].statement);
	sqlite3_exec(db->handle,
	    db->depth == 1 ? "ROLLBACK" : "ROLLBACK TO part; RELEASE part", NULL, NULL,
	    NULL);
	db->depth--;
}

/* The prepared form of a statement, from the cache or made now. */
static sqlite3_stmt *
prepare(struct db *db, const char *sql, struct err *e)
{
	size_t at = ((uintptr_t)sql >> 3) * 0x9E3779B1U % STATEMENTS_MOST;

	while (db->cache[at].sql != NULL && db->cache[at].sql != sql)
		at = (at + 1) % STATEMENTS_MOST;
	if (db->cache[at].sql == sql)
		return db->cache[at].statement;
	if (++db->cached == STATEMENTS_MOST)
		BUG("ledger: more than %d statements", STATEMENTS_MOST);
	if (sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
		&db->cache[at].statement, NULL) != SQLITE_OK) {
		fail(db, sql, e);
		return NULL;
	}
	db->cache[at].sql = sql;
	return db->cache[at].statement;
}

static int
bind_date(struct db *db, sqlite3_stmt *statement, int at, int64_t packed, bool is_query)
{
	static const int places[] = {9, 8, 6, 5, 3, 2, 1, 0};
	char *text = db->dates[at - 1];

	memcpy(text, "0000-00-00", sizeof db->dates[0]);
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++, packed /= 10)
		text[places[i]] = (char)('0' + packed % 10);
	return sqlite3_bind_text(statement, at, text, sizeof db->dates[0],
	    is_query ? SQLITE_TRANSIENT : SQLITE_STATIC);
}

static int
bind_one(struct db *db, sqlite3_stmt *statement, int at, const struct db_value *v,
    bool is_query)
{
	switch (v->kind) {
	case DB_NULL:
		return sqlite3_bind_null(statement, at);
	case DB_INT:
		return sqlite3_bind_int64(statement, at, v->number);
	case DB_TEXT:
		if (v->text.ptr == NULL)
			return bind_date(db, statement, at, v->number, is_query);
		return sqlite3_bind_text64(
		    statement, at, v->text.ptr, v->text.len, SQLITE_STATIC, SQLITE_UTF8);
	}
	return SQLITE_MISUSE;
}

/* The statement, bound and ready to step, or NULL. A query may be under way while others
 * are bound. */
static sqlite3_stmt *
ready(struct db *db, const char *sql, const struct db_value *values, size_t count,
    bool is_query, struct err *e)
{
	sqlite3_stmt *statement = prepare(db, sql, e);

	if (statement == NULL)
		return NULL;
	if (sqlite3_stmt_busy(statement))
		BUG("ledger: statement is busy: %s", sql);
	if ((size_t)sqlite3_bind_parameter_count(statement) != count ||
	    count > PARAMETERS_MOST)
		BUG("ledger: %zu values for: %s", count, sql);
	for (size_t i = 0; i < count; i++)
		if (bind_one(db, statement, (int)i + 1, &values[i], is_query) !=
		    SQLITE_OK) {
			fail(db, sql, e);
			return NULL;
		}
	return statement;
}

int
db_number(struct db *db, const char *sql, const struct db_value *values, size_t count,
    int64_t *number, struct err *e)
{
	sqlite3_stmt *statement = ready(db, sql, values, count, false, e);
	int status, found = 0;
	int64_t value = 0;

	if (statement == NULL)
		return -1;
	while ((status = sqlite3_step(statement)) == SQLITE_ROW) {
		if (found == 0)
			value = sqlite3_column_int64(statement, 0);
		found = 1;
	}
	if (status != SQLITE_DONE) {
		fail(db, sql, e);
		sqlite3_reset(statement);
		return -1;
	}
	sqlite3_reset(statement);
	if (found == 1)
		*number = value;
	return found;
}

int
db_do(struct db *db, const char *sql, const struct db_value *values, size_t count,
    struct err *e)
{
	int64_t ignored = 0;

	return db_number(db, sql, values, count, &ignored, e) < 0 ? -1 : 0;
}

int
db_query(struct db *db, struct rows *rows, const char *sql, const struct db_value *values,
    size_t count, struct err *e)
{
	rows->db = db;
	rows->statement = ready(db, sql, values, count, true, e);
	return rows->statement == NULL ? -1 : 0;
}

int
rows_next(struct rows *rows, struct err *e)
{
	int status;

	if (rows->statement == NULL)
		return 0;
	status = sqlite3_step(rows->statement);
	if (status == SQLITE_ROW)
		return 1;
	if (status != SQLITE_DONE)
		fail(rows->db, sqlite3_sql(rows->statement), e);
	rows_close(rows);
	return status == SQLITE_DONE ? 0 : -1;
}

void
rows_close(struct rows *rows)
{
	if (rows->statement != NULL)
		sqlite3_reset(rows->statement);
	rows->statement = NULL;
}

int64_t
row_int(const struct rows *rows, int column)
{
	return sqlite3_column_int64(rows->statement, column);
}

struct str
row_text(const struct rows *rows, int column)
{
	const unsigned char *text = sqlite3_column_text(rows->statement, column);

	return (struct str){(const char *)text,
	    text == NULL ? 0 : (size_t)sqlite3_column_bytes(rows->statement, column)};
}

struct date
row_date(const struct rows *rows, int column)
{
	struct date d = {0};

	(void)date_parse(row_text(rows, column), &d);
	return d;
}

bool
row_is_null(const struct rows *rows, int column)
{
	return sqlite3_column_type(rows->statement, column) == SQLITE_NULL;
}

int64_t
db_changes(struct db *db)
{
	return sqlite3_changes64(db->handle);
}

int
db_integrity(struct db *db, bool *sound, struct err *e)
{
	static const char check[] = "PRAGMA integrity_check(1)";
	struct rows rows;

	if (db_query(db, &rows, check, DB_NONE, e) != 0 || rows_next(&rows, e) < 0)
		return -1;
	*sound = str_is(row_text(&rows, 0), "ok");
	rows_close(&rows);
	return 0;
}
