/* The parts of an address. */
#include "model/address.h"
#include "test.h"

static void
provinces_are_known_by_two_letters(void **state)
{
	static const char *const wrong[] = {"", "R", "rm", "XX", "EEE", "G ", " A", "ZZ"};
	size_t known = 0;

	(void)state;
	for (char first = 'A'; first <= 'Z'; first++)
		for (char second = 'A'; second <= 'Z'; second++)
			known += address_is_province(
			    (struct str){(const char[]){first, second}, 2});
	/* 107 until 2025, four of the Sardinian reforms, EE. */
	assert_int_equal(known, 107 + 4 + 1);
	assert_true(address_is_province(STR("RM")));
	assert_true(address_is_province(STR("SU")));
	assert_true(address_is_province(STR("EE")));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		assert_false(address_is_province(str_of(wrong[i])));
}

static void
names_of_places_have_codes(void **state)
{
	static const struct {
		const char *name, *province, *country;
	} names[] = {
	    {"ROMA", "RM", "ROMA"},
	    {"Forlì-Cesena", "FC", "Forlì-Cesena"},
	    {"REGGIO NELL'EMILIA", "RE", "REGGIO NELL'EMILIA"},
	    {"REGGIODICALABRIA", "RC", "REGGIODICALABRIA"},
	    {"Bolzano/Bozen", "BZ", "Bolzano/Bozen"},
	    {"L’Aquila", "AQ", "L’Aquila"},
	    {"Italia", "Italia", "IT"},
	    {"ITA", "ITA", "IT"},
	    {"Città del Vaticano", "Città del Vaticano", "VA"},
	    {"AUSTRIA", "AUSTRIA", "AT"},
	    {"Ro", "Ro", "Ro"},
	    {"", "", ""},
	    {"ESTERO", "ESTERO", "ESTERO"},
	    {"un nome che non finisce mai, più lungo di ogni altro",
		"un nome che non finisce mai, più lungo di ogni altro",
		"un nome che non finisce mai, più lungo di ogni altro"},
	};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str name = str_of(names[i].name);

		print_message("# %s\n", names[i].name);
		assert_str(address_province_code(name, &a), names[i].province);
		assert_str(address_country_code(name, &a), names[i].country);
	}
	arena_close(&a);
}

static void
postcodes_and_countries_have_a_form(void **state)
{
	(void)state;
	assert_true(address_is_postcode(STR("00184")));
	assert_false(address_is_postcode(STR("184")));
	assert_false(address_is_postcode(STR("001844")));
	assert_false(address_is_postcode(STR("0018A")));
	assert_true(address_is_country(STR("IT")));
	assert_false(address_is_country(STR("it")));
	assert_false(address_is_country(STR("ITA")));
	assert_false(address_is_country(STR("I1")));
	assert_false(address_is_country((struct str){0}));
}

static void
e_mail_addresses_have_a_simple_form(void **state)
{
	static const struct {
		const char *text;
		bool right;
	} cases[] = {
	    {"maria.rossi@example.it", true},
	    {"M_R+albo-2026@pec.example.co", true},
	    {"a@b.it", true},
	    {"", false},
	    {"maria.rossi", false},
	    {"@example.it", false},
	    {"maria@", false},
	    {"maria@example", false},
	    {"maria@@example.it", false},
	    {"maria@rossi@example.it", false},
	    {"maria rossi@example.it", false},
	    {"maria@example.it\r\nBcc: x@y.it", false},
	    {"maria@example.it,anna@example.it", false},
	    {"<maria@example.it>", false},
	    {"maria..rossi@example.it", false},
	    {".maria@example.it", false},
	    {"maria@.it", false},
	    {"maria@example.", false},
	    {"marí@example.it", false},
	};
	char longest[300];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (address_is_email(str_of(cases[i].text)) != cases[i].right)
			fail_msg("%s", cases[i].text);
	memset(longest, 'a', sizeof longest);
	memcpy(longest + 249, "@a.info", 7);
	assert_true(address_is_email((struct str){longest, 256}));
	memcpy(longest + 250, "@a.info", 7);
	longest[249] = 'a';
	assert_false(address_is_email((struct str){longest, 257}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(provinces_are_known_by_two_letters),
	    cmocka_unit_test(names_of_places_have_codes),
	    cmocka_unit_test(postcodes_and_countries_have_a_form),
	    cmocka_unit_test(e_mail_addresses_have_a_simple_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
