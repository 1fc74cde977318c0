/* The arena: zeroed, aligned, bounded, reusable. */
#include "base/arena.h"
#include "test.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static bool
is_zero(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static void
memory_is_zeroed_and_aligned_also_after_a_reset(void **state)
{
	static const size_t sizes[] = {
	    0, 1, 15, 16, 17, 100, 4096, 20000, 300000, 5000000};
	struct arena a = {0};

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			char *bytes = arena_alloc(&a, sizes[i]);

			assert_non_null(bytes);
			assert_int_equal((uintptr_t)bytes % 16, 0);
			assert_true(is_zero(bytes, sizes[i]));
			memset(bytes, 0xa5, sizes[i]);
		}
		arena_reset(&a);
		assert_int_equal(a.used, 0);
	}
	arena_close(&a);
	assert_null(a.first);
}

static void
a_reset_arena_does_not_grow(void **state)
{
	struct arena a = {0};
	char *first;

	(void)state;
	first = arena_alloc(&a, 1000);
	arena_alloc(&a, 100000);
	for (int i = 0; i < 100; i++) {
		arena_reset(&a);
		assert_ptr_equal(arena_alloc(&a, 1000), first);
		arena_alloc(&a, 100000);
	}
	arena_close(&a);
	assert_non_null(arena_alloc(&a, 1));
	arena_close(&a);
}

static void
allocations_do_not_overlap(void **state)
{
	struct arena a = {0};
	unsigned char *blocks[500];

	(void)state;
	for (size_t i = 0; i < 500; i++) {
		blocks[i] = arena_alloc(&a, i * 7 % 400 + 1);
		memset(blocks[i], (int)(i & 0xff), i * 7 % 400 + 1);
	}
	for (size_t i = 0; i < 500; i++)
		for (size_t k = 0; k < i * 7 % 400 + 1; k++)
			assert_int_equal(blocks[i][k], i & 0xff);
	arena_close(&a);
}

static void
texts_are_copied_and_terminated(void **state)
{
	struct arena a = {0};
	struct str copy = arena_str(&a, STR("quota"));

	(void)state;
	assert_str(copy, "quota");
	assert_int_equal(copy.ptr[5], 0);
	assert_string_equal(arena_cstr(&a, (struct str){0}), "");
	assert_int_equal(arena_str(&a, (struct str){"a\0b", 3}).len, 3);
	assert_str(arena_format(&a, "%s-%05d", "iuv", 42), "iuv-00042");
	assert_int_equal(arena_format(&a, "%100000d", 1).len, 100000);
	assert_int_equal(arena_format(&a, "%s", "").len, 0);
	arena_close(&a);
}

/* The exit status of a child that asks for `count` elements of `size` bytes. */
static int
exit_of(size_t limit, size_t count, size_t size)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		struct arena a = {.limit = limit};
		bool done;

		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(1);
		done = arena_array(&a, count, size) != NULL;
		_exit(done ? 0 : 1);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
beyond_its_limit_the_process_ends_with_65(void **state)
{
	(void)state;
	assert_int_equal(exit_of(1000, 1, 900), 0);
	assert_int_equal(exit_of(1000, 1, 1001), 65);
	assert_int_equal(exit_of(1000, 100, 100), 65);
	assert_int_equal(exit_of(0, SIZE_MAX / 2, 3), 65);
	assert_int_equal(exit_of(0, 1, SIZE_MAX), 65);
	assert_int_equal(exit_of(0, 1, ARENA_DEFAULT_LIMIT + 1), 65);
}

static void
a_list_grows_and_keeps_its_elements(void **state)
{
	struct arena a = {0};
	size_t room = 0;
	int *list = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		list = arena_grown(&a, list, (size_t)i, &room, sizeof *list);
		assert_true(room > (size_t)i);
		list[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_list_grows_and_keeps_its_elements),
	    cmocka_unit_test(memory_is_zeroed_and_aligned_also_after_a_reset),
	    cmocka_unit_test(a_reset_arena_does_not_grow),
	    cmocka_unit_test(allocations_do_not_overlap),
	    cmocka_unit_test(texts_are_copied_and_terminated),
	    cmocka_unit_test(beyond_its_limit_the_process_ends_with_65),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
