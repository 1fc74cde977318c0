/* Flows: what is read of every form, and what is told about wrong ones. */
#include "test.h"

#include <stdio.h>

#include "base/base64.h"
#include "base/out.h"
#include "formats/flow.h"
#include "formats/value.h"

#include <fcntl.h>
#include <unistd.h>

/* A flow read whole: "iuv iur index cents outcome date; ..." and the codes of its
 * findings.
 */
struct reading {
	struct arena arena;
	struct input in;
	struct flow flow;
	struct str payments;
	struct str codes;
	const char *refusal;
};

static void
read_bytes(struct reading *x, bool careful)
{
	struct flow_options options = {.careful = careful};
	struct flow_reader *r = NULL;
	struct flow_payment p;
	struct err e = {0};
	struct out payments, codes;
	int got = flow_open(&r, &x->in, &options, &x->arena, &e);

	out_open_memory(&payments, &x->arena);
	out_open_memory(&codes, &x->arena);
	while (got >= 0 && (got = flow_next(r, &p, &e)) > 0)
		out_format(&payments, "%.*s %.*s %u %lld %d %s; ", STR_ARG(p.iuv),
		    STR_ARG(p.iur), p.index, (long long)p.amount, p.outcome,
		    date_iso(p.date).text);
	x->refusal = got < 0 ? e.code : NULL;
	if (r != NULL && got == 0) {
		assert_int_equal(flow_next(r, &p, &e), 0); /* the end stays the end */
		for (size_t i = 0; i < flow_findings(r)->count; i++)
			out_format(&codes, "%s ", flow_findings(r)->items[i].kind->code);
		x->flow = *flow_header(r);
	}
	x->payments = out_bytes_of(&payments);
	x->codes = out_bytes_of(&codes);
	flow_close(r);
}

static void
read_text(struct reading *x, const char *text)
{
	x->in = (struct input){.name = STR("flow"), .bytes = str_of(text)};
	read_bytes(x, false);
}

static void
read_sample(struct reading *x, const char *path, bool careful)
{
	struct err e;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(input_map(&x->in, fd, str_of(path), 1 << 20, &e), 0);
	close(fd);
	assert_true(flow_bid(&x->in) > 0);
	read_bytes(x, careful);
}

static void
end_reading(struct reading *x)
{
	arena_close(&x->arena);
}

#define THREE_PAYMENTS                                                                   \
	"01000000000004512 0f1e2d3c4b5a69788796a5b4c3d2e1f0 1 18000 0 2026-03-08; "      \
	"01000000000004613 1f1e2d3c4b5a69788796a5b4c3d2e1f0 1 9050 9 2026-03-08; "       \
	"RF18539007547034 15322940836187208011 1 1234 0 2026-03-07; "

static void
one_flow_is_the_same_in_every_form(void **state)
{
	static const struct {
		const char *path;
		bool careful;
	} forms[] = {{"samples/fdr/flusso.xml", false}, {"samples/fdr/flusso.xml", true},
	    {"samples/fdr/risposta-del-nodo.xml", false},
	    {"samples/fdr/risposta-del-nodo.xml", true},
	    {"samples/fdr/api-testata-e-pagine.json", false}};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		struct reading x = {0};

		read_sample(&x, forms[i].path, forms[i].careful);
		assert_null(x.refusal);
		assert_str(x.payments, THREE_PAYMENTS);
		assert_str(x.codes, "");
		assert_str(x.flow.id, "2026-03-09BANPITMM-0000000451");
		assert_string_equal(
		    instant_iso(x.flow.made).text, "2026-03-10T02:20:22Z");
		assert_string_equal(date_iso(x.flow.settled).text, "2026-03-09");
		assert_str(x.flow.settlement, "0306900000000000489999999999IT");
		assert_str(x.flow.sender.type, "B");
		assert_str(x.flow.sender.code, "BANPITMM");
		assert_str(x.flow.sender.name, "Banca di Prova & Figli");
		assert_str(flow_creditor(&x.flow), "80000000001");
		assert_int_equal(x.flow.total, 28284);
		assert_int_equal(x.flow.declared_total, 28284);
		assert_int_equal(x.flow.declared_count, 3);
		end_reading(&x);
	}
}

static void
wrong_flows_are_told_and_lose_no_payment(void **state)
{
	static const struct {
		const char *path;
		const char *codes;
		uint64_t count;
		money total;
	} wrong[] = {
	    {"samples/fdr/totale-errato.xml", "FLOW_TOTAL_DIFFERS FLOW_COUNT_DIFFERS ", 3,
		28284},
	    {"samples/fdr/api-pagina-mancante.json",
		"FLOW_TOTAL_DIFFERS FLOW_COUNT_DIFFERS FLOW_PAGES_MISSING ", 2, 27050},
	    {"samples/fdr/esiti-e-importi-anomali.xml",
		"FLOW_AMOUNT_FORM FLOW_AMOUNT_INVALID FLOW_AMOUNT_NEGATIVE "
		"FLOW_OUTCOME_UNKNOWN FLOW_DATE_INVALID FLOW_IUV_MISSING "
		"FLOW_INDEX_INVALID FLOW_AMOUNT_INVALID FLOW_TOTAL_DIFFERS ",
		5, 600},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct reading x = {0};

		read_sample(&x, wrong[i].path, false);
		assert_null(x.refusal);
		assert_str(x.codes, wrong[i].codes);
		assert_int_equal(x.flow.count, wrong[i].count);
		assert_int_equal(x.flow.total, wrong[i].total);
		end_reading(&x);
	}
}

static void
what_is_no_flow_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *code;
	} refused[] = {
	    {"", "FILE_EMPTY"},
	    {"2026-03-09", "XML_NOT_FOUND"},
	    {"<html/>", "FLOW_NOT_A_FLOW"},
	    {"{\"iuv\":1}", "FLOW_NOT_A_FLOW"},
	    {"{\"data\":[{\"fdr\":\"x\"}]}", "FLOW_NOT_A_FLOW"},
	    {"<FlussoRiversamento>", "XML_NOT_WELL_FORMED"},
	    {"<x><xmlRendicontazione>%</xmlRendicontazione></x>", "FLOW_PAYLOAD_DAMAGED"},
	    {"<x><xmlRendicontazione>Y2lhbw==</xmlRendicontazione></x>",
		"FLOW_PAYLOAD_DAMAGED"},
	    {"<x><faultCode>PPT_SEMANTICA</faultCode></x>", "FLOW_FAULT"},
	    {"{\"fdr\":\"a\",\"fdrDate\":1}{\"fdr\":\"b\"}", "FLOW_SEVERAL"},
	    {"<FlussoRiversamento><dataRegolamento>2026-03-09</dataRegolamento>"
	     "<dataRegolamento>2026-03-10</dataRegolamento></FlussoRiversamento>",
		"FLOW_SEVERAL"},
	    {"<FlussoRiversamento><istitutoRicevente>"
	     "<codiceIdentificativoUnivoco>1</codiceIdentificativoUnivoco>"
	     "</istitutoRicevente><istitutoRicevente>"
	     "<codiceIdentificativoUnivoco>2</codiceIdentificativoUnivoco>"
	     "</istitutoRicevente></FlussoRiversamento>",
		"FLOW_SEVERAL"},
	};
	struct reading x = {0};

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		read_text(&x, refused[i].text);
		assert_non_null(x.refusal);
		assert_string_equal(x.refusal, refused[i].code);
	}
	end_reading(&x);
}

static void
what_a_payment_tells_twice_is_not_taken(void **state)
{
	struct reading x = {0};

	(void)state;
	read_text(&x,
	    "<FlussoRiversamento><identificativoFlusso>2026-03-09BANPITMM-1"
	    "</identificativoFlusso><istitutoRicevente><codiceIdentificativoUnivoco>"
	    "80000000001</codiceIdentificativoUnivoco></istitutoRicevente>"
	    "<importoTotalePagamenti>7.00</importoTotalePagamenti>"
	    "<importoTotalePagamenti>7.00</importoTotalePagamenti>"
	    "<datiSingoliPagamenti><identificativoUnivocoVersamento>1"
	    "</identificativoUnivocoVersamento><singoloImportoPagato>9.00"
	    "</singoloImportoPagato><singoloImportoPagato>7.00</singoloImportoPagato>"
	    "<codiceEsitoSingoloPagamento>0</codiceEsitoSingoloPagamento>"
	    "<codiceEsitoSingoloPagamento>3</codiceEsitoSingoloPagamento>"
	    "</datiSingoliPagamenti></FlussoRiversamento>");
	assert_null(x.refusal);
	assert_str(x.payments, "1  1 0 -1 ; ");
	assert_str(x.codes,
	    "FLOW_ELEMENT_TWICE FLOW_AMOUNT_INVALID FLOW_ELEMENT_TWICE "
	    "FLOW_TOTAL_DIFFERS ");
	end_reading(&x);
}

static void
amounts_in_json_are_doubles(void **state)
{
	static const struct {
		const char *sum, *first, *second, *payments;
	} flows[] = {
	    {"150.29999999999998", "150.10000000000002", "0.2",
		"1  1 15010 0 ; 2  1 20 0 ; "},
	    {"1.234567844E7", "1.2345678E7", "0.44", "1  1 1234567800 0 ; 2  1 44 0 ; "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof flows / sizeof flows[0]; i++) {
		struct reading x = {0};
		char text[512];

		snprintf(text, sizeof text,
		    "{\"fdr\":\"2026-03-09BANPITMM-1\","
		    "\"fdrDate\":\"2026-03-09T10:00:00Z\","
		    "\"receiver\":{\"organizationId\":\"80000000001\"},\"totPayments\":2,"
		    "\"sumPayments\":%s,\"payments\":["
		    "{\"iuv\":\"1\",\"pay\":%s,\"payStatus\":\"EXECUTED\"},"
		    "{\"iuv\":\"2\",\"pay\":%s,\"payStatus\":\"EXECUTED\"}]}",
		    flows[i].sum, flows[i].first, flows[i].second);
		read_text(&x, text);
		assert_null(x.refusal);
		assert_str(x.payments, flows[i].payments);
		assert_str(x.codes, "");
		end_reading(&x);
	}
}

static void
a_flow_without_payments_or_id_is_told(void **state)
{
	struct reading x = {0};

	(void)state;
	read_text(&x,
	    "<FlussoRiversamento><identificativoFlusso>x y</identificativoFlusso>"
	    "</FlussoRiversamento>");
	assert_null(x.refusal);
	assert_str(x.codes, "FLOW_ID_FORM FLOW_EMPTY FLOW_CREDITOR_MISSING ");
	read_text(
	    &x, "{\"payments\":[{\"iuv\":\"1\",\"pay\":1,\"payStatus\":\"REVOKED\"}]}");
	assert_str(x.payments, "1  1 100 3 ; ");
	assert_str(x.codes, "FLOW_ID_MISSING FLOW_CREDITOR_MISSING ");
	assert_int_equal(x.flow.total_revoked, 100);
	end_reading(&x);
}

static void
values_are_read_from_their_decimal_text(void **state)
{
	static const struct {
		const char *text;
		bool read, exact;
		money cents;
	} amounts[] = {
	    {"150.00", true, true, 15000},
	    {"0.00", true, true, 0},
	    {"999999999.99", true, true, 99999999999},
	    {"150", true, false, 15000},
	    {"150.5", true, false, 15050},
	    {"-1.00", true, false, -100},
	    {"1.005", false, false, 0},
	    {"1,00", false, false, 0},
	    {"1e2", false, false, 0},
	    {"", false, false, 0},
	    {".50", true, false, 50},
	    {"99999999999999999999.00", false, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
		money cents = 0;
		bool exact;

		assert_int_equal(
		    value_amount(str_of(amounts[i].text), false, &cents, &exact),
		    amounts[i].read);
		assert_int_equal(cents, amounts[i].cents);
		assert_int_equal(exact, amounts[i].exact);
	}
}

static void
ids_of_flows_have_a_form(void **state)
{
	static const struct {
		const char *id;
		bool valid;
	} ids[] = {{"2026-03-09BANPITMM-0000000451", true}, {"2026-03-09", true},
	    {"2026-02-30BANPITMM-0000000451", false}, {"2026-3-9BANPITMM-1", false},
	    {"2026-03-09BANPITMM 451", false}, {"", false},
	    {"2026-03-09BANPITMM-00000000000000045", false}};

	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
		assert_int_equal(flow_id_is_valid(str_of(ids[i].id)), ids[i].valid);
}

static void
instants_are_told_by_zone_or_by_rome(void **state)
{
	static const struct {
		const char *text;
		const char *utc; /* NULL: refused */
	} instants[] = {{"2026-03-10T02:20:22Z", "2026-03-10T02:20:22Z"},
	    {"2026-03-10T03:20:22", "2026-03-10T02:20:22Z"},
	    {"2026-07-10T03:20:22", "2026-07-10T01:20:22Z"},
	    {"2026-03-10T03:20:22.999+01:00", "2026-03-10T02:20:22Z"},
	    {"2026-03-10T03:20:22-0530", "2026-03-10T08:50:22Z"},
	    {"2026-03-09", "2026-03-08T23:00:00Z"},
	    {"2026-10-25T02:30:00", "2026-10-25T00:30:00Z"},
	    {"1741943375.807000000", "2025-03-14T09:09:35Z"},
	    {"2026-03-10T25:00:00Z", NULL}, {"2026-03-10T03:20:22+1", NULL}, {"", NULL},
	    {"{flowDate}", NULL}, {"12345", NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof instants / sizeof instants[0]; i++) {
		int64_t instant = 0;
		bool good = instant_parse(str_of(instants[i].text), &instant);

		assert_int_equal(good, instants[i].utc != NULL);
		if (good)
			assert_string_equal(instant_iso(instant).text, instants[i].utc);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_flow_is_the_same_in_every_form),
	    cmocka_unit_test(wrong_flows_are_told_and_lose_no_payment),
	    cmocka_unit_test(what_is_no_flow_is_refused),
	    cmocka_unit_test(what_a_payment_tells_twice_is_not_taken),
	    cmocka_unit_test(amounts_in_json_are_doubles),
	    cmocka_unit_test(a_flow_without_payments_or_id_is_told),
	    cmocka_unit_test(values_are_read_from_their_decimal_text),
	    cmocka_unit_test(ids_of_flows_have_a_form),
	    cmocka_unit_test(instants_are_told_by_zone_or_by_rome),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
