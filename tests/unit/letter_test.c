/* Letters and messages: templates, addresses. */
#include "test.h"

#include "base/input.h"
#include "formats/mime.h"
#include "formats/template.h"

#include <fcntl.h>
#include <unistd.h>

static struct arena arena;

static const struct template_field fields[] = {
    {"nome", {"Maria & Figli", 13}},
    {"importo", {"150,00", 6}},
    {NULL, {NULL, 0}},
};

static void
test_fields_are_filled_and_escaped_in_html(void **state)
{
	static const struct {
		const char *text;
		enum template_kind kind;
		const char *expected;
	} cases[] = {
	    {"Ciao {nome}: {importo} euro", TEMPLATE_TEXT,
		"Ciao Maria & Figli: 150,00 euro"},
	    {"<b>{nome}</b>", TEMPLATE_HTML, "<b>Maria &amp; Figli</b>"},
	    {"p { color: red }", TEMPLATE_HTML, "p { color: red }"},
	    {"{{nome}", TEMPLATE_TEXT, "{nome}"},
	    {"{", TEMPLATE_TEXT, "{"},
	    {"{nome", TEMPLATE_TEXT, "{nome"},
	    {"", TEMPLATE_TEXT, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct out o;
		struct err e;

		out_open_memory(&o, &arena);
		assert_int_equal(
		    template_fill(&o, str_of(cases[i].text), cases[i].kind, fields, &e),
		    0);
		assert_str(out_bytes_of(&o), cases[i].expected);
	}
}

static void
test_an_unknown_field_is_named_with_its_line(void **state)
{
	struct out o;
	struct err e = {0};

	(void)state;
	out_open_memory(&o, &arena);
	assert_int_equal(
	    template_fill(&o, STR("a\nb {cognome}"), TEMPLATE_TEXT, fields, &e), -1);
	assert_string_equal(e.code, "TEMPLATE_FIELD");
	assert_string_equal(e.text, "{cognome}");
	assert_int_equal(e.row, 2);
}

static void
test_addresses_that_could_break_a_header_are_refused(void **state)
{
	static const struct {
		const char *address;
		bool valid;
	} cases[] = {{"mario.rossi@pec.example.it", true}, {"o'neill+x@example.it", true},
	    {"a@b", true}, {"", false}, {"a", false}, {"@b", false}, {"a@", false},
	    {"a@b@c", false}, {"a..b@c.it", false}, {".a@c.it", false},
	    {"a b@c.it", false}, {"a@c.it\r\nBcc: x@y", false}, {"<a@c.it>", false},
	    {"a,b@c.it", false}, {"a@c_d.it", false}, {"\xc3\xa8@c.it", false}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(
		    mime_address_is_valid(str_of(cases[i].address)), cases[i].valid);
}

static void
test_a_message_to_a_bad_address_is_not_written(void **state)
{
	struct mime_mail mail = {
	    .from = {STR("a"), STR("a@b.it")},
	    .to = {STR("b"), STR("b@@b.it")},
	    .message_id = STR("1@b.it"),
	};
	struct out o;
	struct err e = {0};

	(void)state;
	out_open_memory(&o, &arena);
	assert_int_equal(mime_write(&o, &mail, &e), -1);
	assert_string_equal(e.code, "MAIL_ADDRESS_INVALID");
	assert_int_equal(out_bytes_of(&o).len, 0);
}

/* The letters that come with the program name only what a notice knows. */
static void
test_our_own_letters_are_filled_to_the_last_field(void **state)
{
	static const char *const paths[] = {"conf/letters/notice.it.txt",
	    "conf/letters/notice.en.txt", "conf/letters/notice.it.html",
	    "conf/letters/notice.en.html"};
	static const struct template_field notice[] = {
	    {"nome", {"Maria", 5}},
	    {"ente", {"Ordine", 6}},
	    {"causale", {"Quota <2026>", 12}},
	    {"importo", {"150,00", 6}},
	    {"scadenza", {"31/12/2026", 10}},
	    {"numero_avviso", {"302202600000004284", 18}},
	    {"codice_fiscale_ente", {"80034390585", 11}},
	    {"contatti", {"06 1234", 7}},
	    {NULL, {NULL, 0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		bool html = str_ends(str_of(paths[i]), STR(".html"));
		int fd = open(paths[i], O_RDONLY);
		struct input in;
		struct str text;
		struct out o;
		struct err e;

		assert_true(fd >= 0);
		assert_int_equal(input_map(&in, fd, str_of(paths[i]), 1 << 20, &e), 0);
		out_open_memory(&o, &arena);
		assert_int_equal(template_fill(&o, in.bytes,
				     html ? TEMPLATE_HTML : TEMPLATE_TEXT, notice, &e),
		    0);
		text = out_bytes_of(&o);
		for (const struct template_field *f = notice; f->name != NULL; f++)
			if (!html || strcmp(f->name, "causale") != 0)
				assert_true(str_find_str(text, f->value) < text.len);
		assert_true((str_find_str(text, STR("&lt;2026&gt;")) < text.len) == html);
		input_unmap(&in);
		close(fd);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_fields_are_filled_and_escaped_in_html),
	    cmocka_unit_test(test_our_own_letters_are_filled_to_the_last_field),
	    cmocka_unit_test(test_an_unknown_field_is_named_with_its_line),
	    cmocka_unit_test(test_addresses_that_could_break_a_header_are_refused),
	    cmocka_unit_test(test_a_message_to_a_bad_address_is_not_written),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
