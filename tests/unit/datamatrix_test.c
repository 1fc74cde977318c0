/* The Data Matrix encoder, read back by libdmtx. */
#include "formats/datamatrix.h"

#include "test.h"

#include <dmtx.h>
#include <stdio.h>

enum { SCALE = 5, QUIET = 4, PICTURE = (SYMBOL_MOST + 2 * QUIET) * SCALE };

static unsigned char pixels[PICTURE * PICTURE];

/* What libdmtx reads in the symbol, compared with `text`. */
static void
assert_reads(const struct symbol *s, struct str text)
{
	int side = (int)(s->size + 2 * QUIET) * SCALE;
	DmtxImage *image;
	DmtxDecode *decode;
	DmtxRegion *region;
	DmtxMessage *message;

	memset(pixels, 255, sizeof pixels);
	for (int y = 0; y < (int)s->size * SCALE; y++)
		for (int x = 0; x < (int)s->size * SCALE; x++)
			if (symbol_is_dark(
				s, (unsigned)(x / SCALE), (unsigned)(y / SCALE)))
				pixels[(y + QUIET * SCALE) * side + x + QUIET * SCALE] =
				    0;
	image = dmtxImageCreate(pixels, side, side, DmtxPack8bppK);
	decode = dmtxDecodeCreate(image, 1);
	region = dmtxRegionFindNext(decode, NULL);
	assert_non_null(region);
	message = dmtxDecodeMatrixRegion(decode, region, DmtxUndefined);
	assert_non_null(message);
	assert_str(
	    ((struct str){(const char *)message->output, (size_t)message->outputIdx}),
	    text.ptr);
	dmtxMessageDestroy(&message);
	dmtxRegionDestroy(&region);
	dmtxDecodeDestroy(&decode);
	dmtxImageDestroy(&image);
}

static void
texts_of_all_lengths_are_read_back(void **state)
{
	static const struct {
		size_t length, head;
		unsigned size;
	} cases[] = {{40, 10, 32}, {90, 30, 32}, {120, 30, 36}, {150, 40, 40},
	    {200, 60, 44}, {256, 76, 48}, {300, 76, 52}, {400, 76, 64}};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct symbol s;
		struct err e;

		for (size_t k = 0; k < cases[i].length; k++)
			text[k] = k < cases[i].head ? (char)('0' + k * 7 % 10)
						    : "QUOTA ALBO 2026 "[k % 16];
		text[cases[i].length - 1] = 'A';
		text[cases[i].length] = '\0';
		assert_int_equal(
		    datamatrix_encode(&s, str_of(text), cases[i].head, &e), 0);
		assert_int_equal(s.size, cases[i].size);
		assert_reads(&s, str_of(text));
	}
}

static void
punctuation_and_small_letters_are_read_back(void **state)
{
	struct str text =
	    STR("12345678AB codfase=NBPA; D'ANGELO & FIGLI, S.R.L. - A:B_C.A");
	struct symbol s;
	struct err e;

	(void)state;
	for (size_t head = 0; head <= text.len; head += 7) {
		assert_int_equal(datamatrix_encode(&s, text, head, &e), 0);
		assert_reads(&s, text);
	}
}

static void
what_does_not_fit_or_is_not_ascii_is_refused(void **state)
{
	char text[600];
	struct symbol s;
	struct err e;

	(void)state;
	memset(text, 'A', sizeof text);
	assert_int_equal(
	    datamatrix_encode(&s, (struct str){text, sizeof text}, 0, &e), -1);
	assert_int_equal(e.kind, ERR_ROW);
	assert_int_equal(datamatrix_encode(&s, STR("citt\xC3\xA0"), 6, &e), -1);
	assert_int_equal(datamatrix_encode(&s, STR("CITT\xC3\x80"), 0, &e), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_of_all_lengths_are_read_back),
	    cmocka_unit_test(punctuation_and_small_letters_are_read_back),
	    cmocka_unit_test(what_does_not_fit_or_is_not_ascii_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
