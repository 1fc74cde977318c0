/* Errors: their kinds, their texts, their exit codes. */
#include "base/err.h"
#include "test.h"

#include <errno.h>

static void
an_error_keeps_kind_code_and_text(void **state)
{
	struct err e = {.row = 9, .column = 9};

	(void)state;
	assert_int_equal(err_set(&e, ERR_CONF, "key %s", "scan"), -1);
	assert_int_equal(e.kind, ERR_CONF);
	assert_null(e.code);
	assert_int_equal(e.row, 0);
	assert_string_equal(e.text, "key scan");
	assert_int_equal(err_file(&e, "FILE_EMPTY", "%d bytes", 0), -1);
	assert_int_equal(e.kind, ERR_FILE);
	assert_string_equal(e.code, "FILE_EMPTY");
	assert_string_equal(e.text, "0 bytes");
}

static void
a_long_text_is_cut_and_terminated(void **state)
{
	struct err e;

	(void)state;
	err_set(&e, ERR_FILE, "%2000d", 1);
	assert_int_equal(strlen(e.text), sizeof e.text - 1);
	errno = ENOSPC;
	err_errno(&e, "%2000d", 1);
	assert_int_equal(strlen(e.text), sizeof e.text - 1);
}

static void
failures_of_the_system_are_sorted(void **state)
{
	static const struct {
		int number;
		enum err_kind kind;
	} cases[] = {{ENOSPC, ERR_RETRY}, {EDQUOT, ERR_RETRY}, {EBUSY, ERR_RETRY},
	    {EIO, ERR_RETRY}, {ESTALE, ERR_RETRY}, {EMFILE, ERR_RETRY},
	    {EHOSTUNREACH, ERR_RETRY}, {ETIMEDOUT, ERR_RETRY}, {EROFS, ERR_RETRY},
	    {ENOENT, ERR_FILE}, {EACCES, ERR_FILE}, {ELOOP, ERR_FILE}, {EISDIR, ERR_FILE},
	    {ENAMETOOLONG, ERR_FILE}};
	struct err e;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(err_kind_of_errno(cases[i].number), cases[i].kind);
	errno = ENOENT;
	assert_int_equal(err_errno(&e, "quote.xlsx"), -1);
	assert_int_equal(e.kind, ERR_FILE);
	assert_string_equal(e.text, "quote.xlsx: No such file or directory");
}

static void
exit_codes_are_those_of_sysexits(void **state)
{
	(void)state;
	assert_int_equal(err_exit_code(ERR_NONE), 0);
	assert_int_equal(err_exit_code(ERR_ROW), 65);
	assert_int_equal(err_exit_code(ERR_FILE), 65);
	assert_int_equal(err_exit_code(ERR_RETRY), 75);
	assert_int_equal(err_exit_code(ERR_USAGE), 64);
	assert_int_equal(err_exit_code(ERR_CONF), 78);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_error_keeps_kind_code_and_text),
	    cmocka_unit_test(a_long_text_is_cut_and_terminated),
	    cmocka_unit_test(failures_of_the_system_are_sorted),
	    cmocka_unit_test(exit_codes_are_those_of_sysexits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
