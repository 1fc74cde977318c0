/* Days, the bank calendar and the clock of Rome. */
#include "base/date.h"
#include "test.h"

#include <stdlib.h>
#include <time.h>

static const struct {
	const char *text, *iso; /* iso NULL: refused */
} days[] = {
    {"2026-12-31", "2026-12-31"},
    {" 2026-12-31\n", "2026-12-31"},
    {"2026-1-5", "2026-01-05"},
    {"2024-02-29", "2024-02-29"},
    {"2000-02-29", "2000-02-29"},
    {"2026-12-31T00:00:00", "2026-12-31"},
    {"2026-12-31T23:59:59.999Z", "2026-12-31"},
    {"2026-12-31T23:59:59+01:00", "2026-12-31"},
    {"2026-12-31T23:59:59-0500", "2026-12-31"},
    {"2026-12-31T10:30", "2026-12-31"},
    {"2026-12-31 00:00:00", "2026-12-31"},
    {"2026-12-31 0:00", "2026-12-31"},
    {"2026-12-31Z", "2026-12-31"},
    {"2026-12-31+02:00", "2026-12-31"},
    {"31/12/2026", "2026-12-31"},
    {"1/2/2026", "2026-02-01"},
    {"01/02/2026", "2026-02-01"},
    {"31-12-2026", "2026-12-31"},
    {"31.12.2026", "2026-12-31"},
    {"31/12/2026 00:00", "2026-12-31"},
    {"31/12/2026 8.30.00", "2026-12-31"},
    {"20261231", "2026-12-31"},
    {"", NULL},
    {"oggi", NULL},
    {"2026", NULL},
    {"2026-12", NULL},
    {"2026-13-01", NULL},
    {"2026-00-10", NULL},
    {"2026-02-29", NULL},
    {"1900-02-29", NULL},
    {"2026-04-31", NULL},
    {"2026-12-32", NULL},
    {"2026-12-00", NULL},
    {"31/12/26", NULL},
    {"26-12-31", NULL},
    {"31/12-2026", NULL},
    {"31//12/2026", NULL},
    {"12/31/2026", NULL},
    {"031/12/2026", NULL},
    {"31/12/02026", NULL},
    {"0000-01-01", NULL},
    {"00/00/0000", NULL},
    {"99999999", NULL},
    {"31122026", NULL},
    {"2026123", NULL},
    {"202612311", NULL},
    {"46387", NULL},
    {"2026-12-31 2027-01-31", NULL},
    {"31/12/2026 - 31/01/2027", NULL},
    {"31/12/2026 rata unica", NULL},
    {"2026-12-31T", NULL},
    {"2026-12-31Tx", NULL},
    {"2026-12-31T25:00:00", NULL},
    {"2026-12-31T10:60", NULL},
    {"2026-12-31T10:30:99", NULL},
    {"2026-12-31 ", "2026-12-31"},
    {"-2026-12-31", NULL},
    {"2026--12-31", NULL},
    {"31/12/2026/", NULL},
    {"31 dicembre 2026", "2026-12-31"},
    {"31-DIC-2026", "2026-12-31"},
    {"1/set/2026 00:00:00", "2026-09-01"},
    {"31 Dec 2026", "2026-12-31"},
    {"2026/12/31", "2026-12-31"},
    {"2026.12.31", "2026-12-31"},
    {"2026/12-31", NULL},
    {"31 di 2026", NULL},
    {"31 dicembrea 2026", NULL},
    {"31 dicembre 26", NULL},
    {"dic-2026", NULL},
    {"31-dic/2026", NULL},
};

static void
texts_become_days_or_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
		struct date d = {1, 1, 1};
		bool parsed = date_parse(str_of(days[i].text), &d);

		if (parsed != (days[i].iso != NULL))
			fail_msg("\"%s\": %s", days[i].text, date_iso(d).text);
		assert_string_equal(
		    date_iso(d).text, parsed ? days[i].iso : "0001-01-01");
	}
	assert_false(date_parse((struct str){0}, &(struct date){0}));
}

static void
days_are_written_in_both_forms(void **state)
{
	struct arena a = {0};
	struct out o;
	struct date d = {2026, 3, 7};

	(void)state;
	out_open_memory(&o, &a);
	date_write_iso(&o, d);
	out_char(&o, ' ');
	date_write_italian(&o, d);
	date_write_iso(&o, (struct date){0});
	date_write_italian(&o, (struct date){0});
	assert_str(out_bytes_of(&o), "2026-03-07 07/03/2026");
	assert_string_equal(date_iso((struct date){0}).text, "");
	arena_close(&a);
}

static void
day_numbers_go_there_and_back_over_four_centuries(void **state)
{
	struct date previous = date_from_days(-146097);

	(void)state;
	assert_int_equal(date_to_days((struct date){1970, 1, 1}), 0);
	assert_int_equal(date_to_days((struct date){2000, 3, 1}), 11017);
	assert_int_equal(date_to_days((struct date){1969, 12, 31}), -1);
	for (int64_t n = -146096; n < 146097; n++) {
		struct date d = date_from_days(n);

		assert_true(date_to_days(d) == n);
		assert_true(date_is_valid(d.year, d.month, d.day));
		assert_true(date_compare(previous, d) < 0);
		previous = d;
	}
}

static void
days_are_added_and_named(void **state)
{
	(void)state;
	assert_string_equal(
	    date_iso(date_add_days((struct date){2024, 2, 28}, 1)).text, "2024-02-29");
	assert_string_equal(
	    date_iso(date_add_days((struct date){2026, 1, 1}, -1)).text, "2025-12-31");
	assert_string_equal(
	    date_iso(date_add_days((struct date){2026, 12, 2}, 30)).text, "2027-01-01");
	assert_int_equal(date_weekday((struct date){1970, 1, 1}), 3);
	assert_int_equal(date_weekday((struct date){2026, 11, 23}), 0);
	assert_int_equal(date_weekday((struct date){1900, 1, 1}), 0);
	assert_int_equal(date_weekday((struct date){1969, 12, 28}), 6);
	assert_true(date_compare((struct date){0}, (struct date){1, 1, 1}) < 0);
	assert_int_equal(
	    date_compare((struct date){2026, 1, 1}, (struct date){2026, 1, 1}), 0);
}

static void
banks_are_closed_on_feasts_and_weekends(void **state)
{
	static const struct {
		struct date day;
		bool open;
	} cases[] = {
	    {{2026, 11, 23}, true},
	    {{2026, 11, 21}, false}, /* Saturday */
	    {{2026, 11, 22}, false}, /* Sunday */
	    {{2026, 1, 1}, false},
	    {{2026, 1, 6}, false},
	    {{2026, 4, 3}, false}, /* Good Friday: Easter is 5 April */
	    {{2026, 4, 6}, false}, /* Easter Monday */
	    {{2026, 4, 7}, true},
	    {{2025, 4, 18}, false}, /* Easter 20 April 2025 */
	    {{2025, 4, 21}, false},
	    {{2024, 3, 29}, false}, /* Easter 31 March 2024 */
	    {{2024, 4, 1}, false},
	    {{2038, 4, 23}, false}, /* the latest Easter, 25 April 2038 */
	    {{2038, 4, 26}, false},
	    {{2285, 3, 20}, false}, /* the earliest, 22 March 2285 */
	    {{2025, 4, 25}, false},
	    {{2026, 5, 1}, false},
	    {{2026, 6, 2}, false},
	    {{2025, 8, 15}, false},
	    {{2027, 11, 1}, false},
	    {{2026, 12, 8}, false},
	    {{2026, 12, 25}, false},
	    {{2028, 12, 26}, false},
	    {{2026, 12, 24}, true},
	    {{2026, 12, 31}, true},
	    {{2027, 10, 4}, false}, /* Saint Francis, since 2026 */
	    {{2024, 10, 4}, true},
	    {{2026, 11, 2}, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (date_is_bank_day(cases[i].day) != cases[i].open)
			fail_msg("%s", date_iso(cases[i].day).text);
}

static void
the_day_is_that_of_rome_in_winter_and_summer(void **state)
{
	static const struct {
		const char *utc, *rome;
	} cases[] = {
	    {"2026-01-15T22:59:59Z", "2026-01-15"},
	    {"2026-01-15T23:00:00Z", "2026-01-16"},
	    {"2026-07-15T21:59:59Z", "2026-07-15"},
	    {"2026-07-15T22:00:00Z", "2026-07-16"},
	    {"2026-12-31T23:00:00Z", "2027-01-01"},
	    {"2026-03-28T22:59:59Z", "2026-03-28"}, /* summer time begins on the 29th */
	    {"2026-03-28T23:00:00Z", "2026-03-29"},
	    {"2026-03-29T21:59:59Z", "2026-03-29"},
	    {"2026-03-29T22:00:00Z", "2026-03-30"},
	    {"2026-10-24T22:00:00Z", "2026-10-25"}, /* and ends on 25 October */
	    {"2026-10-25T22:59:59Z", "2026-10-25"},
	    {"2026-10-25T23:00:00Z", "2026-10-26"},
	    {"2024-03-31T21:59:59Z", "2024-03-31"}, /* the last day is the Sunday */
	    {"2024-03-31T22:00:00Z", "2024-04-01"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		setenv("RISCONTRO_NOW", cases[i].utc, 1);
		assert_string_equal(instant_iso(clock_now()).text, cases[i].utc);
		assert_string_equal(date_iso(clock_today()).text, cases[i].rome);
	}
	unsetenv("RISCONTRO_NOW");
}

static void
the_clock_agrees_with_the_time_zone_of_the_system(void **state)
{
	(void)state;
	setenv("TZ", "Europe/Rome", 1);
	tzset();
	for (int64_t t = 1700000000; t < 1900000000; t += 86400 / 4 - 7) {
		time_t instant = (time_t)t;
		struct tm local;
		struct date d = date_of_instant(t);

		assert_non_null(localtime_r(&instant, &local));
		if (local.tm_gmtoff == 0)
			skip(); /* no time zones here */
		assert_int_equal(d.year, local.tm_year + 1900);
		assert_int_equal(d.month, local.tm_mon + 1);
		assert_int_equal(d.day, local.tm_mday);
	}
}

static void
a_frozen_clock_takes_days_and_instants(void **state)
{
	(void)state;
	setenv("RISCONTRO_NOW", "2026-11-23", 1);
	assert_string_equal(instant_iso(clock_now()).text, "2026-11-22T23:00:00Z");
	setenv("RISCONTRO_NOW", "2026-11-23T08:09:10Z", 1);
	assert_string_equal(instant_iso(clock_now()).text, "2026-11-23T08:09:10Z");
	setenv("RISCONTRO_NOW", "", 1);
	assert_true(clock_now() > 1700000000);
	unsetenv("RISCONTRO_NOW");
	assert_true(clock_now() > 1700000000);
	assert_string_equal(instant_iso(-1).text, "1969-12-31T23:59:59Z");
	assert_string_equal(instant_iso(0).text, "1970-01-01T00:00:00Z");
	assert_string_equal(instant_rome(0).text, "1970-01-01 01:00:00");
	assert_string_equal(instant_rome(1790000000).text, "2026-09-21 16:13:20");
	assert_string_equal(
	    instant_rome_of(STR("2026-11-23T08:00:00Z")).text, "2026-11-23 09:00:00");
	assert_string_equal(instant_rome_of(STR("ieri")).text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_become_days_or_are_refused),
	    cmocka_unit_test(days_are_written_in_both_forms),
	    cmocka_unit_test(day_numbers_go_there_and_back_over_four_centuries),
	    cmocka_unit_test(days_are_added_and_named),
	    cmocka_unit_test(banks_are_closed_on_feasts_and_weekends),
	    cmocka_unit_test(the_day_is_that_of_rome_in_winter_and_summer),
	    cmocka_unit_test(the_clock_agrees_with_the_time_zone_of_the_system),
	    cmocka_unit_test(a_frozen_clock_takes_days_and_instants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
