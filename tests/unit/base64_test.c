/* Base64 both ways. */
#include "test.h"

#include "base/base64.h"

static void
base64_may_hold_line_ends_but_nothing_else(void **state)
{
	static const struct {
		const char *text;
		const char *bytes; /* NULL: refused */
	} examples[] = {{"Y2lhbw==", "ciao"}, {"Y2lh\r\n bw==\n", "ciao"},
	    {"Y2lhbw", "ciao"}, {"Y2lhbzE=", "ciao1"}, {"", ""}, {"Y2lhb", NULL},
	    {"Y2lhbw===", NULL}, {"Y2lh*w==", NULL}, {"Y2lhbw==Y2lh", NULL},
	    {"Y2lhbw=", "ciao"}, {"-_-_", "\xfb\xff\xbf"}};
	struct arena a = {0};
	struct str bytes;

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		bool good = base64_decode(&a, str_of(examples[i].text), &bytes);

		assert_int_equal(good, examples[i].bytes != NULL);
		if (good)
			assert_str(bytes, examples[i].bytes);
	}
	arena_close(&a);
}

static void
what_is_written_is_read_again(void **state)
{
	struct arena a = {0};
	struct str bytes = STR("\x00\xff\x80 ciao, mondo"), back;

	(void)state;
	for (size_t len = 0; len <= bytes.len; len++) {
		struct str part = str_slice(bytes, 0, len);

		assert_true(base64_decode(&a, base64_encode(&a, part), &back));
		assert_true(str_equal(part, back));
	}
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(base64_may_hold_line_ends_but_nothing_else),
	    cmocka_unit_test(what_is_written_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
