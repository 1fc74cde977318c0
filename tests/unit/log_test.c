/* The log: one line an event, whatever strangers wrote. */
#include "base/log.h"
#include "test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static char seen[8192];

/* What `function` writes to standard error. */
static const char *
written_by(void (*function)(void))
{
	char path[] = "/tmp/riscontro-log-XXXXXX";
	int fd = mkstemp(path), before = dup(2);
	ssize_t len;

	assert_true(fd >= 0 && before >= 0);
	unlink(path);
	dup2(fd, 2);
	function();
	dup2(before, 2);
	close(before);
	len = pread(fd, seen, sizeof seen - 1, 0);
	assert_true(len >= 0);
	seen[len] = '\0';
	close(fd);
	return seen;
}

static void
log_each_level(void)
{
	log_debug("quotas: not shown");
	log_info("quotas: %d rows", 3);
	log_warn("quotas: late");
	log_error("quotas: lost");
}

static void
log_a_forged_line(void)
{
	log_info("file: %s", "a\nerror: forged\x1b[2J");
}

static void
log_a_long_line(void)
{
	log_info("%5000d", 1);
}

static void
lines_have_level_and_sentence(void **state)
{
	(void)state;
	unsetenv("JOURNAL_STREAM");
	assert_string_equal(written_by(log_each_level),
	    "info: quotas: 3 rows\nwarning: quotas: late\nerror: quotas: lost\n");
	setenv("JOURNAL_STREAM", "8:1", 1);
	log_set_level(LOG_WARN);
	assert_string_equal(written_by(log_each_level),
	    "<4>warning: quotas: late\n<3>error: quotas: lost\n");
	log_set_level(LOG_INFO);
	unsetenv("JOURNAL_STREAM");
}

static void
no_stranger_can_forge_a_line(void **state)
{
	(void)state;
	assert_string_equal(
	    written_by(log_a_forged_line), "info: file: a\\x0aerror: forged\\x1b[2J\n");
	assert_int_equal(strlen(written_by(log_a_long_line)), 6 + 2047 + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_have_level_and_sentence),
	    cmocka_unit_test(no_stranger_can_forge_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
