/* Amounts as people, banks and spreadsheets write them. */
#include "base/money.h"
#include "test.h"

#define NBSP "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"
#define THIN "\xe2\x80\x89"
#define EURO "\xe2\x82\xac"

struct money_case {
	const char *text;
	enum money_fault fault;
	money cents;
};

static void
check_all(const struct money_case *cases, size_t count, enum money_mark mark)
{
	for (size_t i = 0; i < count; i++) {
		money cents = -777;
		enum money_fault fault = money_parse(str_of(cases[i].text), mark, &cents);
		money expected = cases[i].fault == MONEY_OK ? cases[i].cents : -777;

		if (fault != cases[i].fault || cents != expected)
			fail_msg("\"%s\": fault %d, cents %lld", cases[i].text,
			    (int)fault, (long long)cents);
	}
}

static void
amounts_are_read_as_people_write_them(void **state)
{
	static const struct money_case cases[] = {
	    {"150", MONEY_OK, 15000},
	    {"150,5", MONEY_OK, 15050},
	    {"150,00", MONEY_OK, 15000},
	    {"150.00", MONEY_OK, 15000},
	    {"1.234,56", MONEY_OK, 123456},
	    {"1,234.56", MONEY_OK, 123456},
	    {"1234,56", MONEY_OK, 123456},
	    {"1234.56", MONEY_OK, 123456},
	    {"1 234,5", MONEY_OK, 123450},
	    {"1" NBSP "234,56", MONEY_OK, 123456},
	    {"1" NARROW "234,56", MONEY_OK, 123456},
	    {"1" THIN "234 567,56", MONEY_OK, 123456756},
	    {"1'234.50", MONEY_OK, 123450},
	    {"1\xe2\x80\x99"
	     "234.50",
		MONEY_OK, 123450},
	    {"1,234.5", MONEY_OK, 123450},
	    {"1.000.000", MONEY_OK, 100000000},
	    {"1.000.000,00", MONEY_OK, 100000000},
	    {"1.234.567,8", MONEY_OK, 123456780},
	    {"0,5", MONEY_OK, 50},
	    {",50", MONEY_OK, 50},
	    {".5", MONEY_OK, 50},
	    {"12,", MONEY_OK, 1200},
	    {"0", MONEY_OK, 0},
	    {"-0,00", MONEY_OK, 0},
	    {"000150,00", MONEY_OK, 15000},
	    {"150,0000", MONEY_OK, 15000},
	    {"1234,500", MONEY_OK, 123450},
	    {"0.120", MONEY_OK, 12},
	    {"999999999,99", MONEY_OK, MONEY_MOST},
	};

	(void)state;
	check_all(cases, sizeof cases / sizeof cases[0], MONEY_MARK_ANY);
}

static void
one_currency_mark_and_one_sign_are_taken_off(void **state)
{
	static const struct money_case cases[] = {
	    {EURO " 150,00", MONEY_OK, 15000},
	    {"150,00 " EURO, MONEY_OK, 15000},
	    {EURO "150", MONEY_OK, 15000},
	    {"150,00" NBSP EURO, MONEY_OK, 15000},
	    {"EUR 150,00", MONEY_OK, 15000},
	    {"150,00 eur", MONEY_OK, 15000},
	    {"150 Euro", MONEY_OK, 15000},
	    {"euro 150", MONEY_OK, 15000},
	    {"-3,20", MONEY_OK, -320},
	    {"- 3,20", MONEY_OK, -320},
	    {"3,20-", MONEY_OK, -320},
	    {"3,20 -", MONEY_OK, -320},
	    {"+3,20", MONEY_OK, 320},
	    {"3,20+", MONEY_OK, 320},
	    {"\xe2\x88\x92"
	     "3,20",
		MONEY_OK, -320},
	    {"3,20\xe2\x88\x92", MONEY_OK, -320},
	    {EURO " -3,20", MONEY_OK, -320},
	    {"-" EURO " 3,20", MONEY_OK, -320},
	    {"-3,20 " EURO, MONEY_OK, -320},
	    {"3,20- EUR", MONEY_OK, -320},
	    {"  150 \t\r\n", MONEY_OK, 15000},
	    {NBSP " 150" THIN, MONEY_OK, 15000},
	    {EURO " 150 EUR", MONEY_NOT_A_NUMBER, 0},
	    {"EUR EUR 150", MONEY_NOT_A_NUMBER, 0},
	    {"-3,20-", MONEY_NOT_A_NUMBER, 0},
	    {"--3,20", MONEY_NOT_A_NUMBER, 0},
	    {"+-3,20", MONEY_NOT_A_NUMBER, 0},
	    {"$ 150", MONEY_NOT_A_NUMBER, 0},
	    {"USD 150", MONEY_NOT_A_NUMBER, 0},
	};

	(void)state;
	check_all(cases, sizeof cases / sizeof cases[0], MONEY_MARK_ANY);
}

static void
what_could_mean_two_things_or_nothing_is_refused(void **state)
{
	static const struct money_case cases[] = {
	    {"", MONEY_EMPTY, 0},
	    {"   ", MONEY_EMPTY, 0},
	    {NBSP, MONEY_EMPTY, 0},
	    {"1.234", MONEY_AMBIGUOUS, 0},
	    {"1,234", MONEY_AMBIGUOUS, 0},
	    {"123.456", MONEY_AMBIGUOUS, 0},
	    {"-1.234", MONEY_AMBIGUOUS, 0},
	    {EURO " 1.234", MONEY_AMBIGUOUS, 0},
	    {"1.200", MONEY_AMBIGUOUS, 0},
	    {"1234.567", MONEY_THIRD_DECIMAL, 0},
	    {"0,005", MONEY_THIRD_DECIMAL, 0},
	    {"0.123", MONEY_THIRD_DECIMAL, 0},
	    {"1.2345", MONEY_THIRD_DECIMAL, 0},
	    {"1.234,567", MONEY_THIRD_DECIMAL, 0},
	    {"150,001", MONEY_AMBIGUOUS, 0},
	    {"12.34.56", MONEY_GROUPING, 0},
	    {"1.00.000", MONEY_GROUPING, 0},
	    {"1234.567,00", MONEY_GROUPING, 0},
	    {"1.23,45", MONEY_GROUPING, 0},
	    {"1..234", MONEY_GROUPING, 0},
	    {"1,,2", MONEY_GROUPING, 0},
	    {"1.,2", MONEY_GROUPING, 0},
	    {"1.234'567", MONEY_GROUPING, 0},
	    {"1 2", MONEY_GROUPING, 0},
	    {"150 00", MONEY_GROUPING, 0},
	    {"1  234", MONEY_GROUPING, 0},
	    {"1.234.567.8", MONEY_GROUPING, 0},
	    {"1e3", MONEY_EXPONENT, 0},
	    {"1,5E+2", MONEY_EXPONENT, 0},
	    {"1.5E-07", MONEY_EXPONENT, 0},
	    {"1e", MONEY_NOT_A_NUMBER, 0},
	    {"(3,20)", MONEY_NOT_A_NUMBER, 0},
	    {"abc", MONEY_NOT_A_NUMBER, 0},
	    {"-", MONEY_NOT_A_NUMBER, 0},
	    {EURO, MONEY_NOT_A_NUMBER, 0},
	    {",", MONEY_NOT_A_NUMBER, 0},
	    {"'150", MONEY_NOT_A_NUMBER, 0},
	    {"150%", MONEY_NOT_A_NUMBER, 0},
	    {"0x10", MONEY_NOT_A_NUMBER, 0},
	    {"1_000", MONEY_NOT_A_NUMBER, 0},
	    {"=150", MONEY_NOT_A_NUMBER, 0},
	    {"nan", MONEY_NOT_A_NUMBER, 0},
	    {"inf", MONEY_NOT_A_NUMBER, 0},
	    {"\xff", MONEY_NOT_A_NUMBER, 0},
	    {"1000000000,00", MONEY_TOO_LARGE, 0},
	    {"-1000000000", MONEY_TOO_LARGE, 0},
	    {"99999999999999999999999999", MONEY_TOO_LARGE, 0},
	    {"99999999999999999999999999999999999999999999999999", MONEY_TOO_LARGE, 0},
	};

	(void)state;
	check_all(cases, sizeof cases / sizeof cases[0], MONEY_MARK_ANY);
}

static void
a_known_decimal_mark_settles_the_doubt(void **state)
{
	static const struct money_case point[] =
	    {
		{"1.234", MONEY_THIRD_DECIMAL, 0},
		{"1.230", MONEY_OK, 123},
		{"1,234", MONEY_OK, 123400},
		{"1,234,567.89", MONEY_OK, 123456789},
		{"1234.5", MONEY_OK, 123450},
		{"150,5", MONEY_GROUPING, 0},
		{"1.2.3", MONEY_GROUPING, 0},
		{"1.234.567", MONEY_GROUPING, 0},
		{"1.234,56", MONEY_GROUPING, 0},
	    },
				       comma[] = {
					   {"1,234", MONEY_THIRD_DECIMAL, 0},
					   {"1.234", MONEY_OK, 123400},
					   {"1.234.567,89", MONEY_OK, 123456789},
					   {"150,5", MONEY_OK, 15050},
					   {"150.5", MONEY_GROUPING, 0},
					   {"1,234.56", MONEY_GROUPING, 0},
				       };

	(void)state;
	check_all(point, sizeof point / sizeof point[0], MONEY_MARK_POINT);
	check_all(comma, sizeof comma / sizeof comma[0], MONEY_MARK_COMMA);
}

static void
a_number_of_a_spreadsheet_has_fifteen_digits(void **state)
{
	static const struct {
		const char *text;
		money cents; /* -1: refused for a third decimal */
	} numbers[] = {
	    {"150.3", 15030},
	    {"150.29999999999998", 15030},
	    {"165.00000000000003", 16500},
	    {"-165.00000000000003", -16500},
	    {"0.30000000000000004", 30},
	    {"0.99999999999999989", 100},
	    {"9.9999999999999982", 1000},
	    {"-99.999999999999986", -10000},
	    {"1089.6599999999999", 108966},
	    {"999999999.99000001", 99999999999},
	    {"333.3333333333333", -1},
	    {"333.33333333333331", -1},
	    {"100.005", -1},
	    {"100.00499999999999", -1},
	    {"100.00000000001", -1},
	    {"150.00000000000", 15000},
	    {"1.0E7", 1000000000},
	    {"1.2345678E7", 1234567800},
	    {"1.234567891E7", 1234567891},
	    {"-1.234567891E7", -1234567891},
	    {"1.2345678900000001E7", 1234567890},
	    {"1.23456789123E7", -1},
	};
	static const char *const not_read[] = {"E", "1E7", "1.E7", ".5E7", "1.0E",
	    "1.0E+7", "1.0E-7", "12.0E7", "1.0E15", "1.0E123", "1.0E7E7", "-E7", "1.x0E7",
	    "1.00000000000000000000000000000000000E1"};
	money cents = 7;

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		enum money_fault fault =
		    money_parse_number(str_of(numbers[i].text), &cents);

		print_message("# %s\n", numbers[i].text);
		assert_int_equal(
		    fault, numbers[i].cents == -1 ? MONEY_THIRD_DECIMAL : MONEY_OK);
		if (fault == MONEY_OK)
			assert_int_equal(cents, numbers[i].cents);
	}
	assert_int_equal(
	    money_parse_number(STR("5.5511151231257827E-17"), &cents), MONEY_EXPONENT);
	assert_int_equal(
	    money_parse_number(STR("123456789012345.67"), &cents), MONEY_TOO_LARGE);
	for (size_t i = 0; i < sizeof not_read / sizeof not_read[0]; i++)
		assert_int_not_equal(
		    money_parse_number(str_of(not_read[i]), &cents), MONEY_OK);
	assert_int_equal(money_parse_number(STR(""), &cents), MONEY_EMPTY);
	assert_int_equal(
	    money_parse_number(STR("150.2999999999999x"), &cents), MONEY_NOT_A_NUMBER);
}

static void
an_embedded_nul_is_no_number(void **state)
{
	money cents;

	(void)state;
	assert_int_equal(money_parse((struct str){"15\0", 3}, MONEY_MARK_ANY, &cents),
	    MONEY_NOT_A_NUMBER);
	assert_int_equal(
	    money_parse((struct str){0}, MONEY_MARK_ANY, &cents), MONEY_EMPTY);
}

static void
amounts_are_written_for_paper_and_for_programs(void **state)
{
	static const struct {
		money cents;
		const char *italian, *plain;
	} cases[] = {
	    {0, "0,00", "0.00"},
	    {5, "0,05", "0.05"},
	    {-5, "-0,05", "-0.05"},
	    {99999, "999,99", "999.99"},
	    {100000, "1.000,00", "1000.00"},
	    {123456789, "1.234.567,89", "1234567.89"},
	    {-123456, "-1.234,56", "-1234.56"},
	    {INT64_MAX, "92.233.720.368.547.758,07", "92233720368547758.07"},
	    {INT64_MIN, "-92.233.720.368.547.758,08", "-92233720368547758.08"},
	};
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		out_reset(&o);
		money_write_italian(&o, cases[i].cents);
		assert_str(out_bytes_of(&o), cases[i].italian);
		out_reset(&o);
		money_write_plain(&o, cases[i].cents);
		assert_str(out_bytes_of(&o), cases[i].plain);
	}
	arena_close(&a);
}

static void
what_is_written_reads_back(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	for (money cents = -MONEY_MOST; cents <= MONEY_MOST;
	     cents += MONEY_MOST / 997 + 13) {
		money italian, plain;

		out_reset(&o);
		money_write_italian(&o, cents);
		assert_int_equal(
		    money_parse(out_bytes_of(&o), MONEY_MARK_ANY, &italian), MONEY_OK);
		out_reset(&o);
		money_write_plain(&o, cents);
		assert_int_equal(
		    money_parse(out_bytes_of(&o), MONEY_MARK_ANY, &plain), MONEY_OK);
		assert_true(italian == cents && plain == cents);
	}
	arena_close(&a);
}

static void
a_sum_that_overflows_is_told(void **state)
{
	money sum = 7;

	(void)state;
	assert_true(money_add(1, 2, &sum));
	assert_int_equal(sum, 3);
	assert_false(money_add(INT64_MAX, 1, &sum));
	assert_false(money_add(INT64_MIN, -1, &sum));
	assert_int_equal(sum, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(amounts_are_read_as_people_write_them),
	    cmocka_unit_test(one_currency_mark_and_one_sign_are_taken_off),
	    cmocka_unit_test(what_could_mean_two_things_or_nothing_is_refused),
	    cmocka_unit_test(a_known_decimal_mark_settles_the_doubt),
	    cmocka_unit_test(a_number_of_a_spreadsheet_has_fifteen_digits),
	    cmocka_unit_test(an_embedded_nul_is_no_number),
	    cmocka_unit_test(amounts_are_written_for_paper_and_for_programs),
	    cmocka_unit_test(what_is_written_reads_back),
	    cmocka_unit_test(a_sum_that_overflows_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
