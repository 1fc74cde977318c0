/*
 * The ledger's database. Statements are plain SQL that PostgreSQL accepts too; this is
 * the only file pair that knows SQLite, so that a second driver can stand beside it. WAL,
 * synchronous=FULL: what is committed survives the machine.
 *
 * A statement is named by the address of its text: the text must be a static array, and
 * it is prepared once per connection.
 */
#ifndef LEDGER_DB_H
#define LEDGER_DB_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/money.h"

struct db;

struct db_value {
	enum { DB_NULL, DB_INT, DB_TEXT } kind;
	int64_t number;
	struct str text;
};

/* Values to bind, by the type of the column. */
struct db_value db_i(int64_t number);
struct db_value db_t(struct str text);  /* an empty text stays an empty text */
struct db_value db_c(const char *text); /* NULL is null */
struct db_value db_d(struct date d);    /* ISO text; no date is null */
struct db_value db_id(int64_t id);      /* 0 is null */

/* The argument list of a statement: DB(db_i(1), db_t(name)), or DB_NONE. */
#define DB(...)                                                                          \
	(const struct db_value[]){__VA_ARGS__},                                          \
	    sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)
#define DB_NONE NULL, 0

/* What stands behind IN for up to DB_LIST_MOST numbers, filled in by db_list. */
enum { DB_LIST_MOST = 32 };
#define DB_LIST                                                                          \
	"(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?," \
	" ?, ?, ?, ?, ?, ?)"
/* The DB_LIST_MOST values for `count` numbers, at least one: the last is repeated. */
void db_list(struct db_value *values, const int64_t *numbers, size_t count);

/* Opens (and creates, when `create`) the ledger in the folder `folder_fd`, and brings its
 * schema up to date by the numbered migrations. -1: ERR_RETRY when it is locked or the
 * disk fails, ERR_CONF when it was written by a newer program, ERR_FILE when it is no
 * ledger. */
int db_open(struct db **db, int folder_fd, bool create, struct err *e);
void db_close(struct db *db);

/* A transaction that writes: takes the lock at once (BEGIN IMMEDIATE). Inside one that is
 * open, a part of it (SAVEPOINT), which can be undone alone; parts have no parts. */
int db_begin(struct db *db, struct err *e);
/* Ends what was begun last. Only the end of the transaction itself makes it durable. */
int db_commit(struct db *db, struct err *e);
/* Undoes what was begun last; a no-op when nothing is open. */
void db_rollback(struct db *db);

/* Runs a statement that gives no rows. */
int db_do(struct db *db, const char *sql, const struct db_value *values, size_t count,
    struct err *e);
/* Runs an INSERT ... RETURNING id, or any statement whose first row and column is a
 * number: 1 and *number, 0 when it gave no row, -1 on failure. *number is 0 for null. */
int db_number(struct db *db, const char *sql, const struct db_value *values, size_t count,
    int64_t *number, struct err *e);

/* A query under way. The statement is busy until rows_close; the same text cannot run
 * twice nested. */
struct rows {
	struct db *db;
	void *statement;
};
int db_query(struct db *db, struct rows *rows, const char *sql,
    const struct db_value *values, size_t count, struct err *e);
/* 1 a row, 0 the end (then the query is closed), -1. */
int rows_next(struct rows *rows, struct err *e);
void rows_close(struct rows *rows);
/* Columns from 0. Text is good until the next rows_next. */
int64_t row_int(const struct rows *rows, int column);
struct str row_text(const struct rows *rows, int column);
struct date row_date(const struct rows *rows, int column);
bool row_is_null(const struct rows *rows, int column);

/* How many rows the last statement changed. */
int64_t db_changes(struct db *db);

/* Whole-file checks for `riscontro verify`: 0 and *sound. */
int db_integrity(struct db *db, bool *sound, struct err *e);

#endif
