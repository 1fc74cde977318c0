/* Elements from XML and JSON, and the proof that the fast scanner and libxml2 tell the
 * same. */
#include "test.h"

#include "base/out.h"
#include "formats/element.h"

#include <stdio.h>
#include <stdlib.h>

static const struct element_name names[] = {{"a", 1}, {"b", 2}, {"c", 3}, {NULL, 0}};

/* "<1 <2 2:text> 1>" for what was told; the code of the refusal behind "!" otherwise. */
static struct str
told(struct str bytes, const struct element_name *table, bool careful, struct arena *a)
{
	struct elements *r = NULL;
	struct element el;
	struct err e = {0};
	struct out o;
	int got;

	out_open_memory(&o, a);
	if (elements_open(&r, bytes, table, careful, a, &e) != 0)
		return str_of(e.code);
	while ((got = elements_next(r, &el, &e)) > 0) {
		if (el.opens)
			out_format(&o, "<%d ", el.id);
		else
			out_format(&o, "%d:%.*s> ", el.id, STR_ARG(el.text));
		elements_release(r);
	}
	if (got < 0) {
		out_reset(&o);
		out_format(&o, "!%s", e.code);
	}
	elements_close(r);
	return str_trim(out_bytes_of(&o));
}

struct example {
	const char *name;
	const char *bytes;
	const char *told;
};

static const struct example examples[] = {
    {"an element", "<a>x</a>", "<1 1:x>"},
    {"a declaration", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>", "<1 1:>"},
    {"a byte order mark, blanks and a comment before the declaration",
	"\xef\xbb\xbf\n<!-- who made it -->\n<?xml version='1.0'?><a/>", "<1 1:>"},
    {"prefixes are no part of names", "<p:a xmlns:p='u'><q:b>1</q:b></p:a>",
	"<1 <2 2:1> 1:>"},
    {"other names have no id", "<z><a/></z>", "<0 <1 1:> 0:>"},
    {"text is trimmed", "<a> \n x y \t</a>", "<1 1:x y>"},
    {"references are resolved", "<a>&lt;&amp;&#232;&#xE8;&quot;</a>",
	"<1 1:<&\xc3\xa8\xc3\xa8\">"},
    {"line ends are LF", "<a>x\r\ny\rz</a>", "<1 1:x\ny\nz>"},
    {"CDATA is text", "<a>x<![CDATA[<&]]>y</a>", "<1 1:x<&y>"},
    {"a comment does not part text", "<a>x<!-- c -->y</a>", "<1 1:xy>"},
    {"instructions are passed over", "<?pi x?><a><?pi?>x</a>", "<1 1:x>"},
    {"attributes are passed over", "<a b='&lt;' c = \"x>y\" >x</a >", "<1 1:x>"},
    {"another encoding", "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe8</a>",
	"<1 1:\xc3\xa8>"},
    {"an end tag of another name", "<a><b></a></b>", "!XML_NOT_WELL_FORMED"},
    {"an end tag of a longer name", "<a></ab>", "!XML_NOT_WELL_FORMED"},
    {"a missing end", "<a><b>x</b>", "!XML_NOT_WELL_FORMED"},
    {"two roots", "<a/><b/>", "!XML_NOT_WELL_FORMED"},
    {"text behind the root", "<a/>x", "!XML_NOT_WELL_FORMED"},
    {"an unknown entity", "<a>&egrave;</a>", "!XML_NOT_WELL_FORMED"},
    {"an ampersand alone", "<a>Rossi & Figli</a>", "!XML_NOT_WELL_FORMED"},
    {"an attribute twice", "<a b='1' b='2'/>", "!XML_NOT_WELL_FORMED"},
    {"bytes that are not UTF-8", "<a>\xe8</a>", "!XML_NOT_WELL_FORMED"},
    {"a control character", "<a>\x01</a>", "!XML_NOT_WELL_FORMED"},
    {"a document type", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "!XML_DOCTYPE"},
    {"neither XML nor JSON", "ciao", "XML_NOT_FOUND"},
    {"a JSON object", "{\"a\": \"x\", \"b\": [1.50, {\"c\": null}]}",
	"<0 <1 1:x> <2 2:1.50> <2 <3 3:> 2:> 0:>"},
    {"numbers keep their text", "{\"a\":-10.00E+2,\"b\":true}",
	"<0 <1 1:-10.00E+2> <2 2:true> 0:>"},
    {"escapes are resolved", "{\"\\u0061\":\"\\u00e8\\ud83d\\ude00\\n\\\"x\"}",
	"<0 <1 1:\xc3\xa8\xf0\x9f\x98\x80\n\"x> 0:>"},
    {"several documents", "{\"a\":1}\n{\"a\":2}", "<0 <1 1:1> 0:> <0 <1 1:2> 0:>"},
    {"empty containers", "{\"a\":[],\"b\":{}}", "<0 <2 2:> 0:>"},
    {"a comma too many", "{\"a\":1,}", "!JSON_MALFORMED"},
    {"a leading zero", "{\"a\":01}", "!JSON_MALFORMED"},
    {"a string that does not end", "{\"a\":\"x", "!JSON_MALFORMED"},
    {"half a surrogate", "{\"a\":\"\\ud800\"}", "!JSON_MALFORMED"},
    {"one name twice", "{\"a\":1,\"a\":1}", "!JSON_MALFORMED"},
    {"one name twice, spelled in two ways", "{\"a\":1,\"\\u0061\":2}", "!JSON_MALFORMED"},
    {"an object that does not end", "{\"a\":1", "!JSON_MALFORMED"},
    {"a bracket of the other kind", "{\"a\":[1}}", "!JSON_MALFORMED"},
};

static void
documents_are_told_as_elements(void **state)
{
	struct arena a = {0};
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
		const struct example *x = &examples[i];

		for (int careful = 0; careful < 2; careful++) {
			struct str got = told(str_of(x->bytes), names, careful != 0, &a);

			if (str_is(got, x->told))
				continue;
			print_message("%s (%d): %.*s\n", x->name, careful, STR_ARG(got));
			wrong++;
		}
	}
	arena_close(&a);
	assert_int_equal(wrong, 0);
}

static void
depth_has_a_limit(void **state)
{
	struct arena a = {0};
	struct out xml, json;

	(void)state;
	out_open_memory(&xml, &a);
	out_open_memory(&json, &a);
	for (int i = 0; i <= ELEMENT_DEPTH; i++) {
		out_text(&xml, "<a>");
		out_text(&json, "[");
	}
	assert_str(told(out_bytes_of(&xml), names, false, &a), "!XML_TOO_DEEP");
	assert_str(told(out_bytes_of(&json), names, false, &a), "!XML_TOO_DEEP");
	arena_close(&a);
}

static struct str
read_sample(struct arena *a, const char *path)
{
	char *bytes = arena_alloc(a, 65536);
	FILE *f = fopen(path, "rb");
	size_t len;

	assert_non_null(f);
	len = fread(bytes, 1, 65536, f);
	fclose(f);
	return (struct str){bytes, len};
}

/* The same numbers each time. */
static uint32_t
next_number(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Puts, takes or changes something in the copy, as a careless hand or a bad line would.
 */
static struct str
damage(struct arena *a, struct str sample, uint32_t *seed)
{
	static const char *const pieces[] = {"<", ">", "&", "&amp;", "&#1;", "]]>",
	    "<!--", "-->", "<![CDATA[x]]>", "\"", "'", "/", "<a/>", "</a>", "\r", "\xe8",
	    "\xc3\xa8", "\xef\xbf\xbf", "<?x?>", "<?xml?>", "=", " x='1'", ":", " ",
	    "<!DOCTYPE x>", "\x7f", "--", "<p:b>", "</p:b>", "&lt;", "\n\n",
	    "<!-- x -->"};
	size_t at = next_number(seed) % sample.len;
	size_t drop = next_number(seed) % 3 == 0 ? next_number(seed) % 40 : 0;
	size_t piece = next_number(seed) % (sizeof pieces / sizeof pieces[0]);
	struct str head = str_slice(sample, 0, at);
	struct str tail = str_slice(sample, at + drop, sample.len);

	if (next_number(seed) % 4 == 0)
		return arena_format(a, "%.*s%.*s", STR_ARG(head), STR_ARG(tail));
	return arena_format(a, "%.*s%s%.*s", STR_ARG(head), pieces[piece], STR_ARG(tail));
}

static const struct element_name flow_like[] = {{"FlussoRiversamento", 1},
    {"identificativoFlusso", 2}, {"singoloImportoPagato", 3},
    {"denominazioneMittente", 4}, {"x", 5}, {NULL, 0}};

/* Several damages in a row, so that faults meet. */
static void
the_fast_scanner_and_libxml2_tell_the_same(void **state)
{
	static const char *const samples[] = {"samples/fdr/flusso.xml",
	    "samples/fdr/risposta-del-nodo.xml", "samples/ricevute/rt.xml"};
	struct arena a = {0}, kept = {0};
	uint32_t seed = 20261123;
	unsigned accepted = 0;

	(void)state;
	for (size_t s = 0; s < sizeof samples / sizeof samples[0]; s++) {
		struct str sample = read_sample(&kept, samples[s]);

		for (int i = 0; i < 3000; i++) {
			struct str text = sample, fast, careful;

			for (uint32_t n = next_number(&seed) % 3; n-- > 0;)
				text = damage(&a, text, &seed);
			fast = told(text, flow_like, false, &a);
			careful = told(text, flow_like, true, &a);
			if (!str_equal(fast, careful))
				print_message("%.*s\n%.*s\n%.*s\n", STR_ARG(fast),
				    STR_ARG(careful), STR_ARG(text));
			assert_true(str_equal(fast, careful));
			accepted += fast.len > 0 && fast.ptr[0] != '!';
			arena_reset(&a);
		}
	}
	assert_true(accepted > 2000);
	arena_close(&a);
	arena_close(&kept);
}

static void
plain_documents_do_not_need_libxml2(void **state)
{
	static const char *const samples[] = {
	    "samples/fdr/flusso.xml", "samples/ricevute/rt.xml"};
	struct arena a = {0};
	struct elements *r;
	struct element el;
	struct err e;

	(void)state;
	for (size_t s = 0; s < sizeof samples / sizeof samples[0]; s++) {
		assert_int_equal(
		    elements_open(&r, read_sample(&a, samples[s]), names, false, &a, &e),
		    0);
		while (elements_next(r, &el, &e) > 0)
			continue;
		assert_false(elements_are_careful(r));
		elements_close(r);
	}
	arena_close(&a);
}

static void
endless_attributes_are_refused(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	out_text(&o, "<a");
	for (int i = 0; i < 30000; i++)
		out_format(&o, " x%d='1'", i);
	out_text(&o, "/>");
	assert_str(told(out_bytes_of(&o), names, true, &a), "!FILE_TOO_LARGE");
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(endless_attributes_are_refused),
	    cmocka_unit_test(documents_are_told_as_elements),
	    cmocka_unit_test(depth_has_a_limit),
	    cmocka_unit_test(the_fast_scanner_and_libxml2_tell_the_same),
	    cmocka_unit_test(plain_documents_do_not_need_libxml2),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
