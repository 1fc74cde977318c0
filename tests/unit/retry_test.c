#include "test.h"

#include "spool/retry.h"

static int64_t
at(int year, int month, int day, int hour, int minute)
{
	struct date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};

	return date_to_days(d) * 86400 + hour * 3600 + minute * 60;
}

static void
test_waits_double_up_to_the_most(void **state)
{
	struct retry_policy p = {.first_ms = 1000, .most_ms = 10000, .attempts = 3};
	static const int64_t expected[] = {1000, 2000, 4000, 8000, 10000, 10000};

	(void)state;
	for (uint32_t i = 0; i < 6; i++)
		assert_int_equal(retry_wait_ms(&p, i + 1, 7, 0), expected[i]);
	assert_int_equal(retry_wait_ms(&p, 4000000000u, 7, 0), 10000);
	assert_int_equal(retry_wait_ms(&p, 1, 7, 5000), 5000);
	assert_int_equal(retry_wait_ms(&p, 1, 7, INT64_MAX), 86400000);
	assert_false(retry_is_over(&p, 2));
	assert_true(retry_is_over(&p, 3));
}

static void
test_jitter_is_bounded_and_repeats_for_the_same_seed(void **state)
{
	struct retry_policy p = {.first_ms = 1000, .most_ms = 1000, .jitter_percent = 20};
	int64_t least = INT64_MAX, most = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 1000; seed++) {
		int64_t wait = retry_wait_ms(&p, 1, seed, 0);

		assert_int_equal(wait, retry_wait_ms(&p, 1, seed, 0));
		least = wait < least ? wait : least;
		most = wait > most ? wait : most;
	}
	assert_in_range(least, 1000, 1010);
	assert_in_range(most, 1190, 1200);
}

static void
test_throttles_wait_for_the_minute_and_for_tomorrow_in_rome(void **state)
{
	struct throttle t = {.per_minute = 2, .per_day = 100};
	struct throttle_count c = {.minute = 1, .minute_oldest = 0, .day = 5};
	int64_t now = at(2026, 7, 1, 12, 0);

	(void)state;
	assert_int_equal(throttle_from(&t, &c, now), now);
	c = (struct throttle_count){.minute = 2, .minute_oldest = now - 20, .day = 5};
	assert_int_equal(throttle_from(&t, &c, now), now + 40);
	c.day = 100;
	assert_int_equal(throttle_from(&t, &c, now), at(2026, 7, 1, 22, 0));
	t = (struct throttle){0};
	assert_int_equal(throttle_from(&t, &c, now), now);
}

static void
test_rome_has_summer_time(void **state)
{
	(void)state;
	assert_int_equal(rome_minute(at(2026, 1, 15, 11, 30)), 12 * 60 + 30);
	assert_int_equal(rome_minute(at(2026, 7, 15, 22, 30)), 30);
	/* The night of 29 March 2026: 01:59 is followed by 03:00. */
	assert_int_equal(rome_minute(at(2026, 3, 29, 0, 59)), 119);
	assert_int_equal(rome_minute(at(2026, 3, 29, 1, 0)), 180);
	assert_int_equal(
	    rome_instant((struct date){2026, 3, 29}, 180), at(2026, 3, 29, 1, 0));
	assert_int_equal(
	    rome_instant((struct date){2026, 3, 29}, 0), at(2026, 3, 28, 23, 0));
	assert_int_equal(
	    rome_instant((struct date){2026, 3, 29}, 1439), at(2026, 3, 29, 21, 59));
	assert_int_equal(
	    rome_instant((struct date){2026, 10, 25}, 0), at(2026, 10, 24, 22, 0));
	assert_int_equal(
	    rome_instant((struct date){2026, 10, 25}, 240), at(2026, 10, 25, 3, 0));
}

static void
test_quiet_hours_end_this_morning_or_the_next(void **state)
{
	struct quiet_hours night = {22 * 60, 7 * 60}, none = {0, 0};
	int64_t noon = at(2026, 1, 15, 11, 0), late = at(2026, 1, 15, 22, 0),
		early = at(2026, 1, 15, 4, 0);

	(void)state;
	assert_int_equal(quiet_until(&night, noon), noon);
	assert_int_equal(quiet_until(&night, late), at(2026, 1, 16, 6, 0));
	assert_int_equal(quiet_until(&night, early), at(2026, 1, 15, 6, 0));
	assert_int_equal(quiet_until(&none, late), late);
}

static void
test_cutoffs_fall_on_bank_days(void **state)
{
	int cutoff = 15 * 60;

	(void)state;
	/* Thursday before and after 15:00, Friday after 15:00 -> Monday. */
	assert_int_equal(
	    cutoff_next(cutoff, at(2026, 1, 15, 10, 0)), at(2026, 1, 15, 14, 0));
	assert_int_equal(
	    cutoff_next(cutoff, at(2026, 1, 15, 15, 0)), at(2026, 1, 16, 14, 0));
	assert_int_equal(
	    cutoff_next(cutoff, at(2026, 1, 16, 15, 0)), at(2026, 1, 19, 14, 0));
	/* The eve of Christmas after the cut-off: 25, 26 and the week-end are closed. */
	assert_int_equal(
	    cutoff_next(cutoff, at(2026, 12, 24, 16, 0)), at(2026, 12, 28, 14, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_waits_double_up_to_the_most),
	    cmocka_unit_test(test_jitter_is_bounded_and_repeats_for_the_same_seed),
	    cmocka_unit_test(test_throttles_wait_for_the_minute_and_for_tomorrow_in_rome),
	    cmocka_unit_test(test_rome_has_summer_time),
	    cmocka_unit_test(test_quiet_hours_end_this_morning_or_the_next),
	    cmocka_unit_test(test_cutoffs_fall_on_bank_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
