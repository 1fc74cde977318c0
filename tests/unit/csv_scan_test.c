/* The fast CSV scanner against a careful one and against libcsv. */
#include "test.h"

#include "careful_csv.h"

#include <csv.h>

static void
compare(struct str bytes, char delimiter, char quote)
{
	struct arena a = {0};
	struct out careful, fast;

	out_open_memory(&careful, &a);
	careful_csv(&careful, bytes, delimiter, quote, &a);
	for (const struct csv_kernel *const *k = csv_kernels(); *k != NULL; k++) {
		out_open_memory(&fast, &a);
		fast_csv(&fast, bytes, delimiter, quote, *k, &a);
		if (!str_equal(out_bytes_of(&fast), out_bytes_of(&careful)))
			fail_msg("kernel %s differs on <%.*s>: <%.*s> instead of <%.*s>",
			    (*k)->name, STR_ARG(bytes), STR_ARG(out_bytes_of(&fast)),
			    STR_ARG(out_bytes_of(&careful)));
	}
	arena_close(&a);
}

static void
cuts_records_as_rfc_4180_says(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
	    {"a;b\r\nc;d\r\n", "1<a><b>\n2<c><d>\n"},
	    {"a;b", "1<a><b>\n"},
	    {"a;;\n", "1<a><><>\n"},
	    {"\n\na", "1<>\n2<>\n3<a>\n"},
	    {"a\rb\rc", "1<a>\n2<b>\n3<c>\n"},
	    {"\"a;b\";c", "1<a;b><c>\n"},
	    {"\"a\"\"b\"", "1<a\"b>\n"},
	    {"\"\"", "1<>\n"},
	    {"\"x\r\ny\nz\";1\nnext", "1<x\r\ny\nz><1>\n4<next>\n"},
	    {"a\"b;c", "1<a\"b><c>\n"},
	    {"\"open\nand\nnever closed", "CSV_QUOTE_OPEN"},
	    {"ok\n\"a\"b;c", "1<ok>\nCSV_QUOTE_STRAY"},
	    {"\"a\" ;c", "CSV_QUOTE_STRAY"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};
		struct out o;

		out_open_memory(&o, &a);
		fast_csv(&o, str_of(cases[i].text), ';', '"', csv_kernel_best(), &a);
		assert_str(out_bytes_of(&o), cases[i].expected);
		arena_close(&a);
	}
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

static void
equals_the_careful_scanner_on_any_bytes(void **state)
{
	static const char alphabet[] = "aaaaaabcé \";;,\r\n\n'";
	char text[400];
	uint32_t seed = 20261123;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		size_t len = next_random(&seed) % sizeof text;
		uint32_t kinds = 1 + next_random(&seed) % (sizeof alphabet - 1);

		for (size_t i = 0; i < len; i++)
			text[i] = alphabet[next_random(&seed) % kinds];
		compare((struct str){text, len}, ';', '"');
		compare((struct str){text, len}, ',', '\'');
		compare((struct str){text, len}, ';', TABLE_NO_QUOTE);
	}
}

static void
long_fields_cross_blocks_and_windows(void **state)
{
	enum { LONG = 20000 };
	static char text[LONG];

	(void)state;
	for (size_t gap = 1; gap < LONG; gap = gap * 3 / 2 + 1) {
		memset(text, 'x', sizeof text);
		for (size_t i = gap; i < sizeof text; i += gap)
			text[i] = i / gap % 5 == 0 ? '\n' : ';';
		compare((struct str){text, sizeof text}, ';', '"');
		text[0] = '"';
		text[LONG - 1] = '"';
		compare((struct str){text, sizeof text}, ';', '"');
	}
}

static void
libcsv_field(void *text, size_t len, void *context)
{
	careful_field(context, (struct str){text, len});
}

static void
libcsv_record(int end, void *context)
{
	(void)end;
	out_char(context, '\n');
}

/* libcsv trims blanks and drops empty lines, so the texts have neither. */
static void
libcsv_agrees_on_well_formed_files(void **state)
{
	static const char *const fields[] = {
	    "a", "b c", "\"q;r\"", "\"s\"\"t\"", "", "\"\"", "\"u\nv\"", "12,50"};
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct arena a = {0};
		struct out text, ours, theirs;
		struct csv_scan s;
		struct csv_parser p;
		struct err e;
		uint64_t line;

		out_open_memory(&text, &a);
		out_open_memory(&ours, &a);
		out_open_memory(&theirs, &a);
		for (int row = 0; row < 8; row++) {
			out_text(&text, "x");
			for (uint32_t i = next_random(&seed) % 6; i > 0; i--)
				out_format(&text, ";%s", fields[next_random(&seed) % 8]);
			out_text(&text, "\r\n");
		}
		csv_scan_open(&s, out_bytes_of(&text), ';', '"', &a);
		while (csv_scan_next(&s, &line, &e) > 0) {
			for (size_t i = 0; i < s.count; i++)
				careful_field(&ours, s.cells[i].text);
			out_char(&ours, '\n');
		}
		csv_scan_close(&s);
		assert_int_equal(csv_init(&p, CSV_STRICT), 0);
		csv_set_delim(&p, ';');
		csv_parse(&p, text.buf, text.len, libcsv_field, libcsv_record, &theirs);
		csv_fini(&p, libcsv_field, libcsv_record, &theirs);
		csv_free(&p);
		assert_true(str_equal(out_bytes_of(&ours), out_bytes_of(&theirs)));
		arena_close(&a);
	}
}

static void
refuses_endless_fields_and_records(void **state)
{
	struct arena a = {0};
	struct out o;
	struct csv_scan s;
	struct err e = {0};
	uint64_t line;

	(void)state;
	out_open_memory(&o, &a);
	for (int i = 0; i < CSV_MOST_FIELD + 1; i++)
		out_char(&o, 'x');
	csv_scan_open(&s, out_bytes_of(&o), ';', '"', &a);
	assert_int_equal(csv_scan_next(&s, &line, &e), -1);
	assert_string_equal(e.code, "CSV_FIELD_TOO_LONG");
	out_reset(&o);
	for (int i = 0; i < 40; i++)
		out_char(&o, ';');
	csv_scan_open(&s, out_bytes_of(&o), ';', '"', &a);
	s.most_fields = 40;
	assert_int_equal(csv_scan_next(&s, &line, &e), -1);
	assert_string_equal(e.code, "CSV_TOO_MANY_FIELDS");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cuts_records_as_rfc_4180_says),
	    cmocka_unit_test(equals_the_careful_scanner_on_any_bytes),
	    cmocka_unit_test(long_fields_cross_blocks_and_windows),
	    cmocka_unit_test(libcsv_agrees_on_well_formed_files),
	    cmocka_unit_test(refuses_endless_fields_and_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
