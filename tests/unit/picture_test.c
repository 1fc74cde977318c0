/* Scaling by area, in integers; transparency shows the paper; damage is refused. */
#include "formats/picture.h"

#include "test.h"

static struct arena arena;

static void
a_small_pixel_is_the_mean_of_what_it_covers(void **state)
{
	static uint8_t rgb[] = {
	    0, 0, 0, 100, 100, 100, 200, 200, 200, 40, 40, 40, 60, 60, 60, 90, 90, 90};
	struct picture p = {.width = 3, .height = 2, .rgb = rgb};
	struct picture half = picture_shrink(&p, 1, &arena);

	(void)state;
	assert_int_equal(half.width, 1);
	assert_int_equal(half.height, 1);
	assert_int_equal(half.rgb[0], (0 + 100 + 200 + 40 + 60 + 90 + 3) / 6);
	half = picture_shrink(&p, 2, &arena);
	assert_int_equal(half.width, 2);
	/* the first covers one pixel and a half of each row */
	assert_int_equal(half.rgb[0], (2 * 0 + 100 + 2 * 40 + 60 + 3) / 6);
}

static void
a_picture_that_is_small_enough_stays_as_it_is(void **state)
{
	static uint8_t rgb[] = {1, 2, 3, 250, 251, 252};
	struct picture p = {.width = 2, .height = 1, .rgb = rgb};
	struct picture same = picture_shrink(&p, 354, &arena);

	(void)state;
	assert_int_equal(same.width, 2);
	assert_memory_equal(same.rgb, rgb, sizeof rgb);
}

static void
a_jpeg_is_written_and_read_and_its_bytes_are_always_the_same(void **state)
{
	static uint8_t rgb[16 * 16 * 3];
	struct picture p = {.width = 16, .height = 16, .rgb = rgb}, back;
	struct str bytes;
	struct err e = {0};

	(void)state;
	memset(rgb, 120, sizeof rgb);
	bytes = jpeg_write(&p, 85, &arena);
	assert_true(str_equal(bytes, jpeg_write(&p, 85, &arena)));
	assert_int_equal(picture_read(&back, bytes, 8, &arena, &e), 0);
	assert_int_equal(back.width, 8);
	assert_in_range(back.rgb[0], 118, 122);
}

static void
damaged_and_foreign_pictures_are_refused_with_a_code(void **state)
{
	struct err e = {0};
	struct picture p;
	const struct str cases[] = {STR("GIF89a"), STR("\xff\xd8\xff\xe0 nothing more"),
	    STR("\x89PNG\r\n\x1a\n short"), STR("")};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(picture_read(&p, cases[i], 354, &arena, &e), -1);
		assert_int_equal(e.kind, ERR_CONF);
		assert_string_equal(e.code, "NOTICE_LOGO");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_small_pixel_is_the_mean_of_what_it_covers),
	    cmocka_unit_test(a_picture_that_is_small_enough_stays_as_it_is),
	    cmocka_unit_test(
		a_jpeg_is_written_and_read_and_its_bytes_are_always_the_same),
	    cmocka_unit_test(damaged_and_foreign_pictures_are_refused_with_a_code),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_close(&arena);
	return failed;
}
