/* Text of strangers: cleaned, folded, cut, shown. */
#include "base/text.h"
#include "test.h"

struct pair {
	const char *text, *expected;
};

static void
check_each(const struct pair *cases, size_t count,
    struct str (*function)(struct arena *, struct str))
{
	struct arena a = {0};

	for (size_t i = 0; i < count; i++) {
		struct str got = function(&a, str_of(cases[i].text));

		if (!str_is(got, cases[i].expected))
			fail_msg("\"%s\": \"%.*s\"", cases[i].text, STR_ARG(got));
	}
	arena_close(&a);
}

static void
only_well_formed_utf8_is_utf8(void **state)
{
	static const struct {
		const char *text;
		bool right;
	} cases[] = {
	    {"", true},
	    {"solo ASCII, abbastanza lungo per otto", true},
	    {"perch\xc3\xa9 no \xe2\x82\xac \xf0\x9f\x8d\x95", true},
	    {"\xef\xbb\xbfx", true},
	    {"perch\xe9", false},
	    {"\xc3", false},
	    {"\x80", false},
	    {"\xc0\xaf", false},
	    {"\xe0\x80\xaf", false},
	    {"\xed\xa0\x80", false},
	    {"\xf4\x90\x80\x80", false},
	    {"\xff", false},
	    {"12345678\xff", false},
	    {"\xc3\xa9 12345678\xff", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (text_is_utf8(str_of(cases[i].text)) != cases[i].right)
			fail_msg("case %zu", i);
	assert_true(text_is_utf8((struct str){0}));
}

static void
lengths_and_cuts_count_code_points(void **state)
{
	(void)state;
	assert_int_equal(text_length(STR("citt\xc3\xa0")), 5);
	assert_int_equal(text_length(STR("\xff\xfe")), 2);
	assert_int_equal(text_length((struct str){0}), 0);
	assert_str(text_cut(STR("citt\xc3\xa0 x"), 5), "citt\xc3\xa0");
	assert_str(text_cut(STR("citt\xc3\xa0"), 4), "citt");
	assert_str(
	    text_cut(STR("\xf0\x9f\x8d\x95\xf0\x9f\x8d\x95"), 1), "\xf0\x9f\x8d\x95");
	assert_str(text_cut(STR("abc"), 0), "");
	assert_str(text_cut(STR("abc"), 10), "abc");
}

static void
texts_are_cleaned_for_the_node(void **state)
{
	static const struct pair cases[] = {
	    {"Ordine dei Chimici\n", "Ordine dei Chimici"},
	    {"  a \t b  ", "a b"},
	    {"a\xc2\xa0\xe2\x80\x89 b", "a b"},
	    {"a\xe2\x80\xa8"
	     "b",
		"a b"},
	    {"e\xcc\x80 vero", "\xc3\xa8 vero"},
	    {"a\x01\x1b[31mb", "a[31mb"},
	    {"a\xe2\x80\x8b\xe2\x80\xae"
	     "b\xc2\xad",
		"ab"},
	    {"\xef\xbb\xbfx", "x"},
	    {"a\xee\x80\x80"
	     "b",
		"ab"},
	    {"a\xff", "a\xef\xbf\xbd"},
	    {"gi\xc3\xa0 pulito", "gi\xc3\xa0 pulito"},
	    {"", ""},
	    {" \n ", ""},
	    {"\x7f", ""},
	};
	struct arena a = {0};
	struct str clean = STR("gia pulito");

	(void)state;
	check_each(cases, sizeof cases / sizeof cases[0], text_clean);
	assert_ptr_equal(text_clean(&a, clean).ptr, clean.ptr);
	assert_str(text_clean(&a, (struct str){"a\0b", 3}), "ab");
	arena_close(&a);
}

static void
headers_fold_to_the_same_name(void **state)
{
	static const struct pair cases[] = {
	    {"Codice  Fiscale/P.IVA", "codice_fiscale_p_iva"},
	    {" Citt\xc3\xa0 ", "citta"},
	    {"N\xc2\xb0 rata", "n_rata"},
	    {"IMPORTO (\xe2\x82\xac)", "importo"},
	    {"__a__", "a"},
	    {"", ""},
	    {"???", ""},
	    {"Stra\xc3\x9f"
	     "e",
		"strasse"},
	};

	(void)state;
	check_each(cases, sizeof cases / sizeof cases[0], text_fold);
}

static struct str
ascii_question(struct arena *a, struct str s)
{
	return text_ascii(a, s, '?');
}

static void
letters_lose_their_accents(void **state)
{
	static const struct pair cases[] = {
	    {"D\xe2\x80\x99"
	     "Angel\xc3\xb2 \xc3\x80\xc3\x88",
		"D'Angelo AE"},
	    {"\xc5\x81ukasz \xc4\x90or\xc4\x91"
	     "e \xc3\x98re \xc3\x9f",
		"Lukasz Dorde Ore ss"},
	    {"\xef\xac\x81ne", "fine"},
	    {"\xe4\xb8\xad", "?"},
	    {"plain", "plain"},
	    {"Nicol\xc3\xb2 \xff", "Nicolo ?"},
	    {"\xff\xc3\xb2", "?o"},
	    {"a\xe2\x80\x93"
	     "b",
		"a-b"},
	};

	(void)state;
	check_each(cases, sizeof cases / sizeof cases[0], ascii_question);
}

static void
capitals_of_all_letters(void **state)
{
	static const struct pair cases[] = {
	    {"rossi", "ROSSI"},
	    {"citt\xc3\xa0", "CITT\xc3\x80"},
	    {"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
		"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	    {"", ""},
	};

	(void)state;
	check_each(cases, sizeof cases / sizeof cases[0], text_upper);
}

static void
nothing_that_is_shown_can_move_a_cursor(void **state)
{
	static const struct pair cases[] = {
	    {"citt\xc3\xa0", "citt\xc3\xa0"},
	    {"a\nb", "a\\x0ab"},
	    {"\x1b[2J", "\\x1b[2J"},
	    {"\xe2\x80\xae"
	     "cod.exe",
		"\\xe2\\x80\\xae"
		"cod.exe"},
	    {"\xc2\x85", "\\xc2\\x85"},
	    {"\xff\xfe", "\\xff\\xfe"},
	    {"\xe2\x80\xa8", "\\xe2\\x80\\xa8"},
	};
	struct arena a = {0};

	(void)state;
	check_each(cases, sizeof cases / sizeof cases[0], text_printable);
	assert_str(text_printable(&a, (struct str){"\0", 1}), "\\x00");
	arena_close(&a);
}

static void
any_bytes_at_all_are_survived(void **state)
{
	struct arena a = {0};
	char bytes[64];
	uint32_t seed = 20261123;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t len = (size_t)round % sizeof bytes;
		struct str s = {bytes, len};

		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525 + 1013904223;
			bytes[i] = (char)(seed >> 24 | (round % 3 == 0 ? 0x80 : 0));
		}
		assert_true(text_is_utf8(text_clean(&a, s)));
		assert_true(text_is_utf8(text_upper(&a, s)));
		assert_true(text_is_utf8(text_printable(&a, s)));
		(void)text_fold(&a, s);
		assert_true(text_length(text_cut(s, 7)) <= 7);
		arena_reset(&a);
	}
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_well_formed_utf8_is_utf8),
	    cmocka_unit_test(lengths_and_cuts_count_code_points),
	    cmocka_unit_test(texts_are_cleaned_for_the_node),
	    cmocka_unit_test(headers_fold_to_the_same_name),
	    cmocka_unit_test(letters_lose_their_accents),
	    cmocka_unit_test(capitals_of_all_letters),
	    cmocka_unit_test(nothing_that_is_shown_can_move_a_cursor),
	    cmocka_unit_test(any_bytes_at_all_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
