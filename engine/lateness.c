/* The daily look at what waits, each creditor in a transaction of its own. */
#include "lateness.h"

#include "match/reconcile.h"

static const char select_day[] = "SELECT 1 FROM lateness WHERE creditor = ? AND day = ?";
static const char note_day[] =
    "INSERT INTO lateness (creditor, day) VALUES (?, ?) ON CONFLICT (creditor) DO UPDATE"
    " SET day = excluded.day";

/* 1, 0 when the creditor was looked at on this day, -1. */
static int
is_due(struct db *db, const struct conf_creditor *c, struct date today, struct err *e)
{
	int64_t known = 0;
	int got = db_number(db, select_day, DB(db_t(c->id), db_d(today)), &known, e);

	return got < 0 ? -1 : got == 0;
}

int
lateness_is_due(const struct engine *g, bool *due, struct err *e)
{
	struct db *db;
	int got = 0;

	if (engine_db(g, &db, e) != 0)
		return -1;
	for (size_t i = 0; got == 0 && i < g->conf.creditor_count; i++)
		got = is_due(db, &g->conf.creditors[i], clock_today(), e);
	db_close(db);
	*due = got > 0;
	return got < 0 ? -1 : 0;
}

static int
look(struct db *db, const struct conf_creditor *c, struct date today, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct reconciling r = {.db = db,
	    .creditor = c->id,
	    .segregation = c->segregation,
	    .today = today,
	    .now = str_of(now.text)};

	if (db_begin(db, e) != 0)
		return -1;
	if (reconcile_waiting(&r, e) == 0 &&
	    db_do(db, note_day, DB(db_t(c->id), db_d(today)), e) == 0)
		return db_commit(db, e);
	db_rollback(db);
	return -1;
}

int
lateness_apply(const struct engine *g, struct err *e)
{
	struct date today = clock_today();
	struct db *db;
	int got = 0;

	if (engine_db(g, &db, e) != 0)
		return -1;
	for (size_t i = 0; got >= 0 && i < g->conf.creditor_count; i++) {
		const struct conf_creditor *c = &g->conf.creditors[i];

		got = is_due(db, c, today, e);
		if (got > 0)
			got = look(db, c, today, e);
	}
	db_close(db);
	return got < 0 ? -1 : 0;
}
