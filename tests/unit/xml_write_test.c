/* Elements and texts of XML. */
#include "test.h"

#include "formats/xml_write.h"

static void
texts_are_escaped_and_values_have_one_form(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	xml_write_open(&o, "a");
	xml_write_element(&o, "b", STR("R&D <\"1\">"));
	xml_write_number(&o, "c", -7);
	xml_write_money(&o, "d", 123456);
	xml_write_day(&o, "e", (struct date){2026, 1, 9});
	xml_write_close(&o, "a");
	assert_str(out_bytes_of(&o),
	    "<a>\n<b>R&amp;D &lt;\"1\"&gt;</b>\n<c>-7</c>\n<d>1234.56</d>\n"
	    "<e>2026-01-09</e>\n</a>\n");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_are_escaped_and_values_have_one_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
