/* The catalogue of findings: five parts, two languages, one code each. */
#include "base/map.h"
#include "model/finding.h"
#include "test.h"

static void
check_sentence(const char *code, const char *part, const struct sentence *s)
{
	const char *const texts[] = {s->it, s->en};

	for (size_t i = 0; i < 2; i++) {
		size_t len = texts[i] == NULL ? 0 : strlen(texts[i]);

		if (len < 3 || texts[i][len - 1] == '.' || texts[i][0] == ' ' ||
		    texts[i][len - 1] == ' ' || strchr(texts[i], '\n') != NULL)
			fail_msg("%s: %s: \"%s\"", code, part, len > 0 ? texts[i] : "");
	}
	if (strcmp(s->it, s->en) == 0)
		fail_msg("%s: %s is the same in both languages", code, part);
}

static void
every_row_has_all_its_sentences_in_both_languages(void **state)
{
	(void)state;
	for (size_t f = 0; finding_families[f] != NULL; f++)
		for (const struct finding_kind *k = finding_families[f]; k->code != NULL;
		     k++) {
			check_sentence(k->code, "what", &k->what);
			check_sentence(k->code, "expected", &k->expected);
			check_sentence(k->code, "next", &k->next);
			assert_true(k->severity <= FINDING_FILE);
		}
}

static void
every_code_is_upper_snake_and_its_own(void **state)
{
	struct arena a = {0};
	struct map seen;
	bool is_new;

	(void)state;
	map_open(&seen, &a, 256);
	for (size_t f = 0; finding_families[f] != NULL; f++)
		for (const struct finding_kind *k = finding_families[f]; k->code != NULL;
		     k++) {
			if (k->code[strspn(k->code,
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] != '\0')
				fail_msg("%s", k->code);
			(void)map_put(&seen, str_of(k->code), &is_new);
			if (!is_new)
				fail_msg("%s stands twice", k->code);
			assert_ptr_equal(finding_find(str_of(k->code)), k);
		}
	assert_ptr_equal(
	    finding_find(STR("file_empty")), finding_find(STR("FILE_EMPTY")));
	assert_null(finding_find(STR("NO_SUCH_CODE")));
	assert_null(finding_find((struct str){0}));
	arena_close(&a);
}

static void
a_finding_shows_what_was_seen_cut_and_printable(void **state)
{
	struct arena a = {0};
	struct findings list = {.arena = &a};
	char lengthy[500];
	struct finding *f;

	(void)state;
	assert_int_equal(findings_worst(&list), FINDING_NOTE);
	memset(lengthy, 'x', sizeof lengthy);
	for (int i = 0; i < 100; i++) {
		f = finding_add(&list, "FILE_EMPTY", (struct place){.row = 7},
		    (struct str){lengthy, sizeof lengthy});
		assert_int_equal(f->seen.len, FINDING_SEEN_MOST);
	}
	f = finding_add(&list, "FILE_EMPTY", (struct place){0}, STR("a\x1b[2J\n"));
	assert_str(f->seen, "a\\x1b[2J\\x0a");
	assert_int_equal(list.count, 101);
	assert_int_equal(list.items[0].place.row, 7);
	assert_int_equal(findings_worst(&list), FINDING_FILE);
	arena_close(&a);
}

static void
a_refusal_becomes_its_finding(void **state)
{
	struct arena a = {0};
	struct findings list = {.arena = &a};
	struct err e = {0};
	struct place place = {.row = 1, .column = 2};

	(void)state;
	err_file(&e, "FILE_EMPTY", "0 bytes");
	e.row = 12;
	assert_string_equal(finding_of_err(&list, &e, place)->kind->code, "FILE_EMPTY");
	assert_int_equal(list.items[0].place.row, 12);
	assert_int_equal(list.items[0].place.column, 2);
	err_set(&e, ERR_FILE, "something else");
	assert_string_equal(
	    finding_of_err(&list, &e, place)->kind->code, "FILE_UNREADABLE");
	assert_int_equal(list.items[1].place.row, 1);
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_has_all_its_sentences_in_both_languages),
	    cmocka_unit_test(every_code_is_upper_snake_and_its_own),
	    cmocka_unit_test(a_finding_shows_what_was_seen_cut_and_printable),
	    cmocka_unit_test(a_refusal_becomes_its_finding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
