/* Reversali as OPI messages: the official schema judges them, and wrong ones are refused
 * before a byte is written. */
#include "test.h"

#include "formats/opi_write.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A str in a static initialiser. */
#define S(text)                                                                          \
	{                                                                                \
		text, sizeof(text) - 1                                                   \
	}

static const struct movement_provvisorio provvisori[] = {
    {S("0000012"), 123456}, {S("15"), 100}};

static const struct reversale_class classes[] = {{S("3010201999"), S(""), false, 123556}};

static const struct reversale_budget budgets[] = {
    {S("1010100"), S("QUOTE ISCRITTI"), 0, S("1"), S(""), 108456},
    {S("1010100"), S(""), 2025, S(""), S(""), 15100},
};

static const struct reversale_payer settlement[] = {{
    .name = S("PSP & FIGLI <PROVA> \"SPA\" \xc3\xa0"),
    .address = S("VIA ROMA 1"),
    .zip = S("20100"),
    .town = S("MILANO"),
    .province = S("MI"),
    .country = S("IT"),
    .vat_number = S("12345678901"),
    .causale = S("RIVERSAMENTO PAGOPA\n2026-01-15AGID_03-S000000000123"),
    .cents = 123556,
    .collection = COLLECTION_SETTLEMENT,
    .stamp_reason = S("ENTE PUBBLICO"),
    .classes = classes,
    .class_count = 1,
    .provvisori = provvisori,
    .provvisorio_count = 2,
    .reference = S("2026-01-15AGID_03-S000000000123"),
}};

static const struct reversale_payer cash[] = {
    {
	.name = S("ROSSI MARIO"),
	.fiscal_code = S("RSSMRA80A01H501U"),
	.causale = S("QUOTA 2026"),
	.cents = 6000,
	.collection = COLLECTION_CASH,
	.stamp = STAMP_ON_CREDITOR,
    },
    {
	.name = S("VERDI ANNA"),
	.causale = S("QUOTA 2026"),
	.cents = 4000,
	.collection = COLLECTION_POSTAL_ACCOUNT,
	.postal_account = S("12345678"),
	.bears_interest = true,
	.earmarked = true,
	.stamp = STAMP_ON_PAYER,
    },
};

static struct reversale reversali[] = {
    {
	.number = 1,
	.date = {2026, 1, 20},
	.account = S("0000001"),
	.cents = 123556,
	.budgets = budgets,
	.budget_count = 2,
	.payers = settlement,
	.payer_count = 1,
    },
    {
	.operation = REVERSALE_CANCELLATION,
	.number = 9999999,
	.date = {2026, 1, 21},
	.cents = 10000,
	.payers = cash,
	.payer_count = 2,
    },
};

static struct opi_flow
sample(void)
{
	return (struct opi_flow){
	    .header = {.abi = STR("05428"),
		.flow = STR("UFABCD.20260120.0001"),
		.created = 1768900000,
		.office = STR("UFABCD"),
		.name = STR("ORDINE PROVINCIALE DI PROVA"),
		.istat = STR("000123456"),
		.fiscal_code = STR("80000000000"),
		.channel = STR("A2A-00000001"),
		.bank_channel = STR("A2A-00000002"),
		.bank_code = STR("0001234")},
	    .year = 2026,
	    .reversali = reversali,
	    .count = 2,
	};
}

/* The schema asks for a signature, which is not ours to make: one of the right shape. */
static const char signature[] =
    "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignedInfo>"
    "<ds:CanonicalizationMethod "
    "Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>"
    "<ds:SignatureMethod "
    "Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>"
    "<ds:Reference URI=\"\"><ds:DigestMethod "
    "Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
    "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    "<ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>";

static int
xmllint(const char *schema, const char *file)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execlp("xmllint", "xmllint", "--noout", "--nonet", "--schema", schema,
		    file, (char *)NULL);
		_exit(127);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
save(const char *path, struct str bytes)
{
	static const char end[] = "</flusso_ordinativi>";
	size_t at = str_find_str(bytes, str_of(end));
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fwrite(bytes.ptr, 1, at, f);
	fputs(signature, f);
	fputs(end, f);
	assert_int_equal(fclose(f), 0);
}

static void
the_official_schemas_take_the_message(void **state)
{
	static const char *const schemas[] = {
	    "OPI_FLUSSO_ORDINATIVI_V_1_6_1.xsd", "OPI_FLUSSO_ORDINATIVI_V_1_7_1.xsd"};
	const char *shared = getenv("SHARED"), *scratch = getenv("SCRATCH");
	struct opi_flow flow = sample();
	struct arena a = {0};
	struct err e = {0};
	struct out o;
	char path[512], schema[512];

	(void)state;
	if (shared == NULL || access(shared, R_OK) != 0 || scratch == NULL) {
		print_message("# no shared schemas\n");
		skip();
	}
	out_open_memory(&o, &a);
	assert_int_equal(opi_write(&o, &flow, &a, &e), 0);
	snprintf(path, sizeof path, "%s/opi.xml", scratch);
	save(path, out_bytes_of(&o));
	for (size_t i = 0; i < 2; i++) {
		snprintf(
		    schema, sizeof schema, "%s/reference/opi/%s", shared, schemas[i]);
		assert_int_equal(xmllint(schema, path), 0);
	}
	arena_close(&a);
}

static void
texts_are_escaped_and_numbers_lose_their_zeros(void **state)
{
	static const char *const parts[] = {
	    "<anagrafica_versante>PSP &amp; FIGLI &lt;PROVA&gt; \"SPA\" "
	    "\xc3\xa0</anagrafica_versante>",
	    "<causale>RIVERSAMENTO PAGOPA 2026-01-15AGID_03-S000000000123</causale>",
	    "<numero_provvisorio>12</numero_provvisorio>",
	    "<importo_reversale>1235.56</importo_reversale>",
	    "<gestione>RESIDUO</gestione>\n<anno_residuo>2025</anno_residuo>",
	    "<numero_ccp>12345678</numero_ccp>",
	};
	struct opi_flow flow = sample();
	struct arena a = {0};
	struct err e = {0};
	struct out o;

	(void)state;
	out_open_memory(&o, &a);
	assert_int_equal(opi_write(&o, &flow, &a, &e), 0);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct str bytes = out_bytes_of(&o);

		if (str_find_str(bytes, str_of(parts[i])) == bytes.len)
			fail_msg("not found: %s", parts[i]);
	}
	arena_close(&a);
}

static void
refused(const struct opi_flow *flow, const char *code, const char *word)
{
	struct arena a = {0};
	struct err e = {0};
	struct out o;

	out_open_memory(&o, &a);
	assert_int_equal(opi_write(&o, flow, &a, &e), -1);
	assert_string_equal(e.code, code);
	assert_non_null(strstr(e.text, word));
	assert_int_equal(out_bytes_of(&o).len, 0);
	arena_close(&a);
}

static void
wrong_values_are_refused_and_named(void **state)
{
	struct opi_flow flow = sample();
	struct reversale wrong[2] = {reversali[0], reversali[1]};

	(void)state;
	flow.header.abi = STR("5428");
	refused(&flow, "OPI_FIELD_INVALID", "codice_ABI_BT");
	flow = sample();
	flow.header.channel = STR("A2A-123");
	refused(&flow, "OPI_FIELD_INVALID", "codice_tramite_ente");
	flow = sample();
	flow.header.flow = STR("spazio vietato");
	refused(&flow, "OPI_FIELD_INVALID", "identificativo_flusso");
	flow = sample();
	flow.reversali = wrong;
	wrong[1].number = 1;
	refused(&flow, "OPI_FIELD_INVALID", "twice");
	wrong[1].number = 10000000;
	refused(&flow, "OPI_FIELD_INVALID", "numero_reversale");
	flow.count = 0;
	refused(&flow, "OPI_FIELD_INVALID", "no reversale");
}

static void
sums_that_differ_are_refused(void **state)
{
	struct opi_flow flow = sample();
	struct reversale wrong = reversali[0];
	struct reversale_payer payer = settlement[0];

	(void)state;
	flow.reversali = &wrong;
	flow.count = 1;
	wrong.cents = 123557;
	refused(&flow, "REVERSALE_SUM_DIFFERS", "payers");
	wrong.cents = 123556;
	wrong.budget_count = 1;
	refused(&flow, "REVERSALE_SUM_DIFFERS", "bilancio");
	wrong.budget_count = 2;
	wrong.payers = &payer;
	payer.provvisorio_count = 1;
	refused(&flow, "REVERSALE_SUM_DIFFERS", "provvisori");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_official_schemas_take_the_message),
	    cmocka_unit_test(texts_are_escaped_and_numbers_lose_their_zeros),
	    cmocka_unit_test(wrong_values_are_refused_and_named),
	    cmocka_unit_test(sums_that_differ_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
