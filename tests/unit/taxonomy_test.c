/* Transfer categories. */
#include "model/taxonomy.h"
#include "vectors.h"

static void
the_form_of_a_category_is_checked(void **state)
{
	static const struct {
		const char *why, *code;
		bool right;
	} cases[] = {
	    {"the annual fee", "9/0401107TS/", true},
	    {"data of the creditor after the slash", "9/0401107TS/albo-2026", true},
	    {"no last slash", "9/0401107TS", false},
	    {"no 9/", "0401107TS/", false},
	    {"another first digit", "8/0401107TS/", false},
	    {"an unknown reason", "9/0401107XX/", false},
	    {"lower case", "9/0401107ts/", false},
	    {"a digit less", "9/401107TS/", false},
	    {"a blank in the data", "9/0401107TS/a b", false},
	    {"a line end in the data", "9/0401107TS/a\n", false},
	    {"nothing", "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (taxonomy_check(str_of(cases[i].code)) != cases[i].right)
			fail_msg("%s: %s", cases[i].why, cases[i].code);
}

static void
a_category_is_at_most_140_characters(void **state)
{
	char code[142];

	(void)state;
	memset(code, 'x', sizeof code);
	memcpy(code, TAXONOMY_DEFAULT, 12);
	assert_true(taxonomy_check((struct str){code, 140}));
	assert_false(taxonomy_check((struct str){code, 141}));
}

static void
every_listed_category_has_the_form_and_a_name(void **state)
{
	size_t count = 0;

	(void)state;
	for (const struct taxonomy_service *s = taxonomy_services; s->code != NULL; s++) {
		assert_true(taxonomy_check(str_of(s->code)));
		assert_ptr_equal(taxonomy_find(str_of(s->code)), s);
		assert_non_null(s->name.it);
		assert_non_null(s->name.en);
		count++;
	}
	assert_int_equal(count, 11);
	assert_string_equal(
	    taxonomy_find(STR("9/0401107TS/2026"))->name.it, "Quota Albo");
	assert_null(taxonomy_find(STR("9/0101107TS/")));
	assert_null(taxonomy_find(STR("9/0401107")));
}

static void
public_categories_are_judged_right(void **state)
{
	struct vector v;
	FILE *f = vectors_open("taxonomy_code.csv");

	(void)state;
	while (vectors_next(f, &v))
		if (taxonomy_check(v.field[0]) != str_is(v.field[1], "valid"))
			fail_msg("%s", v.line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_form_of_a_category_is_checked),
	    cmocka_unit_test(a_category_is_at_most_140_characters),
	    cmocka_unit_test(every_listed_category_has_the_form_and_a_name),
	    cmocka_unit_test(public_categories_are_judged_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
