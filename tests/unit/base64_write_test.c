#include "test.h"

#include "base/base64.h"

static void
test_the_vectors_of_rfc_4648_go_both_ways(void **state)
{
	static const char *const vectors[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="},
	    {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
	    {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "+//+"}};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
		struct str bytes;

		assert_str(base64_encode(&a, str_of(vectors[i][0])), vectors[i][1]);
		assert_true(base64_decode(&a, str_of(vectors[i][1]), &bytes));
		assert_str(bytes, vectors[i][0]);
	}
	arena_close(&a);
}

static void
test_what_is_not_base64_is_refused(void **state)
{
	static const char *const bad[] = {"Z", "Zg=a", "Zm9v!", "Zg===", "=Zg="};
	struct arena a = {0};
	struct str bytes = STR("untouched");

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(base64_decode(&a, str_of(bad[i]), &bytes));
	assert_str(bytes, "untouched");
	assert_true(base64_decode(&a, STR("Zm9v\r\nYmFy \t-_-_"), &bytes));
	assert_int_equal(bytes.len, 9);
	arena_close(&a);
}

static void
test_lines_are_broken_where_asked(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	base64_write(&o, STR("foobarfoobar"), 8);
	assert_str(out_bytes_of(&o), "Zm9vYmFy\r\nZm9vYmFy");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_vectors_of_rfc_4648_go_both_ways),
	    cmocka_unit_test(test_what_is_not_base64_is_refused),
	    cmocka_unit_test(test_lines_are_broken_where_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
