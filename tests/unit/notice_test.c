/* Notices printed with the fonts that every Debian has: what is refused, what is
 * reported, and that the same data give the same bytes. */
#include "formats/notice.h"

#include "test.h"

static struct arena arena;
static const char fonts[] = "/usr/share/fonts/truetype/dejavu";

static const struct notice_payment payment = {
    .cents = 12345, .due = {2026, 12, 31}, .nav = "302000000000000142"};
static const struct notice_payment rates[] = {
    {.cents = 6000, .due = {2026, 6, 30}, .nav = "302000000000000243"},
    {.cents = 6345, .due = {2026, 12, 31}, .nav = "302000000000000344"},
    {.cents = 1, .nav = "302000000000000445"}};

static struct notice_look
a_look(void)
{
	return (struct notice_look){.creditor_name = STR("Ordine di Prova"),
	    .creditor_code = STR("80034390585"),
	    .postal_account = STR("1234567"),
	    .postal_authorisation = STR("AUT. DB/1 DEL 01/01/2026"),
	    .second = NOTICE_NO_LANGUAGE};
}

static struct notice
a_notice(void)
{
	static const struct str address[] = {{"Via Roma 1", 10}, {"00100 Roma (RM)", 15}};

	return (struct notice){.debtor_name = STR("Niccolò Kovačić"),
	    .debtor_code = STR("RSSMRA80A01H501U"),
	    .address = address,
	    .address_count = 2,
	    .subject = STR("Quota 2026"),
	    .full = &payment};
}

static struct notice_press *
open_press(const struct notice_look *look)
{
	struct notice_press *press;
	struct err e = {0};

	if (notice_press_open(&press, look, fonts, &arena, &e) != 0)
		fail_msg("%s", e.text);
	return press;
}

static struct str
print(struct notice_press *press, const struct notice *n, struct notice_result *result)
{
	struct err e = {0};
	struct out o;

	out_open_memory(&o, &arena);
	if (notice_print(press, n, &o, result, &e) != 0)
		fail_msg("%s", e.text);
	return out_bytes_of(&o);
}

static void
same_data_give_same_bytes(void **state)
{
	struct notice_look look = a_look();
	struct notice n = a_notice(), other = a_notice();
	struct notice_press *one = open_press(&look), *two = open_press(&look);
	struct notice_result result;
	struct str first = print(one, &n, &result);

	(void)state;
	other.debtor_name = STR("Żółć");
	(void)print(two, &other, &result);
	assert_true(str_equal(first, print(two, &n, &result)));
	assert_false(str_equal(first, print(two, &other, &result)));
	assert_int_equal(result.pages, 1);
	assert_int_equal(result.replaced, 0);
	assert_false(notice_press_has_fonts(one));
	notice_press_close(one);
	notice_press_close(two);
}

static void
letters_without_a_glyph_are_spelled_and_counted(void **state)
{
	struct notice_look look = a_look();
	struct notice n = a_notice();
	struct notice_press *press = open_press(&look);
	struct notice_result result;

	(void)state;
	n.debtor_name = STR("Иван Ив");
	(void)print(press, &n, &result);
	assert_int_equal(result.replaced, 6);
	notice_press_close(press);
}

static void
slips_are_left_out_when_the_amount_has_too_many_digits(void **state)
{
	struct notice_look look = a_look();
	struct notice n = a_notice();
	struct notice_payment large = payment;
	struct notice_press *press = open_press(&look);
	struct notice_result result;

	(void)state;
	large.cents = 10000000000;
	n.full = &large;
	(void)print(press, &n, &result);
	assert_true(result.slip_left_out);
	notice_press_close(press);
}

static void
what_cannot_be_right_is_refused(void **state)
{
	struct notice_look look = a_look();
	struct notice_press *press = open_press(&look);
	struct notice_payment bad[3] = {payment, payment, payment};
	struct notice cases[6];
	struct out o;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		cases[i] = a_notice();
	bad[0].cents = 0;
	bad[1].cents = MONEY_MOST + 1;
	memcpy(bad[2].nav, "30200000000000014", 18);
	for (size_t i = 0; i < 3; i++)
		cases[i].full = &bad[i];
	cases[3].full = NULL;
	cases[4].debtor_name = STR("");
	cases[5].instalments = rates;
	cases[5].instalment_count = 1;
	out_open_memory(&o, &arena);
	for (size_t i = 0; i < 6; i++) {
		struct notice_result result;
		struct err e = {0};

		assert_int_equal(notice_print(press, &cases[i], &o, &result, &e), -1);
		assert_int_equal(e.kind, ERR_ROW);
		assert_int_equal(o.len, 0);
	}
	notice_press_close(press);
}

static void
looks_and_logos_that_cannot_serve_are_refused(void **state)
{
	struct notice_look looks[5];
	struct err e = {0};
	struct notice_press *press;

	(void)state;
	for (size_t i = 0; i < 5; i++)
		looks[i] = a_look();
	looks[0].creditor_code = STR("8003439058");
	looks[1].creditor_name = STR("");
	looks[2].logo = STR("GIF89a");
	looks[3].logo = STR("\x89PNG\r\n\x1a\n short");
	looks[4].postal_account = STR("12A");
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(
		    notice_press_open(&press, &looks[i], fonts, &arena, &e), -1);
		assert_int_equal(e.kind, ERR_CONF);
	}
	looks[0] = a_look();
	assert_int_equal(
	    notice_press_open(&press, &looks[0], "/nowhere", &arena, &e), -1);
	assert_int_equal(notice_press_open(&press, &looks[0], NULL, &arena, &e), -1);
}

static void
a_bundle_holds_several_notices(void **state)
{
	struct notice_look look = a_look();
	struct notice_press *press = open_press(&look);
	struct notice n = a_notice();
	struct notice_result result;
	struct notice_bundle *bundle;
	struct err e = {0};
	struct out o;

	(void)state;
	n.instalments = rates;
	n.instalment_count = 3;
	out_open_memory(&o, &arena);
	bundle =
	    notice_bundle_open(press, STR("Lotto 1"), (struct date){2026, 11, 23}, &o);
	for (int i = 0; i < 40; i++) {
		assert_int_equal(notice_bundle_add(bundle, &n, &result, &e), 0);
		assert_int_equal(result.pages, 2);
	}
	notice_bundle_close(bundle);
	/* what qpdf and zbarimg say of such a bundle: tests/notice/outlets.t */
	assert_true(str_ends(out_bytes_of(&o), STR("%%EOF\n")));
	notice_press_close(press);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(same_data_give_same_bytes),
	    cmocka_unit_test(letters_without_a_glyph_are_spelled_and_counted),
	    cmocka_unit_test(slips_are_left_out_when_the_amount_has_too_many_digits),
	    cmocka_unit_test(what_cannot_be_right_is_refused),
	    cmocka_unit_test(looks_and_logos_that_cannot_serve_are_refused),
	    cmocka_unit_test(a_bundle_holds_several_notices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
