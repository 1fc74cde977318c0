/* Readiness: finished files, all of them, each once a scan, and the reasons of the
 * others. */
#include "test.h"

#include "base/date.h"
#include "scratch.h"
#include "spool/watch.h"

#include <time.h>

enum { FOLDERS_MOST = 3 };

struct scene {
	struct arena arena;
	int root;
	int in[FOLDERS_MOST];
	struct watch *watch;
};

static struct scene
scene_open(size_t count, int settle, bool done_file, bool once)
{
	static const char *const names[FOLDERS_MOST] = {"quote", "fdr", "albo"};
	struct scene s = {.root = scratch_open(NULL)};
	struct watch_folder folders[FOLDERS_MOST] = {0};
	struct err e = {0};

	for (size_t i = 0; i < count; i++) {
		s.in[i] = scratch_make(s.root, names[i]);
		folders[i] = (struct watch_folder){.base = s.root,
		    .path = str_of(names[i]),
		    .settle = settle,
		    .done_file = done_file};
	}
	assert_int_equal(
	    watch_open(&s.watch, folders, count,
		(struct watch_options){.scan = 1, .once = once}, &s.arena, &e),
	    0);
	return s;
}

static void
scene_close(struct scene *s)
{
	watch_close(s->watch);
	for (size_t i = 0; i < FOLDERS_MOST; i++)
		if (s->in[i] > 0)
			close(s->in[i]);
	scratch_close(s->root);
	arena_close(&s->arena);
}

/* Goes on as the daemon's loop does, for `milliseconds`. */
static void
go_on_for(struct scene *s, int64_t milliseconds)
{
	int64_t end = clock_monotonic() + milliseconds;

	do {
		struct pollfd poll_entry;
		int64_t wakeup = end, now = clock_monotonic();

		watch_prepare(s->watch, &poll_entry, &wakeup);
		assert_true(
		    poll(&poll_entry, 1, wakeup > now ? (int)(wakeup - now) : 0) >= 0);
		watch_go_on(s->watch, &poll_entry);
	} while (clock_monotonic() < end);
}

static const char *
next_name(struct scene *s)
{
	static char name[256];
	struct watch_ready ready;

	if (!watch_next(s->watch, &ready))
		return "";
	memcpy(name, ready.name.ptr, ready.name.len);
	name[ready.name.len] = '\0';
	return name;
}

/* The reason noted for an entry ("" for none), and whether it is fresh. */
static const char *
reason_of(const struct scene *s, const char *name, bool *fresh)
{
	struct watch_note note;
	size_t at = 0;

	while (watch_note_next(s->watch, &at, &note))
		if (str_is(note.name, name)) {
			if (fresh != NULL)
				*fresh = note.fresh;
			return note.rule->key;
		}
	return "";
}

static void
touch(int folder, const char *name, int64_t when)
{
	struct timespec times[2] = {{.tv_sec = when}, {.tv_sec = when}};

	assert_int_equal(utimensat(folder, name, times, 0), 0);
}

static void
a_written_file_is_ready_after_its_settle_time(void **state)
{
	struct scene s = scene_open(1, 1, false, false);

	(void)state;
	scratch_write(s.in[0], "a.csv", "x");
	go_on_for(&s, 1);
	assert_string_equal(next_name(&s), "");
	assert_string_equal(reason_of(&s, "a.csv", NULL), "settling");
	assert_true(watch_pending(s.watch));
	go_on_for(&s, 1200);
	assert_string_equal(next_name(&s), "a.csv");
	assert_string_equal(next_name(&s), "");
	assert_string_equal(reason_of(&s, "a.csv", NULL), "");
	scene_close(&s);
}

static void
a_growing_file_waits(void **state)
{
	struct scene s = scene_open(1, 1, false, false);
	static const char *const texts[] = {"1", "12", "123", "1234", "12345"};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		scratch_write(s.in[0], "register.csv", texts[i]);
		go_on_for(&s, 400);
		assert_string_equal(next_name(&s), "");
	}
	assert_false(watch_pending(s.watch));
	go_on_for(&s, 1300);
	assert_string_equal(next_name(&s), "register.csv");
	scene_close(&s);
}

static void
a_file_renamed_into_place_is_ready_at_once(void **state)
{
	struct scene s = scene_open(1, 30, false, false);
	struct pollfd poll_entry;
	int64_t wakeup = INT64_MAX;

	(void)state;
	go_on_for(&s, 1);
	watch_prepare(s.watch, &poll_entry, &wakeup);
	if (poll_entry.fd < 0)
		skip();
	scratch_write(s.in[0], "f.xml.part", "x");
	scratch_write(s.in[0], "slow.xml", "x");
	assert_int_equal(renameat(s.in[0], "f.xml.part", s.in[0], "f.xml"), 0);
	go_on_for(&s, 400);
	assert_string_equal(next_name(&s), "f.xml");
	assert_string_equal(next_name(&s), "");
	go_on_for(&s, 1100); /* not taken: the next scan gives it again */
	assert_string_equal(next_name(&s), "f.xml");
	scene_close(&s);
}

static void
a_single_run_takes_old_files_at_once(void **state)
{
	struct scene s = scene_open(1, 60, false, true);

	(void)state;
	scratch_write(s.in[0], "old.csv", "x");
	touch(s.in[0], "old.csv", time(NULL) - 61);
	scratch_write(s.in[0], "older.csv", "x");
	touch(s.in[0], "older.csv", 86400);
	scratch_write(s.in[0], "young.csv", "x");
	go_on_for(&s, 1);
	assert_string_equal(next_name(&s), "older.csv");
	assert_string_equal(next_name(&s), "old.csv");
	assert_string_equal(next_name(&s), "");
	assert_true(watch_pending(s.watch));
	scene_close(&s);
}

static void
a_file_from_the_future_settles_too(void **state)
{
	struct scene s = scene_open(1, 1, false, true);

	(void)state;
	scratch_write(s.in[0], "future.csv", "x");
	touch(s.in[0], "future.csv", 2147483648); /* 2038-01-19, past 32 bits */
	go_on_for(&s, 1);
	assert_string_equal(next_name(&s), "");
	assert_true(watch_pending(s.watch));
	go_on_for(&s, 1200);
	assert_string_equal(next_name(&s), "future.csv");
	scene_close(&s);
}

static void
a_done_file_declares_its_file(void **state)
{
	struct scene s = scene_open(1, 60, true, false);
	struct watch_ready ready;

	(void)state;
	scratch_write(s.in[0], "a.csv", "x");
	scratch_write(s.in[0], "b.csv", "x");
	scratch_write(s.in[0], "b.csv.ok", "");
	scratch_write(s.in[0], "c.csv.ok", "");
	go_on_for(&s, 1);
	assert_true(watch_next(s.watch, &ready));
	assert_str(ready.name, "b.csv");
	assert_true(ready.done_file);
	assert_false(watch_next(s.watch, &ready));
	assert_string_equal(reason_of(&s, "a.csv", NULL), "no-done-file");
	assert_string_equal(reason_of(&s, "c.csv.ok", NULL), "done-file-alone");
	assert_string_equal(reason_of(&s, "b.csv.ok", NULL), "");
	scene_close(&s);
}

static void
a_file_that_somebody_has_open_waits(void **state)
{
	struct scene s = scene_open(1, 0, false, false);

	(void)state;
	scratch_write(s.in[0], "quote.xlsx", "x");
	scratch_write(s.in[0], "~$quote.xlsx", "x");
	scratch_write(s.in[0], "albo.ods", "x");
	scratch_write(s.in[0], ".~lock.albo.ods#", "x");
	go_on_for(&s, 1);
	assert_string_equal(next_name(&s), "");
	assert_string_equal(reason_of(&s, "quote.xlsx", NULL), "in-use");
	assert_string_equal(reason_of(&s, "~$quote.xlsx", NULL), "");
	unlinkat(s.in[0], "~$quote.xlsx", 0);
	go_on_for(&s, 1100);
	assert_string_equal(next_name(&s), "quote.xlsx");
	assert_string_equal(next_name(&s), "");
	scene_close(&s);
}

static void
odd_entries_are_noted_once_and_never_given(void **state)
{
	static const struct {
		const char *name, *reason;
	} cases[] = {{"link.csv", "link"}, {"pipe.csv", "device"},
	    {"folder.csv", "folder"}, {"quote", "no-extension"}, {"m.xlsm", "macros"}};
	struct scene s = scene_open(1, 0, false, false);
	bool fresh = false;

	(void)state;
	assert_int_equal(symlinkat("/etc/passwd", s.in[0], "link.csv"), 0);
	assert_int_equal(mkfifoat(s.in[0], "pipe.csv", 0666), 0);
	assert_int_equal(mkdirat(s.in[0], "folder.csv", 0777), 0);
	assert_int_equal(mkdirat(s.in[0], "verifica", 0777), 0);
	scratch_write(s.in[0], "quote", "x");
	scratch_write(s.in[0], "m.xlsm", "x");
	scratch_write(s.in[0], "Thumbs.db", "x");
	for (int round = 0; round < 2; round++) {
		go_on_for(&s, round == 0 ? 1 : 1100);
		assert_string_equal(next_name(&s), "");
		for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
			assert_string_equal(
			    reason_of(&s, cases[i].name, &fresh), cases[i].reason);
			assert_int_equal(fresh, round == 0);
		}
		assert_string_equal(reason_of(&s, "Thumbs.db", NULL), "");
		assert_string_equal(reason_of(&s, "verifica", NULL), "");
	}
	scene_close(&s);
}

static void
the_folder_for_checks_is_flagged(void **state)
{
	struct scene s = scene_open(1, 0, false, false);
	struct watch_ready ready;
	int checks = scratch_make(s.in[0], "verifica");

	(void)state;
	scratch_write(checks, "try.csv", "x");
	go_on_for(&s, 1);
	assert_true(watch_next(s.watch, &ready));
	assert_str(ready.name, "try.csv");
	assert_true(ready.check_only);
	assert_int_equal(ready.folder, 0);
	assert_false(watch_next(s.watch, &ready));
	close(checks);
	scene_close(&s);
}

static void
a_folder_that_vanishes_is_noted_and_comes_back(void **state)
{
	struct scene s = scene_open(2, 0, false, false);
	bool fresh = false;
	int again;

	(void)state;
	scratch_write(s.in[0], "a.csv", "x");
	assert_int_equal(renameat(s.root, "quote", s.root, "elsewhere"), 0);
	scratch_write(s.in[1], "b.xml", "x");
	go_on_for(&s, 1);
	assert_string_equal(reason_of(&s, "", &fresh), "folder-away");
	assert_true(fresh);
	assert_string_equal(next_name(&s), "b.xml");
	assert_string_equal(next_name(&s), "");
	go_on_for(&s, 1100);
	assert_string_equal(reason_of(&s, "", &fresh), "folder-away");
	assert_false(fresh);
	again = scratch_make(s.root, "quote");
	scratch_write(again, "c.csv", "x");
	go_on_for(&s, 1100);
	assert_string_equal(reason_of(&s, "", NULL), "");
	assert_string_equal(next_name(&s), "c.csv");
	close(again);
	scene_close(&s);
}

static void
folders_take_turns_oldest_first(void **state)
{
	static const char *const wanted[] = {
	    "q1.csv", "f1.xml", "q2.csv", "f2.xml", "q3.csv", "q4.csv", ""};
	struct scene s = scene_open(2, 0, false, false);

	(void)state;
	for (int i = 4; i > 0; i--) {
		char name[16];

		snprintf(name, sizeof name, "q%d.csv", i);
		scratch_write(s.in[0], name, "x");
		touch(s.in[0], name, 1000000 + i);
		if (i > 2)
			continue;
		snprintf(name, sizeof name, "f%d.xml", i);
		scratch_write(s.in[1], name, "x");
		touch(s.in[1], name, 2000000 + i);
	}
	go_on_for(&s, 1);
	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		assert_string_equal(next_name(&s), wanted[i]);
	scene_close(&s);
}

static void
a_thousand_files_are_given_each_once(void **state)
{
	struct scene s = scene_open(1, 0, false, false);
	bool seen[1000] = {false};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char name[32];

		snprintf(name, sizeof name, "r%d.xml", i);
		scratch_write(s.in[0], name, "x");
	}
	go_on_for(&s, 1);
	for (int i = 0; i < 1000; i++) {
		long number = strtol(next_name(&s) + 1, NULL, 10);

		assert_false(seen[number]);
		seen[number] = true;
	}
	assert_string_equal(next_name(&s), "");
	scene_close(&s);
}

static void
the_monotonic_clock_goes_on(void **state)
{
	struct timespec pause = {.tv_nsec = 20000000};
	int64_t before = clock_monotonic(), took;

	(void)state;
	nanosleep(&pause, NULL);
	took = clock_monotonic() - before;
	assert_true(took >= 19 && took < 5000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_written_file_is_ready_after_its_settle_time),
	    cmocka_unit_test(a_growing_file_waits),
	    cmocka_unit_test(a_file_renamed_into_place_is_ready_at_once),
	    cmocka_unit_test(a_single_run_takes_old_files_at_once),
	    cmocka_unit_test(a_file_from_the_future_settles_too),
	    cmocka_unit_test(a_done_file_declares_its_file),
	    cmocka_unit_test(a_file_that_somebody_has_open_waits),
	    cmocka_unit_test(odd_entries_are_noted_once_and_never_given),
	    cmocka_unit_test(the_folder_for_checks_is_flagged),
	    cmocka_unit_test(a_folder_that_vanishes_is_noted_and_comes_back),
	    cmocka_unit_test(folders_take_turns_oldest_first),
	    cmocka_unit_test(a_thousand_files_are_given_each_once),
	    cmocka_unit_test(the_monotonic_clock_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
