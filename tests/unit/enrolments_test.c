/* Two exports of a register in a ledger of their own: who is found, who has left, in
 * which order the rows come. */
#include "test.h"

#include "ledger/enrolments.h"
#include "scratch.h"

enum { FIRST = 7, SECOND = 9 };

struct ground {
	int folder;
	struct db *db;
	struct arena arena;
	struct err e;
};

static int
set_up(void **state)
{
	static struct ground ground;

	ground.folder = scratch_open(NULL);
	if (db_open(&ground.db, ground.folder, true, &ground.e) != 0 ||
	    db_begin(ground.db, &ground.e) != 0 ||
	    db_do(ground.db, "PRAGMA defer_foreign_keys = ON", DB_NONE, &ground.e) != 0)
		fail_msg("%s", ground.e.text);
	*state = &ground;
	return 0;
}

static int
tear_down(void **state)
{
	struct ground *g = *state;

	arena_close(&g->arena);
	db_close(g->db);
	scratch_close(g->folder);
	return 0;
}

static void
enrol_before(struct ground *g, int64_t file, int64_t row, const char *code,
    const char *place, const char *change, const char *before)
{
	struct enrolment m = {.surname = STR("Rossi"), .debtor = {.city = STR("Trento")}};
	struct enrolment_row r = {.row = row,
	    .fiscal_code = str_of(code),
	    .name = STR("Rossi Mario"),
	    .place = str_of(place),
	    .facts = STR("facts"),
	    .change = str_of(change),
	    .before = str_of(before)};
	struct enrolment_fee fee = {.cents = 18000,
	    .anno = 2027,
	    .due = {2027, 3, 31},
	    .rule = STR("ordinaria"),
	    .key = STR("ALBO-2027-AAA")};

	if (enrolment_insert(g->db, STR("ordine"), file, &m, &r, &fee, &g->e) != 0)
		fail_msg("%s", g->e.text);
}

static void
enrol(struct ground *g, int64_t file, int64_t row, const char *code, const char *place,
    const char *change)
{
	enrol_before(g, file, row, code, place, change, "");
}

/* "place facts" of each enrolment of a person. */
static struct str
person(struct ground *g, int64_t file, const char *code)
{
	struct enrolment_row list[2];
	struct out o;
	size_t count;

	out_open_memory(&o, &g->arena);
	assert_int_equal(enrolments_of_person(g->db, file, str_of(code), list, 2, &count,
			     &g->arena, &g->e),
	    0);
	for (size_t i = 0; i < count; i++)
		out_format(&o, "%s%.*s %.*s", i > 0 ? ", " : "", STR_ARG(list[i].place),
		    STR_ARG(list[i].facts));
	return out_bytes_of(&o);
}

/* "CODE change place<before" of each row. */
static struct str
rows_of(struct ground *g, int64_t file)
{
	struct enrolment_row r;
	struct enrolment_fee fee;
	struct enrolment m;
	struct rows rows;
	struct out o;

	out_open_memory(&o, &g->arena);
	assert_int_equal(enrolment_rows(g->db, &rows, file, &g->e), 0);
	while (rows_next(&rows, &g->e) > 0) {
		enrolment_row_read(&rows, &r, &m, &fee);
		out_str(&o,
		    arena_format(&g->arena, "%.*s %.*s %.*s<%.*s %jd\n",
			STR_ARG(r.fiscal_code), STR_ARG(r.change), STR_ARG(r.place),
			STR_ARG(r.before), (intmax_t)fee.cents));
	}
	return out_bytes_of(&o);
}

static void
an_export_is_compared_with_the_one_before(void **state)
{
	struct ground *g = *state;
	int64_t last = -1;

	assert_int_equal(enrolment_last_file(g->db, STR("ordine"), &last, &g->e), 0);
	enrol(g, FIRST, 2, "AAA", "A/1", "joined");
	enrol(g, FIRST, 3, "BBB", "A/2", "joined");
	enrol(g, FIRST, 4, "CCC", "B/1", "joined");
	assert_int_equal(enrolment_last_file(g->db, STR("ordine"), &last, &g->e), 1);
	assert_int_equal(last, FIRST);
	assert_int_equal(enrolment_last_file(g->db, STR("altro"), &last, &g->e), 0);

	assert_str(person(g, FIRST, "BBB"), "A/2 facts");
	assert_str(person(g, FIRST, "ZZZ"), "");

	enrol_before(g, SECOND, 5, "CCC", "A/3", "moved", "B/1");
	enrol(g, SECOND, 2, "DDD", "A/4", "joined");
	assert_int_equal(enrolment_mark_left(g->db, FIRST, SECOND, &g->e), 0);
	assert_str(rows_of(g, SECOND),
	    "DDD joined A/4< 18000\n"
	    "CCC moved A/3<B/1 18000\n"
	    "AAA left A/1<A/1 0\n"
	    "BBB left A/2<A/2 0\n");
}

static void
who_left_is_no_member_of_the_next(void **state)
{
	struct ground *g = *state;

	enrol(g, FIRST, 2, "AAA", "A/1", "joined");
	enrol(g, FIRST, 3, "BBB", "A/2", "joined");
	enrol(g, SECOND, 2, "AAA", "A/1", "same");
	assert_int_equal(enrolment_mark_left(g->db, FIRST, SECOND, &g->e), 0);
	assert_str(person(g, SECOND, "BBB"), "");
	enrol(g, SECOND + 1, 2, "AAA", "A/1", "same");
	assert_int_equal(enrolment_mark_left(g->db, SECOND, SECOND + 1, &g->e), 0);
	assert_str(rows_of(g, SECOND + 1), "AAA same A/1< 18000\n");
}

static void
a_person_may_be_enrolled_twice(void **state)
{
	struct ground *g = *state;

	enrol(g, FIRST, 2, "AAA", "A/1", "joined");
	enrol(g, FIRST, 3, "AAA", "B/1", "joined");
	assert_str(person(g, FIRST, "AAA"), "A/1 facts, B/1 facts");
	enrol(g, SECOND, 2, "AAA", "B/1", "same");
	assert_int_equal(enrolment_mark_left(g->db, FIRST, SECOND, &g->e), 0);
	assert_str(rows_of(g, SECOND), "AAA same B/1< 18000\nAAA left A/1<A/1 0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		an_export_is_compared_with_the_one_before, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		who_left_is_no_member_of_the_next, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_person_may_be_enrolled_twice, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
