/* Layouts: what a text may say, which version a table is of, how columns and rows are
 * bound, and what becomes of cells that strangers wrote. */
#include "test.h"

#include "intake/layout.h"
#include "intake/layout_cell.h"

#include <stdio.h>

#define KEYED                                                                            \
	"{ field = \"chiave_quota\"; header = \"Pratica\"; mandatory = true; },"         \
	"{ field = \"codice_fiscale\"; header = [\"CF\", \"Codice\"]; mandatory = "      \
	"true; },"
#define NAMED "{ field = \"denominazione\"; value = \"R\"; },"
#define AMOUNT "{ field = \"importo\"; header = \"Importo\"; }"
#define TITLES "Pratica;CF;Importo;Altro\n"

static struct arena arena;

static struct findings findings;

static void
tell_codes(struct out *o)
{
	for (size_t i = 0; i < findings.count; i++) {
		out_char(o, ' ');
		out_str(o, str_of(findings.items[i].kind->code));
	}
	findings.count = 0;
}

static void
tell_quota(struct out *o, const struct quota *q)
{
	out_str(o, q->key);
	out_char(o, '|');
	out_str(o, q->debtor.fiscal_code);
	out_char(o, '|');
	money_write_plain(o, q->cents);
	out_char(o, '|');
	date_write_iso(o, q->due);
	out_char(o, '|');
	out_str(o, q->debtor.name);
	out_str(o, q->surname);
	out_char(o, '|');
	out_str(o, q->causale);
	for (size_t i = 0; i < q->instalment_count; i++) {
		out_char(o, '+');
		money_write_plain(o, q->instalments[i].cents);
	}
	if (q->operation == QUOTA_CANCEL)
		out_str(o, STR("|A"));
}

/* A row: its quota and the codes of its findings, those of mandatory fields aside. */
static void
tell_row(struct out *o, struct layout *l, const struct row *row)
{
	struct place place = {.file = STR("t.csv")};
	struct quota q;

	if (!layout_takes(l, row, &findings, place))
		return;
	layout_read(l, row, &q, &arena, &findings, place);
	for (size_t i = 0; i < findings.count; i++)
		if (strcmp(findings.items[i].kind->code, "VALUE_MISSING") == 0)
			findings.items[i--] = findings.items[--findings.count];
	tell_quota(o, &q);
	tell_codes(o);
	out_char(o, '\n');
}

/* What a plan makes of a table: the version, the findings of binding, the rows, and how
 * many were left out. */
static struct str
tell_table(const struct layout_plan *plan, const char *name, const char *text)
{
	struct input in = {str_of(name), str_of(text)};
	struct table_options options = {
	    .reader = STR("csv"), .delimiter = plan->delimiter};
	struct layout_origin origin = {in.name, STR("csv"), false};
	struct layout layout = {.today = {2026, 11, 23}};
	const struct layout_version *version = NULL;
	struct table *t;
	struct row row;
	struct out o;
	struct err e;

	out_open_memory(&o, &arena);
	findings = (struct findings){.arena = &arena};
	if (table_open(&t, &in, &options, &arena, &e) != 0)
		return str_of(e.code);
	while (table_next(t, &row, &e) > 0) {
		if (version != NULL) {
			tell_row(&o, &layout, &row);
			continue;
		}
		version = layout_find(plan, &row, &origin);
		if (version == NULL)
			continue;
		layout_bind(&layout, plan, version, &row, &arena, &findings,
		    (struct place){.file = in.name});
		out_str(&o, version->name);
		tell_codes(&o);
		out_char(&o, '\n');
		if (version->headless)
			tell_row(&o, &layout, &row);
	}
	if (layout.left_out > 0)
		out_str(&o,
		    arena_format(&arena, "left out %jd\n", (intmax_t)layout.left_out));
	table_close(t);
	return arena_str(&arena, out_bytes_of(&o));
}

static void
assert_told(struct str told, const char *expected, const char *what)
{
	print_message("# %s\n", what);
	assert_str(told, expected);
}

static void
a_wrong_layout_says_where(void **state)
{
	static const struct {
		const char *what, *text, *expected;
	} cases[] = {
	    {"nothing at all", "", "t.layout:1: "},
	    {"no libconfig", "columns = (", "t.layout:1: "},
	    {"an unknown key", "\ncolums = ();", "t.layout:2: colums: unknown key"},
	    {"an unknown field",
		"columns = (\n{ field = \"importi\"; header = \"a\"; });",
		"t.layout:2: columns[1].field: unknown field"},
	    {"a field bound twice",
		"columns = (" AMOUNT "\n{ field = \"importo\"; header = \"b\"; });",
		"t.layout:2: "},
	    {"a column in two ways",
		"columns = ({ field = \"importo\"; header = \"a\"; position = 2; });",
		"t.layout:1: columns[1]: one of header, position and value"},
	    {"a column nowhere", "columns = ({ field = \"importo\"; });",
		"t.layout:1: columns[1]: one of header, position and value"},
	    {"a form of another type",
		"columns = ({ field = \"causale\"; header = \"a\"; form = \"cents\"; });",
		"t.layout:1: columns[1].form: this form is not for"},
	    {"an unknown form",
		"columns = ({ field = \"importo\"; header = \"a\"; form = \"euro\"; });",
		"t.layout:1: columns[1].form: unknown form"},
	    {"a value that does not fit",
		"columns = ({ field = \"anno\"; value = \"duemila\"; });",
		"t.layout:1: columns[1]: this value does not fit"},
	    {"a map to a word that is none",
		"columns = ({ field = \"operazione\"; header = \"a\";\n"
		"map = ((\"x\", \"boh\")); });",
		"t.layout:1: columns[1]: a value of the map does not fit"},
	    {"a split without a part",
		"columns = ({ field = \"nome\"; header = \"a\"; split = \",\"; });",
		"t.layout:1: columns[1]: split and part"},
	    {"a join of one",
		"columns = ({ field = \"nome\"; header = \"a\"; join = \"-\"; });",
		"t.layout:1: columns[1]: join wants"},
	    {"a negative text",
		"columns = ({ field = \"nome\"; header = \"a\"; negative = true; });",
		"t.layout:1: columns[1]: negative is for amounts"},
	    {"position 0", "columns = ({ field = \"nome\"; position = 0; });",
		"t.layout:1: columns[1].position: not a whole number"},
	    {"another kind", "kind = \"boh\";", "t.layout:1: kind: unknown kind"},
	    {"a delimiter of two characters", "delimiter = \";;\";",
		"t.layout:1: delimiter: not one character"},
	    {"versions that are no list", "versions = { name = \"a\"; };",
		"t.layout:1: versions: not a list"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct layout_plan plan = {.fields = NULL};
		struct err e = {0};

		print_message("# %s\n", cases[i].what);
		assert_int_equal(layout_plan_read(&plan, STR("t.layout"),
				     str_of(cases[i].text), &arena, &e),
		    -1);
		assert_int_equal(e.kind, ERR_CONF);
		assert_true(e.row > 0);
		if (!str_starts(str_of(e.text), str_of(cases[i].expected)))
			assert_string_equal(e.text, cases[i].expected);
	}
}

static void
columns_fill_fields(void **state)
{
	static const struct {
		const char *what, *layout, *text, *expected;
	} cases[] = {
	    {"by title, letter case and marks aside",
		"others = true; columns = (" KEYED NAMED AMOUNT ");",
		"pratica;  cf ;IMPORTO.\nA;x;1,50\n", "\nA|X|1.50||R|\n"},
	    {"by a synonym", "others = true; columns = (" KEYED NAMED AMOUNT ");",
		"PRATICA*;codice:;Importo\nA;x;1,50\n", "\nA|X|1.50||R|\n"},
	    {"an unknown column has a note", "columns = (" KEYED NAMED AMOUNT ");",
		TITLES "A;x;1,50;z\n", " COLUMN_UNKNOWN\nA|X|1.50||R|\n"},
	    {"two columns of one meaning are refused",
		"columns = (" KEYED NAMED AMOUNT ");",
		"Pratica;CF;Codice;Importo\nA;x;y;1\n", " COLUMN_TWICE\nA|X|1.00||R|\n"},
	    {"a mandatory column that is not there",
		"columns = (" KEYED NAMED AMOUNT ","
		"{ field = \"causale\"; header = \"Perche\"; mandatory = true; });",
		"Pratica;CF;Importo\nA;x;1\n", " COLUMN_MISSING\nA|X|1.00||R|\n"},
	    {"a constant, and what otherwise holds",
		"columns = (" KEYED NAMED AMOUNT ","
		"{ field = \"causale\"; value = \"Diritti\"; },"
		"{ field = \"scadenza\"; header = \"Altro\"; otherwise = \"today\"; });",
		TITLES "A;x;1;\nB;y;1;31/12/2026\n",
		"\nA|X|1.00|2026-11-23|R|Diritti\nB|Y|1.00|2026-12-31|R|Diritti\n"},
	    {"split and joined",
		"columns = (" KEYED NAMED
		"{ field = \"cognome\"; header = \"Altro\"; split = \",\"; part = 1; },"
		"{ field = \"causale\"; header = [\"Pratica\", \"Importo\"]; join = "
		"\"/\"; });",
		TITLES "A;x;7;Rossi, Mario\n", "\nA|X|0.00||RRossi|A/7\n"},
	    {"amounts in cents, days without marks",
		"others = true; columns = (" KEYED NAMED
		"{ field = \"importo\"; header = \"Importo\"; form = \"cents\"; },"
		"{ field = \"scadenza\"; header = \"Altro\"; form = \"ddmmyyyy\"; });",
		TITLES "A;x;150;31122026\nB;x;1,5;20261231\n",
		"\nA|X|1.50|2026-12-31|R|\nB|X|0.00||R| AMOUNT_INVALID DATE_INVALID\n"},
	    {"Dare beside Avere: one of them in a row",
		"columns = (" KEYED NAMED AMOUNT ","
		"{ field = \"importo\"; header = \"Altro\"; negative = true; });",
		TITLES "A;x;5;\nB;x;;5\nC;x;5;5\n",
		"\nA|X|5.00||R|\nB|X|-5.00||R|\nC|X|5.00||R| AMOUNT_INVALID\n"},
	    {"a map, any other value too",
		"others = true; columns = (" KEYED NAMED AMOUNT ","
		"{ field = \"operazione\"; header = \"Altro\"; map = ((\"via\", \"A\"), "
		"(\"*\", \"I\")); });",
		TITLES "A;x;1;VIA\nB;x;1;resta\n", "\nA|X|1.00||R||A\nB|X|1.00||R|\n"},
	    {"instalments in cents",
		"instalments = \"cents\"; columns = (" KEYED NAMED AMOUNT ");",
		"Pratica;CF;Importo;rata_1_importo;rata_2_importo\nA;x;3;100;200\n",
		"\nA|X|3.00||R|+1.00+2.00\n"},
	    {"no header: by position",
		"headless = true; columns = ({ field = \"chiave_quota\"; position = 1; },"
		"{ field = \"codice_fiscale\"; position = 2; mandatory = true; },"
		"{ field = \"importo\"; position = 4; }, { field = \"denominazione\"; "
		"value = \"R\"; });",
		"A;x;z;1,50\nB;y;z;2\n", "\nA|X|1.50||R|\nB|Y|2.00||R|\n"},
	    {"rows before the header are passed over",
		"skip = 2; columns = (" KEYED NAMED AMOUNT ");",
		TITLES "a;b;c;d\nPratica;CF;Importo\nA;x;1\n", "\nA|X|1.00||R|\n"},
	    {"kinds of rows: taken, left, neither",
		"rows = ({ header = \"Altro\"; take = [\"D\"]; leave = [\"T\"]; });"
		"columns = (" KEYED NAMED AMOUNT ");",
		TITLES "A;x;1;D\nB;x;2;t\nC;x;3;Q\n",
		"\nA|X|1.00||R|\nC|X|3.00||R| ROW_KIND_UNKNOWN\nleft out 1\n"},
	    {"a column that may not be filled",
		"refuse = [\"Altro*\"]; warn = [\"*vviso\"]; columns = (" KEYED NAMED
		    AMOUNT ");",
		"Pratica;CF;Importo;Altro2;Avviso\nA;x;1;;\nB;x;1;z;3\n",
		"\nA|X|1.00||R|\nB|X|1.00||R| COLUMN_NOT_BOOKABLE COLUMN_NOT_KEPT\n"},
	    {"a column without a title has a note too",
		"columns = (" KEYED NAMED AMOUNT ");", "Pratica;;CF;Importo\nA;q;x;1\n",
		" COLUMN_UNKNOWN\nA|X|1.00||R|\n"},
	    {"a header that ends in delimiters is no wider",
		"columns = (" KEYED NAMED AMOUNT ");",
		"Pratica;CF;Importo;;\nA;x;1;;\nB;x;1;;z\n",
		"\nA|X|1.00||R|\nB|X|1.00||R| ROW_RAGGED\n"},
	    {"columns that the layout reads are of the table, titled or not",
		"columns = (" KEYED AMOUNT
		", { field = \"denominazione\"; position = 4; });",
		"Pratica;CF;Importo;;\nA;x;1;r;\nB;x;1;r;z\n",
		"\nA|X|1.00||r|\nB|X|1.00||r| ROW_RAGGED\n"},
	    {"a row wider than the header", "columns = (" KEYED NAMED AMOUNT ");",
		"Pratica;CF;Importo\nA;x;1;;\nB;x;1;z\n",
		"\nA|X|1.00||R|\nB|X|1.00||R| ROW_RAGGED\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct layout_plan plan = {.fields = NULL};
		struct err e = {0};

		if (layout_plan_read(
			&plan, STR("t.layout"), str_of(cases[i].layout), &arena, &e) != 0)
			fail_msg("%s: %s", cases[i].what, e.text);
		plan.delimiter = ';';
		assert_told(tell_table(&plan, "t.csv", cases[i].text), cases[i].expected,
		    cases[i].what);
	}
}

static void
versions_stand_side_by_side(void **state)
{
	static const char layout[] =
	    "columns = (" KEYED NAMED AMOUNT ");"
	    "versions = ("
	    "{ name = \"file\"; file = \"-1_4\"; },"
	    "{ name = \"book\"; reader = \"xlsx\"; },"
	    "{ name = \"reason\"; columns = ({ field = \"causale\"; header = \"Perche\"; "
	    "mandatory = true; }); },"
	    "{ name = \"first\"; first = [\"Pratica\"]; },"
	    "{ name = \"any\"; columns = ({ field = \"importo\"; header = \"Euro\"; }); "
	    "});";
	static const struct {
		const char *what, *name, *text, *expected;
	} cases[] = {
	    {"told by the name of the file", "x-1_4.csv", "Pratica;CF;Importo\n",
		"file\n"},
	    {"told by a mandatory column", "x.csv", "Pratica;CF;Importo;Perche\n",
		"reason\n"},
	    {"told by the first cell", "x.csv", "Pratica;CF;Importo\n", "first\n"},
	    {"a version's column in place of the common one", "x.csv",
		"CF;Pratica;Euro\nx;A;2\n", "any\nA|X|2.00||R|\n"},
	    {"no header at all", "x.csv", "uno;due;tre\n", ""},
	    {"the header below notes", "x.csv", "Elenco\n;;\nPratica;CF;Importo\nA;x;1\n",
		"first\nA|X|1.00||R|\n"},
	};
	struct layout_plan plan = {.fields = NULL};
	struct err e = {0};

	(void)state;
	if (layout_plan_read(&plan, STR("t.layout"), str_of(layout), &arena, &e) != 0)
		fail_msg("%s", e.text);
	plan.delimiter = ';';
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_told(tell_table(&plan, cases[i].name, cases[i].text),
		    cases[i].expected, cases[i].what);
}

/* Rows of the standard tracciato as offices and their programs leave them. */
static void
dirt_is_forgiven_and_doubt_is_not(void **state)
{
#define HEADER "chiave_quota;codice_fiscale;denominazione;importo;scadenza\n"
#define CODE "RSSMRA80A01H501U"
	static const struct {
		const char *what, *rows, *expected;
	} cases[] = {
	    {"plain", "A;" CODE ";Rossi;150,00;31/12/2026\n",
		"A|" CODE "|150.00|2026-12-31|Rossi|\n"},
	    {"the marker of spreadsheets around texts",
		"=\"0012\";=\"" CODE "\";=\"Rossi\";=\"150,00\";=\"31/12/2026\"\n",
		"0012|" CODE "|150.00|2026-12-31|Rossi|\n"},
	    {"the marker in quotes", "\"=\"\"0012\"\"\";" CODE ";Rossi;1;\n",
		"0012|" CODE "|1.00||Rossi|\n"},
	    {"a formula stays what it is", "=A1;" CODE ";=\"a\"&\"b\";1;\n",
		"=A1|" CODE "|1.00||=\"a\"&\"b\"|\n"},
	    {"the apostrophe before digits",
		"'0012;'" CODE ";'ndrangheta;'1,50;'31/12/2026\n",
		"0012|" CODE "|1.50|2026-12-31|'ndrangheta|\n"},
	    {"a code in lower case with blanks", "A; rssmra 80a01 h501u ;Rossi;1;\n",
		"A|" CODE "|1.00||Rossi|\n"},
	    {"amounts with a currency",
		"A;" CODE ";R;1.234,56 \xe2\x82\xac;\nB;" CODE ";R;EUR 12;\nC;" CODE
		";R;\xe2\x82\xac\xc2\xa0"
		"150,00;\n",
		"A|" CODE "|1234.56||R|\nB|" CODE "|12.00||R|\nC|" CODE "|150.00||R|\n"},
	    {"a minus behind", "A;" CODE ";R;12,00-;\n", "A|" CODE "|-12.00||R|\n"},
	    {"thousands or decimals", "A;" CODE ";R;1.234;\n",
		"A|" CODE "|0.00||R| AMOUNT_AMBIGUOUS\n"},
	    {"an abbreviated number", "A;" CODE ";R;1,5E+02;\n",
		"A|" CODE "|0.00||R| CELL_LOST_DIGITS\n"},
	    {"days in many forms",
		"A;" CODE ";R;1;20261231\nB;" CODE ";R;1;2026/12/31\nC;" CODE
		";R;1;31-dic-2026\nD;" CODE ";R;1;31 dicembre 2026\nE;" CODE
		";R;1;31.12.2026 00:00:00\n",
		"A|" CODE "|1.00|2026-12-31|R|\nB|" CODE "|1.00|2026-12-31|R|\nC|" CODE
		"|1.00|2026-12-31|R|\nD|" CODE "|1.00|2026-12-31|R|\nE|" CODE
		"|1.00|2026-12-31|R|\n"},
	    {"days that could be others",
		"A;" CODE ";R;1;1/2/26\nB;" CODE ";R;1;gen-26\nC;" CODE
		";R;1;46022\nD;" CODE ";R;1;12/31/2026\n",
		"A|" CODE "|1.00||R| DATE_INVALID\nB|" CODE
		"|1.00||R| DATE_INVALID\nC|" CODE "|1.00||R| DATE_INVALID\nD|" CODE
		"|1.00||R| DATE_INVALID\n"},
	    {"letters of a wrong encoding",
		"A;" CODE ";Forl\xc3\x83\xc2\xac;1;\nB;" CODE ";S\xc3\x83O;1;\n",
		"A|" CODE "|1.00||Forl\xc3\x83\xc2\xac| TEXT_GARBLED\nB|" CODE
		"|1.00||S\xc3\x83O|\n"},
	    {"delimiters behind the last column", "A;" CODE ";R;1;;;;\n",
		"A|" CODE "|1.00||R|\n"},
	    {"rows of blanks, the end sign of DOS",
		"A;" CODE ";R;1;\n ; ;\xc2\xa0;;\n\x1a", "A|" CODE "|1.00||R|\n"},
	    {"the titles again on the next page",
		"A;" CODE ";R;1;\n" HEADER "B;" CODE ";R;1;\n",
		"A|" CODE "|1.00||R|\nB|" CODE "|1.00||R|\nleft out 1\n"},
	    {"a total below", "A;" CODE ";R;1;\nTOTALE;;;1,00;\n;;Totale euro;1,00;\n",
		"A|" CODE "|1.00||R|\nleft out 2\n"},
	    {"a debtor whose name begins like a total",
		"A;" CODE ";Totale Energia;1;\nTotalino;" CODE ";R;1;\n",
		"A|" CODE "|1.00||Totale Energia|\nTOTALINO|" CODE "|1.00||R|\n"},
	    {"a key that is missing is no total", ";;Rossi;1,00;\n", "||1.00||Rossi|\n"},
	};
	struct layout_plan plan;

	(void)state;
	layout_plan_standard(&plan, quota_fields, &arena);
	plan.delimiter = ';';
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str text = arena_format(&arena, HEADER "%s", cases[i].rows);
		struct str told = tell_table(&plan, "t.csv", text.ptr);
		struct str version;

		str_cut(&told, '\n', &version);
		assert_told(told, cases[i].expected, cases[i].what);
	}
#undef HEADER
#undef CODE
}

static void
a_doubtful_day_is_told_what_it_must_have_been(void **state)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
	    {"1/2/26", "l'anno con quattro cifre / a year of four digits"},
	    {"46022",
		"una data: 46022 è il numero con cui i fogli di calcolo tengono il "
		"31/12/2025, la colonna va formattata come data / a date: 46022 is the "
		"number by which spreadsheets keep 2025-12-31, format the column as "
		"dates"},
	    {"boh", ""},
	};
	const struct field *due = field_find(quota_fields, STR("scadenza"));

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct layout_rule rule = {.field = due};
		struct findings list = {.arena = &arena};
		struct quota q = {0};
		struct layout_cell c = {.rule = &rule,
		    .cell = {str_of(cases[i].text), CELL_TEXT},
		    .record = &q,
		    .arena = &arena,
		    .findings = &list};

		layout_cell_read(&c);
		assert_int_equal(list.count, 1);
		assert_str(list.items[0].expected, cases[i].expected);
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
	    cmocka_unit_test(a_wrong_layout_says_where),
	    cmocka_unit_test(columns_fill_fields),
	    cmocka_unit_test(versions_stand_side_by_side),
	    cmocka_unit_test(dirt_is_forgiven_and_doubt_is_not),
	    cmocka_unit_test(a_doubtful_day_is_told_what_it_must_have_been),
	};

	return cmocka_run_group_tests(tests, NULL, close_arena);
}
