/* Claiming and settling: each file exactly once, nothing but files, nothing overwritten.
 */
#include "test.h"

#include "scratch.h"
#include "spool/claim.h"
#include "spool/staging.h"

#include <sys/wait.h>

enum { COPY_MOST = 64 * 1024 * 1024 };

struct spool {
	int root, in, work, job;
};

/* With `far`, the folder `in` lies on another file system, so that claiming copies. */
static struct spool
spool_open(bool far)
{
	struct spool s = {.root = scratch_open(NULL)};
	struct err e = {0};

	s.in = far ? scratch_open("/dev/shm") : scratch_make(s.root, "in");
	s.work = scratch_make(s.root, ".work");
	s.job = staging_make(s.work, STR("ordine.quotas.1"), &e);
	assert_true(s.job >= 0);
	return s;
}

static void
spool_close(struct spool *s, bool far)
{
	close(s->job);
	close(s->work);
	if (far)
		scratch_close(s->in);
	else
		close(s->in);
	scratch_close(s->root);
}

/* A second file system is wanted; where /dev/shm is none, copying cannot be shown. */
static bool
has_far(void)
{
	struct stat shm, here;
	const char *scratch = getenv("SCRATCH");

	return stat("/dev/shm", &shm) == 0 && access("/dev/shm", W_OK) == 0 &&
	    stat(scratch != NULL ? scratch : "/tmp", &here) == 0 &&
	    shm.st_dev != here.st_dev;
}

static int
take(const struct spool *s, const char *name, struct claimed *c, struct err *e)
{
	return claim_take(s->in, str_of(name), s->job, false, COPY_MOST, c, e);
}

static void
claim_moves_the_file(bool far)
{
	struct spool s = spool_open(far);
	struct timespec times[2] = {
	    {.tv_sec = 1700000000, .tv_nsec = 5}, {.tv_sec = 1700000000, .tv_nsec = 5}};
	struct claimed c;
	struct err e = {0};
	struct stat st;

	scratch_write(s.in, "quote.csv", "a;b\n");
	utimensat(s.in, "quote.csv", times, 0);
	assert_int_equal(take(&s, "quote.csv", &c, &e), CLAIM_TAKEN);
	assert_int_equal(c.size, 4);
	assert_int_equal(c.copied, far);
	assert_int_equal(claim_commit(s.in, s.job, &c, 1, &e), 0);
	assert_false(c.gone);
	assert_null(scratch_read(s.in, "quote.csv"));
	assert_string_equal(scratch_read(s.job, "quote.csv"), "a;b\n");
	assert_int_equal(fstatat(s.job, "quote.csv", &st, 0), 0);
	assert_int_equal(st.st_mtim.tv_sec, 1700000000);
	assert_int_equal(scratch_count(s.job), 1);
	assert_int_equal(take(&s, "quote.csv", &c, &e), CLAIM_GONE);
	spool_close(&s, far);
}

static void
moves_a_file_into_the_job(void **state)
{
	(void)state;
	claim_moves_the_file(false);
}

static void
copies_from_another_file_system(void **state)
{
	(void)state;
	if (!has_far())
		skip();
	claim_moves_the_file(true);
}

static void
refuses_all_but_regular_files(void **state)
{
	static const char *const names[] = {
	    "link.csv", "dangling.csv", "pipe.csv", "folder.csv"};
	struct spool s = spool_open(false);

	(void)state;
	scratch_write(s.in, "real", "x");
	assert_int_equal(symlinkat("real", s.in, names[0]), 0);
	assert_int_equal(symlinkat("nowhere", s.in, names[1]), 0);
	assert_int_equal(mkfifoat(s.in, names[2], 0666), 0);
	assert_int_equal(mkdirat(s.in, names[3], 0777), 0);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct claimed c;
		struct err e = {0};

		assert_int_equal(take(&s, names[i], &c, &e), -1);
		assert_string_equal(e.code, "FILE_NOT_REGULAR");
	}
	assert_int_equal(scratch_count(s.job), 0);
	assert_int_equal(scratch_count(s.in), 5);
	spool_close(&s, false);
}

static void
takes_odd_names_empty_and_huge_files_and_hard_links(void **state)
{
	static const char *const names[] = {"-rf.csv", "a\nb.csv", "Citt\xe0.csv",
	    "*.csv", "..\\..\\etc.csv", "quote.csv "};
	struct spool s = spool_open(false);
	struct claimed c;
	struct err e = {0};
	int fd;

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		scratch_write(s.in, names[i], "");
		assert_int_equal(take(&s, names[i], &c, &e), CLAIM_TAKEN);
		assert_int_equal(c.size, 0);
	}
	scratch_write(s.in, "linked.csv", "x");
	assert_int_equal(linkat(s.in, "linked.csv", s.root, "other", 0), 0);
	assert_int_equal(take(&s, "linked.csv", &c, &e), CLAIM_TAKEN);
	fd = openat(s.in, "big.csv", O_WRONLY | O_CREAT, 0666);
	if (ftruncate(fd, (off_t)1 << 40) == 0) {
		assert_int_equal(take(&s, "big.csv", &c, &e), CLAIM_TAKEN);
		assert_true(c.size == (uint64_t)1 << 40);
	}
	close(fd);
	spool_close(&s, false);
}

static void
leaves_a_huge_file_of_another_file_system_where_it_is(void **state)
{
	struct spool s;
	struct claimed c;
	struct err e = {0};
	int fd;

	(void)state;
	if (!has_far())
		skip();
	s = spool_open(true);
	fd = openat(s.in, "big.csv", O_WRONLY | O_CREAT, 0666);
	assert_int_equal(ftruncate(fd, (off_t)1 << 40), 0);
	close(fd);
	assert_int_equal(take(&s, "big.csv", &c, &e), -1);
	assert_string_equal(e.code, "FILE_TOO_LARGE");
	assert_int_equal(scratch_count(s.in), 1);
	assert_int_equal(scratch_count(s.job), 0);
	spool_close(&s, true);
}

static void
copies_a_sparse_file_without_filling_it(void **state)
{
	struct spool s;
	struct claimed c;
	struct err e = {0};
	struct stat st;
	int fd;

	(void)state;
	if (!has_far())
		skip();
	s = spool_open(true);
	fd = openat(s.in, "holes.csv", O_WRONLY | O_CREAT, 0666);
	assert_int_equal(pwrite(fd, "end", 3, 32 * 1024 * 1024), 3);
	assert_int_equal(ftruncate(fd, 48 * 1024 * 1024), 0);
	close(fd);
	assert_int_equal(take(&s, "holes.csv", &c, &e), CLAIM_TAKEN);
	assert_int_equal(claim_commit(s.in, s.job, &c, 1, &e), 0);
	assert_int_equal(fstatat(s.job, "holes.csv", &st, 0), 0);
	assert_int_equal(st.st_size, 48 * 1024 * 1024);
	assert_true(st.st_blocks * 512 < 4 * 1024 * 1024);
	spool_close(&s, true);
}

static void
gives_up_a_copy_whose_original_changed(void **state)
{
	struct spool s;
	struct claimed c[2];
	struct err e = {0};

	(void)state;
	if (!has_far())
		skip();
	s = spool_open(true);
	scratch_write(s.in, "one.csv", "old");
	scratch_write(s.in, "two.csv", "old");
	assert_int_equal(take(&s, "one.csv", &c[0], &e), CLAIM_TAKEN);
	assert_int_equal(take(&s, "two.csv", &c[1], &e), CLAIM_TAKEN);
	scratch_write(s.in, "one.csv", "newer");
	assert_int_equal(claim_commit(s.in, s.job, c, 2, &e), 0);
	assert_true(c[0].gone);
	assert_false(c[1].gone);
	assert_string_equal(scratch_read(s.in, "one.csv"), "newer");
	assert_null(scratch_read(s.job, "one.csv"));
	assert_string_equal(scratch_read(s.job, "two.csv"), "old");
	spool_close(&s, true);
}

static void
takes_the_done_file_along(void **state)
{
	struct spool s = spool_open(false);
	struct claimed c;
	struct err e = {0};

	(void)state;
	scratch_write(s.in, "quote.csv", "x");
	scratch_write(s.in, "quote.csv.ok", "");
	assert_int_equal(
	    claim_take(s.in, STR("quote.csv"), s.job, true, 0, &c, &e), CLAIM_TAKEN);
	assert_int_equal(claim_commit(s.in, s.job, &c, 1, &e), 0);
	assert_int_equal(scratch_count(s.in), 0);
	spool_close(&s, false);
}

static void
recovers_from_a_crash_between_copy_and_removal(void **state)
{
	struct spool s;
	struct err e = {0};
	struct timespec times[2] = {{.tv_sec = 5}, {.tv_sec = 5}};

	(void)state;
	if (!has_far())
		skip();
	s = spool_open(true);
	scratch_write(s.in, "same.csv", "x");
	scratch_write(s.job, "same.csv", "x");
	utimensat(s.in, "same.csv", times, 0);
	utimensat(s.job, "same.csv", times, 0);
	scratch_write(s.in, "new.csv", "second");
	scratch_write(s.in, "new.csv.ok", "");
	scratch_write(s.job, "new.csv", "first");
	scratch_write(s.job, "done.csv", "x");
	scratch_write(s.in, "done.csv.ok", "");
	for (int twice = 0; twice < 2; twice++) {
		assert_int_equal(
		    claim_recover(s.in, s.job, STR("same.csv"), true, &e), 0);
		assert_int_equal(claim_recover(s.in, s.job, STR("new.csv"), true, &e), 0);
		assert_int_equal(
		    claim_recover(s.in, s.job, STR("done.csv"), true, &e), 0);
	}
	assert_null(scratch_read(s.in, "same.csv"));
	assert_string_equal(scratch_read(s.in, "new.csv"), "second");
	assert_string_equal(scratch_read(s.in, "new.csv.ok"), "");
	assert_null(scratch_read(s.in, "done.csv.ok"));
	assert_int_equal(scratch_count(s.job), 3);
	spool_close(&s, true);
}

static void
settles_under_numbered_names(void **state)
{
	static const char *const settled[] = {
	    "quote.xlsx", "quote (2).xlsx", "quote (3).xlsx"};
	struct spool s = spool_open(false);
	int archive = scratch_make(s.root, "archivio");
	struct err e = {0};
	char name[FOLDER_NAME_SIZE];

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		scratch_write(s.job, "quote.xlsx", settled[i]);
		assert_int_equal(
		    claim_settle(s.job, STR("quote.xlsx"), archive, name, &e), 0);
		assert_string_equal(name, settled[i]);
		assert_string_equal(scratch_read(archive, name), settled[i]);
	}
	assert_int_equal(scratch_count(s.job), 0);
	close(archive);
	spool_close(&s, false);
}

static void
settles_on_another_file_system_once(void **state)
{
	struct spool s;
	struct err e = {0};
	char name[FOLDER_NAME_SIZE];

	(void)state;
	if (!has_far())
		skip();
	s = spool_open(true); /* its `in` plays the archive */
	scratch_write(s.in, "quote.xlsx", "another");
	scratch_write(s.in, "quote (2).xlsx", "ours"); /* a crash left it so */
	scratch_write(s.job, "quote.xlsx", "ours");
	assert_int_equal(claim_settle(s.job, STR("quote.xlsx"), s.in, name, &e), 0);
	assert_string_equal(name, "quote (2).xlsx");
	assert_int_equal(scratch_count(s.in), 2);
	assert_int_equal(scratch_count(s.job), 0);
	scratch_write(s.job, "quote.xlsx", "third");
	assert_int_equal(claim_return(s.job, STR("quote.xlsx"), s.in, name, &e), 0);
	assert_string_equal(name, "quote (3).xlsx");
	assert_string_equal(scratch_read(s.in, name), "third");
	spool_close(&s, true);
}

/* Takes what it can of the folder, into a job of its own; exits with how many, in tens.
 */
static void
take_all(const struct spool *s, const char *job_name, int files)
{
	struct err e;
	int job = staging_make(s->work, str_of(job_name), &e), taken = 0;
	static struct claimed list[1000];

	for (int i = 0; i < files; i++) {
		char name[32];
		int result;

		snprintf(name, sizeof name, "f%d.csv", i);
		result = claim_take(
		    s->in, str_of(name), job, false, COPY_MOST, &list[taken], &e);
		if (result < 0)
			_exit(255);
		taken += result == CLAIM_TAKEN;
	}
	if (claim_commit(s->in, job, list, (size_t)taken, &e) != 0)
		_exit(254);
	_exit(0);
}

static void
two_claim_at_once(bool far)
{
	enum { FILES = 600 };
	struct spool s = spool_open(far);
	int seen[FILES] = {0};
	pid_t children[2];

	for (int i = 0; i < FILES; i++) {
		char name[32];

		snprintf(name, sizeof name, "f%d.csv", i);
		scratch_write(s.in, name, name);
	}
	for (int i = 0; i < 2; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0)
			take_all(&s, i == 0 ? "one" : "two", FILES);
	}
	for (int i = 0; i < 2; i++) {
		int status;

		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(scratch_count(s.in), 0);
	for (int j = 0; j < 2; j++) {
		struct err e;
		int job = staging_open(s.work, str_of(j == 0 ? "one" : "two"), &e);
		struct staging_list list;
		const char *name;

		assert_int_equal(staging_files(&list, job, &e), 0);
		while (staging_next(&list, &name, &e) > 0)
			seen[strtol(name + 1, NULL, 10)]++;
		staging_close(&list);
		close(job);
	}
	for (int i = 0; i < FILES; i++)
		assert_int_equal(seen[i], 1);
	spool_close(&s, far);
}

static void
two_processes_take_each_file_once(void **state)
{
	(void)state;
	two_claim_at_once(false);
}

static void
two_processes_copy_each_file_once(void **state)
{
	(void)state;
	if (!has_far())
		skip();
	two_claim_at_once(true);
}

static void
sweeps_empty_jobs_and_keeps_the_others(void **state)
{
	struct spool s = spool_open(false);
	struct staging_list list;
	const char *name;
	struct err e = {0};
	int full = staging_make(s.work, STR("full"), &e);

	(void)state;
	scratch_write(s.work, "lock", "");
	scratch_write(full, "quote.csv", "x");
	assert_int_equal(staging_make(s.work, STR("full"), &e), -1);
	assert_int_equal(staging_sweep(s.work, &e), 0);
	assert_int_equal(staging_jobs(&list, s.work, &e), 0);
	assert_int_equal(staging_next(&list, &name, &e), 1);
	assert_string_equal(name, "full");
	assert_int_equal(staging_next(&list, &name, &e), 0);
	staging_close(&list);
	assert_int_equal(staging_leave(s.work, STR("full"), &e), 0);
	assert_int_equal(scratch_count(s.work), 2);
	assert_int_equal(staging_remove(s.work, STR("full"), &e), 0);
	assert_int_equal(staging_leave(s.work, STR("full"), &e), 0);
	assert_int_equal(scratch_count(s.work), 1);
	close(full);
	spool_close(&s, false);
}

static void
lists_files_as_they_were_dropped(void **state)
{
	static const char *const wanted[] = {"z.csv", "a.csv", "b.csv"};
	struct spool s = spool_open(false);
	struct staging_list list;
	const char *name;
	struct err e = {0};

	(void)state;
	for (size_t i = 3; i > 0; i--) {
		struct timespec times[2] = {{.tv_sec = 10}, {.tv_sec = i == 1 ? 5 : 6}};

		scratch_write(s.job, wanted[i - 1], "x");
		utimensat(s.job, wanted[i - 1], times, 0);
	}
	scratch_write(s.job, ".hidden", "");
	assert_int_equal(staging_files(&list, s.job, &e), 0);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(staging_next(&list, &name, &e), 1);
		assert_string_equal(name, wanted[i]);
	}
	assert_int_equal(staging_next(&list, &name, &e), 0);
	staging_close(&list);
	spool_close(&s, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(moves_a_file_into_the_job),
	    cmocka_unit_test(copies_from_another_file_system),
	    cmocka_unit_test(refuses_all_but_regular_files),
	    cmocka_unit_test(takes_odd_names_empty_and_huge_files_and_hard_links),
	    cmocka_unit_test(leaves_a_huge_file_of_another_file_system_where_it_is),
	    cmocka_unit_test(copies_a_sparse_file_without_filling_it),
	    cmocka_unit_test(gives_up_a_copy_whose_original_changed),
	    cmocka_unit_test(takes_the_done_file_along),
	    cmocka_unit_test(recovers_from_a_crash_between_copy_and_removal),
	    cmocka_unit_test(settles_under_numbered_names),
	    cmocka_unit_test(settles_on_another_file_system_once),
	    cmocka_unit_test(two_processes_take_each_file_once),
	    cmocka_unit_test(two_processes_copy_each_file_once),
	    cmocka_unit_test(lists_files_as_they_were_dropped),
	    cmocka_unit_test(sweeps_empty_jobs_and_keeps_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
