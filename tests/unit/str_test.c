/* Borrowed strings. */
#include "base/str.h"
#include "test.h"

static void
slices_are_clamped(void **state)
{
	struct str s = STR("riscontro");

	(void)state;
	assert_str(str_slice(s, 0, 3), "ris");
	assert_str(str_slice(s, 3, 100), "contro");
	assert_str(str_slice(s, 5, 2), "");
	assert_str(str_slice(s, 100, 200), "");
	assert_int_equal(str_slice((struct str){0}, 0, 5).len, 0);
	assert_null(str_slice((struct str){0}, 0, 5).ptr);
	assert_int_equal(str_of(NULL).len, 0);
}

static void
equality_and_order_are_those_of_bytes(void **state)
{
	(void)state;
	assert_true(str_equal(STR("a"), STR("a")));
	assert_true(str_equal(STR(""), (struct str){0}));
	assert_false(str_equal(STR("a"), STR("A")));
	assert_false(str_equal(STR("a"), STR("ab")));
	assert_true(str_equal_nocase(STR("Quota"), STR("qUOTA")));
	assert_false(str_equal_nocase(STR("à"), STR("À")));
	assert_false(str_equal_nocase(STR("@"), STR("`")));
	assert_true(str_is(STR("x"), "x"));
	assert_true(str_is((struct str){0}, ""));
	assert_true(str_compare(STR("a"), STR("b")) < 0);
	assert_true(str_compare(STR("ab"), STR("a")) > 0);
	assert_int_equal(str_compare(STR(""), (struct str){0}), 0);
	assert_true(str_compare(STR("\xff"), STR("a")) > 0);
}

static void
beginnings_and_ends_are_found(void **state)
{
	(void)state;
	assert_true(str_starts(STR("quote.xlsx"), STR("quo")));
	assert_true(str_starts(STR("quote"), STR("")));
	assert_true(str_starts((struct str){0}, (struct str){0}));
	assert_false(str_starts(STR("qu"), STR("quo")));
	assert_true(str_ends_nocase(STR("quote.XLSX"), STR(".xlsx")));
	assert_true(str_starts_nocase(STR("EUR 5"), STR("eur")));
	assert_false(str_ends(STR("quote.XLSX"), STR(".xlsx")));
	assert_true(str_ends(STR("a.b"), STR("b")));
}

static void
what_is_not_found_is_at_the_end(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("a;b;c"), ';'), 1);
	assert_int_equal(str_find(STR("abc"), ';'), 3);
	assert_int_equal(str_find((struct str){0}, ';'), 0);
	assert_int_equal(str_find_str(STR("/RFB/0100"), STR("RFB")), 1);
	assert_int_equal(str_find_str(STR("abc"), STR("abcd")), 3);
	assert_int_equal(str_find_str(STR("abc"), STR("")), 0);
	assert_int_equal(str_find_str((struct str){0}, STR("a")), 0);
}

static void
blanks_around_are_trimmed(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t\r\n\v\f a b \n")), "a b");
	assert_str(str_trim(STR("   ")), "");
	assert_str(str_trim(STR("a")), "a");
	assert_int_equal(str_trim((struct str){0}).len, 0);
	assert_str(str_trim(STR("\xc2\xa0x")), "\xc2\xa0x");
}

static void
a_text_is_cut_into_all_its_parts(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *parts[4];
	} cases[] = {
	    {"a;b", 2, {"a", "b"}},
	    {"a;", 2, {"a", ""}},
	    {";a", 2, {"", "a"}},
	    {";;", 3, {"", "", ""}},
	    {"", 1, {""}},
	    {"abc", 1, {"abc"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str rest = str_of(cases[i].text), part;

		for (size_t k = 0; k < cases[i].count; k++) {
			assert_true(str_cut(&rest, ';', &part));
			assert_str(part, cases[i].parts[k]);
		}
		assert_false(str_cut(&rest, ';', &part));
	}
}

static void
digits_become_numbers_when_they_fit(void **state)
{
	static const struct {
		const char *text;
		bool fits;
		uint64_t value;
	} cases[] = {
	    {"0", true, 0},
	    {"007", true, 7},
	    {"18446744073709551615", true, UINT64_MAX},
	    {"18446744073709551616", false, 0},
	    {"99999999999999999999", false, 0},
	    {"", false, 0},
	    {"-1", false, 0},
	    {"+1", false, 0},
	    {"1 ", false, 0},
	    {"1a", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		uint64_t value = 42;

		assert_int_equal(
		    str_to_u64(str_of(cases[i].text), &value), cases[i].fits);
		assert_true(value == (cases[i].fits ? cases[i].value : 42));
	}
	assert_false(str_to_u64((struct str){0}, &(uint64_t){0}));
	assert_false(str_all_digits(STR("1\0")));
}

static void
characters_are_ascii_whatever_the_locale(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		char x = (char)c;

		assert_int_equal(char_is_digit(x), c >= '0' && c <= '9');
		assert_int_equal(
		    char_is_alpha(x), (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
		assert_int_equal(char_is_blank(x), c == ' ' || (c >= 9 && c <= 13));
		if (!char_is_alpha(x))
			assert_int_equal(char_upper(x), x);
	}
	assert_int_equal(char_upper('z'), 'Z');
	assert_int_equal(char_lower('A'), 'a');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(slices_are_clamped),
	    cmocka_unit_test(equality_and_order_are_those_of_bytes),
	    cmocka_unit_test(beginnings_and_ends_are_found),
	    cmocka_unit_test(what_is_not_found_is_at_the_end),
	    cmocka_unit_test(blanks_around_are_trimmed),
	    cmocka_unit_test(a_text_is_cut_into_all_its_parts),
	    cmocka_unit_test(digits_become_numbers_when_they_fit),
	    cmocka_unit_test(characters_are_ascii_whatever_the_locale),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
