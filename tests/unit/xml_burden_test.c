/* What an XML document will cost, counted before it is parsed. */
#include "test.h"

#include "formats/xml_burden.h"

static void
marks_are_counted(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		uint64_t tags, attributes, most;
	} cases[] = {
	    {"", sizeof "" - 1, 0, 0, 0},
	    {"<a b='1' c = \"2\"><d e=\"3\"/></a>",
		sizeof "<a b='1' c = \"2\"><d e=\"3\"/></a>" - 1, 3, 3, 2},
	    {"<a>x=1, y == 2</a>", sizeof "<a>x=1, y == 2</a>" - 1, 2, 0, 0},
	    {"<\0a\0 \0b\0=\0'\0'\0/\0>\0", 18, 1, 1, 1},
	    {"<a b=", sizeof "<a b=" - 1, 1, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct xml_burden burden =
		    xml_burden_of((struct str){cases[i].text, cases[i].len});

		assert_int_equal(burden.tags, cases[i].tags);
		assert_int_equal(burden.attributes, cases[i].attributes);
		assert_int_equal(burden.most_attributes, cases[i].most);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(marks_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
