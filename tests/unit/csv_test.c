/* The CSV reader behind the table interface: charsets, dialects, places, limits. */
#include "test.h"

#include "base/out.h"
#include "formats/table.h"

/* All records as text, cells in '|', records in '/'; or the code of the refusal. */
static struct str
read_all(struct arena *a, struct str bytes, const struct table_options *options,
    struct table_facts *facts)
{
	struct input in = {.name = STR("file.csv"), .bytes = bytes};
	struct table *t;
	struct row row = {0};
	struct err e = {0};
	struct out o;
	int got;

	out_open_memory(&o, a);
	if (table_open(&t, &in, options, a, &e) != 0)
		return str_of(e.code == NULL ? "usage" : e.code);
	while ((got = table_next(t, &row, &e)) > 0) {
		for (size_t i = 0; i < row.width; i++) {
			out_text(&o, i == 0 ? "" : "|");
			out_str(&o, row.cells[i].text);
			assert_true(row.cells[i].kind ==
			    (row.cells[i].text.len == 0 ? CELL_EMPTY : CELL_TEXT));
		}
		out_char(&o, '/');
	}
	if (facts != NULL)
		*facts = *table_facts(t);
	table_close(t);
	return got < 0 ? str_of(e.code) : out_bytes_of(&o);
}

#define BYTES(literal)                                                                   \
	{                                                                                \
		(literal), sizeof(literal) - 1                                           \
	}

static void
finds_the_charset(void **state)
{
	static const struct {
		struct str bytes;
		const char *encoding;
		bool bom;
		const char *expected;
	} cases[] = {
	    {BYTES("a;b\n1;2\n"), "UTF-8", false, "a|b/1|2/"},
	    {BYTES("a;b\nForl\xC3\xAC;2\n"), "UTF-8", false, "a|b/Forlì|2/"},
	    {BYTES("\xEF\xBB\xBF"
		   "a;b\n1;2\n"),
		"UTF-8", true, "a|b/1|2/"},
	    {BYTES("a;b\nForl\xEC;10 \x80\n"), "CP1252", false, "a|b/Forlì|10 €/"},
	    {BYTES("a;b\nForl\xEC;10 \xA4\n"), "ISO-8859-15", false, "a|b/Forlì|10 €/"},
	    {BYTES("\xFF\xFE"
		   "a\0;\0\xEC\0\n\0"),
		"UTF-16LE", true, "a|ì/"},
	    {BYTES("\xFE\xFF"
		   "\0a\0;\0\xEC\0\n"),
		"UTF-16BE", true, "a|ì/"},
	    {BYTES("a\0;\0b\0\r\0\n\0c\0;\0\xEC\0"), "UTF-16LE", false, "a|b/c|ì/"},
	    {BYTES("\0a\0;\0b\0\n\0c\0;\0\xEC"), "UTF-16BE", false, "a|b/c|ì/"},
	    {BYTES("\xFF\xFE\0\0a\0\0\0;\0\0\0\xEC\0\0\0"), "UTF-32LE", true, "a|ì/"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};
		struct table_facts facts = {0};

		assert_str(read_all(&a, cases[i].bytes, NULL, &facts), cases[i].expected);
		assert_string_equal(facts.encoding, cases[i].encoding);
		assert_int_equal(facts.bom, cases[i].bom);
		arena_close(&a);
	}
}

static void
refuses_what_has_no_certain_charset(void **state)
{
	static const struct {
		struct str bytes;
		const char *code;
	} cases[] = {
	    {BYTES("a;b\nForl\xC3\xAC;caff\xE8\n"), "CSV_ENCODING"},
	    {BYTES("a;b\n1\xFF\xFF;2\n"), "CSV_ENCODING"},
	    {BYTES("a;b\nx\x81y;2\n"), "CSV_ENCODING"},
	    {BYTES("a;b\n1;80\x97"), "CSV_ENCODING"},
	    {BYTES("a;b\n\xC5\xF5\xF3\xF4\xEF\xF1;2\n"), "CSV_ENCODING"},
	    {BYTES("a;b\n1;\0\n"), "CSV_NUL"},
	    {BYTES("\xFF\xFE"
		   "a\0\0\xD8;\0"),
		"CSV_ENCODING"},
	    {BYTES("\xEF\xBB\xBF"), "FILE_EMPTY"},
	    {BYTES(""), "FILE_EMPTY"},
	    {BYTES("\x1F\x8B\x08\0"), "FILE_NOT_A_WORKBOOK"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};

		assert_str(read_all(&a, cases[i].bytes, NULL, NULL), cases[i].code);
		arena_close(&a);
	}
}

static void
reads_a_fixed_charset_as_told(void **state)
{
	struct arena a = {0};
	struct table_options greek = {.encoding = STR("iso8859-7")};
	struct table_options utf8 = {.encoding = STR("utf-8")};
	struct table_options unknown = {.encoding = STR("klingon")};

	(void)state;
	assert_str(read_all(&a, STR("\xC1;1"), &greek, NULL), "Α|1/");
	assert_str(read_all(&a, STR("caff\xE8;1"), &utf8, NULL), "CSV_ENCODING");
	assert_str(read_all(&a, STR("a;1"), &unknown, NULL), "usage");
	arena_close(&a);
}

static void
finds_the_dialect(void **state)
{
	static const struct {
		const char *text;
		char delimiter;
		char quote;
		const char *line_end;
	} cases[] = {
	    {"a;b;c\r\n1;2,50;x\r\n2;3,40;y\r\n", ';', '"', "\r\n"},
	    {"a,b,c\n1,2.5,x\n", ',', '"', "\n"},
	    {"a\tb\r1\t2\r", '\t', '"', "\r"},
	    {"a|b\n1|2\n", '|', '"', "\n"},
	    {"ora;evento\n10:30;\"a, b\"\n11:40;\"c, d\"\n", ';', '"', "\n"},
	    {"a,b\n'x,y',1\n'z,w',2\n", ',', '\'', "\n"},
	    {"a,b\ndell'anno,1\n'ndrangheta,2\n", ',', '"', "\n"},
	    {"solo\nuna\ncolonna\n", ',', '"', "\n"},
	    {"Forl\xC3\xAC:FC:1\nRimini:RN:2\n", ':', '"', "\n"},
	    {"http://uno.example\nhttp://due.example\n", ',', '"', "\n"},
	    {"Nota: una\nNota: due\nFine:\n", ',', '"', "\n"},
	    {"Estratto conto\n\nData;Importo;Note\n1/1/26;1,00;a\n2/1/26;2,00;b\n", ';',
		'"', "\n"},
	    {"1,50;2,30\n3,40;1,20\n", ';', '"', "\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};
		struct table_facts facts = {0};

		(void)read_all(&a, str_of(cases[i].text), NULL, &facts);
		assert_int_equal(facts.delimiter, cases[i].delimiter);
		assert_int_equal(facts.quote, cases[i].quote);
		assert_string_equal(facts.line_end, cases[i].line_end);
		arena_close(&a);
	}
}

static void
keeps_ragged_rows_and_tells_their_lines(void **state)
{
	struct arena a = {0};
	struct input in = {.name = STR("file.csv"),
	    .bytes = STR("titolo\n\na;b;c\n1;\"x\ny\";\n2;;;;\n;;\n")};
	static const struct {
		uint64_t number;
		size_t count;
		size_t width;
	} expected[] = {{1, 1, 1}, {2, 0, 1}, {3, 3, 3}, {4, 2, 3}, {6, 1, 5}, {7, 0, 3}};
	struct table *t;
	struct row row;
	struct err e;

	(void)state;
	assert_int_equal(table_open(&t, &in, NULL, &a, &e), 0);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
		assert_int_equal(table_next(t, &row, &e), 1);
		assert_int_equal(row.number, expected[i].number);
		assert_int_equal(row.count, expected[i].count);
		assert_int_equal(row.width, expected[i].width);
	}
	assert_int_equal(table_next(t, &row, &e), 0);
	table_close(t);
	arena_close(&a);
}

static void
options_overrule_detection(void **state)
{
	struct arena a = {0};
	struct table_options pipe = {.delimiter = '|'}, none = {.quote = TABLE_NO_QUOTE};
	struct table_options same = {.delimiter = '"', .quote = '"'},
			     few = {.most_rows = 1};

	(void)state;
	assert_str(read_all(&a, STR("a;b|c\n"), &pipe, NULL), "a;b|c/");
	assert_str(read_all(&a, STR("\"a;b\n"), &none, NULL), "\"a|b/");
	assert_str(read_all(&a, STR("a"), &same, NULL), "usage");
	assert_str(read_all(&a, STR("a;b\nc;d\n"), &few, NULL), "FILE_TOO_LARGE");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_the_charset),
	    cmocka_unit_test(refuses_what_has_no_certain_charset),
	    cmocka_unit_test(reads_a_fixed_charset_as_told),
	    cmocka_unit_test(finds_the_dialect),
	    cmocka_unit_test(keeps_ragged_rows_and_tells_their_lines),
	    cmocka_unit_test(options_overrule_detection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
