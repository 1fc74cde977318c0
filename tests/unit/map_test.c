/* The map. */
#include "base/map.h"
#include "test.h"

static void
what_is_put_is_found(void **state)
{
	enum { COUNT = 50000 };
	struct arena a = {0};
	struct map m;
	bool is_new;

	(void)state;
	map_open(&m, &a, 0);
	for (uint64_t i = 0; i < COUNT; i++) {
		uint64_t *value =
		    map_put(&m, arena_format(&a, "key-%ju", (uintmax_t)i), &is_new);

		assert_true(is_new);
		assert_int_equal(*value, 0);
		*value = i;
	}
	assert_int_equal(m.count, COUNT);
	for (uint64_t i = 0; i < COUNT; i++) {
		struct str key = arena_format(&a, "key-%ju", (uintmax_t)i);

		assert_non_null(map_find(&m, key));
		assert_true(*map_find(&m, key) == i);
		assert_true(*map_put(&m, key, &is_new) == i);
		assert_false(is_new);
	}
	assert_null(map_find(&m, STR("key-50000")));
	assert_int_equal(m.count, COUNT);
	arena_close(&a);
}

static void
keys_are_bytes_of_any_length(void **state)
{
	static const char bytes[64] = "abc\0def\0\0\0";
	struct arena a = {0};
	struct map m;

	(void)state;
	map_open(&m, &a, 4);
	for (size_t len = 0; len <= sizeof bytes; len++)
		*map_put(&m, (struct str){bytes, len}, NULL) = len + 1;
	assert_int_equal(m.count, sizeof bytes + 1);
	for (size_t len = 0; len <= sizeof bytes; len++)
		assert_true(*map_find(&m, (struct str){bytes, len}) == len + 1);
	assert_true(*map_find(&m, (struct str){0}) == 1);
	assert_true(*map_put(&m, (struct str){0}, NULL) == 1);
	arena_close(&a);
}

/* Keys that differ in the top bits of two words collided under any seed once. */
static void
chosen_keys_do_not_collide(void **state)
{
	enum { PAIRS = 12, COUNT = 1 << PAIRS };
	struct arena a = {0};
	struct map m;
	size_t longest = 0, run = 0;

	(void)state;
	map_open(&m, &a, COUNT);
	for (unsigned i = 0; i < COUNT; i++) {
		char *key = arena_alloc(&a, PAIRS * 16);

		memset(key, 'x', PAIRS * 16);
		for (unsigned pair = 0; pair < PAIRS; pair++)
			if ((i >> pair & 1) != 0) {
				key[pair * 16 + 7] = (char)('x' ^ 0x80);
				key[pair * 16 + 11] = (char)('x' ^ 0x80);
				key[pair * 16 + 15] = (char)('x' ^ 0x80);
			}
		(void)map_put(&m, (struct str){key, PAIRS * 16}, NULL);
	}
	assert_int_equal(m.count, COUNT);
	for (size_t i = 0; i < m.capacity; i++) {
		run = m.slots[i].key.ptr == NULL ? 0 : run + 1;
		longest = run > longest ? run : longest;
	}
	assert_true(longest < 100);
	arena_close(&a);
}

static void
room_made_in_advance_keeps_what_is_there(void **state)
{
	struct arena a = {0};
	struct map m;
	size_t capacity;

	(void)state;
	map_open(&m, &a, 4);
	*map_put(&m, STR("uno"), NULL) = 1;
	map_reserve(&m, 1000);
	capacity = m.capacity;
	assert_true(capacity >= 2000);
	assert_int_equal(*map_find(&m, STR("uno")), 1);
	for (size_t i = 0; i < 1000; i++)
		(void)map_put(&m, arena_format(&a, "%zu", i), NULL);
	assert_int_equal(m.capacity, capacity);
	map_reserve(&m, 0);
	assert_int_equal(m.capacity, capacity);
	arena_close(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_put_is_found),
	    cmocka_unit_test(keys_are_bytes_of_any_length),
	    cmocka_unit_test(chosen_keys_do_not_collide),
	    cmocka_unit_test(room_made_in_advance_keeps_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
