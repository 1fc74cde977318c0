/* XML shown in canonical form; what could fetch or expand anything is refused. */
#include "test.h"

#include "formats/xml_canonical.h"

static struct str
canonical(struct arena *a, struct str text)
{
	struct input in = {.name = STR("a.xml"), .bytes = text};
	struct err e = {0};
	struct out o;

	out_open_memory(&o, a);
	if (xml_canonical(&o, &in, &e) == 0)
		return out_bytes_of(&o);
	assert_int_equal(out_bytes_of(&o).len, 0);
	return str_of(e.code);
}

static void
writes_the_canonical_form(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
	    {"<?xml version='1.0'?><a  c='1' b=\"2\"/>", "<a b=\"2\" c=\"1\"></a>"},
	    {"<a><![CDATA[<&]]></a>", "<a>&lt;&amp;</a>"},
	    {"<!-- c --><a/>", "<!-- c -->\n<a></a>"},
	    {"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xEC</a>", "<a>ì</a>"},
	    {"<!DOCTYPE a><a/>", "XML_DOCTYPE"},
	    {"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>",
		"XML_DOCTYPE"},
	    {"<a><b></a>", "XML_NOT_WELL_FORMED"},
	    {"<a:b/>", "XML_NOT_WELL_FORMED"},
	    {"<a>&e;</a>", "XML_NOT_WELL_FORMED"},
	    {"<a/>junk", "XML_NOT_WELL_FORMED"},
	    {"no xml", "XML_NOT_WELL_FORMED"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = {0};

		assert_str(canonical(&a, str_of(cases[i].text)), cases[i].expected);
		arena_close(&a);
	}
}

static void
refuses_endless_depth(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	for (int i = 0; i < 100000; i++)
		out_text(&o, "<a>");
	assert_str(canonical(&a, out_bytes_of(&o)), "XML_NOT_WELL_FORMED");
	arena_close(&a);
}

static void
refuses_what_takes_too_much_as_a_tree(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	out_text(&o, "<a");
	for (int i = 0; i < 30000; i++)
		out_format(&o, " a%d='1'", i);
	out_text(&o, "/>");
	assert_str(canonical(&a, out_bytes_of(&o)), "FILE_TOO_LARGE");
	out_open_memory(&o, &a);
	out_text(&o, "<r>");
	for (int i = 0; i < 1000000; i++)
		out_text(&o, "<a/>");
	out_text(&o, "</r>");
	assert_str(canonical(&a, out_bytes_of(&o)), "FILE_TOO_LARGE");
	arena_close(&a);
}

static void
knows_xml_by_name_and_by_head(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		bool likely;
	} cases[] = {
	    {"a.XML", "anything", true},
	    {"a", "<?xml version='1.0'?><a/>", true},
	    {"a.txt", "\n <a/>", true},
	    {"a.csv", "<a href=''>x</a>;1", false},
	    {"a.xlsx", "<html></html>", false},
	    {"a.txt", "a < b", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct input in = {
		    .name = str_of(cases[i].name), .bytes = str_of(cases[i].text)};

		assert_int_equal(xml_is_likely(&in), cases[i].likely);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writes_the_canonical_form),
	    cmocka_unit_test(refuses_endless_depth),
	    cmocka_unit_test(refuses_what_takes_too_much_as_a_tree),
	    cmocka_unit_test(knows_xml_by_name_and_by_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
