/* Containers that could be read in two ways, lie, or are cut: refused, each for its
 * reason. */
#include "formats/zip_read.h"
#include "test.h"
#include "workbook.h"

#include <stdio.h>

static const struct zip_part two[] = {
    {"a.txt", {"alfa", 4}},
    {"folder\\b.txt", {"beta", 4}},
};

static const char *
refusal(struct str bytes, const char *read)
{
	static char code[64];
	struct arena a = {0};
	struct input in = {.name = STR("t.zip"), .bytes = bytes};
	struct zip_reader *z;
	struct zip_stream *s;
	struct err e = {.code = "none"};
	char to[64];
	size_t got;

	if (zip_reader_open(&z, &in, &a, &e) == 0 && read != NULL &&
	    zip_stream_open(&s, z, zip_reader_find(z, str_of(read)), 0, &a, &e) == 0)
		while (zip_stream_read(s, to, 3, &got, &e) == 1)
			;
	snprintf(code, sizeof code, "%s", e.code);
	arena_close(&a);
	return code;
}

static void
members_are_found_and_read(void **state)
{
	struct arena a = {0};
	struct input in = {.name = STR("t.zip"), .bytes = zip_make(&a, two, 2)};
	struct zip_reader *z;
	struct zip_stream *s;
	struct err e;
	char to[64];
	size_t got;

	(void)state;
	assert_int_equal(zip_reader_open(&z, &in, &a, &e), 0);
	assert_int_equal(zip_reader_count(z), 2);
	assert_null(zip_reader_find(z, STR("c.txt")));
	assert_non_null(zip_reader_find(z, STR("/Folder/B.TXT")));
	assert_int_equal(
	    zip_stream_open(&s, z, zip_reader_find(z, STR("folder/b.txt")), 0, &a, &e),
	    0);
	assert_int_equal(zip_stream_read(s, to, 3, &got, &e), 1);
	assert_str(((struct str){to, got}), "bet");
	assert_int_equal(zip_stream_read(s, to, 3, &got, &e), 1);
	assert_str(((struct str){to, got}), "a");
	assert_int_equal(zip_stream_read(s, to, 3, &got, &e), 0);
	arena_close(&a);
}

static void
two_members_of_one_name_are_refused(void **state)
{
	static const struct zip_part parts[] = {
	    {"a/b.xml", {"1", 1}}, {"A\\B.xml", {"2", 1}}};
	struct arena a = {0};

	(void)state;
	assert_string_equal(refusal(zip_make(&a, parts, 2), NULL), "ZIP_AMBIGUOUS");
	arena_close(&a);
}

/* One byte of the container of `two` set to another value. */
struct lie {
	const char *name;
	size_t at;
	bool from_end; /* `at` counts from the end, else from the beginning */
	char value;
	const char *code;
};

static void
headers_that_lie_are_refused(void **state)
{
	static const struct lie lies[] = {
	    {"local name", 30, false, 'x', "ZIP_DAMAGED"},
	    {"local method", 8, false, 8, "ZIP_DAMAGED"},
	    {"local CRC-32", 14, false, 1, "ZIP_DAMAGED"},
	    {"local size", 22, false, 9, "ZIP_DAMAGED"},
	    {"local encryption", 6, false, 1, "ZIP_DAMAGED"},
	    {"local signature", 0, false, 'x', "ZIP_DAMAGED"},
	    {"content", 35, false, 'x', "ZIP_DAMAGED"},
	    {"members in all", 22 - 10, true, 3, "ZIP_DAMAGED"},
	    {"members here", 22 - 8, true, 3, "ZIP_DAMAGED"},
	    {"place of the directory", 22 - 16, true, 1, "ZIP_DAMAGED"},
	    {"signature of the end", 22, true, 'x', "FILE_TRUNCATED"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		struct arena a = {0};
		struct str zip = zip_make(&a, two, 2);
		char *bytes = arena_cstr(&a, zip);

		bytes[lies[i].from_end ? zip.len - lies[i].at : lies[i].at] =
		    lies[i].value;
		zip.ptr = bytes;
		if (strcmp(refusal(zip, "a.txt"), lies[i].code) != 0)
			fail_msg("%s: %s", lies[i].name, refusal(zip, "a.txt"));
		arena_close(&a);
	}
}

static void
every_cut_is_refused(void **state)
{
	struct arena a = {0};
	struct str zip = zip_make(&a, two, 2);

	(void)state;
	for (size_t len = 1; len < zip.len; len++)
		assert_string_not_equal(refusal(str_slice(zip, 0, len), "a.txt"), "none");
	assert_string_equal(refusal(zip, "a.txt"), "none");
	arena_close(&a);
}

static void
a_second_directory_is_refused(void **state)
{
	struct arena a = {0};
	struct str zip = zip_make(&a, two, 2), both;

	(void)state;
	/* An empty container behind a full one: two ends that both agree with themselves.
	 */
	both = arena_format(&a, "%.*s", 0, "");
	both.len = zip.len + 22;
	{
		char *bytes = arena_alloc(&a, both.len);

		memcpy(bytes, zip.ptr, zip.len);
		memcpy(bytes + zip.len, "PK\5\6", 4);
		bytes[zip.len + 16] = (char)zip.len;
		bytes[zip.len + 17] = (char)(zip.len >> 8);
		both.ptr = bytes;
	}
	assert_string_equal(refusal(both, NULL), "ZIP_AMBIGUOUS");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(members_are_found_and_read),
	    cmocka_unit_test(two_members_of_one_name_are_refused),
	    cmocka_unit_test(headers_that_lie_are_refused),
	    cmocka_unit_test(every_cut_is_refused),
	    cmocka_unit_test(a_second_directory_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
