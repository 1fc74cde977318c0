/* IBANs: both checks, the Italian parts, postal accounts. */
#include "model/iban.h"
#include "vectors.h"

static const struct {
	const char *why, *iban;
	enum iban_fault fault;
	const char *expected;
} cases[] = {
    {"the published Italian example", "IT60X0542811101000000123456", IBAN_OK, "60"},
    {"in groups of four", "IT60 X054 2811 1010 0000 0123 456", IBAN_OK, "60"},
    {"lower case", "it60x0542811101000000123456", IBAN_OK, "60"},
    {"letters in the account", "IT58K010300160000000A123BC4", IBAN_OK, "58"},
    {"a German account", "DE89370400440532013000", IBAN_OK, "89"},
    {"nothing", " ", IBAN_EMPTY, ""},
    {"a dash", "IT60-X0542811101000000123456", IBAN_CHARACTERS, ""},
    {"26 characters", "IT60X054281110100000012345", IBAN_LENGTH, ""},
    {"28 characters", "IT60X05428111010000001234560", IBAN_LENGTH, ""},
    {"far too long", "DE8937040044053201300037040044053201300", IBAN_LENGTH, ""},
    {"too short for any country", "DE893704004405", IBAN_LENGTH, ""},
    {"no country", "1260X0542811101000000123456", IBAN_SHAPE, ""},
    {"a letter in the ABI", "IT60X05A2811101000000123456", IBAN_SHAPE, ""},
    {"a digit for the CIN", "IT6010542811101000000123456", IBAN_SHAPE, ""},
    {"wrong check digits", "IT61X0542811101000000123456", IBAN_CHECK, "60"},
    {"last digit changed", "IT60X0542811101000000123457", IBAN_CHECK, "33"},
    {"another country's name", "SM60X0542811101000000123456", IBAN_CHECK, "88"},
    {"wrong CIN, right check digits", "IT64Y0542811101000000123456", IBAN_CIN, "X"},
};

static void
each_iban_is_judged_for_the_right_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct iban iban = {0};
		enum iban_fault fault = iban_check(str_of(cases[i].iban), &iban);

		if (fault != cases[i].fault ||
		    strcmp(iban.expected, cases[i].expected) != 0)
			fail_msg("%s: fault %d, expected %s", cases[i].why, (int)fault,
			    iban.expected);
		assert_non_null(iban_fault_sentence(fault)->it);
	}
}

static void
an_italian_iban_is_taken_apart(void **state)
{
	struct iban iban;

	(void)state;
	assert_int_equal(
	    iban_check(STR("it18 q076 0103 2000 0000 0123 456"), &iban), IBAN_OK);
	assert_string_equal(iban.text, "IT18Q0760103200000000123456");
	assert_true(iban.is_italian);
	assert_true(iban.is_postal);
	assert_int_equal(iban.cin, 'Q');
	assert_string_equal(iban.abi, "07601");
	assert_string_equal(iban.cab, "03200");
	assert_string_equal(iban.account, "000000123456");
	assert_string_equal(iban.postal_account, "123456");
	assert_int_equal(iban_check(STR("DE89370400440532013000"), &iban), IBAN_OK);
	assert_false(iban.is_italian);
	assert_string_equal(iban.abi, "");
}

static void
check_digits_equal_by_97_are_still_refused(void **state)
{
	struct iban iban;

	/* 02 is right for this account; 99 has the same remainder by 97. */
	(void)state;
	assert_int_equal(iban_check(STR("IT02V0760101600001016302093"), &iban), IBAN_OK);
	assert_int_equal(
	    iban_check(STR("IT99V0760101600001016302093"), &iban), IBAN_CHECK);
}

static void
public_ibans_are_judged_right(void **state)
{
	struct vector v;
	FILE *f = vectors_open("iban_it.csv");

	(void)state;
	while (vectors_next(f, &v)) {
		struct iban iban = {0};
		bool right = iban_check(v.field[0], &iban) == IBAN_OK;
		bool forgiven = str_starts(v.field[6], STR("lower case"));

		if (right != (str_is(v.field[1], "valid") || forgiven))
			fail_msg("%s", v.line);
		if (!right || forgiven)
			continue;
		assert_str(v.field[2], iban.abi);
		assert_str(v.field[3], iban.cab);
		assert_str(v.field[4], iban.account);
		assert_int_equal(str_is(v.field[5], "yes"), iban.is_postal);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_iban_is_judged_for_the_right_reason),
	    cmocka_unit_test(an_italian_iban_is_taken_apart),
	    cmocka_unit_test(check_digits_equal_by_97_are_still_refused),
	    cmocka_unit_test(public_ibans_are_judged_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
