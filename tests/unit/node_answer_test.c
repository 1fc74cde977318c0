#include "test.h"

#include "formats/node_answer.h"
#include "spool/https.h"

static struct arena arena;

static void
test_an_upload_has_a_state(void **state)
{
	struct node_upload u;
	struct err e = {0};

	(void)state;
	assert_int_equal(
	    node_upload_read(&u, &arena,
		STR("{\"fileId\":\"x1\",\"processedItem\":2,\"submittedItem\":3,"
		    "\"startTime\":\"2024-10-08T14:55:16.302Z\","
		    "\"operationStatus\":\"COMPLETED_WITH_WARNINGS\"}"),
		&e),
	    0);
	assert_int_equal(u.state, NODE_UPLOAD_WARNINGS);
	assert_int_equal(u.submitted, 3);
	assert_str(u.file_id, "x1");
}

static void
test_damaged_answers_are_refused(void **state)
{
	static const char *const bad[] = {"", "{", "[]", "{\"operationStatus\":\"LOST\"}",
	    "null",
	    "{\"operationStatus\":\"COMPLETED\",\"operationStatus\":\"COMPLETED\"}",
	    "{\"operationStatus\":\"COMPLETED\"} x", "\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct node_upload u;
		struct err e = {0};

		assert_int_equal(node_upload_read(&u, &arena, str_of(bad[i]), &e), -1);
		assert_int_equal(e.kind, ERR_FILE);
	}
}

static void
test_a_report_has_a_row_a_position_in_both_versions(void **state)
{
	struct node_report r;
	struct err e;

	(void)state;
	assert_int_equal(
	    node_report_read(&r, &arena,
		STR("{\"responses\":[{\"statusCode\":201,\"statusMessage\":\"ok\","
		    "\"iupds\":[\"a\",\"b\"]},{\"statusCode\":409,\"statusMessage\":"
		    "\"exists\",\"requestIDs\":[\"c\"]},{\"statusCode\":500,\"iupds\":["
		    "\"d\"]},{\"statusCode\":400,\"iupds\":[\"e\"]}]}"),
		&e),
	    0);
	assert_int_equal(r.count, 5);
	assert_int_equal(r.rows[1].outcome, NODE_OUTCOME_DONE);
	assert_int_equal(r.rows[2].outcome, NODE_OUTCOME_EXISTS);
	assert_int_equal(r.rows[3].outcome, NODE_OUTCOME_ERROR);
	assert_int_equal(r.rows[4].outcome, NODE_OUTCOME_REFUSED);
	assert_str(r.rows[2].iupd, "c");
}

static void
test_a_problem_names_its_position(void **state)
{
	struct node_problem p = node_problem_read(&arena,
	    STR("{\"title\":\"INVALID DEBT POSITIONS\",\"status\":400,\"detail\":"
		"\"create.paymentPositions[12].paymentOption[0].amount: must be "
		"positive\"}"));

	(void)state;
	assert_str(p.title, "INVALID DEBT POSITIONS");
	assert_int_equal(p.position, 12);
	p = node_problem_read(&arena, STR("<html>502</html>"));
	assert_int_equal(p.position, -1);
	assert_int_equal(p.title.len, 0);
}

static void
test_statuses_are_sorted(void **state)
{
	static const struct {
		int status;
		bool upload;
		enum delivery_state state;
		const char *code;
		bool stops, uncertain;
	} cases[] = {
	    {202, true, DELIVERY_DONE, NULL, false, false},
	    {400, true, DELIVERY_PERMANENT, "NODE_FILE_REFUSED", false, false},
	    {401, true, DELIVERY_TRANSIENT, "COURIER_AUTH", true, false},
	    {403, true, DELIVERY_TRANSIENT, "COURIER_AUTH", true, false},
	    {403, false, DELIVERY_PERMANENT, "NODE_FORBIDDEN", false, false},
	    {409, false, DELIVERY_PERMANENT, "NODE_CONFLICT", false, false},
	    {425, false, DELIVERY_TRANSIENT, "NODE_NOT_READY", false, false},
	    {429, true, DELIVERY_TRANSIENT, "NODE_BUSY", true, false},
	    {500, true, DELIVERY_TRANSIENT, "NODE_ERROR", false, true},
	    {503, true, DELIVERY_TRANSIENT, "NODE_BUSY", true, false},
	    {302, true, DELIVERY_PERMANENT, "NODE_ANSWER", false, false},
	    {418, true, DELIVERY_PERMANENT, "NODE_ANSWER", false, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct https_answer answer = {
		    .status = cases[i].status, .body = STR("x\x1b[0m")};
		bool stops;
		struct delivery d = https_sort(&answer, cases[i].upload, &stops);

		assert_int_equal(d.state, cases[i].state);
		assert_int_equal(stops, cases[i].stops);
		assert_int_equal(d.uncertain, cases[i].uncertain);
		assert_null(strchr(d.text, 0x1b));
		if (cases[i].code == NULL)
			assert_null(d.code);
		else
			assert_string_equal(d.code, cases[i].code);
	}
}

static void
test_app_io_answers(void **state)
{
	bool allowed = false;
	struct str id;
	struct err e;

	(void)state;
	assert_int_equal(
	    appio_profile_read(&allowed, STR("{\"sender_allowed\":true}"), &e), 0);
	assert_true(allowed);
	assert_int_equal(
	    appio_profile_read(&allowed, STR("{\"sender_allowed\":\"true\"}"), &e), -1);
	assert_int_equal(appio_message_read(&id, &arena, STR("{\"id\":\"01M\"}"), &e), 0);
	assert_str(id, "01M");
	assert_int_equal(appio_message_read(&id, &arena, STR("{}"), &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_an_upload_has_a_state),
	    cmocka_unit_test(test_damaged_answers_are_refused),
	    cmocka_unit_test(test_a_report_has_a_row_a_position_in_both_versions),
	    cmocka_unit_test(test_a_problem_names_its_position),
	    cmocka_unit_test(test_statuses_are_sorted),
	    cmocka_unit_test(test_app_io_answers),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
