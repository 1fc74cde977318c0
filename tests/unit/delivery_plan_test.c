/* When couriers may work, and which settings are theirs. */
#include "test.h"

#include "delivery_plan.h"
#include "outlet/couriers.h"

static struct arena arena;

static int
read_plan(struct delivery_plan *p, const struct conf_setting *settings, struct err *e)
{
	struct conf_courier c = {
	    .name = STR("partner"), .kind = STR("sftp"), .settings = settings};

	return delivery_plan_read(p, &c, courier_find(STR("sftp")),
	    STR("/etc/riscontro/riscontro.conf"), STR("/spool/.ledger/hosts"), &arena, e);
}

static struct str
value_of(const struct delivery_plan *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_is(p->settings[i].name, name))
			return p->settings[i].value;
	return (struct str){0};
}

static int64_t
instant(const char *text)
{
	int64_t at = 0;

	assert_true(instant_parse(str_of(text), &at));
	return at;
}

static void
test_the_engine_keeps_its_settings_and_hands_the_others_on(void **state)
{
	static const struct conf_setting settings[] = {
	    {{"host", 4}, {"sftp.example", 12}, 1},
	    {{"quiet", 5}, {"22:00-07:00", 11}, 2},
	    {{"per_day", 7}, {"10", 2}, 3},
	    {{"key", 3}, {"file:keys/one", 13}, 4},
	    {{NULL, 0}, {NULL, 0}, 0},
	};
	struct delivery_plan p;
	struct err e;

	(void)state;
	assert_int_equal(read_plan(&p, settings, &e), 0);
	assert_int_equal(p.count, 3);
	assert_int_equal(p.quiet.from, 22 * 60);
	assert_int_equal(p.quiet.to, 7 * 60);
	assert_int_equal(p.throttle.per_day, 10);
	assert_str(value_of(&p, "key"), "file:/etc/riscontro/keys/one");
	assert_str(value_of(&p, "hosts"), "/spool/.ledger/hosts");
}

static void
test_a_setting_that_is_not_well_formed_is_named(void **state)
{
	static const char *const wrong[][2] = {
	    {"quiet", "night"},
	    {"quiet", "22:00"},
	    {"quiet", "25:00-07:00"},
	    {"cutoff", "15.30"},
	    {"cutoff", "24:30"},
	    {"per_day", "-1"},
	    {"per_minute", "many"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct conf_setting settings[2] = {
		    {str_of(wrong[i][0]), str_of(wrong[i][1]), 1}};
		struct delivery_plan p;
		struct err e = {0};

		assert_int_equal(read_plan(&p, settings, &e), -1);
		assert_int_equal(e.kind, ERR_CONF);
		assert_non_null(strstr(e.text, wrong[i][0]));
	}
}

static void
test_hours_cut_off_and_limits_together(void **state)
{
	static const struct {
		const char *quiet, *cutoff, *now, *from;
	} cases[] = {
	    {"00:00-00:00", "15:30", "2026-11-28T02:00:00+01:00",
		"2026-11-30T00:00:00+01:00"},
	    {"22:00-07:00", "15:30", "2026-11-27T15:00:00+01:00",
		"2026-11-27T15:00:00+01:00"},
	    {"22:00-07:00", "15:30", "2026-11-27T16:00:00+01:00",
		"2026-11-30T07:00:00+01:00"},
	    {"22:00-07:00", "15:30", "2026-11-26T23:00:00+01:00",
		"2026-11-27T07:00:00+01:00"},
	    /* the minute of the cut-off is still in time, the next is not */
	    {"00:00-00:00", "15:30", "2026-11-23T15:30:59+01:00",
		"2026-11-23T15:30:59+01:00"},
	    {"00:00-00:00", "15:30", "2026-11-23T15:31:00+01:00",
		"2026-11-24T00:00:00+01:00"},
	    /* Good Friday is a day of work in Italy, Easter Monday is none */
	    {"22:00-07:00", "15:30", "2026-04-03T16:00:00+02:00",
		"2026-04-07T07:00:00+02:00"},
	    {"00:00-00:00", "15:30", "2025-04-24T16:00:00+02:00",
		"2025-04-28T00:00:00+02:00"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct conf_setting settings[3] = {
		    {STR("quiet"), str_of(cases[i].quiet), 1},
		    {STR("cutoff"), str_of(cases[i].cutoff), 2}};
		struct throttle_count none = {0};
		struct delivery_plan p;
		struct err e;

		assert_int_equal(read_plan(&p, settings, &e), 0);
		assert_int_equal(delivery_plan_from(&p, &none, instant(cases[i].now)),
		    instant(cases[i].from));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_the_engine_keeps_its_settings_and_hands_the_others_on),
	    cmocka_unit_test(test_a_setting_that_is_not_well_formed_is_named),
	    cmocka_unit_test(test_hours_cut_off_and_limits_together),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
