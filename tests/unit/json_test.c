/* JSON out, judged by another reader of JSON. */
#include "test.h"

/* jansson and base/json.h share three names. Ours are hidden in the program (Makefile:
 * -fvisibility=hidden), else jansson would call them. */
#define json_object jansson_object
#define json_array jansson_array
#define json_null jansson_null
#include <jansson.h>
#undef json_object
#undef json_array
#undef json_null

#include "base/json.h"

static void
write_document(struct json *j)
{
	json_object(j, NULL);
	json_str(j, "name", STR("Ordine \"A\"\\B"));
	json_text(j, "none", NULL);
	json_i64(j, "cents", INT64_MIN);
	json_bool(j, "yes", true);
	json_money(j, "amount", -15005);
	json_date(j, "day", (struct date){2026, 12, 31});
	json_date(j, "no_day", (struct date){0});
	json_array(j, "empty");
	json_end(j);
	json_object(j, "nothing");
	json_end(j);
	json_array(j, "rows");
	json_i64(j, NULL, 1);
	json_object(j, NULL);
	json_null(j, "x");
	json_end(j);
	json_raw(j, NULL, STR("[2,3]"));
	json_end(j);
	json_end(j);
}

static void
calls_become_the_document(void **state)
{
	struct arena a = {0};
	struct out o;
	struct json j;

	(void)state;
	out_open_memory(&o, &a);
	json_open(&j, &o, 0);
	write_document(&j);
	assert_str(out_bytes_of(&o),
	    "{\"name\":\"Ordine \\\"A\\\"\\\\B\",\"none\":null,\"cents\":-"
	    "9223372036854775808,\"yes\":true,\"amount\":-150.05,\"day\":\"2026-12-31\","
	    "\"no_day\":null,\"empty\":[],\"nothing\":{},\"rows\":[1,{\"x\":null},[2,3]]"
	    "}");
	arena_close(&a);
}

static void
indented_and_compact_mean_the_same(void **state)
{
	struct arena a = {0};
	struct out compact, indented;
	struct json j;
	json_t *left, *right;

	(void)state;
	out_open_memory(&compact, &a);
	json_open(&j, &compact, 0);
	write_document(&j);
	out_open_memory(&indented, &a);
	json_open(&j, &indented, 2);
	write_document(&j);
	assert_true(str_starts(
	    out_bytes_of(&indented), STR("{\n  \"name\": \"Ordine \\\"A\\\"\\\\B\",\n")));
	assert_true(str_ends(out_bytes_of(&indented), STR("\n  ]\n}")));
	left =
	    json_loadb(out_bytes_of(&compact).ptr, out_bytes_of(&compact).len, 0, NULL);
	right =
	    json_loadb(out_bytes_of(&indented).ptr, out_bytes_of(&indented).len, 0, NULL);
	assert_non_null(left);
	assert_true(json_equal(left, right));
	json_decref(left);
	json_decref(right);
	arena_close(&a);
}

static void
any_text_survives_quoting(void **state)
{
	static const struct {
		struct str text;
		const char *quoted;
	} cases[] = {
	    {{"a\tb\nc\rd\be\ff", 11}, "\"a\\tb\\nc\\rd\\be\\ff\""},
	    {{"\0\x01\x1f\x7f", 4}, "\"\\u0000\\u0001\\u001f\\u007f\""},
	    {{"citt\xc3\xa0 \xf0\x9f\x8d\x95", 11}, "\"citt\xc3\xa0 \xf0\x9f\x8d\x95\""},
	    {{"\xff", 1}, "\"\xef\xbf\xbd\""},
	    {{"\xed\xa0\x80", 3}, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	    {{"/", 1}, "\"/\""},
	    {{NULL, 0}, "\"\""},
	};
	struct arena a = {0};
	struct out o;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		json_t *read;

		out_open_memory(&o, &a);
		json_quote(&o, cases[i].text);
		assert_str(out_bytes_of(&o), cases[i].quoted);
		read = json_loadb(out_bytes_of(&o).ptr, out_bytes_of(&o).len,
		    JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		assert_non_null(read);
		json_decref(read);
	}
	arena_close(&a);
}

static void
every_byte_string_is_valid_json(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	for (int first = 0; first < 256; first++) {
		char bytes[3] = {(char)first, (char)(first * 7), (char)(first * 31)};
		json_t *read;

		out_open_memory(&o, &a);
		json_quote(&o, (struct str){bytes, 3});
		read = json_loadb(out_bytes_of(&o).ptr, out_bytes_of(&o).len,
		    JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		assert_non_null(read);
		json_decref(read);
		arena_reset(&a);
	}
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(calls_become_the_document),
	    cmocka_unit_test(indented_and_compact_mean_the_same),
	    cmocka_unit_test(any_text_survives_quoting),
	    cmocka_unit_test(every_byte_string_is_valid_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
