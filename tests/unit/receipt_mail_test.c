#include "test.h"

#include "formats/pec.h"

#include <stdio.h>

static struct arena arena;

static struct str
certificate(const char *type, const char *error, const char *data)
{
	return arena_format(&arena,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<postacert tipo=\"%s\" errore=\"%s\"><intestazione>"
	    "<mittente>ordine@pec.example.it</mittente>"
	    "<destinatari tipo=\"certificato\">Mario.Rossi@pec.example.it</destinatari>"
	    "<destinatari tipo=\"esterno\">bianchi@example.it</destinatari>"
	    "<risposte>ordine@pec.example.it</risposte><oggetto>Quota &amp; "
	    "altro</oggetto></intestazione>"
	    "<dati><gestore-emittente>G</gestore-emittente>"
	    "<data zona=\"+0100\"><giorno>20/01/2026</giorno><ora>10:15:30</ora></data>"
	    "<identificativo>opec1@pec.example.it</identificativo>"
	    "<msgid>&lt;avviso-1@ordine.example.it&gt;</msgid>%s</dati></postacert>",
	    type, error, data);
}

static void
test_each_type_is_its_kind(void **state)
{
	static const struct {
		const char *type, *data;
		enum receipt_kind kind;
		size_t count;
	} cases[] = {
	    {"accettazione", "", RECEIPT_ACCEPTED, 2},
	    {"non-accettazione", "<errore-esteso>troppo grande</errore-esteso>",
		RECEIPT_NOT_ACCEPTED, 2},
	    {"presa-in-carico", "", RECEIPT_TAKEN_OVER, 2},
	    {"avvenuta-consegna", "<consegna>Mario.Rossi@pec.example.it</consegna>",
		RECEIPT_DELIVERED, 1},
	    {"errore-consegna", "<consegna>mario.rossi@pec.example.it</consegna>",
		RECEIPT_FAILED, 1},
	    {"preavviso-errore-consegna",
		"<consegna>mario.rossi@pec.example.it</consegna>"
		"<errore-esteso>12 ore</errore-esteso>",
		RECEIPT_DELAYED, 1},
	    {"preavviso-errore-consegna",
		"<consegna>mario.rossi@pec.example.it</consegna>"
		"<errore-esteso>5.4.1 - tempo massimo</errore-esteso>",
		RECEIPT_FAILED, 1},
	    {"rilevazione-virus", "", RECEIPT_FAILED, 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct delivery_receipts list;
		struct err e;

		assert_int_equal(
		    pec_daticert_read(&list, &arena,
			certificate(cases[i].type, "altro", cases[i].data), &e),
		    0);
		assert_int_equal(list.count, cases[i].count);
		assert_int_equal(list.items[0].kind, cases[i].kind);
		assert_str(list.items[0].message_id, "avviso-1@ordine.example.it");
		assert_str(list.items[0].recipient, "mario.rossi@pec.example.it");
		assert_str(list.items[0].provider_id, "opec1@pec.example.it");
		assert_int_equal(list.items[0].at, 1768900530); /* 09:15:30 UTC */
		assert_true(list.items[0].is_pec);
	}
}

static void
test_a_recipient_without_pec_is_told(void **state)
{
	struct delivery_receipts list;
	struct err e;

	(void)state;
	assert_int_equal(pec_daticert_read(&list, &arena,
			     certificate("accettazione", "nessuno", ""), &e),
	    0);
	assert_false(list.items[0].ordinary);
	assert_true(list.items[1].ordinary);
	assert_str(list.items[1].recipient, "bianchi@example.it");
	assert_int_equal(list.items[0].error.len, 0);
}

static void
test_what_is_no_certificate_is_refused(void **state)
{
	static const char *const bad[] = {"", "<a/>", "<postacert tipo='x'/>",
	    "<postacert tipo='accettazione'",
	    "<!DOCTYPE p [<!ENTITY a 'b'>]><postacert tipo='accettazione'/>"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct delivery_receipts list;
		struct err e = {0};

		assert_int_equal(
		    pec_daticert_read(&list, &arena, str_of(bad[i]), &e), -1);
		assert_int_equal(e.kind, ERR_FILE);
		assert_non_null(e.code);
	}
}

/* A bounce as Postfix writes them, with the message inside that must not be believed. */
static const char bounce[] =
    "From: MAILER-DAEMON@mx.example.it\r\n"
    "Subject: Undelivered Mail Returned to Sender\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n"
    "\tboundary=\"AB/mx.example.it\"\r\n\r\n"
    "--AB/mx.example.it\r\n\r\nhuman text\r\n"
    "--AB/mx.example.it\r\n"
    "Content-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; mx.example.it\r\n\r\n"
    "Final-Recipient: rfc822; Mario@example.it\r\n"
    "Action: failed\r\n"
    "Status: 5.1.1\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <mario@example.it>: User\r\n"
    "    unknown\r\n\r\n"
    "Final-Recipient: rfc822; piena@example.it\r\n"
    "Action: delayed\r\nStatus: 4.2.2\r\n\r\n"
    "--AB/mx.example.it\r\n"
    "Content-Type: message/rfc822\r\n\r\n"
    "From: ordine@example.it\r\nMessage-ID: <avviso-2@ordine.example.it>\r\n"
    "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    "--x\r\nContent-Type: application/xml; name=daticert.xml\r\n\r\n<fake/>\r\n--x--\r\n"
    "--AB/mx.example.it--\r\n";

static void
test_a_bounce_is_read_per_recipient(void **state)
{
	struct delivery_receipts list;
	struct err e;

	(void)state;
	assert_int_equal(receipt_message_read(&list, &arena, STR(bounce), &e), 1);
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].kind, RECEIPT_FAILED);
	assert_str(list.items[0].recipient, "mario@example.it");
	assert_str(list.items[0].error, "5.1.1");
	assert_str(list.items[0].message_id, "avviso-2@ordine.example.it");
	assert_non_null(strstr(arena_cstr(&arena, list.items[0].reason), "unknown"));
	assert_int_equal(list.items[1].kind, RECEIPT_DELAYED);
	assert_false(list.items[1].is_pec);
}

static void
test_other_mail_is_no_receipt(void **state)
{
	static const char *const mails[] = {"", "Subject: ciao\r\n\r\ntesto\r\n",
	    "Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n",
	    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b"};

	(void)state;
	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
		struct delivery_receipts list;
		struct err e;

		assert_int_equal(
		    receipt_message_read(&list, &arena, str_of(mails[i]), &e), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_each_type_is_its_kind),
	    cmocka_unit_test(test_a_recipient_without_pec_is_told),
	    cmocka_unit_test(test_what_is_no_certificate_is_refused),
	    cmocka_unit_test(test_a_bounce_is_read_per_recipient),
	    cmocka_unit_test(test_other_mail_is_no_receipt),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
