/* Statements in formats of their own: the samples, and the dialects and damages that
 * banks and portals make. */
#include "statement_case.h"

#include "base/input.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define FLOW "/PUR/LGPE-RIVERSAMENTO/TXT/0/URI/2026-01-19FANTITM1XXX-S00000000091"

static void
every_sample_gives_its_movements(void **state)
{
	static const struct {
		const char *file;
		const char *format;
		size_t movements;
		money sum;
		const char *account;
		const char *first;
	} cases[] = {
	    {"banca-rh.txt", "rh", 4, 229650, "IT60X0306901600100000012345", FLOW},
	    {"banca-mt940.sta", "mt940", 4, 229650, "IT60X0306901600100000012345", FLOW},
	    {"banca-camt053.xml", "camt.053", 5, 229650, "IT60X0306901600100000012345",
		FLOW},
	    {"tesoriere-giornale.xml", "giornale", 4, 230000, "0000042", FLOW},
	    {"banca-dare-avere.csv", "table", 3, 244650, "IT60X0306901600100000012345",
		"Accredito dell\xe2\x80\x99incasso\n" FLOW},
	    {"tesoriere-provvisori.csv", "table", 2, 245000, "", FLOW},
	};
	char path[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;
		struct input in;
		struct err e = {0};
		int fd;

		snprintf(path, sizeof path, "samples/estratti-conto/%s", cases[i].file);
		fd = open(path, O_RDONLY);
		assert_int_equal(input_map(&in, fd, str_of(path), 1 << 20, &e), 0);
		close(fd);
		read_case(&o, in.bytes, NULL);
		assert_string_equal(o.refusal, "");
		assert_string_equal(o.first->format, cases[i].format);
		assert_str(codes_of(&o), "");
		assert_int_equal(o.count, cases[i].movements);
		assert_int_equal(o.first->sum, cases[i].sum);
		assert_str(o.first->account, cases[i].account);
		assert_string_equal(o.seen[0].remittance, cases[i].first);
		outcome_close(&o);
		input_unmap(&in);
	}
}

/* A record of RH: pieces put at columns. */
#define RH " RH03069AB12C200126RENDICONTO\n"
#define R61                                                                              \
	" 610000001             0306993001                "                              \
	"CCX0306901600100000012345EUR200126C"                                            \
	"000000000100,00IT60\n"
#define R62(mark, amount)                                                                \
	" 620000001001200126200126" mark amount "48              RIF             "       \
	"         DESCRIZIONE\n"
#define R64(amount) " 640000001EUR200126C" amount "\n"
#define EF(records)                                                                      \
	" EF03069AB12C200126RENDICONTO                0000001                          " \
	"    "                                                                           \
	"00000" records "\n"

static void
damaged_rh_is_read_and_told(void **state)
{
	static const struct {
		const char *what;
		const char *text;
		size_t movements;
		money sum;
		const char *codes;
	} cases[] = {
	    {"whole", RH R61 R62("C", "000000000050,00") R64("000000000150,00") EF("05"),
		1, 5000, ""},
	    {"a sum that does not close",
		RH R61 R62("C", "000000000050,00") R64("000000000151,00") EF("05"), 1,
		5000, "STATEMENT_BALANCE_DIFFERS"},
	    {"a wrong count",
		RH R61 R62("D", "000000000050,00") R64("000000000050,00") EF("09"), 1,
		-5000, "STATEMENT_COUNT_DIFFERS"},
	    {"no end", RH R61 R62("C", "000000000050,00") R64("000000000150,00"), 1, 5000,
		"STATEMENT_TRUNCATED"},
	    {"no closing balance", RH R61 R62("C", "000000000050,00") EF("04"), 1, 5000,
		"STATEMENT_TRUNCATED"},
	    {"an amount that is none",
		RH R61 R62("C", "0000000000x0,00") R64("000000000100,00") EF("05"), 0, 0,
		"STATEMENT_AMOUNT_INVALID"},
	    {"a sign that is none",
		RH R61 R62("?", "000000000050,00") R64("000000000100,00") EF("05"), 0, 0,
		"STATEMENT_SIGN_INVALID"},
	    {"an unknown record", RH R61 " 990000001\n" R64("000000000100,00") EF("05"),
		0, 0, "STATEMENT_LINE_UNKNOWN"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;

		print_message("# %s\n", cases[i].what);
		read_case(&o, str_of(cases[i].text), NULL);
		assert_string_equal(o.refusal, "");
		assert_str(codes_of(&o), cases[i].codes);
		assert_int_equal(o.count, cases[i].movements);
		assert_int_equal(o.first->sum, cases[i].sum);
		outcome_close(&o);
	}
}

static void
stripped_blanks_do_not_move_the_columns_of_rh(void **state)
{
	static const char text[] =
	    "RH03069AB12C200126RENDICONTO\r\n"
	    "610000001             0306993001                "
	    "CCX0306901600100000012345EUR200126C"
	    "000000000100,00IT60\r\n"
	    "620000001001200126210126C000000000050,0048\r\n"
	    "630000001001:RI3:PERCH\xc3\x89 NO :OR1:SOCIET\xc3\x80 UNO\r\n";
	struct outcome o;

	(void)state;
	read_case(&o, str_of(text), NULL);
	assert_int_equal(o.count, 1);
	assert_string_equal(o.seen[0].value, "2026-01-20");
	assert_string_equal(o.seen[0].booking, "2026-01-21");
	assert_string_equal(o.seen[0].code, "48");
	assert_string_equal(o.seen[0].remittance, "PERCH\xc3\x89 NO");
	assert_string_equal(o.seen[0].party, "SOCIET\xc3\x80 UNO");
	outcome_close(&o);
}

static void
other_flows_of_banks_are_refused(void **state)
{
	static const struct {
		const char *text;
		const char *code;
	} cases[] = {
	    {" IM1234503069200126INCASSI FANTASIA                                        "
	     "E\n",
		"STATEMENT_NOT_A_STATEMENT"},
	    {"<flusso_ordinativi><esercizio>2026</esercizio></flusso_ordinativi>",
		"STATEMENT_NOT_A_STATEMENT"},
	    {"<Document xmlns=\"camt.053.001.02\"><BkToCstmrStmt/></Document>",
		"STATEMENT_NOT_A_STATEMENT"},
	    {"<!DOCTYPE a><Document><BkToCstmrStmt><Stmt/></BkToCstmrStmt></Document>",
		"XML_DOCTYPE"},
	    {"<Document><BkToCstmrStmt><Stmt></BkToCstmrStmt></Document>",
		"XML_NOT_WELL_FORMED"},
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
lines_of_mt940_have_many_dialects(void **state)
{
	static const struct {
		const char *line;
		money cents;
		enum movement_type type;
		const char *booking, *value, *code, *codes;
	} cases[] = {
	    {"2601150116C1234,56NTRFNONREF//1", 123456, MOVEMENT_CREDIT, "2026-01-16",
		"2026-01-15", "NTRF", ""},
	    {"260115D6,NMSCX", -600, MOVEMENT_DEBIT, "2026-01-15", "2026-01-15", "NMSC",
		""},
	    {"2601150115CR620,3NTRFX", 62030, MOVEMENT_CREDIT, "2026-01-15", "2026-01-15",
		"NTRF", ""},
	    {"2601150115RCR1,00NTRFX", -100, MOVEMENT_REVERSAL, "2026-01-15",
		"2026-01-15", "NTRF", ""},
	    {"2601150115RD1,00NTRFX", 100, MOVEMENT_REVERSAL, "2026-01-15", "2026-01-15",
		"NTRF", ""},
	    {"2512310102C1,00NTRFX", 100, MOVEMENT_CREDIT, "2026-01-02", "2025-12-31",
		"NTRF", ""},
	    {"2601011231C1,00NTRFX", 100, MOVEMENT_CREDIT, "2025-12-31", "2026-01-01",
		"NTRF", ""},
	    {"2602300301DR6,00N024NONREF", -600, MOVEMENT_DEBIT, "2026-03-01",
		"2026-02-28", "N024", "STATEMENT_DATE_INVALID"},
	    {"2601150115CR\r\n30,00N062NONREF", 3000, MOVEMENT_CREDIT, "2026-01-15",
		"2026-01-15", "N062", ""},
	};
	char text[256];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;

		print_message("# %s\n", cases[i].line);
		snprintf(text, sizeof text, ":20:A\r\n:61:%s\r\n:86:X\r\n-\r\n",
		    cases[i].line);
		read_case(&o, str_of(text), NULL);
		assert_int_equal(o.count, 1);
		assert_int_equal(o.seen[0].cents, cases[i].cents);
		assert_int_equal(o.seen[0].type, cases[i].type);
		assert_string_equal(o.seen[0].booking, cases[i].booking);
		assert_string_equal(o.seen[0].value, cases[i].value);
		assert_string_equal(o.seen[0].code, cases[i].code);
		assert_string_equal(o.seen[0].remittance, "X");
		assert_str(codes_of(&o), cases[i].codes);
		outcome_close(&o);
	}
}

#define CAMT(entry)                                                                      \
	"<Document "                                                                     \
	"xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\"><BkToCstmrStmt>"       \
	"<Stmt><Acct><Id><IBAN>IT60X0306901600100000012345</IBAN></Id></Acct>" entry     \
	"</Stmt></BkToCstmrStmt></Document>"
#define NTRY(amount, sign, more)                                                         \
	"<Ntry><Amt Ccy=\"EUR\">" amount "</Amt><CdtDbtInd>" sign                        \
	"</CdtDbtInd><ValDt><Dt>2026-01-20</Dt></ValDt>" more "</Ntry>"

static void
entries_of_camt_are_movements(void **state)
{
	static const struct {
		const char *what, *text;
		size_t movements;
		money cents;
		enum movement_state state;
		size_t details;
		const char *codes;
	} cases[] = {
	    {"no status is booked", CAMT(NTRY("1.5", "CRDT", "")), 1, 150,
		MOVEMENT_BOOKED, 0, ""},
	    {"pending is told", CAMT(NTRY("1", "DBIT", "<Sts>PDNG</Sts>")), 1, -100,
		MOVEMENT_PENDING, 0, ""},
	    {"information is told", CAMT(NTRY("1", "CRDT", "<Sts><Cd>INFO</Cd></Sts>")),
		1, 100, MOVEMENT_INFORMATION, 0, ""},
	    {"a third decimal is refused", CAMT(NTRY("1.505", "CRDT", "")), 0, 0,
		MOVEMENT_BOOKED, 0, "STATEMENT_AMOUNT_INVALID"},
	    {"zeros behind are harmless", CAMT(NTRY("1.50000", "CRDT", "")), 1, 150,
		MOVEMENT_BOOKED, 0, ""},
	    {"no sign", CAMT(NTRY("1.50", "", "")), 0, 0, MOVEMENT_BOOKED, 0,
		"STATEMENT_SIGN_INVALID"},
	    {"details that differ",
		CAMT(NTRY("3", "CRDT",
		    "<NtryDtls><TxDtls><Amt Ccy=\"EUR\">1</Amt></TxDtls><TxDtls><Amt "
		    "Ccy=\"EUR\">1</Amt></TxDtls></NtryDtls>")),
		1, 300, MOVEMENT_BOOKED, 2, "STATEMENT_DETAILS_DIFFER"},
	    {"another currency",
		CAMT("<Ntry><Amt Ccy=\"CHF\">2</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt>"
		     "<Dt>2026-01-20</Dt></BookgDt></Ntry>"),
		1, 200, MOVEMENT_BOOKED, 0, "STATEMENT_NOT_EURO"},
	    {"no date at all",
		CAMT("<Ntry><Amt Ccy=\"EUR\">2</Amt><CdtDbtInd>CRDT</CdtDbtInd></Ntry>"),
		1, 200, MOVEMENT_BOOKED, 0, "STATEMENT_DATE_INVALID"},
	    {"a comment before the declaration",
		"<!-- x -->\n<?xml version=\"1.0\"?>" CAMT(NTRY("1", "CRDT", "")), 1, 100,
		MOVEMENT_BOOKED, 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;

		print_message("# %s\n", cases[i].what);
		read_case(&o, str_of(cases[i].text), NULL);
		assert_string_equal(o.refusal, "");
		assert_int_equal(o.count, cases[i].movements);
		assert_str(codes_of(&o), cases[i].codes);
		if (o.count > 0) {
			assert_int_equal(o.seen[0].cents, cases[i].cents);
			assert_int_equal(o.seen[0].state, cases[i].state);
			assert_int_equal(o.seen[0].details, cases[i].details);
		}
		outcome_close(&o);
	}
}

static void
what_camt_leaves_out_is_taken_from_elsewhere(void **state)
{
	struct outcome o;

	(void)state;
	read_case(&o,
	    str_of(CAMT(NTRY("1", "CRDT",
		"<NtryDtls><TxDtls><RmtInf><Strd><AddtlRmtInf>" FLOW
		"</AddtlRmtInf></Strd></RmtInf></TxDtls></NtryDtls>"))),
	    NULL);
	assert_int_equal(o.count, 1);
	assert_string_equal(o.seen[0].booking, "2026-01-20");
	assert_string_equal(o.seen[0].remittance, FLOW);
	outcome_close(&o);
}

#define JOURNAL(movement)                                                                \
	"<flusso_giornale_di_cassa><esercizio>2026</"                                    \
	"esercizio><informazioni_conto_evidenza>"                                        \
	"<conto_evidenza>1</conto_evidenza><movimento_conto_evidenza>" movement          \
	"</movimento_conto_evidenza></informazioni_conto_evidenza></"                    \
	"flusso_giornale_di_cassa>"
#define MOVEMENT(direction, document, operation, amount, more)                           \
	"<tipo_movimento>" direction "</tipo_movimento><tipo_documento>" document        \
	"</tipo_documento><tipo_operazione>" operation                                   \
	"</tipo_operazione><numero_documento>0007</numero_documento><importo>" amount    \
	"</importo><data_movimento>2026-01-20</data_movimento>" more

static void
a_journal_tells_money_from_its_regularisation(void **state)
{
	static const struct {
		const char *text;
		money cents;
		enum movement_type type;
		money sum;
		const char *provvisorio;
	} cases[] = {
	    {JOURNAL(MOVEMENT("ENTRATA", "SOSPESO ENTRATA", "ESEGUITO", "5.00", "")), 500,
		MOVEMENT_CREDIT, 500, "7"},
	    {JOURNAL(MOVEMENT("ENTRATA", "SOSPESO ENTRATA", "STORNATO", "5.00", "")),
		-500, MOVEMENT_REVERSAL, -500, "7"},
	    {JOURNAL(MOVEMENT("ENTRATA", "SOSPESO ENTRATA", "STORNATO", "-5.00", "")),
		-500, MOVEMENT_REVERSAL, -500, "7"},
	    {JOURNAL(MOVEMENT("USCITA", "SOSPESO USCITA", "ESEGUITO", "5.00", "")), -500,
		MOVEMENT_DEBIT, -500, "7"},
	    {JOURNAL(MOVEMENT("ENTRATA", "SOSPESO ENTRATA", "REGOLARIZZATO", "5.00", "")),
		500, MOVEMENT_SETTLEMENT, 0, "7"},
	    {JOURNAL(MOVEMENT("ENTRATA", "SOSPESO ENTRATA", "RIPRISTINATO", "5.00", "")),
		500, MOVEMENT_RESTORATION, 0, "7"},
	    {JOURNAL(MOVEMENT("ENTRATA", "REVERSALE", "ESEGUITO", "5.00", "")), 500,
		MOVEMENT_CREDIT, 500, ""},
	    {JOURNAL(MOVEMENT("ENTRATA", "REVERSALE", "ESEGUITO", "5.00",
		 "<sospeso><numero_provvisorio>012</numero_provvisorio>"
		 "<importo_provvisorio>5.00</importo_provvisorio></sospeso>")),
		500, MOVEMENT_SETTLEMENT, 0, "12"},
	    {JOURNAL(MOVEMENT("ENTRATA", "REVERSALE", "ESEGUITO", "5.00",
		 "<numero_sospeso>013</numero_sospeso>")),
		500, MOVEMENT_SETTLEMENT, 0, "13"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct outcome o;

		read_case(&o, str_of(cases[i].text), NULL);
		assert_string_equal(o.refusal, "");
		assert_str(codes_of(&o), "");
		assert_int_equal(o.count, 1);
		assert_int_equal(o.seen[0].cents, cases[i].cents);
		assert_int_equal(o.seen[0].type, cases[i].type);
		assert_string_equal(o.seen[0].provvisorio, cases[i].provvisorio);
		assert_int_equal(o.first->sum, cases[i].sum);
		outcome_close(&o);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_sample_gives_its_movements),
	    cmocka_unit_test(damaged_rh_is_read_and_told),
	    cmocka_unit_test(stripped_blanks_do_not_move_the_columns_of_rh),
	    cmocka_unit_test(other_flows_of_banks_are_refused),
	    cmocka_unit_test(lines_of_mt940_have_many_dialects),
	    cmocka_unit_test(entries_of_camt_are_movements),
	    cmocka_unit_test(what_camt_leaves_out_is_taken_from_elsewhere),
	    cmocka_unit_test(a_journal_tells_money_from_its_regularisation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
