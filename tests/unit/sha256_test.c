/* SHA-256 by the examples of FIPS 180-4. */
#include "base/sha256.h"
#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static const struct {
	const char *text, *hex;
} cases[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
	"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void
the_published_examples_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(sha256_of(str_of(cases[i].text)).text, cases[i].hex);
	assert_string_equal(sha256_of((struct str){0}).text, cases[0].hex);
}

static void
pieces_and_files_give_the_same(void **state)
{
	static const char million[] =
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
	char path[] = "/tmp/riscontro-sha-XXXXXX", block[1000];
	struct sha256 *s = sha256_open();
	struct sha256_hex hex;
	struct err e;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	unlink(path);
	memset(block, 'a', sizeof block);
	for (int i = 0; i < 1000; i++) {
		sha256_add(s, block, sizeof block);
		assert_int_equal(write(fd, block, sizeof block), sizeof block);
	}
	assert_string_equal(sha256_finish(s).text, million);
	assert_int_equal(sha256_of_fd(fd, &hex, &e), 0);
	assert_string_equal(hex.text, million);
	close(fd);
	assert_int_equal(sha256_of_fd(fd, &hex, &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_published_examples_hold),
	    cmocka_unit_test(pieces_and_files_give_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
