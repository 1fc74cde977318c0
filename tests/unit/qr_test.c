/* The QR encoder against libqrencode, module by module. */
#include "formats/qr.h"

#include "test.h"

#include <qrencode.h>
#include <stdio.h>

/* The same version, level and mode by the library. The two may weigh the masks otherwise,
 * which the format bits tell; then there is nothing to compare. */
static bool
is_same(const char *text)
{
	QRcode *judge = QRcode_encodeData(
	    (int)strlen(text), (const unsigned char *)text, 4, QR_ECLEVEL_M);
	unsigned differing = 0, format = 0;
	struct symbol s;
	struct err e;

	assert_non_null(judge);
	assert_int_equal(judge->width, QR_SIZE);
	assert_int_equal(qr_encode(&s, str_of(text), &e), 0);
	for (unsigned y = 0; y < QR_SIZE; y++)
		for (unsigned x = 0; x < QR_SIZE; x++)
			if (symbol_is_dark(&s, x, y) !=
			    ((judge->data[y * QR_SIZE + x] & 1) != 0)) {
				differing++;
				format += x == 8 && y >= QR_SIZE - 7;
				format += y == 8 && x >= QR_SIZE - 8;
			}
	QRcode_free(judge);
	if (differing > 0 && format == 0)
		fail_msg("%s: %u modules differ under the same mask", text, differing);
	return differing == 0;
}

static void
symbols_equal_those_of_the_library(void **state)
{
	char text[64];
	unsigned same = 0;

	(void)state;
	for (unsigned i = 0; i < 200; i++) {
		snprintf(text, sizeof text, "PAGOPA|002|3%017u|%011u|%u", i * 7919u,
		    i * 104729u, i * i * 31u + 1);
		same += is_same(text);
	}
	assert_true(same > 100);
}

static void
the_longest_text_fits_and_one_more_byte_is_refused(void **state)
{
	char text[QR_TEXT_MOST + 2];
	struct symbol s;
	struct err e;

	(void)state;
	memset(text, 'x', sizeof text);
	text[QR_TEXT_MOST] = '\0';
	(void)is_same(text);
	assert_int_equal(qr_encode(&s, (struct str){text, QR_TEXT_MOST + 1}, &e), -1);
	assert_int_equal(e.kind, ERR_ROW);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(symbols_equal_those_of_the_library),
	    cmocka_unit_test(the_longest_text_fits_and_one_more_byte_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
