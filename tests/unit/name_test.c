/* Names of shared folders: what each means, and what is made of them. */
#include "test.h"

#include "spool/name.h"

#include <stdio.h>
#include <stdlib.h>

static void
sorts_names(void **state)
{
	static const struct {
		const char *name;
		enum name_handling handling;
		const char *key;
	} cases[] = {
	    {"quote.xlsx", NAME_PROCESS, "ordinary"},
	    {"QUOTE.CSV", NAME_PROCESS, "ordinary"},
	    {"RH20260101.001", NAME_PROCESS, "ordinary"},
	    {"flusso.sta", NAME_PROCESS, "ordinary"},
	    {"elenco.pdf", NAME_PROCESS, "ordinary"},
	    {"a.", NAME_PROCESS, "ordinary"},
	    {"quote~2026.xlsx", NAME_PROCESS, "ordinary"},
	    {"ALBO~OLD2026.CSV", NAME_PROCESS, "ordinary"},
	    {"..csv", NAME_PROCESS, "ordinary"},
	    {"~$quote.xlsx", NAME_IGNORE, "owner-file"},
	    {".riscontro-0011aabb-12-34-5.tmp", NAME_IGNORE, "ours"},
	    {".riscontro-x.tmp", NAME_WAIT, "saving"},
	    {".app.config", NAME_IGNORE, "hidden"},
	    {".flusso.xml.a1b2c3", NAME_WAIT, "transfer"},
	    {"~syncthing~quote.xlsx.tmp", NAME_WAIT, "saving"},
	    {"thumbs.DB", NAME_IGNORE, "system-file"},
	    {"quote.csv.ok", NAME_IGNORE, "done-file"},
	    {"QUOTE~1.XLS", NAME_HOLD, "mangled"},
	    {"QUOTE~1", NAME_HOLD, "mangled"},
	    {"albo.part1.rar", NAME_WAIT, "archive-piece"},
	    {"albo.z01", NAME_WAIT, "archive-piece"},
	    {"albo.7z.002", NAME_WAIT, "archive-piece"},
	    {"deadbeef", NAME_WAIT, "saving"},
	    {"deadbeef.csv", NAME_PROCESS, "ordinary"},
	    {"cattura\xe2\x80\x8e.csv", NAME_HOLD, "bidi"},
	    {"quote (copia in conflitto di Anna 2026-01-15).xlsx", NAME_HOLD, "conflict"},
	    {"installa.BAT", NAME_IGNORE, "foreign"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct name_rule *rule =
		    name_classify(str_of(cases[i].name), NAME_CAUTIOUS);

		if (rule->handling != cases[i].handling ||
		    strcmp(rule->key, cases[i].key) != 0)
			fail_msg("%s: %s", cases[i].name, rule->key);
	}
}

static void
takes_archives_where_the_channel_does(void **state)
{
	static const char *const names[] = {
	    "a.zip", "a.xml.gz", "a.7z", "a.tar.gz", "A.TGZ"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str name = str_of(names[i]);

		assert_int_equal(name_classify(name, NAME_CAUTIOUS)->handling, NAME_HOLD);
		assert_int_equal(
		    name_classify(name, NAME_ARCHIVES)->handling, NAME_PROCESS);
	}
	assert_int_equal(
	    name_classify(STR("a.zip.001"), NAME_ARCHIVES)->handling, NAME_WAIT);
}

static void
every_rule_has_its_sentence(void **state)
{
	static const mode_t modes[] = {
	    S_IFLNK, S_IFDIR, S_IFIFO, S_IFSOCK, S_IFBLK, S_IFCHR};

	(void)state;
	assert_null(name_classify_mode(S_IFREG | 0644));
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		const struct name_rule *rule = name_classify_mode(modes[i]);

		assert_int_equal(rule->handling, NAME_IGNORE);
		assert_true(rule->told);
		assert_true(strlen(rule->reason.it) > 0 && strlen(rule->reason.en) > 0);
	}
}

static void
knows_what_a_lock_marks(void **state)
{
	(void)state;
	assert_str(name_marked(STR("~$quote.xlsx")), "quote.xlsx");
	assert_str(name_marked(STR(".~lock.quote.ods#")), "quote.ods");
	assert_str(name_marked(STR(".quote.csv.swp")), "quote.csv");
	assert_str(name_marked(STR(".#quote.csv")), "quote.csv");
	assert_str(name_marked(STR("quote.csv")), "");
	assert_str(name_marked(STR(".swp")), "");
	assert_str(name_marked(STR(".~lock.#")), "");
}

static void
pairs_done_files(void **state)
{
	char done[FOLDER_NAME_SIZE], longest[256];

	(void)state;
	assert_str(name_done_for(STR("quote.csv.ok")), "quote.csv");
	assert_str(name_done_for(STR("quote.csv")), "");
	assert_str(name_done_for(STR(".ok")), "");
	assert_true(name_done(STR("quote.csv"), done));
	assert_string_equal(done, "quote.csv.ok");
	memset(longest, 'x', sizeof longest);
	assert_true(name_done((struct str){longest, 252}, done));
	assert_false(name_done((struct str){longest, 253}, done));
}

static void
numbers_names_within_255_bytes(void **state)
{
	char numbered[FOLDER_NAME_SIZE], name[256], wanted[256];

	(void)state;
	name_numbered(STR("quote.xlsx"), 1, numbered);
	assert_string_equal(numbered, "quote.xlsx");
	name_numbered(STR("quote.xlsx"), 12, numbered);
	assert_string_equal(numbered, "quote (12).xlsx");
	name_numbered(STR("quote"), 2, numbered);
	assert_string_equal(numbered, "quote (2)");
	name_numbered(STR("quote."), 2, numbered);
	assert_string_equal(numbered, "quote. (2)");
	/* 255 bytes, of which the cut would fall inside an accented letter. */
	memset(name, 'x', sizeof name);
	memcpy(name + 246, "\xc3\xa0zzz.csv", 9);
	name_numbered((struct str){name, 255}, 2, numbered);
	memset(wanted, 'x', sizeof wanted);
	memcpy(wanted + 246, " (2).csv", 9);
	assert_string_equal(numbered, wanted);
	memset(name, '.', 255);
	name_numbered((struct str){name, 255}, 9999, numbered);
	assert_int_equal(strlen(numbered), 255);
}

static void
shows_names_without_their_tricks(void **state)
{
	struct arena a = {0};

	(void)state;
	assert_str(
	    name_printable(&a, STR("a\nb\x1b[2J\xe0.csv")), "a\\x0ab\\x1b[2J\\xe0.csv");
	assert_str(name_printable(&a, STR("Citt\xc3\xa0.csv")), "Citt\xc3\xa0.csv");
	arena_close(&a);
}

/* The corpus of names met on shared folders, when it is there: C escapes, X{n} repeats.
 */
static size_t
unescape(const char *from, const char *end, char *to)
{
	size_t len = 0;

	while (from < end && len < 400) {
		if (from[0] == '\\' && from[1] == 'x') {
			char hex[3] = {from[2], from[3], '\0'};

			to[len++] = (char)strtol(hex, NULL, 16);
			from += 4;
		} else if (from[0] == '\\') {
			to[len++] = from[1] == 'n' ? '\n'
			    : from[1] == 't'       ? '\t'
			    : from[1] == 'r'       ? '\r'
						   : from[1];
			from += 2;
		} else if (from[0] == '{' && char_is_digit(from[1])) {
			long count = strtol(from + 1, NULL, 10);

			for (; count > 1; count--, len++)
				to[len] = to[len - 1];
			from = strchr(from, '}') + 1;
		} else {
			to[len++] = *from++;
		}
	}
	return len;
}

static bool
is_as_asked(const char *line)
{
	static const char *const words[] = {"process", "wait", "ignore", "hold"};
	const char *name_end = strchr(line, '\t');
	const char *handling = strchr(name_end + 1, '\t') + 1;
	char name[512];
	size_t len = unescape(line, name_end, name);
	const struct name_rule *rule =
	    name_classify((struct str){name, len}, NAME_CAUTIOUS);
	const char *word = words[rule->handling];

	if (strncmp(handling, word, strlen(word)) == 0 && handling[strlen(word)] == '\t')
		return true;
	print_message("%.*s: %s (%s)\n", (int)(name_end - line), line, word, rule->key);
	return false;
}

static void
agrees_with_the_corpus_of_names(void **state)
{
	const char *shared = getenv("SHARED");
	char path[1024], line[4096];
	size_t count = 0, wrong = 0;
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/corpus/names.txt", shared != NULL ? shared : "");
	file = fopen(path, "r");
	if (file == NULL)
		skip();
	while (fgets(line, sizeof line, file) != NULL) {
		/* <fifo> and the like are entries of a kind, not names */
		if (line[0] == '#' || line[0] == '<' || strncmp(line, "name\t", 5) == 0)
			continue;
		count++;
		wrong += is_as_asked(line) ? 0 : 1;
	}
	fclose(file);
	assert_true(count > 60);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sorts_names),
	    cmocka_unit_test(takes_archives_where_the_channel_does),
	    cmocka_unit_test(every_rule_has_its_sentence),
	    cmocka_unit_test(knows_what_a_lock_marks),
	    cmocka_unit_test(pairs_done_files),
	    cmocka_unit_test(numbers_names_within_255_bytes),
	    cmocka_unit_test(shows_names_without_their_tricks),
	    cmocka_unit_test(agrees_with_the_corpus_of_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
