/* Names of mailboxes in modified UTF-7. */
#include "spool/imap_name.h"

#include "test.h"

static void
names_are_hidden_in_ascii(void **state)
{
	/* The third is the example of RFC 3501, 5.1.3. */
	static const char *const cases[][2] = {
	    {"INBOX", "INBOX"},
	    {"Ricevute già lette", "Ricevute gi&AOA- lette"},
	    {"~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"},
	    {"Quote & more", "Quote &- more"},
	    {"😀", "&2D3eAA-"},
	    {"", ""},
	    {"a\tb", "a&AAk-b"},
	};
	struct arena a = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct str coded = imap_mailbox_name(&a, str_of(cases[i][0]));

		assert_true(str_is(coded, cases[i][1]));
	}
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(names_are_hidden_in_ascii)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
