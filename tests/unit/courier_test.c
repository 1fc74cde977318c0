#include "test.h"

#include "spool/courier.h"
#include "spool/hosts.h"
#include "spool/mail_reply.h"
#include "spool/net.h"
#include "spool/secret.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;

static const struct courier_key keys[] = {
    {"host", KEY_TEXT, NULL, true, 0, 0, NULL, {"", ""}},
    {"port", KEY_NUMBER, "22", false, 1, 65535, NULL, {"", ""}},
    {"fast", KEY_FLAG, "false", false, 0, 0, NULL, {"", ""}},
    {"mode", KEY_CHOICE, "one", false, 0, 0, "one two", {"", ""}},
    {"password", KEY_SECRET, NULL, false, 0, 0, NULL, {"", ""}},
    {0},
};

static int
open_toy(struct courier_link *l, struct err *e)
{
	(void)e;
	l->state = l;
	return 0;
}

static void
send_toy(struct courier_link *l, struct parcel *parcels, size_t count)
{
	struct err e;

	(void)l;
	courier_done(&parcels[0]);
	err_code(&e, ERR_RETRY, "COURIER_LOST", "the line broke");
	courier_rest_failed(parcels, count, &e);
}

static void
close_toy(struct courier_link *l)
{
	(void)l;
}

static const struct courier toy = {"toy", {"", ""}, keys, open_toy, send_toy, close_toy};

static void
test_settings_are_held_against_the_table(void **state)
{
	static const struct {
		const char *name, *value;
		int result;
	} cases[] = {
	    {"port", "2222", 0},
	    {"port", "0", -1},
	    {"port", "65536", -1},
	    {"port", "22x", -1},
	    {"port", "99999999999999999999", -1},
	    {"fast", "true", 0},
	    {"fast", "yes", -1},
	    {"mode", "two", 0},
	    {"mode", "tw", -1},
	    {"mode", "one two", -1},
	    {"nonsense", "1", -1},
	    {"password", "file:/x", 0},
	    {"password", "env:X", 0},
	    {"password", "credential:x", 0},
	    {"password", "hunter2", -1},
	    {"password", "file:", -1},
	    {"host", "a\nb", -1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct setting settings[] = {{STR("host"), STR("h")},
		    {str_of(cases[i].name), str_of(cases[i].value)}};
		struct err e = {0};

		assert_int_equal(courier_check(&toy, settings, 2, &e), cases[i].result);
		if (cases[i].result == 0)
			continue;
		assert_int_equal(e.kind, ERR_CONF);
		assert_int_equal(e.row, 2);
		assert_null(strstr(e.text, "hunter2"));
	}
}

static void
test_what_is_mandatory_must_be_there_and_the_rest_has_a_standard(void **state)
{
	struct setting settings[] = {{STR("host"), STR("h")}, {STR("port"), STR("7")}};
	struct courier_link l;
	struct err e = {0};

	(void)state;
	assert_int_equal(courier_check(&toy, settings + 1, 1, &e), -1);
	assert_non_null(strstr(e.text, "host is missing"));
	assert_int_equal(courier_open(&l, &toy, settings, 2, &arena, &e), 0);
	assert_str(courier_text(&l, "host"), "h");
	assert_int_equal(courier_number(&l, "port"), 7);
	assert_false(courier_flag(&l, "fast"));
	assert_null(courier_cstr(&l, "password"));
	courier_close(&l);
}

static void
test_the_rest_of_a_batch_gets_the_lines_failure(void **state)
{
	struct setting settings[] = {{STR("host"), STR("h")}};
	struct parcel parcels[3] = {{.name = STR("a")}, {.name = STR("b")}, {.fd = -1}};
	struct courier_link l;
	struct err e;

	(void)state;
	assert_int_equal(courier_open(&l, &toy, settings, 1, &arena, &e), 0);
	courier_send(&l, parcels, 3);
	courier_close(&l);
	assert_int_equal(parcels[0].result.state, DELIVERY_DONE);
	assert_int_equal(parcels[1].result.state, DELIVERY_TRANSIENT);
	assert_string_equal(parcels[2].result.code, "COURIER_LOST");
	assert_string_equal(parcels[2].result.text, "the line broke");
}

static void
test_troubles_of_the_whole_courier_are_held(void **state)
{
	struct delivery d = {.state = DELIVERY_TRANSIENT, .code = "COURIER_AUTH"};

	(void)state;
	assert_true(delivery_is_held(&d));
	d.code = "COURIER_TIMEOUT";
	assert_false(delivery_is_held(&d));
	d.code = NULL;
	assert_false(delivery_is_held(&d));
	d = (struct delivery){.state = DELIVERY_PERMANENT, .code = "COURIER_AUTH"};
	assert_false(delivery_is_held(&d));
}

static void
test_a_parcel_is_read_in_pieces_and_never_short(void **state)
{
	struct parcel p = {.fd = -1, .bytes = STR("hello"), .size = 5};
	struct err e = {0};
	char buf[8];

	(void)state;
	assert_int_equal(parcel_read(&p, 0, buf, 3, &e), 3);
	assert_int_equal(parcel_read(&p, 3, buf, 8, &e), 2);
	assert_int_equal(parcel_read(&p, 5, buf, 8, &e), 0);
	p.size = 9;
	assert_int_equal(parcel_read(&p, 5, buf, 8, &e), -1);
	assert_int_equal(e.kind, ERR_FILE);
}

static void
test_secrets_that_others_can_read_are_refused(void **state)
{
	static const struct {
		mode_t mode;
		int result;
	} cases[] = {{0600, 0}, {0400, 0}, {0640, -1}, {0604, -1}, {0666, -1}};
	char path[] = "/tmp/riscontro-secret-XXXXXX";
	int fd = mkstemp(path);
	struct str source = arena_format(&arena, "file:%s", path);

	(void)state;
	assert_int_equal(write(fd, "hunter2\r\n", 9), 9);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err e = {0};
		char *secret;

		fchmod(fd, cases[i].mode);
		assert_int_equal(
		    secret_read(source, &arena, &secret, &e), cases[i].result);
		if (cases[i].result == 0) {
			assert_string_equal(secret, "hunter2");
			secret_forget(secret);
			assert_string_equal(secret, "");
		} else {
			assert_string_equal(e.code, "COURIER_SECRET");
			assert_null(strstr(e.text, "hunter2"));
		}
	}
	close(fd);
	unlink(path);
}

static void
test_secrets_of_the_environment_and_of_systemd(void **state)
{
	struct err e = {0};
	char *secret;

	(void)state;
	setenv("RISCONTRO_TEST_SECRET", "s3", 1);
	assert_int_equal(
	    secret_read(STR("env:RISCONTRO_TEST_SECRET"), &arena, &secret, &e), 0);
	assert_string_equal(secret, "s3");
	assert_int_equal(secret_read(STR("env:NO_SUCH"), &arena, &secret, &e), -1);
	unsetenv("CREDENTIALS_DIRECTORY");
	assert_int_equal(secret_read(STR("credential:x"), &arena, &secret, &e), -1);
	setenv("CREDENTIALS_DIRECTORY", "/etc", 1);
	assert_int_equal(
	    secret_read(STR("credential:../etc/passwd"), &arena, &secret, &e), -1);
	assert_int_equal(e.kind, ERR_CONF);
	assert_int_equal(secret_read(STR(""), &arena, &secret, &e), 0);
	assert_null(secret);
}

static const char known[] =
    "# our partners\n"
    "bank.example.it ssh-ed25519 "
    "AAAAC3NzaC1lZDI1NTE5AAAAIGrYrzqCDfzCRJTWXeCKGqnjXJpBVwRNmFBQNkTGGbBp\n"
    "[bank.example.it]:2222 ssh-rsa AAAAB3NzaC1yc2E= note\n"
    "broken line\n";

static void
test_pins_are_of_a_host_and_a_port(void **state)
{
	struct host_key key = {
	    .type = STR("ssh-ed25519"),
	    .key = STR(
		"AAAAC3NzaC1lZDI1NTE5AAAAIGrYrzqCDfzCRJTWXeCKGqnjXJpBVwRNmFBQNkTGGbBp"),
	};
	struct str file = STR(known);

	(void)state;
	assert_int_equal(hosts_trust(file, STR("bank.example.it"), 22, &key), HOST_KNOWN);
	assert_int_equal(hosts_trust(file, STR("BANK.example.it"), 22, &key), HOST_KNOWN);
	assert_int_equal(
	    hosts_trust(file, STR("bank.example.it"), 2222, &key), HOST_CHANGED);
	assert_int_equal(
	    hosts_trust(file, STR("bank.example.it"), 23, &key), HOST_UNKNOWN);
	assert_int_equal(hosts_trust(file, STR("example.it"), 22, &key), HOST_UNKNOWN);
	key.key.len--;
	assert_int_equal(
	    hosts_trust(file, STR("bank.example.it"), 22, &key), HOST_CHANGED);
}

static void
test_pinning_replaces_only_that_host(void **state)
{
	char path[] = "/tmp/riscontro-hosts-XXXXXX";
	int fd = mkstemp(path);
	struct host_key key = {.type = STR("ssh-ed25519"), .key = STR("AAAANEW=")};
	struct str file;
	struct stat st;
	struct err e;

	(void)state;
	assert_true(write(fd, known, sizeof known - 1) > 0);
	close(fd);
	assert_int_equal(
	    hosts_pin(path, STR("bank.example.it"), 2222, &key, &arena, &e), 0);
	assert_int_equal(hosts_read(path, &arena, &file, &e), 0);
	assert_int_equal(
	    hosts_trust(file, STR("bank.example.it"), 2222, &key), HOST_KNOWN);
	assert_true(str_find_str(file, STR("AAAAB3NzaC1yc2E=")) == file.len);
	assert_true(str_find_str(file, STR("bank.example.it ssh-ed25519")) < file.len);
	assert_true(str_starts(file, STR("# our partners\n")));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(hosts_pin(path, STR("a b"), 22, &key, &arena, &e), -1);
	unlink(path);
}

static void
test_mail_refusals_are_sorted(void **state)
{
	static const struct {
		const char *reply;
		enum delivery_state state;
		const char *code;
		bool stops;
	} cases[] = {
	    {"250 2.0.0 ok", DELIVERY_DONE, NULL, false},
	    {"550 5.1.1 <a@b>: unknown", DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN",
		false},
	    {"550 5.1.10 x", DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false},
	    {"550-5.1.1 x", DELIVERY_PERMANENT, "MAIL_RECIPIENT_UNKNOWN", false},
	    {"550 mailbox unavailable", DELIVERY_PERMANENT, "MAIL_REFUSED", false},
	    {"552 too big", DELIVERY_PERMANENT, "MAIL_TOO_LARGE", false},
	    {"552 5.2.2 full", DELIVERY_PERMANENT, "MAIL_MAILBOX_FULL", false},
	    {"452 4.2.2 full", DELIVERY_TRANSIENT, "MAIL_MAILBOX_FULL", false},
	    {"451 4.7.1 slow down", DELIVERY_TRANSIENT, "MAIL_LATER", true},
	    {"421 bye", DELIVERY_TRANSIENT, "MAIL_LATER", true},
	    {"450 4.2.0 greylisted", DELIVERY_TRANSIENT, "MAIL_LATER", false},
	    {"554 5.7.1 relay denied", DELIVERY_PERMANENT, "MAIL_REFUSED", false},
	    {"535 5.7.8 bad password", DELIVERY_TRANSIENT, "COURIER_AUTH", true},
	    {"550 5.1.8 bad sender", DELIVERY_TRANSIENT, "MAIL_SENDER_REFUSED", true},
	    {"garbage", DELIVERY_TRANSIENT, "COURIER_LOST", false},
	    {"", DELIVERY_TRANSIENT, "COURIER_LOST", false},
	    {"5501 x", DELIVERY_TRANSIENT, "COURIER_LOST", false},
	    {"250", DELIVERY_DONE, NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mail_refusal r = mail_reply_sort(str_of(cases[i].reply));

		assert_int_equal(r.state, cases[i].state);
		assert_int_equal(r.stops, cases[i].stops);
		if (cases[i].code == NULL)
			assert_null(r.code);
		else
			assert_string_equal(r.code, cases[i].code);
	}
}

static void
test_retry_after_in_both_forms(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {{"5000 ms", 5000}, {"5000ms", 5000}, {"3", 3000}, {" 3 ", 3000},
	    {"", 0}, {"Fri, 31 Dec 1999 23:59:59 GMT", 0}, {"-1", 0},
	    {"99999999999999999999", 0}, {"ms", 0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(net_retry_ms(str_of(cases[i].text)), cases[i].ms);
	assert_str(net_escape(&arena, STR("a b/è~")), "a%20b%2F%C3%A8~");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_settings_are_held_against_the_table),
	    cmocka_unit_test(
		test_what_is_mandatory_must_be_there_and_the_rest_has_a_standard),
	    cmocka_unit_test(test_the_rest_of_a_batch_gets_the_lines_failure),
	    cmocka_unit_test(test_troubles_of_the_whole_courier_are_held),
	    cmocka_unit_test(test_a_parcel_is_read_in_pieces_and_never_short),
	    cmocka_unit_test(test_secrets_that_others_can_read_are_refused),
	    cmocka_unit_test(test_secrets_of_the_environment_and_of_systemd),
	    cmocka_unit_test(test_pins_are_of_a_host_and_a_port),
	    cmocka_unit_test(test_pinning_replaces_only_that_host),
	    cmocka_unit_test(test_mail_refusals_are_sorted),
	    cmocka_unit_test(test_retry_after_in_both_forms),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
