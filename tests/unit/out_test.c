/* One writer for memory, descriptors and anything else. */
#include "base/out.h"
#include "test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
memory_grows_and_keeps_its_bytes(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	for (unsigned i = 0; i < 100000; i++)
		out_char(&o, (char)('a' + i % 26));
	assert_int_equal(out_bytes_of(&o).len, 100000);
	for (unsigned i = 0; i < 100000; i++)
		assert_int_equal(out_bytes_of(&o).ptr[i], 'a' + i % 26);
	assert_int_equal(out_flush(&o), 0);
	out_reset(&o);
	assert_int_equal(out_bytes_of(&o).len, 0);
	out_write(&o, "x", 1);
	out_str(&o, (struct str){0});
	out_write(&o, NULL, 0);
	assert_str(out_bytes_of(&o), "x");
	arena_close(&a);
}

static void
numbers_and_formats_are_written(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	out_u64(&o, 0);
	out_char(&o, ' ');
	out_u64(&o, UINT64_MAX);
	out_char(&o, ' ');
	out_i64(&o, INT64_MIN);
	out_char(&o, ' ');
	out_i64(&o, -7);
	out_format(&o, " %s|%5d", "x", 42);
	assert_str(
	    out_bytes_of(&o), "0 18446744073709551615 -9223372036854775808 -7 x|   42");
	out_reset(&o);
	out_format(&o, "%511d", 1);
	out_format(&o, "%512d", 2);
	out_format(&o, "%9000d", 3);
	assert_int_equal(out_bytes_of(&o).len, 511 + 512 + 9000);
	assert_int_equal(out_bytes_of(&o).ptr[511 + 512 + 9000 - 1], '3');
	arena_close(&a);
}

static void
a_descriptor_gets_everything_once(void **state)
{
	char path[] = "/tmp/riscontro-out-XXXXXX", *back;
	struct arena a = {0};
	struct err e = {0};
	struct out o;
	int fd = mkstemp(path);
	size_t size = 0;

	(void)state;
	assert_true(fd >= 0);
	unlink(path);
	out_open_fd(&o, &fd, &a, &e);
	for (size_t i = 0; i < 3000; i++, size += i * 13 % 700) {
		char block[700];

		memset(block, (int)('a' + i % 26), sizeof block);
		out_write(&o, block, (i + 1) * 13 % 700);
	}
	out_write(&o, arena_alloc(&a, 200000), 200000);
	assert_int_equal(out_flush(&o), 0);
	assert_int_equal(out_flush(&o), 0);
	assert_int_equal(lseek(fd, 0, SEEK_END), (off_t)size + 200000);
	assert_int_equal(o.total, size + 200000);
	back = arena_alloc(&a, size);
	assert_int_equal(pread(fd, back, size, 0), (ssize_t)size);
	for (size_t i = 0, at = 0; i < 3000; i++)
		for (size_t k = 0; k < (i + 1) * 13 % 700; k++)
			assert_int_equal(back[at++], 'a' + i % 26);
	close(fd);
	arena_close(&a);
}

static void
a_failure_is_kept_and_told_once_asked(void **state)
{
	struct arena a = {0};
	struct err e = {0};
	struct out o;
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd < 0)
		skip();
	out_open_fd(&o, &fd, &a, &e);
	out_text(&o, "lost");
	assert_int_equal(e.kind, ERR_NONE);
	assert_int_equal(out_flush(&o), -1);
	assert_int_equal(e.kind, ERR_RETRY);
	out_write(&o, arena_alloc(&a, 200000), 200000);
	assert_int_equal(out_flush(&o), -1);
	close(fd);
	arena_close(&a);
}

static int
count_blocks(void *context, const char *bytes, size_t len, struct err *e)
{
	size_t *blocks = context;

	(void)bytes;
	if (++*blocks == 3)
		return err_set(e, ERR_RETRY, "third block of %zu", len);
	return 0;
}

static void
after_a_failure_nothing_more_is_drained(void **state)
{
	struct arena a = {0};
	struct err e = {0};
	struct out o;
	size_t blocks = 0;

	(void)state;
	out_open(&o, count_blocks, &blocks, &a, &e);
	for (int i = 0; i < 1000000; i++)
		out_char(&o, 'x');
	assert_int_equal(out_flush(&o), -1);
	assert_int_equal(blocks, 3);
	assert_non_null(strstr(e.text, "third block"));
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(memory_grows_and_keeps_its_bytes),
	    cmocka_unit_test(numbers_and_formats_are_written),
	    cmocka_unit_test(a_descriptor_gets_everything_once),
	    cmocka_unit_test(a_failure_is_kept_and_told_once_asked),
	    cmocka_unit_test(after_a_failure_nothing_more_is_drained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
