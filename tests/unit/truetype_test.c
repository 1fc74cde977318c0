/* Cutting a font that every Debian has. */
#include "formats/truetype.h"

#include "base/input.h"
#include "test.h"

#include <fcntl.h>
#include <unistd.h>

static struct input font;
static struct arena arena;

static int
open_font(void **state)
{
	int fd = open("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", O_RDONLY);
	struct err e;
	int result =
	    fd < 0 ? -1 : input_map(&font, fd, STR("DejaVuSans.ttf"), 1 << 24, &e);

	(void)state;
	close(fd);
	return result;
}

static int
close_font(void **state)
{
	(void)state;
	input_unmap(&font);
	arena_close(&arena);
	return 0;
}

static void
glyphs_and_advances_are_found(void **state)
{
	struct truetype t;
	struct err e;

	(void)state;
	assert_int_equal(truetype_parse(&t, font.bytes, &e), 0);
	assert_int_not_equal(truetype_glyph(&t, 'A'), 0);
	assert_int_not_equal(truetype_glyph(&t, 0x10D), 0);
	assert_int_equal(truetype_glyph(&t, 0xE000), 0);
	assert_int_equal(truetype_glyph(&t, 0x1F600), 0);
	assert_int_equal(truetype_advance(&t, truetype_glyph(&t, '0')), 636);
	assert_int_equal(truetype_metrics(&t).ascent, 928);
}

static void
a_subset_is_a_font_with_the_same_advances(void **state)
{
	static const uint32_t codes[] = {'A', 'g', 0xE8, 0x10D, ' '};
	struct truetype t, cut;
	struct truetype_subset subset;
	struct err e;

	(void)state;
	assert_int_equal(truetype_parse(&t, font.bytes, &e), 0);
	assert_int_equal(truetype_cut(&t, codes, 5, &arena, &subset, &e), 0);
	assert_true(subset.bytes.len < 8000);
	for (size_t i = 0; i < 5; i++) {
		unsigned old = truetype_glyph(&t, codes[i]);

		assert_int_equal(subset.renumbered[old], i + 1);
	}
	/* it has no map of characters, which documents do not need */
	assert_int_equal(truetype_parse(&cut, subset.bytes, &e), -1);
	assert_memory_equal(subset.bytes.ptr, "\0\1\0\0\0\6", 6);
}

static void
damaged_fonts_are_refused_or_harmless(void **state)
{
	static const uint32_t codes[] = {'A', 0xE8, 0x1E9E, 0x10D};
	char *copy = arena_cstr(&arena, font.bytes);
	struct truetype t;
	struct err e;

	(void)state;
	assert_int_equal(truetype_parse(&t, str_slice(font.bytes, 0, 200), &e), -1);
	assert_int_equal(e.kind, ERR_CONF);
	assert_int_equal(truetype_parse(&t, (struct str){0}, &e), -1);
	for (uint32_t seed = 1; seed < 40; seed++) {
		struct arena scratch = {0};
		struct truetype_subset subset;
		uint32_t x = seed * 2654435761u;

		memcpy(copy, font.bytes.ptr, font.bytes.len);
		for (int i = 0; i < 2000; i++) {
			x = x * 1664525u + 1013904223u;
			copy[x % font.bytes.len] = (char)(x >> 13);
		}
		for (int i = 0; i < 20; i++) {
			x = x * 1664525u + 1013904223u;
			copy[12 + x % 300] = (char)(x >> 13);
		}
		if (truetype_parse(&t, (struct str){copy, font.bytes.len}, &e) == 0)
			(void)truetype_cut(&t, codes, 4, &scratch, &subset, &e);
		arena_close(&scratch);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(glyphs_and_advances_are_found),
	    cmocka_unit_test(a_subset_is_a_font_with_the_same_advances),
	    cmocka_unit_test(damaged_fonts_are_refused_or_harmless),
	};

	return cmocka_run_group_tests(tests, open_font, close_font);
}
