/* One movement told twice, or two movements. */
#include "match/twins.h"

#include "test.h"

#define FLOW "/PUR/LGPE-RIVERSAMENTO/URI/2026-11-19BPPIITRRXXX-0000000001"

struct pair {
	const char *name;
	struct twin_side a, b;
	enum twin_verdict wanted;
};

static const struct date day = {2026, 11, 20}, next = {2026, 11, 21};

static void
check(const struct pair *p)
{
	struct arena arena = {0};
	const char *how, *back;
	struct twin_side a = p->a, b = p->b;
	enum twin_verdict got;

	if (date_is_none(a.booking))
		a.booking = day;
	if (date_is_none(b.booking))
		b.booking = day;
	a.is_collection = b.is_collection = true;
	got = twins_compare(&a, &b, &how, &arena);
	if (got != p->wanted)
		fail_msg("%s: %d, not %d (%s)", p->name, got, p->wanted, how);
	assert_int_equal(twins_compare(&b, &a, &back, &arena), got);
	assert_string_equal(how, back);
	arena_close(&arena);
}

static void
test_pairs(void **state)
{
	const struct pair pairs[] = {
	    {"nothing told but day and amount", {.account = STR("")},
		{.account = STR("")}, TWIN_PERHAPS},
	    {"another day", {.account = STR("")}, {.booking = next}, TWIN_DISTINCT},
	    {"another account", {.account = STR("IT25O0306909606100000012345")},
		{.account = STR("IT60X0542811101000000123456")}, TWIN_DISTINCT},
	    {"the end of the IBAN is the account",
		{.account = STR("IT25O0306909606100000012345"), .remittance = STR(FLOW)},
		{.account = STR("100000012345"), .text = STR(FLOW)}, TWIN_CERTAIN},
	    {"the same flow", {.remittance = STR(FLOW)},
		{.text = STR("ACCREDITO " FLOW " TRXID: 1")}, TWIN_CERTAIN},
	    {"the same flow, dashes lost", {.remittance = STR(FLOW)},
		{.text = STR(
		     "/PUR/LGPE-RIVERSAMENTO/URI/2026-11-19BPPIITRRXXX_0000000001")},
		TWIN_CERTAIN},
	    {"two flows", {.remittance = STR(FLOW)},
		{.text = STR(
		     "/PUR/LGPE-RIVERSAMENTO/URI/2026-11-19BPPIITRRXXX-0000000002")},
		TWIN_DISTINCT},
	    {"a flow and its beginning", {.remittance = STR(FLOW)},
		{.text = STR("/PUR/LGPE-RIVERSAMENTO/URI/2026-11-19BPPIITRR")},
		TWIN_CERTAIN},
	    {"a flow and too little of it", {.remittance = STR(FLOW)},
		{.text = STR("/PUR/LGPE-RIVERSAMENTO/URI/2026-11-1")}, TWIN_PERHAPS},
	    {"the reference within the other's text",
		{.reference = STR("0306926752553605")},
		{.text = STR("BONIFICO CRO 0306926752 553605 DA ROSSI")}, TWIN_CERTAIN},
	    {"the same reference under another name",
		{.reference = STR("0306926752553605")},
		{.customer_reference = STR("0306926752553605")}, TWIN_CERTAIN},
	    {"a reference that is a word", {.reference = STR("NONREF")},
		{.reference = STR("NONREF")}, TWIN_PERHAPS},
	    {"two payments end to end", {.end_to_end = STR("A1")},
		{.end_to_end = STR("A2")}, TWIN_DISTINCT},
	    {"two provvisori", {.provvisorio = STR("12"), .year = STR("2026")},
		{.provvisorio = STR("13"), .year = STR("2026")}, TWIN_DISTINCT},
	    {"the same provvisorio", {.provvisorio = STR("12"), .year = STR("2026")},
		{.provvisorio = STR("12"), .year = STR("2026")}, TWIN_CERTAIN},
	    {"a long text of both", {.text = STR("BONIFICO DA MARIO ROSSI PER QUOTA")},
		{.text = STR("Bonifico da Mario Rossi per quota 2026")}, TWIN_CERTAIN},
	    {"a short text of both", {.text = STR("INCASSO")}, {.text = STR("INCASSO")},
		TWIN_PERHAPS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		check(&pairs[i]);
}

static void
test_debits(void **state)
{
	struct arena arena = {0};
	struct twin_side a = {.booking = day}, b = {.booking = day};
	const char *how;

	(void)state;
	assert_int_equal(twins_compare(&a, &b, &how, &arena), TWIN_DISTINCT);
	arena_close(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_pairs), cmocka_unit_test(test_debits)};

	return cmocka_run_group_tests_name(
	    "two statements of one account", tests, NULL, NULL);
}
