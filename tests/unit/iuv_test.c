/* Notice numbers, IUVs, RF references and QR texts. */
#include "model/iuv.h"
#include "vectors.h"

static void
a_notice_number_is_built_with_its_check_digits(void **state)
{
	static const struct {
		const char *segregation, *base, *nav;
	} cases[] = {
	    {"01", "0000000000042", "301000000000004285"},
	    {"00", "0000000000000", "300000000000000003"},
	    {"02", "2026000000001", "302202600000000143"},
	    {"45", "9999999999999", "345999999999999975"},
	};
	char nav[NAV_SIZE], iuv[IUV_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_true(nav_build(
		    str_of(cases[i].segregation), str_of(cases[i].base), nav, iuv));
		assert_string_equal(nav, cases[i].nav);
		assert_string_equal(iuv, cases[i].nav + 1);
		assert_true(iuv_check(str_of(iuv)));
	}
}

static void
a_wrong_segregation_or_base_builds_nothing(void **state)
{
	char nav[NAV_SIZE] = "kept", iuv[IUV_SIZE] = "kept";

	(void)state;
	assert_false(nav_build(STR("1"), STR("0000000000042"), nav, iuv));
	assert_false(nav_build(STR("0A"), STR("0000000000042"), nav, iuv));
	assert_false(nav_build(STR("01"), STR("000000000042"), nav, iuv));
	assert_false(nav_build(STR("01"), STR("00000000000 2"), nav, iuv));
	assert_string_equal(nav, "kept");
	assert_string_equal(iuv, "kept");
}

static void
a_notice_number_is_taken_apart_by_its_first_digit(void **state)
{
	static const struct {
		const char *nav, *iuv, *segregation, *expected;
		int aux;
		bool right;
	} cases[] = {
	    {"301000000000004285", "01000000000004285", "01", "85", 3, true},
	    {"301000000000004286", "01000000000004286", "01", "85", 3, false},
	    {"001340105455507221", "340105455507221", "01", "21", 0, true},
	    {"101234567890123456", "01234567890123456", "", "", 1, true},
	    {"220260000001234563", "20260000001234563", "", "63", 2, true},
	    {"347000008800999051", "47000008800999051", "47", "21", 3, false},
	};
	struct nav nav;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_true(nav_parse(str_of(cases[i].nav), &nav));
		assert_string_equal(nav.nav, cases[i].nav);
		assert_string_equal(nav.iuv, cases[i].iuv);
		assert_string_equal(nav.segregation, cases[i].segregation);
		assert_string_equal(nav.expected, cases[i].expected);
		assert_int_equal(nav.aux, cases[i].aux);
		assert_int_equal(nav.check_is_right, cases[i].right);
	}
	assert_false(nav_parse(STR("470000008800999051"), &nav));
	assert_false(nav_parse(STR("30100000000000428"), &nav));
	assert_false(nav_parse(STR("3010000000000042850"), &nav));
	assert_false(nav_parse(STR("30100000000000428A"), &nav));
	assert_false(nav_parse((struct str){0}, &nav));
}

static void
an_iuv_is_checked(void **state)
{
	(void)state;
	assert_true(iuv_check(STR("01000000000004285")));
	assert_false(iuv_check(STR("01000000000004286")));
	assert_false(iuv_check(STR("0100000000000428")));
	assert_false(iuv_check(STR("0100000000000428A")));
	assert_false(iuv_check((struct str){0}));
}

static void
rf_references_are_built_and_checked(void **state)
{
	char rf[RF_SIZE] = "kept";

	(void)state;
	assert_false(rf_build(STR(""), rf));
	assert_false(rf_build(STR("W9-1"), rf));
	assert_false(rf_build(STR("ABCDEFGHIJKLMNOPQRSTUV"), rf));
	assert_string_equal(rf, "kept");
	assert_true(rf_build(STR("w9"), rf));
	assert_string_equal(rf, "RF45W9");
	assert_true(rf_build(STR("539007547034"), rf));
	assert_string_equal(rf, "RF18539007547034");
	assert_true(rf_check(STR("RF18539007547034")));
	assert_true(rf_check(STR("rf45w9")));
	assert_false(rf_check(STR("RF23567483937849450550875")));
	assert_false(rf_check(STR("RF44W9")));
	assert_false(rf_check(STR("RF00W9")));
	assert_false(rf_check(STR("RF45")));
	assert_false(rf_check(STR("RG45W9")));
}

static void
the_qr_text_has_at_least_two_digits_of_cents(void **state)
{
	static const struct {
		const char *creditor;
		money cents;
		const char *text;
	} cases[] = {
	    {"80034390585", 15000, "PAGOPA|002|301000000000004285|80034390585|15000"},
	    {"80034390585", 5, "PAGOPA|002|301000000000004285|80034390585|05"},
	    {"85240950", 99, "PAGOPA|002|301000000000004285|00085240950|99"},
	    {"80034390585", MONEY_MOST,
		"PAGOPA|002|301000000000004285|80034390585|99999999999"},
	};
	char text[QR_TEXT_SIZE] = "";

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_true(qr_text(STR("301000000000004285"), str_of(cases[i].creditor),
		    cases[i].cents, text));
		assert_string_equal(text, cases[i].text);
	}
	assert_false(qr_text(STR("301000000000004285"), STR("80034390585"), 0, text));
	assert_false(qr_text(STR("301000000000004285"), STR("80034390585"), -1, text));
	assert_false(
	    qr_text(STR("301000000000004285"), STR("80034390585"), MONEY_MOST + 1, text));
	assert_false(qr_text(STR("30100000000000428"), STR("80034390585"), 1, text));
	assert_false(qr_text(STR("301000000000004285"), STR(""), 1, text));
	assert_false(qr_text(STR("301000000000004285"), STR("800343905851"), 1, text));
	assert_false(qr_text(STR("301000000000004285"), STR("8003439058X"), 1, text));
}

static void
public_notice_numbers_are_judged_right(void **state)
{
	struct vector v;
	FILE *f = vectors_open("nav_iuv.csv");

	(void)state;
	while (vectors_next(f, &v)) {
		struct nav nav = {0};
		bool right = nav_parse(v.field[5], &nav) && nav.check_is_right;
		char built[NAV_SIZE], iuv[IUV_SIZE];

		if (right != str_is(v.field[6], "valid"))
			fail_msg("%s", v.line);
		if (!right)
			continue;
		assert_str(v.field[4], nav.iuv);
		assert_str(v.field[3], nav.expected);
		if (nav.aux != 3)
			continue;
		assert_true(nav_build(v.field[1], v.field[2], built, iuv));
		assert_str(v.field[5], built);
		assert_true(iuv_check(v.field[4]));
	}
}

static void
public_rf_references_are_judged_right(void **state)
{
	struct vector v;
	FILE *f = vectors_open("rf_iso11649.csv");

	(void)state;
	while (vectors_next(f, &v)) {
		char rf[RF_SIZE];
		bool valid = str_is(v.field[2], "valid");

		if (rf_check(v.field[1]) != valid)
			fail_msg("%s", v.line);
		if (valid) {
			assert_true(rf_build(v.field[0], rf));
			assert_str(v.field[1], rf);
		}
	}
}

static void
public_qr_texts_are_reproduced(void **state)
{
	struct vector v;
	FILE *f = vectors_open("qr_string.csv");

	(void)state;
	while (vectors_next(f, &v)) {
		uint64_t cents = 0;
		char text[QR_TEXT_SIZE] = "";

		assert_true(str_to_u64(v.field[2], &cents));
		assert_true(qr_text(v.field[0], v.field[1], (money)cents, text));
		assert_str(v.field[3], text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_notice_number_is_built_with_its_check_digits),
	    cmocka_unit_test(a_wrong_segregation_or_base_builds_nothing),
	    cmocka_unit_test(a_notice_number_is_taken_apart_by_its_first_digit),
	    cmocka_unit_test(an_iuv_is_checked),
	    cmocka_unit_test(rf_references_are_built_and_checked),
	    cmocka_unit_test(the_qr_text_has_at_least_two_digits_of_cents),
	    cmocka_unit_test(public_notice_numbers_are_judged_right),
	    cmocka_unit_test(public_rf_references_are_judged_right),
	    cmocka_unit_test(public_qr_texts_are_reproduced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
