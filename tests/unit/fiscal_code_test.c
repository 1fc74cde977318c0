/* Fiscal codes: what is right, what is wrong, and for which reason. */
#include "model/fiscal_code.h"
#include "vectors.h"

static const struct {
	const char *why, *code;
	enum fiscal_code_fault fault;
	char expected;
} cases[] = {
    {"a man's code", "RSSMRA80A01H501U", FISCAL_CODE_OK, 'U'},
    {"a woman's code", "BNCFNC75E54F205J", FISCAL_CODE_OK, 'J'},
    {"omocodia in the last digit", "RSSMRA80A01H50MM", FISCAL_CODE_OK, 'M'},
    {"omocodia everywhere", "RSSMRAULALMHRLMD", FISCAL_CODE_OK, 'D'},
    {"29 February 2000", "OEXIOX00B69L219S", FISCAL_CODE_OK, 'S'},
    {"lower case and blanks around", "  rssmra80a01h501u\t", FISCAL_CODE_OK, 'U'},
    {"a VAT number with its country", "it01114601006", FISCAL_CODE_OK, '6'},
    {"another country", "DE01114601006", FISCAL_CODE_LENGTH, 0},
    {"a company that lost its zero", "1114601006", FISCAL_CODE_LENGTH, 0},
    {"nothing", "", FISCAL_CODE_EMPTY, 0},
    {"only blanks", "   ", FISCAL_CODE_EMPTY, 0},
    {"a blank inside", "RSSMRA 80A01H501U", FISCAL_CODE_CHARACTERS, 0},
    {"a letter with an accent", "RSSMRA80A01H501\xc3\x9c", FISCAL_CODE_CHARACTERS, 0},
    {"a NUL-like dash", "RSSMRA80A01H50-U", FISCAL_CODE_CHARACTERS, 0},
    {"fifteen characters", "RSSMRA80A01H501", FISCAL_CODE_LENGTH, 0},
    {"seventeen characters", "RSSMRA80A01H501UU", FISCAL_CODE_LENGTH, 0},
    {"O for zero", "RSSMRA80A01H5O1U", FISCAL_CODE_SHAPE, 0},
    {"a digit in the surname", "R5SMRA80A01H501U", FISCAL_CODE_SHAPE, 0},
    {"an A in the year", "RSSMRA8AA01H501X", FISCAL_CODE_SHAPE, 0},
    {"sixteen digits", "1234567890123456", FISCAL_CODE_SHAPE, 0},
    {"month F", "RSSMRA80F01H501G", FISCAL_CODE_MONTH, 0},
    {"day 00", "RSSMRA80A00H501V", FISCAL_CODE_DAY, 0},
    {"day 32", "RSSMRA80A32H501C", FISCAL_CODE_DAY, 0},
    {"day 40", "RSSMRA80A40H501Z", FISCAL_CODE_DAY, 0},
    {"day 72", "RSSMRA80A72H501G", FISCAL_CODE_DAY, 0},
    {"30 February", "RSSMRA80B30H501X", FISCAL_CODE_DAY, 0},
    {"29 February of a year without", "RSSMRA81B29H501R", FISCAL_CODE_DAY, 0},
    {"31 April", "RSSMRA80D31H501D", FISCAL_CODE_DAY, 0},
    {"a wrong check letter", "RSSMRA80A01H501A", FISCAL_CODE_CHECK, 'U'},
    {"omocodia with the old check letter", "RSSMRA80A01H50LU", FISCAL_CODE_CHECK, 'Y'},
    {"a body's code", "80034390585", FISCAL_CODE_OK, '5'},
    {"a provisional code", "07430000013", FISCAL_CODE_OK, '3'},
    {"a body's wrong check digit", "12345678901", FISCAL_CODE_CHECK, '3'},
    {"sevens", "77777777777", FISCAL_CODE_CHECK, '0'},
    {"a letter among eleven", "01199250I58", FISCAL_CODE_SHAPE, 0},
    {"ten digits", "0119925015", FISCAL_CODE_LENGTH, 0},
    {"zeros", "00000000000", FISCAL_CODE_ALL_ZERO, 0},
};

static void
each_code_is_judged_for_the_right_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fiscal_code code = {0};
		enum fiscal_code_fault fault =
		    fiscal_code_check(str_of(cases[i].code), &code);

		if (fault != cases[i].fault || code.expected != cases[i].expected)
			fail_msg("%s (%s): fault %d, expected letter %d", cases[i].why,
			    cases[i].code, (int)fault, code.expected);
		assert_non_null(fiscal_code_fault_sentence(fault)->it);
		assert_non_null(fiscal_code_fault_sentence(fault)->en);
	}
}

static void
a_personal_code_tells_sex_and_birth(void **state)
{
	struct fiscal_code code;
	struct date today = {2026, 11, 23};

	(void)state;
	assert_int_equal(
	    fiscal_code_check(STR(" bncfnc75e54f205j"), &code), FISCAL_CODE_OK);
	assert_string_equal(code.text, "BNCFNC75E54F205J");
	assert_true(code.is_person);
	assert_int_equal(code.sex, 'F');
	assert_string_equal(date_iso(fiscal_code_birth(&code, today)).text, "1975-05-14");
	assert_int_equal(
	    fiscal_code_check(STR("RSSMRAULALMHRLMD"), &code), FISCAL_CODE_OK);
	assert_int_equal(code.sex, 'M');
	assert_string_equal(date_iso(fiscal_code_birth(&code, today)).text, "1980-01-01");
	assert_int_equal(
	    fiscal_code_check(STR("OEXIOX00B69L219S"), &code), FISCAL_CODE_OK);
	assert_string_equal(date_iso(fiscal_code_birth(&code, today)).text, "2000-02-29");
	assert_int_equal(fiscal_code_check(STR("80034390585"), &code), FISCAL_CODE_OK);
	assert_false(code.is_person);
	assert_true(date_is_none(fiscal_code_birth(&code, today)));
}

static void
a_refused_code_leaves_the_output_alone(void **state)
{
	struct fiscal_code code = {.text = "untouched"};

	(void)state;
	assert_int_equal(
	    fiscal_code_check(STR("RSSMRA80D31H501D"), &code), FISCAL_CODE_DAY);
	assert_string_equal(code.text, "untouched");
}

static void
names_and_birth_make_the_code(void **state)
{
	static const struct {
		const char *surname, *name;
		char sex;
		struct date birth;
		const char *place, *code;
	} persons[] = {
	    {"D'Àngelo", "Niccolò", 'M', {1990, 12, 31}, "F839", "DNGNCL90T31F839U"},
	    {"Fo", "Al", 'M', {1961, 2, 28}, "A944", "FOXLAX61B28A944C"},
	    {"De Luca Esposito", "Maria Grazia", 'F', {1968, 7, 5}, "G273",
		"DLCMGR68L45G273G"},
	    {"Verdi", "Gianfranco", 'M', {1955, 11, 30}, "D612", "VRDGFR55S30D612Y"},
	    {"Müller", "Jürgen", 'M', {1971, 3, 3}, "Z112", "MLLJGN71C03Z112B"},
	};
	struct arena a = {0};
	char code[FISCAL_CODE_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof persons / sizeof persons[0]; i++) {
		assert_true(fiscal_code_build(&a, str_of(persons[i].surname),
		    str_of(persons[i].name), persons[i].sex, persons[i].birth,
		    str_of(persons[i].place), code));
		assert_string_equal(code, persons[i].code);
	}
	assert_false(fiscal_code_build(&a, STR("Fo"), STR("Al"), 'X',
	    (struct date){1961, 2, 28}, STR("A944"), code));
	assert_false(fiscal_code_build(
	    &a, STR("Fo"), STR("Al"), 'M', (struct date){0}, STR("A944"), code));
	assert_false(fiscal_code_build(&a, STR("Fo"), STR("Al"), 'M',
	    (struct date){1961, 2, 28}, STR("A9-4"), code));
	arena_close(&a);
}

static void
public_valid_codes_pass(void **state)
{
	struct vector v;
	struct fiscal_code code;
	FILE *f = vectors_open("cf_valid.csv");

	(void)state;
	while (vectors_next(f, &v))
		if (fiscal_code_check(v.field[0], &code) != FISCAL_CODE_OK)
			fail_msg("%s", v.line);
}

static void
public_invalid_codes_fail(void **state)
{
	struct vector v;
	struct fiscal_code code;
	FILE *f = vectors_open("cf_invalid.csv");

	(void)state;
	while (vectors_next(f, &v)) {
		bool forgiven =
		    str_find_str(v.field[1], STR("valid only after")) < v.field[1].len;

		if ((fiscal_code_check(v.field[0], &code) == FISCAL_CODE_OK) != forgiven)
			fail_msg("%s", v.line);
	}
}

static void
public_eleven_digit_codes_are_judged_right(void **state)
{
	struct vector v;
	struct fiscal_code code;
	FILE *f = vectors_open("piva_numeric_cf.csv");

	(void)state;
	while (vectors_next(f, &v))
		if ((fiscal_code_check(v.field[0], &code) == FISCAL_CODE_OK) !=
		    str_is(v.field[1], "valid"))
			fail_msg("%s", v.line);
}

static void
public_derivations_are_reproduced(void **state)
{
	struct vector v;
	struct arena a = {0};
	FILE *f = vectors_open("cf_derivation.csv");

	(void)state;
	while (vectors_next(f, &v)) {
		char code[FISCAL_CODE_SIZE] = "";
		struct date birth;

		assert_true(date_parse(v.field[3], &birth));
		assert_true(fiscal_code_build(&a, v.field[0], v.field[1],
		    v.field[2].ptr[0], birth, v.field[4], code));
		assert_str(v.field[5], code);
	}
	arena_close(&a);
}

static void
a_wrong_code_is_told_what_it_may_have_been(void **state)
{
	static const struct {
		const char *code, *hint;
	} hints[] = {
	    {"1114601006",
		"11 cifre: 01114601006, se la cella ha perso gli zeri iniziali / 11 "
		"digits: 01114601006, if the cell lost its leading zeros"},
	    {"RSSMRA80A01H501X", "carattere di controllo U / check character U"},
	    {"1114601007",
		"non ha né 16 né 11 caratteri / it has neither 16 nor 11 characters"},
	};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
		assert_str(fiscal_code_hint(str_of(hints[i].code), &a), hints[i].hint);
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wrong_code_is_told_what_it_may_have_been),
	    cmocka_unit_test(each_code_is_judged_for_the_right_reason),
	    cmocka_unit_test(a_personal_code_tells_sex_and_birth),
	    cmocka_unit_test(a_refused_code_leaves_the_output_alone),
	    cmocka_unit_test(names_and_birth_make_the_code),
	    cmocka_unit_test(public_valid_codes_pass),
	    cmocka_unit_test(public_invalid_codes_fail),
	    cmocka_unit_test(public_eleven_digit_codes_are_judged_right),
	    cmocka_unit_test(public_derivations_are_reproduced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
