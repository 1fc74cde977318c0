/* The CSV writer: quoting, and formulas made harmless and brought back. */
#include "test.h"

#include "formats/csv_write.h"

static void
quotes_what_must_be_quoted(void **state)
{
	struct arena a = {0};
	struct out o;
	struct csv_writer w = {.out = &o};

	(void)state;
	out_open_memory(&o, &a);
	csv_write_text(&w, STR("plain"));
	csv_write_text(&w, STR("a;b"));
	csv_write_text(&w, STR("say \"hi\""));
	csv_write_text(&w, STR("two\nlines"));
	csv_write_text(&w, STR(""));
	csv_write_number(&w, -12);
	csv_write_money(&w, -1250);
	csv_write_date(&w, (struct date){2026, 12, 31});
	csv_write_end(&w);
	csv_write_text(&w, STR(""));
	csv_write_end(&w);
	assert_str(out_bytes_of(&o),
	    "plain;\"a;b\";\"say \"\"hi\"\"\";\"two\nlines\";;-12;-12.50;2026-12-31\r\n"
	    "\"\"\r\n");
	arena_close(&a);
}

static void
neutralises_formulas_and_not_numbers(void **state)
{
	static const struct {
		const char *text;
		const char *safe;
	} cases[] = {
	    {"=1+1", "'=1+1"},
	    {"+39 0461", "'+39 0461"},
	    {"@SUM(A1)", "'@SUM(A1)"},
	    {"-cmd", "'-cmd"},
	    {"-", "'-"},
	    {"\tx", "'\tx"},
	    {"\rx", "'\rx"},
	    {"-3,20", "-3,20"},
	    {"+1.234,56", "+1.234,56"},
	    {"-3,20-1", "'-3,20-1"},
	    {"a=b", "a=b"},
	    {"'ndrangheta", "'ndrangheta"},
	    {"'=x", "''=x"},
	    {"''-3", "'''-3"},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};
		struct out o;
		struct csv_writer w = {.out = &o, .neutralise = true};
		struct str text = str_of(cases[i].text), safe = csv_neutralise(&a, text);

		out_open_memory(&o, &a);
		assert_str(safe, cases[i].safe);
		assert_str(csv_plain(safe), cases[i].text);
		csv_write_text(&w, text);
		assert_str(csv_plain(str_trim(out_bytes_of(&o))),
		    strchr(cases[i].text, '\r') == NULL ? cases[i].text : "\"'\rx\"");
		arena_close(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quotes_what_must_be_quoted),
	    cmocka_unit_test(neutralises_formulas_and_not_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
