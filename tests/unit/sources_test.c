/* Files and archives as a run of tables: which member is at hand, and what is refused. */
#include "test.h"

#include "intake/sources.h"
#include "workbook.h"

static struct arena arena;

enum { MOST = 4096 };

/* "name(part):first cell" of each table, then the refusal with the name it is of. */
static struct str
tell(const char *name, struct str bytes)
{
	static const struct table_options options = {.delimiter = ';'};
	struct input in = {str_of(name), bytes};
	struct sources s = {0};
	struct row row;
	struct out o;
	struct err e = {0};
	int got;

	out_open_memory(&o, &arena);
	sources_open(&s, &in, in.name, &options, MOST, &arena);
	while ((got = sources_next(&s, &e)) > 0) {
		assert_int_equal(table_next(s.table, &row, &e), 1);
		out_str(&o,
		    arena_format(&arena, "%.*s|%.*s(%u):%.*s\n", STR_ARG(s.name),
			STR_ARG(s.member), s.part, STR_ARG(row.cells[0].text)));
	}
	if (got < 0)
		out_str(&o,
		    arena_format(&arena, "%s %.*s\n", e.code == NULL ? "?" : e.code,
			STR_ARG(s.name)));
	sources_close(&s);
	return arena_str(&arena, out_bytes_of(&o));
}

static struct str
zip(const struct zip_part *parts, size_t count)
{
	return zip_make(&arena, parts, count);
}

static void
tables_come_one_after_the_other(void **state)
{
	const struct zip_part inner[] = {{"dentro.csv", STR("i;j\n")}};
	const struct zip_part outer[] = {{"uno.csv", STR("a;b\n")},
	    {"__MACOSX/._uno.csv", STR("\1\2")}, {"d/due.csv", STR("c;d\n")},
	    {"tre.zip", zip(inner, 1)}};

	(void)state;
	assert_str(tell("solo.csv", STR("x;y\n")), "solo.csv|(0):x\n");
	assert_str(tell("p.zip", zip(outer, 4)),
	    "p.zip/uno.csv|uno.csv(1):a\n"
	    "p.zip/d/due.csv|d/due.csv(2):c\n"
	    "p.zip/tre.zip/dentro.csv|tre.zip/dentro.csv(4):i\n");
}

static void
what_cannot_be_a_table_is_refused_by_name(void **state)
{
	static char large[2 * MOST];
	const struct zip_part wrong[] = {
	    {"a.csv", STR("a;b\n")}, {"b.pdf", STR("%PDF-1.4")}};
	const struct zip_part none[] = {{"__MACOSX/._a", STR("x")}};
	struct zip_part one[] = {{"a.zip", STR("")}};

	(void)state;
	assert_str(tell("vuoto.csv", STR("")), "FILE_EMPTY vuoto.csv\n");
	assert_str(tell("p.zip", zip(wrong, 2)),
	    "p.zip/a.csv|a.csv(1):a\nFILE_NOT_A_WORKBOOK p.zip/b.pdf\n");
	assert_str(tell("p.zip", zip(none, 1)), "ARCHIVE_EMPTY p.zip\n");
	memset(large, 'a', sizeof large);
	one[0] = (struct zip_part){"g.csv", {large, sizeof large}};
	assert_str(tell("p.zip", zip(one, 1)), "ARCHIVE_BOMB p.zip\n");
}

static void
archives_within_archives_have_an_end(void **state)
{
	const struct zip_part table[] = {{"t.csv", STR("a;b\n")}};
	struct str bytes = zip(table, 1);

	(void)state;
	for (int depth = 1; depth < SOURCES_DEPTH; depth++) {
		const struct zip_part more[] = {{"z.zip", bytes}};

		bytes = zip(more, 1);
	}
	assert_str(
	    tell("p.zip", bytes), "p.zip/z.zip/z.zip/t.csv|z.zip/z.zip/t.csv(3):a\n");
	{
		const struct zip_part more[] = {{"z.zip", bytes}};

		assert_str(tell("p.zip", zip(more, 1)),
		    "ARCHIVE_DEPTH p.zip/z.zip/z.zip/z.zip\n");
	}
}

static int
close_arena(void **state)
{
	(void)state;
	arena_close(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables_come_one_after_the_other),
	    cmocka_unit_test(what_cannot_be_a_table_is_refused_by_name),
	    cmocka_unit_test(archives_within_archives_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, close_arena);
}
