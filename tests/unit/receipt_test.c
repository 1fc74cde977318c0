/* Receipts: what is read of every form, and what is told about wrong ones. */
#include "test.h"

#include "formats/receipt.h"

#include <fcntl.h>
#include <unistd.h>

struct reading {
	struct arena arena;
	struct input in;
	struct receipt_reader *reader;
};

static void
open_text(struct reading *x, struct str bytes)
{
	struct err e;

	x->in = (struct input){.name = STR("receipt"), .bytes = bytes};
	assert_int_equal(receipt_open(&x->reader, &x->in, &x->arena, &e), 0);
}

static void
open_sample(struct reading *x, const char *path)
{
	struct err e;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(input_map(&x->in, fd, str_of(path), 1 << 20, &e), 0);
	close(fd);
	assert_true(receipt_bid(&x->in) > 0);
	assert_int_equal(receipt_open(&x->reader, &x->in, &x->arena, &e), 0);
}

static void
close_reading(struct reading *x)
{
	receipt_close(x->reader);
	arena_close(&x->arena);
}

static bool
has_finding(const struct reading *x, const char *code)
{
	const struct findings *list = receipt_findings(x->reader);

	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].kind->code, code) == 0)
			return true;
	return false;
}

static void
an_rt_is_read_with_unpaid_items_in_their_places(void **state)
{
	struct reading x = {0};
	struct receipt t;
	struct err e;

	(void)state;
	open_sample(&x, "samples/ricevute/rt.xml");
	assert_int_equal(receipt_next(x.reader, &t, &e), 1);
	assert_int_equal(t.form, RECEIPT_RT);
	assert_int_equal(t.outcome, RECEIPT_PARTLY_PAID);
	assert_true(receipt_is_paid(&t));
	assert_str(t.id, "RT-2026-000451");
	assert_str(t.iuv, "RF18539007547034");
	assert_str(t.context, "CCP-451");
	assert_str(t.domain, "80000000001");
	assert_str(t.creditor.name, "Ordine dei Collaudatori di Esempio");
	assert_str(t.psp.code, "BANPITMM");
	assert_str(t.debtor.code, "RSSMRA80A01H501U");
	assert_str(t.debtor.email, "mario.rossi@example.org");
	assert_int_equal(t.total, 18000);
	assert_int_equal(t.fee, 150);
	assert_string_equal(date_iso(t.paid_on).text, "2026-03-08");
	assert_int_equal(t.transfer_count, 2);
	assert_int_equal(t.transfers[0].amount, 0);
	assert_int_equal(t.transfers[1].index, 2);
	assert_int_equal(t.transfers[1].amount, 18000);
	assert_str(t.transfers[1].iur, "15322940836187208011");
	assert_str(t.transfers[1].category, "9/QUOTA");
	assert_int_equal(receipt_findings(x.reader)->count, 0);
	assert_int_equal(receipt_next(x.reader, &t, &e), 0);
	close_reading(&x);
}

static void
a_new_receipt_is_read_with_its_beneficiaries_and_stamps(void **state)
{
	struct reading x = {0};
	struct receipt t;
	struct err e;

	(void)state;
	open_sample(&x, "samples/ricevute/paSendRTV2.xml");
	assert_int_equal(receipt_next(x.reader, &t, &e), 1);
	assert_int_equal(t.form, RECEIPT_V2);
	assert_int_equal(t.outcome, RECEIPT_PAID);
	assert_str(t.notice_number, "301000000000004512");
	assert_str(t.creditor.name, "Ordine dei Collaudatori di Esempio");
	assert_int_equal(t.total, 19600);
	assert_string_equal(instant_iso(t.paid).text, "2026-03-08T22:30:00Z");
	assert_string_equal(date_iso(t.settled).text, "2026-03-10");
	assert_int_equal(t.transfer_count, 3);
	assert_str(t.transfers[1].creditor, "80000000003");
	assert_str(t.transfers[1].creditor_name, "Federazione di Esempio");
	assert_str(t.transfers[1].iur, "0f1e2d3c4b5a69788796a5b4c3d2e1f0");
	assert_false(t.transfers[1].stamp);
	assert_true(t.transfers[2].stamp);
	assert_int_equal(receipt_findings(x.reader)->count, 0);
	close_reading(&x);
}

static void
json_may_hold_several_receipts(void **state)
{
	struct reading x = {0};
	struct receipt t;
	struct err e;

	(void)state;
	open_sample(&x, "samples/ricevute/ricevute.json");
	assert_int_equal(receipt_next(x.reader, &t, &e), 1);
	assert_int_equal(t.form, RECEIPT_JSON);
	assert_int_equal(t.transfer_count, 2);
	assert_int_equal(t.transfers[0].amount, 15050);
	assert_string_equal(date_iso(t.paid_on).text, "2026-03-09"); /* 00:30 in Rome */
	assert_int_equal(receipt_findings(x.reader)->count, 0);
	assert_int_equal(receipt_next(x.reader, &t, &e), 1);
	assert_str(t.iuv, "01000000000004613");
	assert_int_equal(t.outcome, RECEIPT_NOT_PAID);
	assert_true(has_finding(&x, "RECEIPT_TOTAL_DIFFERS"));
	assert_true(has_finding(&x, "RECEIPT_OUTCOME_CONTRADICTS"));
	assert_int_equal(receipt_next(x.reader, &t, &e), 0);
	close_reading(&x);
}

static void
what_a_receipt_lacks_is_told(void **state)
{
	struct reading x = {0};
	struct receipt t;
	struct err e;

	(void)state;
	open_text(&x,
	    STR("<receipt><outcome>BOH</outcome><transferList><transfer><idTransfer>9000"
		"</idTransfer><transferAmount>fallisci!</transferAmount></transfer>"
		"</transferList><applicationDate>ieri</applicationDate></receipt>"));
	assert_int_equal(receipt_next(x.reader, &t, &e), 1);
	assert_int_equal(t.outcome, RECEIPT_OUTCOME_UNKNOWN);
	assert_int_equal(t.transfers[0].index, 1);
	assert_true(has_finding(&x, "RECEIPT_OUTCOME_UNKNOWN"));
	assert_true(has_finding(&x, "RECEIPT_INDEX_INVALID"));
	assert_true(has_finding(&x, "RECEIPT_AMOUNT_INVALID"));
	assert_true(has_finding(&x, "RECEIPT_DATE_INVALID"));
	assert_true(has_finding(&x, "RECEIPT_IUV_MISSING"));
	assert_true(has_finding(&x, "RECEIPT_CREDITOR_MISSING"));
	close_reading(&x);
}

static void
what_a_receipt_tells_twice_must_be_the_same(void **state)
{
	static const struct {
		const char *text;
		bool twice;
	} told[] = {
	    {"<receipt><receiptId>a</receiptId><receiptId>a</receiptId></receipt>",
		false},
	    {"<receipt><receiptId>a</receiptId><receiptId>b</receiptId></receipt>", true},
	    {"<receipt><creditorReferenceId>1</creditorReferenceId>"
	     "<creditorReferenceId>2</creditorReferenceId></receipt>",
		true},
	    {"<receipt><paymentAmount>1.00</paymentAmount>"
	     "<paymentAmount>1.0</paymentAmount></receipt>",
		false},
	    {"<receipt><paymentAmount>1.00</paymentAmount>"
	     "<paymentAmount>2.00</paymentAmount></receipt>",
		true},
	    {"<receipt><transferList><transfer><transferAmount>1.00</transferAmount>"
	     "</transfer><transfer><transferAmount>2.00</transferAmount></transfer>"
	     "</transferList></receipt>",
		false},
	    {"<receipt><transferList><transfer><transferAmount>1.00</transferAmount>"
	     "<transferAmount>2.00</transferAmount></transfer></transferList></receipt>",
		true},
	    {"<receipt><transferList><transfer><fiscalCodePA>1</fiscalCodePA>"
	     "<fiscalCodePA>2</fiscalCodePA></transfer></transferList></receipt>",
		true},
	};
	struct receipt t;

	(void)state;
	for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
		struct reading x = {0};
		struct err e = {0};

		print_message("# %s\n", told[i].text);
		open_text(&x, str_of(told[i].text));
		assert_int_equal(receipt_next(x.reader, &t, &e), 1);
		assert_int_equal(has_finding(&x, "RECEIPT_ELEMENT_TWICE"), told[i].twice);
		close_reading(&x);
	}
}

static void
what_is_no_receipt_is_refused(void **state)
{
	static const struct {
		const char *text;
		const char *code;
	} refused[] = {
	    {"<html/>", "RECEIPT_NOT_A_RECEIPT"},
	    {"{\"results\":[{\"iuv\":\"1\"}]}", "RECEIPT_NOT_A_RECEIPT"},
	    {"<receipt>", "XML_NOT_WELL_FORMED"},
	    {"<x><rt>Y2lhbw==</rt></x>", "RECEIPT_PAYLOAD_DAMAGED"},
	    {"<x><faultCode>PPT_RT_SCONOSCIUTA</faultCode></x>", "RECEIPT_FAULT"},
	};
	struct receipt t;

	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct reading x = {0};
		struct err e = {0};

		open_text(&x, str_of(refused[i].text));
		assert_int_equal(receipt_next(x.reader, &t, &e), -1);
		assert_string_equal(e.code, refused[i].code);
		close_reading(&x);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_rt_is_read_with_unpaid_items_in_their_places),
	    cmocka_unit_test(a_new_receipt_is_read_with_its_beneficiaries_and_stamps),
	    cmocka_unit_test(json_may_hold_several_receipts),
	    cmocka_unit_test(what_a_receipt_lacks_is_told),
	    cmocka_unit_test(what_a_receipt_tells_twice_must_be_the_same),
	    cmocka_unit_test(what_is_no_receipt_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
