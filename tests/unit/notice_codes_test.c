/* The texts of the QR code and of the slip's Data Matrix. */
#include "formats/notice_codes.h"

#include "test.h"

static struct arena arena;

static void
qr_text_has_two_digits_of_cents_at_least(void **state)
{
	(void)state;
	assert_str(
	    notice_qr_text(&arena, "301000000000004285", STR("80034390585"), 15000),
	    "PAGOPA|002|301000000000004285|80034390585|15000");
	assert_str(notice_qr_text(&arena, "301000000000004285", STR("80034390585"), 1),
	    "PAGOPA|002|301000000000004285|80034390585|01");
}

/* A slip's text between two offsets. */
static void
assert_field(struct str text, size_t from, size_t to, const char *expected)
{
	assert_int_equal(text.len, NBPA_LENGTH);
	assert_str(str_slice(text, from, to), expected);
}

static void
slip_text_is_256_characters_in_fixed_places(void **state)
{
	struct notice_look look = {
	    .creditor_code = STR("01199250158"), .postal_account = STR("1234567890")};
	struct notice_payment payment = {.cents = 4999999, .nav = "302202600000000143"};
	struct notice n = {.debtor_name = STR("Società d'Ingegneria È più S.r.l."),
	    .debtor_code = STR("01199250158"),
	    .subject = STR("Diritti di segreteria – anno 2025/2026"),
	    .full = &payment};
	struct str text = notice_slip_text(&arena, &look, &n, &payment);

	(void)state;
	assert_field(text, 0, 77,
	    "codfase=NBPA;183022026000000001431200123456789010000499999938961P1"
	    "01199250158");
	assert_field(text, 77, 93, "01199250158     ");
	assert_field(text, 93, 133, "SOCIETA D'INGEGNERIA E PIU S.R.L.       ");
	assert_field(text, 133, 171, "DIRITTI DI SEGRETERIA  ANNO 2025 2026 ");
	assert_field(text, 240, 256, "               A");
}

static void
slip_names_are_spelled_and_cut(void **state)
{
	static const struct {
		const char *name, *expected;
	} cases[] = {
	    {"Željko Kovačić", "ZELJKO KOVACIC                          "},
	    {"Łukasz Ørsted Großmann", "LUKASZ ORSTED GROSSMANN                 "},
	    {"A/B (C) «D» №5", "A B  C  D NO5                           "},
	    {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBB",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
	};
	struct notice_look look = {.creditor_code = STR("80034390585")};
	struct notice_payment payment = {.cents = 1, .nav = "301000000000004285"};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct notice n = {.debtor_name = str_of(cases[i].name),
		    .subject = STR("x"),
		    .full = &payment};

		assert_field(notice_slip_text(&arena, &look, &n, &payment), 93, 133,
		    cases[i].expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(qr_text_has_two_digits_of_cents_at_least),
	    cmocka_unit_test(slip_text_is_256_characters_in_fixed_places),
	    cmocka_unit_test(slip_names_are_spelled_and_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
