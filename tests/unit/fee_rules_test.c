/* albo.rules: what may stand in it, and which quota it gives a member. */
#include "test.h"

#include "intake/fee_rules.h"

static struct arena arena;

static int
parse(struct fee_rules *rules, const char *text, struct err *e)
{
	return fee_rules_parse(rules, STR("albo.rules"), str_of(text), &arena, e);
}

static void
a_wrong_table_says_where(void **state)
{
	static const struct {
		const char *what, *text, *expected;
	} cases[] = {
	    {"no libconfig", "rules = (", "albo.rules:1: "},
	    {"an unknown key of the file", "\nregole = ();",
		"albo.rules:2: regole: anno, due (a date), per and rules are right"},
	    {"a due date that is none", "due = \"31/02/2027\";", "albo.rules:1: due: "},
	    {"a year that is none", "anno = -1;",
		"albo.rules:1: anno: a whole number is right"},
	    {"rules that are no list", "rules = { };",
		"albo.rules:1: rules: a list of groups is right"},
	    {"a rule that is no group", "rules = (\n\"a\");",
		"albo.rules:2: rules[1]: a group is right"},
	    {"an unknown key of a rule", "rules = ({\nimporto = \"1\"; });",
		"albo.rules:2: rules[1].importo: unknown; name, category"},
	    {"an amount in two meanings", "rules = ({ amount = \"1.234\"; });",
		"albo.rules:1: rules[1].amount: an amount like \"150,00\" is right"},
	    {"an amount as a number", "rules = ({ amount = 150; });",
		"albo.rules:1: rules[1].amount: unknown"},
	    {"a reduction beyond the whole", "rules = ({ reduction = 101; });",
		"albo.rules:1: rules[1].reduction: a whole number is right"},
	    {"a category that is a number", "rules = ({ category = 3; });",
		"albo.rules:1: rules[1].category: a text or a list of texts is right"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct fee_rules rules;
		struct err e = {0};

		print_message("# %s\n", cases[i].what);
		assert_int_equal(parse(&rules, cases[i].text, &e), -1);
		assert_int_equal(e.kind, ERR_CONF);
		if (!str_starts(str_of(e.text), str_of(cases[i].expected)))
			assert_string_equal(e.text, cases[i].expected);
	}
}

static void
the_first_rule_that_fits_counts(void **state)
{
	static const char table[] =
	    "anno = 2027; due = \"31/03/2027\"; rules = ("
	    "{ name = \"esonero\"; fee = [\"esonero\"]; amount = \"0\"; },"
	    "{ name = \"non iscritti\"; state = [\"CANCELLATO\", \"SOSPESO\"]; },"
	    "{ name = \"dopo\"; on_1_january = false; amount = \"10,01\"; reduction = "
	    "50; },"
	    "{ name = \"STP\"; category = \"STP\"; amount = \"250,00\"; causale = "
	    "\"Quota "
	    "STP {anno}, intera\"; tipo = \"stp\"; },"
	    "{ name = \"giovani\"; category = \"professionista\"; years_below = 3; "
	    "amount = \"199,99\"; reduction = 50; },"
	    "{ section = [\"A\", \"B\"]; amount = \"180,00\"; }"
	    ");";
	const struct {
		const char *what;
		struct enrolment member;
		money cents;
		const char *rule, *tipo, *causale;
	} cases[] = {
	    {"exempt", {.tipo = STR("Esonero"), .enrolled = {2010, 1, 1}}, 0, "esonero",
		"contributo", "Quota annuale 2027"},
	    {"suspended", {.state = STR("SOSPESO"), .enrolled = {2010, 1, 1}}, 0,
		"non iscritti", "contributo", "Quota annuale 2027"},
	    {"enrolled in the year, half a cent rounded down",
		{.section = STR("A"), .enrolled = {2027, 1, 2}}, 500, "dopo",
		"contributo", "Quota annuale 2027"},
	    {"enrolled on the day itself is a member",
		{.section = STR("A"), .enrolled = {2027, 1, 1}}, 18000, "6", "contributo",
		"Quota annuale 2027"},
	    {"struck before the day",
		{.section = STR("A"), .enrolled = {2010, 1, 1}, .struck = {2027, 1, 1}},
		500, "dopo", "contributo", "Quota annuale 2027"},
	    {"struck after it",
		{.section = STR("A"), .enrolled = {2010, 1, 1}, .struck = {2027, 1, 2}},
		18000, "6", "contributo", "Quota annuale 2027"},
	    {"a company", {.category = STR("stp"), .enrolled = {2010, 1, 1}}, 25000,
		"STP", "stp", "Quota STP 2027, intera"},
	    {"two years in, half of it",
		{.category = STR("professionista"), .enrolled = {2025, 12, 31}}, 9999,
		"giovani", "contributo", "Quota annuale 2027"},
	    {"three years in",
		{.category = STR("professionista"),
		    .section = STR("b"),
		    .enrolled = {2024, 1, 1}},
		18000, "6", "contributo", "Quota annuale 2027"},
	    {"no rule", {.section = STR("C"), .enrolled = {2010, 1, 1}}, 0, "", "", ""},
	};
	struct fee_rules rules;
	struct err e = {0};

	(void)state;
	if (parse(&rules, table, &e) != 0)
		fail_msg("%s", e.text);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct enrolment_fee fee = fee_rules_apply(
		    &rules, &cases[i].member, (struct date){2026, 11, 23}, &arena);

		print_message("# %s\n", cases[i].what);
		assert_int_equal(fee.cents, cases[i].cents);
		assert_int_equal(fee.anno, 2027);
		assert_str(fee.rule, cases[i].rule);
		assert_str(fee.tipo, cases[i].tipo);
		assert_str(fee.causale, cases[i].causale);
	}
}

static void
without_a_year_that_of_the_day_counts(void **state)
{
	struct enrolment member = {.enrolled = {2010, 1, 1}};
	struct enrolment_fee fee;
	struct fee_rules rules;
	struct err e = {0};

	(void)state;
	assert_int_equal(parse(&rules, "rules = ({ amount = \"1,00\"; });", &e), 0);
	fee = fee_rules_apply(&rules, &member, (struct date){2026, 11, 23}, &arena);
	assert_int_equal(fee.anno, 2026);
	assert_true(date_is_none(fee.due));
	assert_str(fee.causale, "Quota annuale 2026");
}

static int
close_arena(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_wrong_table_says_where),
	    cmocka_unit_test(the_first_rule_that_fits_counts),
	    cmocka_unit_test(without_a_year_that_of_the_day_counts),
	};

	return cmocka_run_group_tests(tests, NULL, close_arena);
}
