#include "test.h"

#include "outlet/couriers.h"

static void
test_every_courier_is_found_by_its_kind(void **state)
{
	(void)state;
	for (const struct courier *const *c = couriers; *c != NULL; c++)
		assert_ptr_equal(courier_find(str_of((*c)->name)), *c);
	assert_null(courier_find(STR("pigeon")));
	assert_null(courier_find(STR("")));
}

static void
test_every_setting_is_explained_and_its_standard_is_valid(void **state)
{
	(void)state;
	for (const struct courier *const *c = couriers; *c != NULL; c++) {
		assert_true(strlen((*c)->help.it) > 0 && strlen((*c)->help.en) > 0);
		for (const struct courier_key *k = (*c)->keys; k->name != NULL; k++) {
			struct setting one = {str_of(k->name), str_of(k->standard)};
			struct err e = {0};

			assert_true(strlen(k->help.it) > 0 && strlen(k->help.en) > 0);
			assert_false(k->mandatory && k->standard != NULL);
			if (k->standard == NULL || k->standard[0] == '\0')
				continue;
			/* Something mandatory is missing, but the standard is no fault.
			 */
			courier_check(*c, &one, 1, &e);
			assert_int_equal(e.row, 0);
		}
	}
}

static void
test_settings_are_listed_in_both_languages(void **state)
{
	struct arena a = {0};
	struct out it, en;

	(void)state;
	out_open_memory(&it, &a);
	out_open_memory(&en, &a);
	courier_explain(&it, &courier_sftp, LANG_IT);
	courier_explain(&en, &courier_sftp, LANG_EN);
	assert_true(
	    str_find_str(out_bytes_of(&it), STR("porta")) < out_bytes_of(&it).len);
	assert_true(
	    str_find_str(out_bytes_of(&en), STR("known_hosts")) == out_bytes_of(&en).len);
	assert_true(str_starts(out_bytes_of(&en), STR("host             !")));
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_every_courier_is_found_by_its_kind),
	    cmocka_unit_test(test_every_setting_is_explained_and_its_standard_is_valid),
	    cmocka_unit_test(test_settings_are_listed_in_both_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
