/* Workers: what they may not do, and how their ends are told apart. */
#include "test.h"

#include "base/arena.h"
#include "scratch.h"
#include "spool/limits.h"
#include "spool/lock.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#else
#define UNDER_ASAN 0
#endif

static const struct limits usual = {
    .memory = 512 << 20, .file_size = 64 << 20, .cpu = 20, .wall = 20, .files = 64};

/* Never set: loops on it end only with their process. */
static volatile bool stopped;

static struct worker_end
end_of(int (*run)(void *), void *context, const struct limits *limits)
{
	struct worker w;
	struct worker_end end;
	struct err e = {0};

	if (worker_start(&w, limits, run, context, &e) != 0)
		fail_msg("%s", e.text);
	worker_wait(&w, &end);
	assert_int_equal(w.process, 0);
	return end;
}

static int
exits_seven(void *context)
{
	(void)context;
	return 7;
}

static int
crashes(void *context)
{
	(void)context;
	signal(SIGSEGV, SIG_DFL); /* else ASan turns it into an exit */
	raise(SIGSEGV);
	return 0;
}

static int
aborts(void *context)
{
	(void)context;
	signal(SIGABRT, SIG_DFL);
	abort();
}

static int
spins(void *context)
{
	volatile unsigned long turns = 0;

	(void)context;
	while (!stopped)
		turns++;
	return 0;
}

static int
sleeps(void *context)
{
	(void)context;
	while (!stopped)
		pause();
	return 0;
}

static int
fills_an_arena(void *context)
{
	struct arena a = {.limit = 1 << 20};

	(void)context;
	while (!stopped)
		(void)arena_alloc(&a, 4096);
	return 0;
}

static int
fills_the_memory(void *context)
{
	struct arena a = {.limit = (size_t)4 << 30};

	(void)context;
	while (!stopped)
		(void)arena_alloc(&a, 1 << 20);
	return 0;
}

static int
fills_the_disk(void *context)
{
	static char block[1 << 20];
	int fd = openat(*(int *)context, "big", O_WRONLY | O_CREAT, 0600);

	while (write(fd, block, sizeof block) > 0)
		continue;
	return 9;
}

static void
ends_are_told_apart(void **state)
{
	struct limits cpu = usual, wall = usual, space = usual;
	int folder = scratch_open(NULL);

	(void)state;
	cpu.cpu = 1;
	wall.wall = 1;
	space.file_size = 3 << 20;
	const struct {
		int (*run)(void *);
		const struct limits *limits;
		enum worker_fate fate;
		int code, signal;
	} cases[] = {
	    {exits_seven, &usual, WORKER_EXITED, 7, 0},
	    {crashes, &usual, WORKER_CRASHED, 0, SIGSEGV},
	    {aborts, &usual, WORKER_CRASHED, 0, SIGABRT},
	    {spins, &cpu, WORKER_CPU, 0, SIGXCPU},
	    {sleeps, &wall, WORKER_WALL, 0, SIGALRM},
	    {fills_an_arena, &usual, WORKER_MEMORY, 110, 0},
	    {fills_the_disk, &space, WORKER_SPACE, 0, SIGXFSZ},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct worker_end end = end_of(cases[i].run, &folder, cases[i].limits);

		if (end.fate != cases[i].fate || end.code != cases[i].code ||
		    end.signal != cases[i].signal)
			fail_msg("case %zu: %s", i, worker_end_text(&end).text);
		assert_true(strlen(worker_end_text(&end).text) > 10);
	}
	scratch_close(folder);
}

static void
the_address_space_is_limited(void **state)
{
	struct worker_end end;

	(void)state;
	if (UNDER_ASAN)
		skip(); /* its shadow needs more than any limit */
	end = end_of(fills_the_memory, NULL, &usual);
	assert_int_equal(end.fate, WORKER_MEMORY);
}

static int
ignores_its_alarm(void *context)
{
	(void)context;
	signal(SIGALRM, SIG_IGN);
	while (!stopped)
		pause();
	return 0;
}

static void
a_worker_without_alarm_is_killed_by_its_parent(void **state)
{
	struct limits l = usual;
	struct worker_end end;

	(void)state;
	l.wall = 1;
	end = end_of(ignores_its_alarm, NULL, &l);
	assert_int_equal(end.fate, WORKER_WALL);
	assert_int_equal(end.signal, SIGKILL);
}

/* Bits of what was possible though it must not be. */
static int
tries_what_is_forbidden(void *context)
{
	char *const program[] = {(char[]){"/bin/true"}, NULL};
	struct rlimit core;
	int bits = 0;

	(void)context;
	bits |= socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM ? 1 : 0;
	bits |= socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || errno != EPERM ? 2 : 0;
	bits |= execv(program[0], program) == 0 || errno != EPERM ? 4 : 0;
	bits |= kill(getppid(), 0) == 0 || errno != EPERM ? 8 : 0;
	if (!UNDER_ASAN)
		bits |=
		    ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 || errno != EPERM ? 16 : 0;
	bits |= getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_max != 0 ? 32 : 0;
	return bits;
}

static void
a_worker_cannot_open_the_network_or_run_programs(void **state)
{
	struct worker_end end = end_of(tries_what_is_forbidden, NULL, &usual);

	(void)state;
	assert_int_equal(end.fate, WORKER_EXITED);
	assert_int_equal(end.code, 0);
}

static int
opens_a_socket(void *context)
{
	(void)context;
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 ? 0 : 1;
}

static void
a_courier_may_open_the_network(void **state)
{
	struct limits l = usual;

	(void)state;
	l.network = true;
	assert_int_equal(end_of(opens_a_socket, NULL, &l).code, 0);
}

/* What honest work needs: a ledger in WAL mode, stdio, a mapping, a rename. */
static int
does_honest_work(void *context)
{
	int folder = *(int *)context, fd;
	char path[64];
	sqlite3 *db;
	FILE *file;
	void *map;

	snprintf(path, sizeof path, "/proc/self/fd/%d/ledger.db", folder);
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db,
		"PRAGMA journal_mode=WAL; CREATE TABLE t(x); BEGIN IMMEDIATE;"
		"INSERT INTO t VALUES(1); COMMIT; SELECT count(*) FROM t;",
		NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_close(db) != SQLITE_OK)
		return 1;
	fd = openat(folder, "text", O_RDWR | O_CREAT, 0600);
	file = fdopen(fd, "w+");
	if (file == NULL || fputs("ciao", file) < 0 || fflush(file) != 0)
		return 2;
	map = mmap(NULL, 4, PROT_READ, MAP_PRIVATE, fd, 0);
	if (map == MAP_FAILED || memcmp(map, "ciao", 4) != 0)
		return 3;
	fclose(file);
	file = tmpfile();
	if (file == NULL)
		return 4;
	fclose(file);
	return renameat(folder, "text", folder, "text2") == 0 ? 0 : 5;
}

static void
a_worker_can_do_honest_work(void **state)
{
	int folder = scratch_open(NULL);
	struct worker_end end = end_of(does_honest_work, &folder, &usual);

	(void)state;
	assert_int_equal(end.fate, WORKER_EXITED);
	assert_int_equal(end.code, 0);
	scratch_close(folder);
}

static int
prints(void *context)
{
	(void)context;
	printf("# from the worker\n");
	return 0;
}

static void
many_workers_run_side_by_side(void **state)
{
	struct worker workers[4];
	struct worker_end end;
	struct err e = {0};

	(void)state;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(worker_start(&workers[i], &usual, prints, NULL, &e), 0);
	for (size_t i = 0; i < 4; i++) {
		worker_wait(&workers[i], &end);
		assert_int_equal(end.code, 0);
	}
	assert_int_equal(worker_start(&workers[0], &usual, sleeps, NULL, &e), 0);
	assert_false(worker_ended(&workers[0], &end));
	worker_kill(&workers[0]);
	worker_wait(&workers[0], &end);
	assert_int_equal(end.fate, WORKER_CRASHED);
	assert_int_equal(end.signal, SIGKILL);
}

static void
a_second_engine_is_told_who_holds_the_lock(void **state)
{
	int work = scratch_open(NULL);
	struct lock one, two = {-1};
	struct err e = {0};
	char number[32];

	(void)state;
	assert_int_equal(lock_holder(work), 0);
	assert_int_equal(lock_open(&one, work, &e), 0);
	assert_int_equal(lock_holder(work), getpid());
	assert_int_equal(lock_open(&two, work, &e), -1);
	assert_int_equal(e.kind, ERR_RETRY);
	snprintf(number, sizeof number, "process %d,", (int)getpid());
	assert_non_null(strstr(e.text, number));
	lock_close(&one);
	lock_close(&one);
	assert_int_equal(lock_holder(work), 0);
	assert_int_equal(lock_open(&two, work, &e), 0);
	lock_close(&two);
	scratch_close(work);
}

static void
a_lock_dies_with_its_process(void **state)
{
	int work = scratch_open(NULL), status;
	struct lock lock = {-1};
	struct err e = {0};
	pid_t child = fork();

	(void)state;
	if (child == 0)
		_exit(lock_open(&lock, work, &e) != 0); /* without giving it back */
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(lock_open(&lock, work, &e), 0);
	lock_close(&lock);
	scratch_close(work);
}

static void
a_worker_that_outlives_its_engine_is_waited_for(void **state)
{
	int work = scratch_open(NULL), status;
	struct lock lock = {-1};
	struct err e = {0};
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		status = lock_open(&lock, work, &e);
		if (fork() == 0) {
			(void)poll(NULL, 0, 100);
			_exit(0);
		}
		_exit(status != 0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(lock_holder(work), child);
	assert_int_equal(lock_open(&lock, work, &e), 0);
	lock_close(&lock);
	scratch_close(work);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ends_are_told_apart),
	    cmocka_unit_test(the_address_space_is_limited),
	    cmocka_unit_test(a_worker_without_alarm_is_killed_by_its_parent),
	    cmocka_unit_test(a_worker_cannot_open_the_network_or_run_programs),
	    cmocka_unit_test(a_courier_may_open_the_network),
	    cmocka_unit_test(a_worker_can_do_honest_work),
	    cmocka_unit_test(many_workers_run_side_by_side),
	    cmocka_unit_test(a_second_engine_is_told_who_holds_the_lock),
	    cmocka_unit_test(a_lock_dies_with_its_process),
	    cmocka_unit_test(a_worker_that_outlives_its_engine_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
