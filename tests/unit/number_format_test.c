/* Numbers, dates and durations of spreadsheets as text. */
#include "formats/number_format.h"
#include "test.h"

static void
codes_tell_dates(void **state)
{
	static const struct {
		const char *code;
		enum number_kind kind;
	} cases[] = {
	    {"General", NUMBER_PLAIN},
	    {"0.00E+00", NUMBER_PLAIN},
	    {"#,##0.00 \"Dare\"", NUMBER_PLAIN},
	    {"[Red]#,##0;[Blue]-#,##0", NUMBER_PLAIN},
	    {"_-* #,##0.00\\ \"\xE2\x82\xAC\"_-", NUMBER_PLAIN},
	    {"@", NUMBER_PLAIN},
	    {"\\d0", NUMBER_PLAIN},
	    {"[$EUR-410] #,##0", NUMBER_PLAIN},
	    {"dd/mm/yyyy", NUMBER_DATE},
	    {"[$-410]d mmmm yyyy;@", NUMBER_DATE},
	    {"[$-F800]dddd\\,\\ mmmm\\ dd", NUMBER_DATE},
	    {"mmm-yy", NUMBER_DATE},
	    {"yyyy-mm-dd hh:mm", NUMBER_DATE},
	    {"hh:mm AM/PM", NUMBER_TIME},
	    {"mm:ss.0", NUMBER_TIME},
	    {"h\"h\"", NUMBER_TIME},
	    {"[h]:mm:ss", NUMBER_DURATION},
	    {"[mm]:ss", NUMBER_DURATION},
	    {"\"unclosed", NUMBER_PLAIN},
	    {"[unclosed", NUMBER_PLAIN},
	    {"\\", NUMBER_PLAIN},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (number_format_kind(str_of(cases[i].code)) != cases[i].kind)
			fail_msg("%s", cases[i].code);
	assert_int_equal(number_format_builtin(14), NUMBER_DATE);
	assert_int_equal(number_format_builtin(46), NUMBER_DURATION);
	assert_int_equal(number_format_builtin(4), NUMBER_PLAIN);
}

static void
numbers_keep_their_double(void **state)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
	    {"0", "0"},
	    {"-0.0", "0"},
	    {"1.50", "1.5"},
	    {" 42 ", "42"},
	    {"1E3", "1000"},
	    {"0.1", "0.1"},
	    {"0.30000000000000004", "0.30000000000000004"},
	    {"12345678901234567", "12345678901234568"},
	    {"1e21", "1e+21"},
	    {"123456789012345678901", "123456789012345680000"},
	    {"1e-7", "1e-7"},
	    {"0.000001", "0.000001"},
	    {"5e-324", "5e-324"},
	    {"-1234.5", "-1234.5"},
	    {"1.7976931348623157E308", "1.7976931348623157e+308"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char to[NUMBER_TEXT_SIZE];
		double value;

		assert_true(number_parse(str_of(cases[i].text), &value));
		assert_str(((struct str){to, number_write(value, to)}), cases[i].written);
		if (number_is_shortest(str_of(cases[i].text)))
			assert_string_equal(cases[i].text, cases[i].written);
	}
}

static void
what_is_no_number_is_refused(void **state)
{
	static const char *const cases[] = {"", " ", ".", "-", "1e", "1,5", "0x10", "inf",
	    "nan", "1 2", "1e400", "--1", "1..2", "1.2.3", "+-1"};
	double value;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (number_parse(str_of(cases[i]), &value))
			fail_msg("%s", cases[i]);
}

static void
serials_are_days(void **state)
{
	static const struct {
		double serial;
		enum number_kind kind;
		bool from_1904;
		const char *text;
	} cases[] = {
	    {1, NUMBER_DATE, false, "1900-01-01"},
	    {59, NUMBER_DATE, false, "1900-02-28"},
	    {60, NUMBER_DATE, false, "1900-02-29"},
	    {61, NUMBER_DATE, false, "1900-03-01"},
	    {46000, NUMBER_DATE, false, "2025-12-09"},
	    {0, NUMBER_DATE, true, "1904-01-01"},
	    {0.5, NUMBER_TIME, true, "12:00:00"},
	    {0.5, NUMBER_DATE, false, "12:00:00"},
	    {46000.999999, NUMBER_DATE, false, "2025-12-10"},
	    {2958465, NUMBER_DATE, false, "9999-12-31"},
	    {2958466, NUMBER_DATE, false, ""},
	    {-1, NUMBER_DATE, false, ""},
	    {1.5, NUMBER_DURATION, false, "36:00:00"},
	    {0.0423611111, NUMBER_DURATION, false, "1:01:00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char to[NUMBER_TEXT_SIZE];
		size_t len = number_write_serial(
		    cases[i].serial, cases[i].kind, cases[i].from_1904, to);

		assert_str(((struct str){to, len}), cases[i].text);
	}
}

static void
iso_texts_are_made_plain(void **state)
{
	static const struct {
		const char *text, *written;
	} cases[] = {
	    {"2026-01-02", "2026-01-02"},
	    {"2026-01-02T00:00:00", "2026-01-02"},
	    {"2026-01-02T03:04:05.499Z", "2026-01-02T03:04:05"},
	    {"2026-12-31T23:59:59.9", "2027-01-01"},
	    {"9999-12-31T23:59:59.9", ""},
	    {"03:04", "03:04:00"},
	    {"2026-02-30", ""},
	    {"24:00", ""},
	    {"ieri", ""},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char to[NUMBER_TEXT_SIZE];
		size_t len = number_write_iso(str_of(cases[i].text), to);

		assert_str(((struct str){to, len}), cases[i].written);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(codes_tell_dates),
	    cmocka_unit_test(numbers_keep_their_double),
	    cmocka_unit_test(what_is_no_number_is_refused),
	    cmocka_unit_test(serials_are_days),
	    cmocka_unit_test(iso_texts_are_made_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
