/* The scanner and expat must read every sheet alike: this holds one against the other,
 * over small sheets, over thousands of damaged ones, and over the corpus where it is at
 * hand. */
#include "test.h"
#include "workbook.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HEAD "<worksheet xmlns=\"" WORKBOOK_MAIN "\"><sheetData>"
#define TAIL "</sheetData></worksheet>"
#define STRINGS(items) "<sst xmlns=\"" WORKBOOK_MAIN "\" count=\"9\">" items "</sst>"

static const char strings[] =
    STRINGS("<si><t>uno</t></si><si><t xml:space=\"preserve\"> due "
	    "&amp; tre_x0041_</t></si><si><t/></si>");
static const char rich_strings[] =
    STRINGS("<si><t>uno</t></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t>ch</t></r><rPh "
	    "sb=\"0\" eb=\"1\"><t>no</t></rPh></si><si><t>tre</t></si>");

struct sheet_case {
	const char *name;
	const char *sheet;
	const char *rows; /* as workbook_read gives them */
};

static const struct sheet_case cases[] = {
    {"numbers are the shortest text of their double",
	HEAD "<row r=\"1\"><c r=\"A1\"><v>1.50</v></c><c r=\"C1\"><v>1E3</v></c><c "
	     "r=\"D1\"><v>0.30000000000000004</v></c></row>" TAIL,
	"1:|2:1.5|0:|2:1000|2:0.30000000000000004\nend"},
    {"cells without a place follow the one before",
	HEAD "<row><c><v>1</v></c><c r=\"C1\"><v>3</v></c><c><v>4</v></c></row><row><c "
	     "t=\"b\"><v>1</v></c></row>" TAIL,
	"1:|2:1|0:|2:3|2:4\n2:|4:TRUE\nend"},
    {"a row without a number takes its cells'",
	HEAD "<row><c r=\"A5\"><v>1</v></c></row>" TAIL, "5:|2:1\nend"},
    {"shared strings, escapes decoded",
	HEAD "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" "
	     "t=\"s\"><v>1</v></c></row>" TAIL,
	"2:|1:uno|1: due & treA\nend"},
    {"a shared string that is not there is refused",
	HEAD "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>3</v></c></row>" TAIL, "refused"},
    {"formulas give their stored value or say that there is none",
	HEAD "<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c><c r=\"B1\"><f "
	     "t=\"shared\" si=\"0\"/></c><c r=\"C1\" t=\"str\"><f>A1&amp;\"\"</f><v>2</v>"
	     "</c><c r=\"D1\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>" TAIL,
	"1:|2:2|6:|1:2|5:#DIV/0!\nend"},
    {"dates and durations by style",
	HEAD "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>46000</v></c><c r=\"B1\" "
	     "s=\"2\"><v>1.5</v></c><c r=\"C1\" s=\"3\"><v>46000.5</v></c><c r=\"D1\" "
	     "s=\"1\"><v>-1</v></c><c r=\"E1\" s=\"1\"><v>60</v></c><c r=\"F1\" t=\"d\">"
	     "<v>2026-01-02T03:04:05Z</v></c></row>" TAIL,
	"1:|3:2025-12-09|3:36:00:00|3:2025-12-09T12:00:00|2:-1|3:1900-02-29|3:2026-01-"
	"02T03:04:05\nend"},
    {"inline text, plain and rich, readings of characters left out",
	HEAD
	"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a&#233;</t></is></c><c r=\"B1\" "
	"t=\"inlineStr\"><is><r><rPr><b/></rPr><t>b</t></r><r><t>c</t></r><rPh sb=\"0\" "
	"eb=\"1\"><t>x</t></rPh></is></c></row><row r=\"2\"><c "
	"r=\"A2\"><v>2</v></c></row>" TAIL,
	"1:|1:a\xC3\xA9|1:bc\n2:|2:2\nend"},
    {"a 17-digit code in a text cell keeps its digits",
	HEAD
	"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>01234567890123456</t></is></c>"
	"<c r=\"B1\"><v>12345678901234567</v></c></row>" TAIL,
	"1:|1:01234567890123456|2:12345678901234568\nend"},
    {"comments and CDATA are expat's, the rest of the sheet too",
	HEAD "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><!-- </row> --><row r=\"2\"><c "
	     "r=\"A2\" t=\"str\"><v><![CDATA[<x>]]></v></c></row><row r=\"3\"><c "
	     "r=\"A3\"><v>3</v></c></row>" TAIL,
	"1:|2:1\n2:|1:<x>\n3:|2:3\nend"},
    {"a filter among the rows is left out, an unknown element there is refused",
	HEAD "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><autoFilter ref=\"A1:A2\"/><row "
	     "r=\"2\"><c r=\"A2\"><v>2</v></c></row><rows/>" TAIL,
	"1:|2:1\n2:|2:2\nrefused"},
    {"prefixed names",
	"<x:worksheet xmlns:x=\"" WORKBOOK_MAIN
	"\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>7</x:v></x:c></x:row></"
	"x:sheetData></x:worksheet>",
	"1:|2:7\nend"},
    {"a sheet without rows",
	"<worksheet xmlns=\"" WORKBOOK_MAIN "\"><sheetData/></worksheet>", "end"},
    {"cells out of order stand in their columns",
	HEAD "<row r=\"1\"><c r=\"B1\"><v>2</v></c><c r=\"A1\"><v>1</v></c></row>" TAIL,
	"1:|2:1|2:2\nend"},
    {"a cell written twice is refused",
	HEAD "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>" TAIL,
	"refused"},
    {"rows out of order are refused",
	HEAD "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"1\"/>" TAIL,
	"2:|2:1\nrefused"},
    {"an attribute written twice is no XML",
	HEAD "<row r=\"1\"><c r=\"A1\" r=\"B1\"><v>1</v></c></row>" TAIL, "refused"},
    {"a prefix that is not bound is no XML with namespaces",
	HEAD "<row r=\"1\" x14ac:dyDescent=\"0.2\"><c r=\"A1\"><v>1</v></c></row>" TAIL,
	"refused"},
    {"an entity that is not declared is refused",
	HEAD "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>&euro;</v></c></row>" TAIL,
	"refused"},
    {"bytes that are not UTF-8 are refused",
	HEAD "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>caff\xE8</v></c></row>" TAIL,
	"refused"},
    {"a control character is refused",
	HEAD "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\x01z</v></c></row>" TAIL,
	"refused"},
    {"a DOCTYPE is refused", "<!DOCTYPE worksheet>" HEAD TAIL, "refused"},
    {"what follows the data must be well-formed", HEAD "</sheetData><a></worksheet>",
	"refused"},
    {"a foreign namespace is no worksheet",
	"<worksheet xmlns=\"urn:other\"><sheetData/></worksheet>", "refused"},
    {"line ends in text are line feeds",
	HEAD "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a\r\nb\rc_x000D_d</v></c></row>" TAIL,
	"1:|1:a\nb\nc\nd\nend"},
    {"]]> in text is no XML",
	HEAD "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a]]>b</v></c></row>" TAIL, "refused"},
};

static void
check_both(struct str sheet, const char *shared, const char *expected, const char *name)
{
	struct arena a = {0};
	struct input in = {
	    .name = STR("t.xlsx"), .bytes = workbook_make(&a, sheet, str_of(shared))};
	struct str scanned = workbook_read(&a, &in, false);
	struct str parsed = workbook_read(&a, &in, true);

	if (!str_equal(scanned, parsed) ||
	    (expected != NULL && !str_is(parsed, expected)))
		print_error("%s\nscanner: %.*s\nexpat:   %.*s\n", name, STR_ARG(scanned),
		    STR_ARG(parsed));
	assert_true(str_equal(scanned, parsed));
	if (expected != NULL)
		assert_str(parsed, expected);
	arena_close(&a);
}

static void
sheets_are_read_as_they_mean(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check_both(str_of(cases[i].sheet), strings, cases[i].rows, cases[i].name);
}

static void
rich_strings_are_joined(void **state)
{
	(void)state;
	check_both(STR(HEAD "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c r=\"B1\" "
			    "t=\"s\"><v>2</v></c></row>" TAIL),
	    rich_strings, "1:|1:rich|1:tre\nend", "rich strings");
}

/* xorshift: the same damage in every run. */
static uint32_t
dice(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void
damage(char *bytes, size_t *len, uint32_t *seed)
{
	static const char pieces[] = "<>/=\"'&; \nrcvtsf1AB]\r\x80\xC3";
	size_t at = dice(seed) % *len;

	switch (dice(seed) % 3) {
	case 0:
		bytes[at] = pieces[dice(seed) % (sizeof pieces - 1)];
		break;
	case 1:
		memmove(bytes + at, bytes + at + 1, *len - at - 1);
		--*len;
		break;
	default:
		memmove(bytes + at + 1, bytes + at, *len - at);
		bytes[at] = pieces[dice(seed) % (sizeof pieces - 1)];
		++*len;
	}
}

static void
damaged_sheets_are_read_or_refused_alike(void **state)
{
	uint32_t seed = 20261123;

	(void)state;
	for (size_t i = 0; i < 1000; i++) {
		const struct sheet_case *c = &cases[i % (sizeof cases / sizeof cases[0])];
		char bytes[4096];
		size_t len = strlen(c->sheet);

		memcpy(bytes, c->sheet, len);
		for (uint32_t n = dice(&seed) % 3 + 1; n > 0; n--)
			damage(bytes, &len, &seed);
		check_both((struct str){bytes, len}, strings, NULL, c->name);
	}
}

static void
damaged_strings_are_read_or_refused_alike(void **state)
{
	uint32_t seed = 1123;

	(void)state;
	for (size_t i = 0; i < 300; i++) {
		const char *from = i % 2 ? strings : rich_strings;
		char bytes[1024] = {0};
		size_t len = strlen(from);

		memcpy(bytes, from, len);
		damage(bytes, &len, &seed);
		bytes[len] = '\0';
		check_both(
		    STR(HEAD "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" "
			     "t=\"s\"><v>1</v></c></row>" TAIL),
		    bytes, NULL, "strings");
	}
}

/* A sheet whose rows do not end with the window's pieces. */
static void
long_sheets_cross_the_window(void **state)
{
	struct arena a = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	out_text(&o, HEAD);
	for (int row = 1; row < 9000; row++) {
		out_format(&o, "<row r=\"%d\">", row);
		for (int i = 0; i < row % 13; i++)
			out_format(&o,
			    "<c t=\"inlineStr\"><is><t>riga %d &#x20AC; "
			    "\xC3\xA0</t></is></c>",
			    row * i);
		out_text(&o, "</row>");
		if (row == 8000)
			out_text(&o, "<!-- the rest is expat's -->");
	}
	out_text(&o, TAIL);
	check_both(out_bytes_of(&o), strings, NULL, "long");
	arena_close(&a);
}

static void
check_file(int folder, const char *name)
{
	struct arena a = {0};
	struct err e;
	struct input in;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);

	if (fd >= 0 && input_map(&in, fd, str_of(name), UINT64_MAX, &e) == 0) {
		struct str scanned = workbook_read(&a, &in, false);
		struct str parsed = workbook_read(&a, &in, true);

		if (!str_equal(scanned, parsed))
			print_error("%s is read in two ways\n", name);
		assert_true(str_equal(scanned, parsed));
		input_unmap(&in);
	}
	if (fd >= 0)
		close(fd);
	arena_close(&a);
}

static void
the_corpus_is_read_alike(void **state)
{
	const char *shared = getenv("SHARED");
	char path[4096];
	DIR *folder;
	struct dirent *entry;
	size_t count = 0;

	(void)state;
	snprintf(path, sizeof path, "%s/corpus/xlsx", shared == NULL ? "." : shared);
	folder = opendir(path);
	if (folder == NULL)
		skip();
	while ((entry = readdir(folder)) != NULL) {
		if (!str_ends(str_of(entry->d_name), STR(".xlsx")))
			continue;
		check_file(dirfd(folder), entry->d_name);
		count++;
	}
	closedir(folder);
	assert_true(count > 200);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sheets_are_read_as_they_mean),
	    cmocka_unit_test(rich_strings_are_joined),
	    cmocka_unit_test(damaged_sheets_are_read_or_refused_alike),
	    cmocka_unit_test(damaged_strings_are_read_or_refused_alike),
	    cmocka_unit_test(long_sheets_cross_the_window),
	    cmocka_unit_test(the_corpus_is_read_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
