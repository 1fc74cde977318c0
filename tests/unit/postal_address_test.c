/* What stands on an envelope, and what keeps a notice from being posted. */
#include "outlet/postal_address.h"

#include "test.h"

static struct arena arena;

static struct debtor
a_debtor(void)
{
	return (struct debtor){.name = STR("Nicolò D'Angelò"),
	    .street = STR("Via Città di Castello"),
	    .civic = STR("2/b"),
	    .cap = STR("47121"),
	    .city = STR("Forlì"),
	    .province = STR("FC"),
	    .country = STR("IT")};
}

static void
lines_are_capitals_and_accents_at_the_end_of_a_word_become_apostrophes(void **state)
{
	struct debtor d = a_debtor();
	struct postal_address p;

	(void)state;
	assert_null(postal_address_make(&p, &d, &arena));
	assert_str(p.lines[POSTAL_NAME], "NICOLO' D'ANGELO'");
	assert_str(p.lines[POSTAL_NAME_REST], "");
	assert_str(p.lines[POSTAL_STREET], "VIA CITTA' DI CASTELLO 2/B");
	assert_str(p.lines[POSTAL_TOWN], "47121 FORLI' FC");
	assert_str(p.lines[POSTAL_STATE], "");
}

static void
long_names_and_streets_take_two_lines_and_no_more(void **state)
{
	struct debtor d = a_debtor();
	struct postal_address p;

	(void)state;
	d.name = STR("Cooperativa Agricola fra i Lavoratori della Provincia di Forlì");
	d.street = STR("Località Santa Maria della Misericordia in Valle Superiore");
	assert_null(postal_address_make(&p, &d, &arena));
	assert_str(p.lines[POSTAL_NAME], "COOPERATIVA AGRICOLA FRA I LAVORATORI DELLA");
	assert_str(p.lines[POSTAL_NAME_REST], "PROVINCIA DI FORLI'");
	assert_str(
	    p.lines[POSTAL_STREET_FIRST], "LOCALITA' SANTA MARIA DELLA MISERICORDIA IN");
	assert_str(p.lines[POSTAL_STREET], "VALLE SUPERIORE 2/B");
	for (int i = 0; i < POSTAL_LINES; i++)
		assert_true(p.lines[i].len <= 44);
	d.name =
	    STR("Cooperativa Agricola fra i Lavoratori della Provincia di Forlì e di "
		"tutta la Romagna in liquidazione coatta");
	assert_string_equal(postal_address_make(&p, &d, &arena), "POSTAL_LINE_TOO_LONG");
	d.name = STR("Unaparolachenonfiniscemaieppurequalcunolhascritta");
	assert_string_equal(postal_address_make(&p, &d, &arena), "POSTAL_LINE_TOO_LONG");
}

static void
what_the_post_would_send_back_is_told_by_its_code(void **state)
{
	static const struct {
		const char *street, *cap, *city, *province, *code;
	} cases[] = {
	    {"", "47121", "Forlì", "FC", "POSTAL_ADDRESS_MISSING"},
	    {"Via Roma", "", "Forlì", "FC", "POSTAL_ADDRESS_MISSING"},
	    {"Via Roma", "47121", "", "FC", "POSTAL_ADDRESS_MISSING"},
	    {"Via Roma", "4712", "Forlì", "FC", "POSTAL_POSTCODE"},
	    {"Via Roma", "47121", "Forlì", "", "POSTAL_PROVINCE"},
	    {"Via Roma", "47121", "Forlì", "XX", "POSTAL_PROVINCE"},
	    {"Via Roma", "47121", "Forlì", "EE", "POSTAL_PROVINCE"},
	    {"Via Roma", "47121", "Una città dal nome davvero troppo lungo", "FC",
		"POSTAL_LINE_TOO_LONG"},
	    /* seventy characters, as many as are kept: the end may be lost */
	    {"Località Santa Maria della Misericordia di Sopra e di Sotto, Contrada A",
		"47121", "Forlì", "FC", "POSTAL_LINE_TOO_LONG"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct debtor d = a_debtor();
		struct postal_address p;

		d.street = str_of(cases[i].street);
		d.cap = str_of(cases[i].cap);
		d.city = str_of(cases[i].city);
		d.province = str_of(cases[i].province);
		assert_string_equal(postal_address_make(&p, &d, &arena), cases[i].code);
	}
}

static void
abroad_the_state_has_its_own_line_and_nothing_but_lengths_is_judged(void **state)
{
	struct debtor d = a_debtor();
	struct postal_address p;

	(void)state;
	d.cap = STR("1010");
	d.city = STR("Wien");
	d.province = STR("");
	d.country = STR("AT");
	assert_null(postal_address_make(&p, &d, &arena));
	assert_str(p.lines[POSTAL_TOWN], "1010 WIEN");
	assert_str(p.lines[POSTAL_STATE], "AT");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(
		lines_are_capitals_and_accents_at_the_end_of_a_word_become_apostrophes),
	    cmocka_unit_test(long_names_and_streets_take_two_lines_and_no_more),
	    cmocka_unit_test(what_the_post_would_send_back_is_told_by_its_code),
	    cmocka_unit_test(
		abroad_the_state_has_its_own_line_and_nothing_but_lengths_is_judged),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
