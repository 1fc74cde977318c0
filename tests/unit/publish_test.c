/* Publishing: whole or not at all, alone or in thousands. */
#include "test.h"

#include "scratch.h"
#include "spool/publish.h"
#include "spool/temporary.h"

#include <sys/wait.h>

static void
shows_a_file_only_when_it_is_whole(void **state)
{
	int folder = scratch_open(NULL);
	struct publish_file file;
	struct err e = {0};

	(void)state;
	assert_int_equal(publish_open(&file, folder, STR("a.csv"), PUBLISH_NEW, &e), 0);
	assert_int_equal(write(file.fd, "half", 4), 4);
	assert_null(scratch_read(folder, "a.csv"));
	assert_int_equal(publish_close(&file, &e), 0);
	assert_string_equal(scratch_read(folder, "a.csv"), "half");
	assert_int_equal(scratch_count(folder), 1);
	scratch_close(folder);
}

static void
treats_a_taken_name_as_asked(void **state)
{
	static const struct {
		const char *sentence;
		enum publish_clash clash;
		const char *bytes;
		int result;
		const char *after;
	} cases[] = {
	    {"new fails", PUBLISH_NEW, "old", -1, "old"},
	    {"replace replaces", PUBLISH_REPLACE, "new", 0, "new"},
	    {"same takes the same bytes", PUBLISH_SAME, "old", 0, "old"},
	    {"same refuses other bytes", PUBLISH_SAME, "oid", -1, "old"},
	    {"same refuses more bytes", PUBLISH_SAME, "older", -1, "old"},
	    {"same refuses fewer bytes", PUBLISH_SAME, "", -1, "old"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int folder = scratch_open(NULL);
		struct err e = {0};

		print_message("%s\n", cases[i].sentence);
		scratch_write(folder, "x", "old");
		assert_int_equal(publish_bytes(folder, STR("x"), cases[i].clash,
				     str_of(cases[i].bytes), &e),
		    cases[i].result);
		assert_string_equal(scratch_read(folder, "x"), cases[i].after);
		assert_int_equal(scratch_count(folder), 1);
		scratch_close(folder);
	}
}

static void
gives_a_file_up_without_a_trace(void **state)
{
	int folder = scratch_open(NULL);
	struct publish_file file;
	struct err e = {0};

	(void)state;
	assert_int_equal(publish_open(&file, folder, STR("x"), PUBLISH_NEW, &e), 0);
	publish_abandon(&file);
	publish_abandon(&file);
	assert_int_equal(scratch_count(folder), 0);
	assert_int_equal(publish_open(&file, folder, STR("../x"), PUBLISH_NEW, &e), -1);
	assert_int_equal(scratch_count(folder), 0);
	scratch_close(folder);
}

static void
add_to_batch(struct publish_batch *batch, int number, enum publish_clash clash)
{
	struct publish_file file;
	struct err e = {0};
	char name[32];

	snprintf(name, sizeof name, "avviso-%04d.pdf", number);
	assert_int_equal(publish_open(&file, batch->folder, str_of(name), clash, &e), 0);
	assert_int_equal(write(file.fd, name, 11), 11);
	assert_int_equal(publish_batch_add(batch, &file, &e), 0);
}

static void
publishes_many_at_once(void **state)
{
	int folder = scratch_open(NULL);
	struct arena a = {0};
	struct publish_batch batch;
	struct err e = {0};

	(void)state;
	publish_batch_open(&batch, folder, &a);
	for (int i = 0; i < 2000; i++)
		add_to_batch(&batch, i, PUBLISH_SAME);
	assert_null(scratch_read(folder, "avviso-0000.pdf"));
	assert_int_equal(publish_batch_close(&batch, &e), 0);
	assert_string_equal(scratch_read(folder, "avviso-1999.pdf"), "avviso-1999");
	assert_int_equal(scratch_count(folder), 2000);
	arena_close(&a);
	scratch_close(folder);
}

static void
a_batch_that_clashes_leaves_no_temporary_file(void **state)
{
	int folder = scratch_open(NULL);
	struct arena a = {0};
	struct publish_batch batch;
	struct err e = {0};

	(void)state;
	scratch_write(folder, "avviso-0001.pdf", "another");
	publish_batch_open(&batch, folder, &a);
	for (int i = 0; i < 3; i++)
		add_to_batch(&batch, i, PUBLISH_SAME);
	assert_int_equal(publish_batch_close(&batch, &e), -1);
	assert_int_equal(e.kind, ERR_FILE);
	assert_string_equal(scratch_read(folder, "avviso-0001.pdf"), "another");
	assert_int_equal(scratch_count(folder), 2);
	publish_batch_abandon(&batch);
	arena_close(&a);
	scratch_close(folder);
}

/* A process that dies while it writes. */
static void
die_writing(int folder)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		struct publish_file file;
		struct err e;

		_exit(publish_open(&file, folder, STR("dead"), PUBLISH_NEW, &e) != 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
sweeps_what_the_dead_left_and_nothing_else(void **state)
{
	int folder = scratch_open(NULL);
	struct publish_file living;
	struct err e = {0};
	struct timespec long_ago[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
	size_t removed = 99;

	(void)state;
	die_writing(folder);
	assert_int_equal(
	    publish_open(&living, folder, STR("living"), PUBLISH_NEW, &e), 0);
	scratch_write(folder, ".riscontro-00000000-1-1-1.tmp", "other host, old");
	scratch_write(folder, ".riscontro-00000000-1-1-2.tmp", "other host, new");
	scratch_write(folder, ".riscontro-notes.tmp", "not the pattern");
	scratch_write(folder, ".riscontro-.tmp", "not the pattern");
	scratch_write(folder, ".riscontro-00000000-1-1-1.tmp.csv", "not the pattern");
	scratch_write(folder, "riscontro.tmp", "not the pattern");
	utimensat(folder, ".riscontro-00000000-1-1-1.tmp", long_ago, 0);
	utimensat(folder, ".riscontro-notes.tmp", long_ago, 0);
	assert_int_equal(publish_sweep(folder, &removed, &e), 0);
	assert_int_equal(removed, 2);
	assert_int_equal(scratch_count(folder), 6);
	assert_int_equal(publish_close(&living, &e), 0);
	scratch_close(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(shows_a_file_only_when_it_is_whole),
	    cmocka_unit_test(treats_a_taken_name_as_asked),
	    cmocka_unit_test(gives_a_file_up_without_a_trace),
	    cmocka_unit_test(publishes_many_at_once),
	    cmocka_unit_test(a_batch_that_clashes_leaves_no_temporary_file),
	    cmocka_unit_test(sweeps_what_the_dead_left_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
