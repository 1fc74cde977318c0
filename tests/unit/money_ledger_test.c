/* Flows, receipts and movements in a ledger of their own: which version stands, what is
 * known already. */
#include "test.h"

#include "ledger/flows.h"
#include "ledger/movements.h"
#include "ledger/receipts.h"
#include "scratch.h"

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
	assert_int_equal(db_begin(ground.db, &ground.e), 0);
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

/* A version of the one flow of these tests. */
struct version {
	int64_t made;
	uint64_t revision;
	const char *content; /* its digest */
};

static void
arrive(struct ground *g, const struct version *v)
{
	struct flow f = {
	    .id = STR("2026-11-20FANTITMM-1"), .made = v->made, .revision = v->revision};
	struct flow_versions known;
	struct flow_booking b = {.creditor = STR("ente"), .file = 1, .now = STR("now")};
	int64_t id;

	b.digest = sha256_of(str_of(v->content));
	assert_int_equal(flow_find(g->db, b.creditor, &f, &b.digest, &known, &g->e), 0);
	if (known.known)
		return;
	b.revision = known.count + 1;
	b.current = known.standing == 0 || known.arrives_later;
	b.replaces = b.current ? known.standing : 0;
	assert_int_equal(payment_next_id(g->db, &b.first_payment, &g->e), 0);
	assert_int_equal(flow_insert(g->db, &f, &b, &id, &g->e), 0);
}

static void
assert_stands(struct ground *g, const char *content)
{
	static const char sql[] = "SELECT digest FROM flow WHERE current = 1";
	struct sha256_hex expected = sha256_of(str_of(content));
	struct rows rows;

	assert_int_equal(db_query(g->db, &rows, sql, DB_NONE, &g->e), 0);
	assert_int_equal(rows_next(&rows, &g->e), 1);
	assert_str(row_text(&rows, 0), expected.text);
	assert_int_equal(rows_next(&rows, &g->e), 0);
}

static void
one_version_stands_in_every_order(void **state)
{
	static const struct version versions[] = {{1700000000, 0, "first"},
	    {1700000000, 0, "rival of the first"}, {1700003600, 1, "later"},
	    {1700003600, 2, "later and revised"}};
	static const int orders[][4] = {
	    {0, 1, 2, 3}, {3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 0, 1}, {0, 3, 1, 2}};
	struct ground *g = *state;

	for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
		for (size_t k = 0; k < 4; k++)
			arrive(g, &versions[orders[i][k]]);
		assert_stands(g, "later and revised");
		db_rollback(g->db);
		assert_int_equal(db_begin(g->db, &g->e), 0);
	}
	for (size_t i = 0; i < 2; i++) {
		arrive(g, &versions[i]);
		arrive(g, &versions[1 - i]);
		/* The greater digest, whoever came first. */
		assert_stands(g,
		    strcmp(sha256_of(STR("first")).text,
			sha256_of(STR("rival of the first")).text) > 0
			? "first"
			: "rival of the first");
		db_rollback(g->db);
		assert_int_equal(db_begin(g->db, &g->e), 0);
	}
}

static void
a_receipt_of_money_stands_before_one_of_none(void **state)
{
	struct ground *g = *state;
	struct receipt paid = {.id = STR("r1"), .iuv = STR("01"), .total = 100};
	struct receipt failed = {
	    .id = STR("r1"), .iuv = STR("01"), .outcome = RECEIPT_NOT_PAID};
	struct receipt_booking b = {
	    .creditor = STR("ente"), .revision = 1, .current = true, .now = STR("now")};
	struct receipt_versions v;
	int64_t id;

	b.digest = receipt_digest(&paid);
	assert_int_equal(receipt_insert(g->db, &paid, &b, &id, &g->e), 0);
	assert_int_equal(receipt_find(g->db, b.creditor, &paid, &b.digest, &v, &g->e), 0);
	assert_true(v.known);
	b.digest = receipt_digest(&failed);
	assert_int_equal(
	    receipt_find(g->db, b.creditor, &failed, &b.digest, &v, &g->e), 0);
	assert_false(v.known);
	assert_int_equal(v.standing, id);
	assert_false(v.arrives_later);
}

static void
a_movement_is_known_by_what_it_says(void **state)
{
	struct movement m = {.account = STR("IT1"),
	    .booking = {2026, 11, 20},
	    .cents = 15000,
	    .currency = STR("EUR"),
	    .remittance = STR("QUOTA ROSSI")};
	struct movement_booking b = {.creditor = STR("ente"), .occurrence = 1};
	struct movement wrapped = m, other = m;
	struct ground *g = *state;
	int64_t id;

	wrapped.remittance = STR("QUOTA  ROS\nSI");
	other.cents = 15001;
	b.digest = movement_digest(&m);
	assert_string_equal(movement_digest(&wrapped).text, b.digest.text);
	assert_string_not_equal(movement_digest(&other).text, b.digest.text);
	assert_int_equal(movement_insert(g->db, &m, &b, &id, &g->e), 1);
	assert_int_equal(movement_insert(g->db, &wrapped, &b, &id, &g->e), 0);
	b.occurrence = 2;
	assert_int_equal(movement_find(g->db, &b, &id, &g->e), 0);
	assert_int_equal(movement_insert(g->db, &m, &b, &id, &g->e), 1);
}

static void
only_booked_euros_are_money(void **state)
{
	struct movement m = {.cents = 1, .currency = STR("EUR")};

	(void)state;
	assert_true(movement_is_euros(&m));
	m.currency = STR("USD");
	assert_false(movement_is_euros(&m));
	m.currency = STR("EUR");
	m.state = MOVEMENT_PENDING;
	assert_false(movement_is_euros(&m));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		one_version_stands_in_every_order, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_receipt_of_money_stands_before_one_of_none, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_movement_is_known_by_what_it_says, set_up, tear_down),
	    cmocka_unit_test(only_booked_euros_are_money),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
