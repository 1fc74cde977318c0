/* Dates and amounts in their usual form take a short way: it must give what the long one
 * gives. A blank behind the text sends it the long way. */
#include "test.h"

#include "base/date.h"
#include "base/money.h"

#include <stdio.h>

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

/* Up to `most` characters of the alphabet and a blank; the length without the blank. */
static size_t
make_text(char *text, size_t most, const char *alphabet, uint32_t *seed)
{
	size_t len = next_random(seed) % (most + 1);

	for (size_t i = 0; i < len; i++)
		text[i] = alphabet[next_random(seed) % strlen(alphabet)];
	text[len] = ' ';
	return len;
}

static void
amounts(void **state)
{
	char text[16];
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 300000; round++) {
		size_t len = make_text(text, 14, "0123456789001234567890,.-", &seed);
		enum money_mark mark = (enum money_mark)(next_random(&seed) % 3);
		money plain = -1, careful = -1;
		enum money_fault a = money_parse((struct str){text, len}, mark, &plain);
		enum money_fault b =
		    money_parse((struct str){text, len + 1}, mark, &careful);

		if (a != b || plain != careful)
			fail_msg("<%.*s>: %d %jd instead of %d %jd", (int)len, text,
			    (int)a, (intmax_t)plain, (int)b, (intmax_t)careful);
	}
}

static void
dates(void **state)
{
	char text[16];
	uint32_t seed = 2;

	(void)state;
	for (int round = 0; round < 300000; round++) {
		struct date plain = {0}, careful = {0};
		size_t len = 10;
		uint32_t r = next_random(&seed);
		bool a, b;

		snprintf(text, sizeof text,
		    r % 2 == 0 ? "%02u/%02u/%04u" : "%04u-%02u-%02u",
		    r % 2 == 0 ? r / 2 % 33 : 1900 + r / 3 % 200, r / 5 % 14,
		    r % 2 == 0 ? 1900 + r / 3 % 200 : r / 2 % 33);
		if (r % 7 == 0)
			text[r / 7 % 10] = "0/-x"[r / 70 % 4];
		text[len] = ' ';
		a = date_parse((struct str){text, len}, &plain);
		b = date_parse((struct str){text, len + 1}, &careful);
		if (a != b || date_compare(plain, careful) != 0)
			fail_msg("<%.*s>: %d instead of %d", (int)len, text, a, b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(amounts),
	    cmocka_unit_test(dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
