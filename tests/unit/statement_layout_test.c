/* Tables of banks as statements: titles, signs, amounts, rows that are no movements. */
#include "statement_case.h"

#include "intake/statement_cell.h"
#include "intake/statement_plan.h"

static void
tables_of_banks_give_their_movements(void **state)
{
	static const struct {
		const char *what, *text;
		size_t movements;
		money first, sum;
		const char *codes;
	} cases[] = {
	    {"a signed amount",
		"Data;Importo;Descrizione\n20/01/2026;-1,50;a\n21/01/2026;2,00;b\n", 2,
		-150, 50, ""},
	    {"split columns, debits without sign",
		"Data contabile;Addebiti (euro);Accrediti (euro);Descrizione "
		"operazioni\n20/01/2026;1,50;;a\n20/01/2026;;2;b\n",
		2, -150, 50, ""},
	    {"debits printed negative",
		"Data;Uscite;Entrate;Causale\n20/01/2026;-1,50;;a\n", 1, -150, -150, ""},
	    {"both columns, one zero",
		"Data;Dare;Avere;Descrizione\n20/01/2026;0,00;5,00;a\n", 1, 500, 500, ""},
	    {"both columns filled",
		"Data;Dare;Avere;Descrizione\n20/01/2026;1,00;5,00;a\n", 0, 0, 0,
		"STATEMENT_AMOUNT_TWICE"},
	    {"a column of signs",
		"Data;Importo;Segno;Descrizione\n20/01/2026;1,00;-;a\n20/01/"
		"2026;3,00;Avere;b\n",
		2, -100, 200, ""},
	    {"C/D is a column of signs",
		"Data;Importo;C/D;Descrizione\n20/01/2026;1,00;D;a\n20/01/"
		"2026;3,00;C;b\n",
		2, -100, 200, ""},
	    {"a column of another title that holds nothing but signs",
		"Data;Importo;Tipo;Descrizione\n20/01/2026;1,00;Uscita;a\n20/01/"
		"2026;3,00;Entrata;b\n",
		2, -100, 200, ""},
	    {"a word of a sign in the words is none",
		"Data;Importo;Descrizione\n20/01/2026;1,00;Debito\n", 1, 100, 100, ""},
	    {"balances with both dates",
		"Data;Valuta;Importo;Descrizione\n01/01/2026;01/01/2026;10,00;SALDO "
		"INIZIALE\n20/01/2026;20/01/2026;1,00;a\n31/01/2026;31/01/"
		"2026;11,00;SALDO "
		"FINALE\n",
		1, 100, 100, ""},
	    {"a payer's text that begins as a balance does",
		"Data;Valuta;Importo;Descrizione\n20/01/2026;20/01/2026;1,00;Saldo "
		"finale "
		"lavori\n20/01/2026;20/01/2026;2,00;Saldo\n",
		2, 100, 300, ""},
	    {"a sign that is none",
		"Data;Importo;Segno;Descrizione\n20/01/2026;1,00;X;a\n", 0, 0, 0,
		"STATEMENT_SIGN_INVALID"},
	    {"thousands where others have a comma",
		"Data;Importo;Descrizione\n20/01/2026;1.234;a\n20/01/2026;1,00;b\n", 2,
		123400, 123500, ""},
	    {"a number that could be two",
		"Data;Importo;Descrizione\n20/01/2026;1.234;a\n20/01/2026;5;b\n", 1, 500,
		500, "STATEMENT_AMOUNT_INVALID"},
	    {"a third decimal", "Data;Importo;Descrizione\n20/01/2026;1,005;a\n", 0, 0, 0,
		"STATEMENT_AMOUNT_INVALID"},
	    {"brackets are negative", "Data;Importo;Descrizione\n20/01/2026;(1,50);a\n",
		1, -150, -150, ""},
	    {"a typographic minus, a minus behind",
		"Data mov.;Importo in Euro;Descrizione dell'operazione\n20/01/2026;"
		"\xe2\x88\x92"
		"1,50;a\n20/01/2026;2,00-;b\n",
		2, -150, -350, ""},
	    {"an original amount beside dare and avere",
		"Data;Importo originale;Dare;Avere;Causale\n20/01/2026;9,00;;1,50;a\n", 1,
		150, 150, ""},
	    {"whole cents", "dataBolletta;importoCentesimi;causale\n2026-01-20;12345;a\n",
		1, 12345, 12345, ""},
	    {"balances are checked",
		"Data;Importo;Descrizione\n01/01/2026;10,00;Saldo "
		"iniziale\n20/01/2026;1,00;a\n31/01/2026;11,00;Saldo finale\n",
		1, 100, 100, ""},
	    {"balances that do not close",
		"Data;Importo;Descrizione\n01/01/2026;10,00;Saldo "
		"iniziale\n20/01/2026;1,00;a\n31/01/2026;12,00;Saldo finale\n",
		1, 100, 100, "STATEMENT_BALANCE_DIFFERS"},
	    {"a payer who writes of a balance",
		"Data;Valuta;Importo;Descrizione\n20/01/2026;20/01/2026;1,00;Saldo "
		"finale quota\n",
		1, 100, 100, ""},
	    {"totals and footers",
		"Data;Importo;Descrizione\n20/01/2026;1,00;a\n;1,00;Totale\nStampato il "
		"21/01/2026;;\n",
		1, 100, 100, ""},
	    {"an amount without date", "Data;Importo;Descrizione\n;1,00;a\n", 0, 0, 0,
		"STATEMENT_DATE_MISSING"},
	    {"a date without amount", "Data;Importo;Descrizione\n20/01/2026;;a\n", 0, 0,
		0, "STATEMENT_AMOUNT_MISSING"},
	    {"a currency named Valuta",
		"Data;Importo;Valuta;Descrizione\n20/01/2026;1,00;EUR;a\n", 1, 100, 100,
		""},
	    {"a value date that is none",
		"Data;Data valuta;Importo;Descrizione\n20/01/2026;31/02/2026;1,00;a\n", 1,
		100, 100, "STATEMENT_DATE_INVALID"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;

		print_message("# %s\n", cases[i].what);
		read_case(&o, str_of(cases[i].text), NULL);
		assert_string_equal(o.refusal, "");
		assert_str(codes_of(&o), cases[i].codes);
		assert_int_equal(o.count, cases[i].movements);
		if (o.count > 0)
			assert_int_equal(o.seen[0].cents, cases[i].first);
		assert_int_equal(o.first->sum, cases[i].sum);
		outcome_close(&o);
	}
}

static void
tables_without_what_is_needed_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *code;
	} cases[] = {
	    {"nome;cognome\nMario;Rossi\n", "STATEMENT_NO_HEADER"},
	    {"Data;Descrizione\n20/01/2026;a\n", "STATEMENT_COLUMN_MISSING"},
	    {"Importo;Descrizione\n1,00;a\n", "STATEMENT_COLUMN_MISSING"},
	    {"Data;Importo\n20/01/2026;1,00\n", "STATEMENT_COLUMN_MISSING"},
	    {"Data;Importo;Importo;Descrizione\n20/01/2026;1,00;2,00;a\n",
		"STATEMENT_COLUMN_TWICE"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;

		read_case(&o, str_of(cases[i].text), NULL);
		assert_string_equal(o.refusal, cases[i].code);
		outcome_close(&o);
	}
}

static void
columns_may_be_told_by_position(void **state)
{
	static const char text[] =
	    "BancoPosta;conto 000012345678;\n"
	    "20/01/2026;2300.00;/PUR//URI/2026-01-19FANTITM1XXX-S00000000091\n"
	    "20/01/2026;-3.50;COMMISSIONI\n";
	struct statement_columns columns = statement_columns_at(1, 2, 3);
	struct statement_columns wrong = statement_columns_at(3, 2, 1);
	struct outcome o;

	(void)state;
	read_case(&o, str_of(text), &columns);
	assert_string_equal(o.refusal, "");
	assert_int_equal(o.count, 2);
	assert_int_equal(o.seen[0].cents, 230000);
	assert_string_equal(
	    o.seen[0].remittance, "/PUR//URI/2026-01-19FANTITM1XXX-S00000000091");
	outcome_close(&o);
	read_case(&o, str_of(text), &wrong);
	assert_string_equal(o.refusal, "STATEMENT_COLUMN_MISSING");
	outcome_close(&o);
}

/* Titles that no bank known has. */
static void
columns_may_be_told_by_a_layout(void **state)
{
	static const struct {
		const char *what, *layout, *text;
		size_t count;
		money first;
		const char *remittance, *refusal;
	} cases[] = {
	    {"by title",
		"columns = ({ field = \"data_contabile\"; header = \"Il\"; mandatory = "
		"true; }, { field = \"avere\"; header = \"Dentro\"; }, { field = "
		"\"dare\"; header = \"Fuori\"; }, { field = \"descrizione\"; header = "
		"[\"Perche\", \"Altro\"]; join = \" \"; });",
		"Banca\nIl;Dentro;Fuori;Perche;Altro\n20/01/2026;5,00;;a;b\n20/01/"
		"2026;;1,00;c;d\n",
		2, 500, "a b", ""},
	    {"by position, without a header",
		"headless = true; columns = ({ field = \"data_contabile\"; position = 2; "
		"mandatory = true; }, { field = \"importo_centesimi\"; position = 1; }, "
		"{ "
		"field = \"descrizione\"; position = 3; });",
		"1250;20/01/2026;a\n1;21/01/2026;b\n", 2, 1250, "a", ""},
	    {"a table of another bank",
		"columns = ({ field = \"data_contabile\"; header = \"Il\"; }, { field = "
		"\"importo\"; header = \"Euro\"; }, { field = \"descrizione\"; header = "
		"\"Perche\"; });",
		"Data;Importo;Descrizione\n20/01/2026;1,00;a\n", 0, 0, "",
		"STATEMENT_NO_HEADER"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct layout_plan plan = {.fields = NULL};
		struct statement_columns columns = {.plan = &plan};
		struct arena a = {0};
		struct outcome o;
		struct err e = {0};

		print_message("# %s\n", cases[i].what);
		if (layout_plan_read(&plan, STR("t.layout"),
			arena_format(&a, "kind = \"statement\"; %s", cases[i].layout), &a,
			&e) != 0)
			fail_msg("%s", e.text);
		read_case(&o, str_of(cases[i].text), &columns);
		assert_string_equal(o.refusal, cases[i].refusal);
		assert_int_equal(o.count, cases[i].count);
		if (o.count > 0) {
			assert_int_equal(o.seen[0].cents, cases[i].first);
			assert_string_equal(o.seen[0].remittance, cases[i].remittance);
		}
		outcome_close(&o);
		columns.plan_or_titles = true;
		read_case(
		    &o, STR("Data;Importo;Descrizione\n20/01/2026;1,00;a\n"), &columns);
		if (i != 1)
			assert_int_equal(o.count, 1);
		outcome_close(&o);
		arena_close(&a);
	}
}

static void
a_wrong_layout_of_statements_is_told(void **state)
{
	static const char *const wrong[] = {
	    "columns = ({ field = \"data_contabile\"; header = \"a\"; });",
	    "columns = ({ field = \"codice_fiscale\"; header = \"a\"; });",
	    "columns = ({ field = \"divisa\"; value = \"EUR\"; });",
	    "columns = ({ field = \"importo\"; header = [\"a\", \"b\"]; join = \" \"; "
	    "});",
	    "refuse = [\"a\"]; columns = ({ field = \"data_contabile\"; header = \"a\"; "
	    "});",
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct layout_plan plan = {.fields = NULL};
		struct arena a = {0};
		struct err e = {0};

		assert_int_equal(
		    layout_plan_read(&plan, STR("t.layout"),
			arena_format(&a, "kind = \"statement\"; %s", wrong[i]), &a, &e),
		    -1);
		assert_int_equal(e.kind, ERR_CONF);
		arena_close(&a);
	}
}

static void
dates_of_banks_are_days(void **state)
{
	static const struct {
		const char *text;
		enum cell_kind kind;
		const char *day; /* NULL: none */
	} cases[] = {
	    {"20/01/2026", CELL_TEXT, "2026-01-20"},
	    {"20.1.26", CELL_TEXT, "2026-01-20"},
	    {"2026/01/20", CELL_TEXT, "2026-01-20"},
	    {"20260120", CELL_TEXT, "2026-01-20"},
	    {"5 gen 2026", CELL_TEXT, "2026-01-05"},
	    {"05-Agosto-26", CELL_TEXT, "2026-08-05"},
	    {"45494", CELL_NUMBER, "2024-07-21"},
	    {"45494", CELL_TEXT, NULL},
	    {"31/02/2026", CELL_TEXT, NULL},
	    {"2026-01-20T10:00:00", CELL_DATE, "2026-01-20"},
	    {"Saldo", CELL_TEXT, NULL},
	    {"", CELL_EMPTY, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct date d = {0};
		bool is_day = statement_date(
		    (struct cell){str_of(cases[i].text), cases[i].kind}, &d);

		print_message("# %s\n", cases[i].text);
		assert_int_equal(is_day, cases[i].day != NULL);
		if (is_day)
			assert_string_equal(date_iso(d).text, cases[i].day);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tables_of_banks_give_their_movements),
	    cmocka_unit_test(tables_without_what_is_needed_are_refused),
	    cmocka_unit_test(columns_may_be_told_by_position),
	    cmocka_unit_test(columns_may_be_told_by_a_layout),
	    cmocka_unit_test(a_wrong_layout_of_statements_is_told),
	    cmocka_unit_test(dates_of_banks_are_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
