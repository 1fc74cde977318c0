/* Transactions of the ledger and their parts: what is undone alone, what only the end of
 * all makes durable. */
#include "test.h"

#include "ledger/db.h"
#include "scratch.h"

static const char add[] =
    "INSERT INTO number_counter (creditor, kind, year, next) VALUES ('e', ?, 2026, 1)";
static const char count[] = "SELECT COUNT(*) FROM number_counter";

struct ground {
	int folder;
	struct db *db;
	struct err e;
};

static int
set_up(void **state)
{
	static struct ground ground;

	ground.folder = scratch_open(NULL);
	if (db_open(&ground.db, ground.folder, true, &ground.e) != 0)
		fail_msg("%s", ground.e.text);
	*state = &ground;
	return 0;
}

static int
tear_down(void **state)
{
	struct ground *g = *state;

	db_close(g->db);
	scratch_close(g->folder);
	return 0;
}

static void
put(struct ground *g, const char *kind)
{
	assert_int_equal(db_do(g->db, add, DB(db_c(kind)), &g->e), 0);
}

static int64_t
rows_of(struct ground *g, struct db *db)
{
	int64_t rows = -1;

	assert_int_equal(db_number(db, count, DB_NONE, &rows, &g->e), 1);
	return rows;
}

static void
a_part_is_undone_alone(void **state)
{
	struct ground *g = *state;
	struct rows open;

	assert_int_equal(db_begin(g->db, &g->e), 0);
	put(g, "before");
	assert_int_equal(db_begin(g->db, &g->e), 0);
	put(g, "part");
	/* A query that was left open does not keep it from being undone. */
	assert_int_equal(db_query(g->db, &open, count, DB_NONE, &g->e), 0);
	assert_int_equal(rows_next(&open, &g->e), 1);
	db_rollback(g->db);
	assert_int_equal(rows_of(g, g->db), 1);
	assert_int_equal(db_begin(g->db, &g->e), 0);
	put(g, "another part");
	assert_int_equal(db_commit(g->db, &g->e), 0);
	assert_int_equal(db_commit(g->db, &g->e), 0);
	assert_int_equal(rows_of(g, g->db), 2);
}

static void
a_part_is_seen_by_others_only_after_the_end(void **state)
{
	struct ground *g = *state;
	struct db *other;

	assert_int_equal(db_open(&other, g->folder, false, &g->e), 0);
	assert_int_equal(db_begin(g->db, &g->e), 0);
	assert_int_equal(db_begin(g->db, &g->e), 0);
	put(g, "part");
	assert_int_equal(db_commit(g->db, &g->e), 0);
	assert_int_equal(rows_of(g, other), 0);
	assert_int_equal(db_commit(g->db, &g->e), 0);
	assert_int_equal(rows_of(g, other), 1);
	db_close(other);
}

static void
undoing_all_undoes_the_parts(void **state)
{
	struct ground *g = *state;

	assert_int_equal(db_begin(g->db, &g->e), 0);
	assert_int_equal(db_begin(g->db, &g->e), 0);
	put(g, "part");
	assert_int_equal(db_commit(g->db, &g->e), 0);
	db_rollback(g->db);
	assert_int_equal(rows_of(g, g->db), 0);
	db_rollback(g->db); /* nothing is open */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_part_is_undone_alone, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_part_is_seen_by_others_only_after_the_end, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		undoing_all_undoes_the_parts, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
