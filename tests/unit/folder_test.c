/* Folders: opened without following links, made, moved into, removed. */
#include "test.h"

#include "scratch.h"

#include <errno.h>

static void
opens_a_chain_and_makes_it_only_when_asked(void **state)
{
	int base = scratch_open(NULL), fd;
	struct err e = {0};

	(void)state;
	assert_int_equal(folder_open(base, STR("a/b/c"), FOLDER_MUST_BE, &e), -1);
	assert_int_equal(e.kind, ERR_RETRY);
	fd = folder_open(base, STR("a/b/c"), FOLDER_MAKE, &e);
	assert_true(fd >= 0);
	close(fd);
	fd = folder_open(base, STR("./a//b/c/"), FOLDER_MUST_BE, &e);
	assert_true(fd >= 0);
	close(fd);
	scratch_close(base);
}

static void
refuses_paths_that_leave_the_base(void **state)
{
	static const char *const paths[] = {"..", "a/../..", "/tmp", "a/..", "../x"};
	int base = scratch_open(NULL);

	(void)state;
	assert_int_equal(mkdirat(base, "a", 0777), 0);
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		struct err e = {0};

		assert_int_equal(
		    folder_open(base, str_of(paths[i]), FOLDER_MAKE, &e), -1);
		assert_int_equal(e.kind, ERR_CONF);
	}
	scratch_close(base);
}

static void
follows_no_link_at_any_step(void **state)
{
	int base = scratch_open(NULL), a = scratch_make(base, "a");
	struct err e = {0};

	(void)state;
	assert_int_equal(symlinkat("/tmp", base, "out"), 0);
	assert_int_equal(symlinkat("../a", a, "self"), 0);
	assert_int_equal(folder_open(base, STR("out"), FOLDER_MAKE, &e), -1);
	assert_non_null(strstr(e.text, "is a link"));
	assert_int_equal(folder_open(base, STR("a/self/x"), FOLDER_MAKE, &e), -1);
	assert_non_null(strstr(e.text, "is a link"));
	scratch_write(base, "file", "");
	assert_int_equal(folder_open(base, STR("file"), FOLDER_MAKE, &e), -1);
	close(a);
	scratch_close(base);
}

static void
takes_an_absolute_share_but_never_makes_it(void **state)
{
	int base = scratch_open(NULL), fd;
	struct err e = {0};

	(void)state;
	fd = folder_open_configured(base, STR("/tmp"), FOLDER_MAKE, &e);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(folder_open_configured(
			     base, STR("/tmp/riscontro-no-such-share"), FOLDER_MAKE, &e),
	    -1);
	assert_int_equal(access("/tmp/riscontro-no-such-share", F_OK), -1);
	fd = folder_open_configured(base, STR("quote"), FOLDER_MAKE, &e);
	assert_true(fd >= 0);
	close(fd);
	scratch_close(base);
}

static void
accepts_one_name_only(void **state)
{
	const struct {
		struct str name;
		int result;
	} cases[] = {
	    {STR("quote.xlsx"), 0},
	    {STR("..\\..\\etc.csv"), 0},
	    {STR("-rf.csv"), 0},
	    {STR("a\nb\x1b[2J"), 0},
	    {STR(""), -1},
	    {STR("."), -1},
	    {STR(".."), -1},
	    {STR("a/b"), -1},
	    {STR("a\0b"), -1},
	};
	char copy[FOLDER_NAME_SIZE], longest[256];
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(folder_name(cases[i].name, copy, &e), cases[i].result);
	memset(longest, 'x', sizeof longest);
	assert_int_equal(folder_name((struct str){longest, 255}, copy, &e), 0);
	assert_int_equal(folder_name((struct str){longest, 256}, copy, &e), -1);
}

static void
moves_without_replacing(void **state)
{
	int base = scratch_open(NULL), a = scratch_make(base, "a"),
	    b = scratch_make(base, "b");
	struct err e = {0};

	(void)state;
	scratch_write(a, "x", "one");
	scratch_write(b, "x", "two");
	assert_int_equal(folder_move(a, "x", b, "x", &e), FOLDER_CLASH);
	assert_string_equal(scratch_read(b, "x"), "two");
	assert_int_equal(folder_move(a, "x", b, "y", &e), FOLDER_MOVED);
	assert_string_equal(scratch_read(b, "y"), "one");
	assert_null(scratch_read(a, "x"));
	assert_int_equal(folder_move(a, "x", b, "z", &e), -1);
	close(a);
	close(b);
	scratch_close(base);
}

static void
removes_a_tree_and_leaves_what_links_point_at(void **state)
{
	int base = scratch_open(NULL), kept = scratch_make(base, "kept"), fd;
	struct err e = {0};

	(void)state;
	scratch_write(kept, "precious", "yes");
	fd = folder_open(base, STR("tree/a/b/c"), FOLDER_MAKE, &e);
	for (int i = 0; i < 300; i++) {
		char name[32];

		snprintf(name, sizeof name, "file %d", i);
		scratch_write(fd, name, "x");
	}
	assert_int_equal(symlinkat("../../../../kept", fd, "link"), 0);
	assert_int_equal(mkfifoat(fd, "pipe", 0666), 0);
	close(fd);
	assert_int_equal(folder_remove(base, STR("tree"), &e), 0);
	assert_int_equal(folder_remove(base, STR("tree"), &e), 0);
	assert_string_equal(scratch_read(kept, "precious"), "yes");
	assert_int_equal(scratch_count(base), 1);
	close(kept);
	scratch_close(base);
}

static void
stops_at_a_tree_too_deep(void **state)
{
	int base = scratch_open(NULL), fd = dup(base);
	struct err e = {0};

	(void)state;
	for (int i = 0; i < 40; i++) {
		int next = scratch_make(fd, "d");

		close(fd);
		fd = next;
	}
	assert_int_equal(folder_remove(base, STR("d"), &e), -1);
	assert_int_equal(e.kind, ERR_RETRY);
	close(fd);
	/* The test cleans up in two bites. */
	fd = folder_open(base, STR("d/d/d/d/d/d/d/d/d/d/d/d"), FOLDER_MUST_BE, &e);
	assert_int_equal(folder_remove(fd, STR("d"), &e), 0);
	close(fd);
	scratch_close(base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(opens_a_chain_and_makes_it_only_when_asked),
	    cmocka_unit_test(refuses_paths_that_leave_the_base),
	    cmocka_unit_test(follows_no_link_at_any_step),
	    cmocka_unit_test(takes_an_absolute_share_but_never_makes_it),
	    cmocka_unit_test(accepts_one_name_only),
	    cmocka_unit_test(moves_without_replacing),
	    cmocka_unit_test(removes_a_tree_and_leaves_what_links_point_at),
	    cmocka_unit_test(stops_at_a_tree_too_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
