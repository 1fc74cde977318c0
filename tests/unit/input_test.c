/* Files to read. */
#include "base/input.h"
#include "test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static int
file_of(const char *bytes, size_t len)
{
	char path[] = "/tmp/riscontro-input-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	assert_int_equal(write(fd, bytes, len), (ssize_t)len);
	return fd;
}

static void
a_file_is_mapped_whole_and_outlives_its_descriptor(void **state)
{
	struct input in = {0};
	struct err e;
	int fd = file_of("CODICE;IMPORTO\n", 15);

	(void)state;
	assert_int_equal(input_map(&in, fd, STR("quote.csv"), 15, &e), 0);
	close(fd);
	assert_str(in.name, "quote.csv");
	assert_str(in.bytes, "CODICE;IMPORTO\n");
	input_forget(&in, 15);
	input_forget(&in, 1000000);
	assert_str(in.bytes, "CODICE;IMPORTO\n");
	input_unmap(&in);
	assert_int_equal(in.bytes.len, 0);
	input_unmap(&in);
}

static void
forgotten_pages_can_still_be_read(void **state)
{
	enum { SIZE = 1 << 20 };
	static char bytes[SIZE];
	struct input in = {0};
	struct err e;
	int fd;

	(void)state;
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 31 >> 3);
	fd = file_of(bytes, SIZE);
	assert_int_equal(input_map(&in, fd, STR("x"), SIZE, &e), 0);
	for (size_t at = 0; at < SIZE; at += 100001)
		input_forget(&in, at);
	assert_memory_equal(in.bytes.ptr, bytes, SIZE);
	input_unmap(&in);
	close(fd);
}

static void
an_empty_file_is_an_empty_text(void **state)
{
	struct input in = {.bytes = STR("before")};
	struct err e;
	int fd = file_of("", 0);

	(void)state;
	assert_int_equal(input_map(&in, fd, STR("x"), 0, &e), 0);
	assert_int_equal(in.bytes.len, 0);
	input_forget(&in, 0);
	input_unmap(&in);
	close(fd);
}

static void
what_is_no_file_or_too_large_is_refused(void **state)
{
	struct input in = {.name = STR("untouched")};
	struct err e = {0};
	int fd = file_of("12345", 5), directory = open("/tmp", O_RDONLY | O_DIRECTORY),
	    ends[2];

	(void)state;
	assert_int_equal(input_map(&in, fd, STR("big"), 4, &e), -1);
	assert_string_equal(e.code, "FILE_TOO_LARGE");
	assert_int_equal(input_map(&in, directory, STR("dir"), 4, &e), -1);
	assert_string_equal(e.code, "FILE_NOT_REGULAR");
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(input_map(&in, ends[0], STR("pipe"), 4, &e), -1);
	assert_string_equal(e.code, "FILE_NOT_REGULAR");
	assert_int_equal(input_map(&in, -1, STR("closed"), 4, &e), -1);
	assert_null(e.code);
	assert_str(in.name, "untouched");
	close(fd);
	close(directory);
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_file_is_mapped_whole_and_outlives_its_descriptor),
	    cmocka_unit_test(forgotten_pages_can_still_be_read),
	    cmocka_unit_test(an_empty_file_is_an_empty_text),
	    cmocka_unit_test(what_is_no_file_or_too_large_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
