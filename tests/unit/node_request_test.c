#include "test.h"

#include "formats/node_request.h"
#include "formats/zip_write.h"

static struct arena arena;

/* A zip with one file of this content. */
static struct input
zip_of(const char *content)
{
	struct out *bytes = arena_new(&arena, struct out);
	struct zip_writer *zip;

	out_open_memory(bytes, &arena);
	zip = zip_write_open(bytes, (struct date){2026, 11, 23}, &arena);
	out_str(zip_write_member(zip, STR("a.json")), str_of(content));
	zip_write_member_end(zip);
	zip_write_finish(zip);
	return (struct input){STR("a.zip"), out_bytes_of(bytes)};
}

static void
test_positions_are_given_byte_for_byte(void **state)
{
	struct input zip =
	    zip_of("{\"paymentPositions\":[{\"iupd\":\"A\\/1\", "
		   "\"paymentOption\":[{\"amount\":1}]},{\"iupd\":\"B\"}]}");
	struct node_request_item *items;
	size_t count;
	struct err e;

	(void)state;
	assert_int_equal(node_request_read(&items, &count, 2, &zip, &arena, &e), 0);
	assert_int_equal(count, 2);
	assert_str(items[0].iupd, "A/1");
	assert_str(
	    items[0].body, "{\"iupd\":\"A\\/1\", \"paymentOption\":[{\"amount\":1}]}");
	assert_str(items[1].body, "{\"iupd\":\"B\"}");
}

static void
test_deleted_positions_have_no_body(void **state)
{
	struct input zip = zip_of("{\"paymentPositionIUPDs\":[\"A\",\"B\"]}");
	struct node_request_item *items;
	size_t count;
	struct err e;

	(void)state;
	assert_int_equal(node_request_read(&items, &count, 2, &zip, &arena, &e), 0);
	assert_int_equal(count, 2);
	assert_str(items[1].iupd, "B");
	assert_int_equal(items[1].body.len, 0);
}

static void
test_other_files_are_refused(void **state)
{
	static const char *const bad[] = {"", "{}", "{\"paymentPositions\":[{}]}",
	    "{\"paymentPositions\":[{\"iupd\":\"A\"}",
	    "{\"paymentPositionIUPDs\":[\"A\",\"B\",\"C\"]}"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct input zip = zip_of(bad[i]);
		struct node_request_item *items;
		size_t count;
		struct err e = {0};

		assert_int_equal(
		    node_request_read(&items, &count, 2, &zip, &arena, &e), -1);
		assert_int_equal(e.kind, ERR_FILE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_positions_are_given_byte_for_byte),
	    cmocka_unit_test(test_deleted_positions_have_no_body),
	    cmocka_unit_test(test_other_files_are_refused),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
