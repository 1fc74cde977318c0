/* Open addressing with a part of the hash beside each number: a probe that fails costs no
 * visit to the text. */
#include "match/match_index.h"

#include "base/map.h"

static const uint64_t tag_bits = UINT64_C(0xFFFFFFFF) << 32;

static void
make_slots(struct match_index *x, size_t capacity)
{
	x->slots = arena_new_array(&x->arena, capacity, uint64_t);
	x->mask = capacity - 1;
}

void
match_index_open(
    struct match_index *x, size_t expected, match_text_of text_of, const void *context)
{
	size_t capacity = 16;

	while (capacity < expected + expected / 2)
		capacity *= 2;
	*x = (struct match_index){.text_of = text_of, .context = context};
	make_slots(x, capacity);
	x->seed = map_seed((uint64_t)(uintptr_t)x->slots);
}

void
match_index_close(struct match_index *x)
{
	arena_close(&x->arena);
}

static size_t
slot_of(const struct match_index *x, struct str key, uint64_t hash)
{
	size_t at = hash & x->mask;

	for (; x->slots[at] != 0; at = (at + 1) & x->mask)
		if ((x->slots[at] & tag_bits) == (hash & tag_bits) &&
		    str_equal(x->text_of(x->context, (uint32_t)x->slots[at] - 1), key))
			break;
	return at;
}

/* Twice the room; the old slots go with the arena at the end. */
static void
grow(struct match_index *x)
{
	struct match_index old = *x;

	make_slots(x, (old.mask + 1) * 2);
	for (size_t i = 0; i <= old.mask; i++) {
		struct str key;
		uint64_t hash;

		if (old.slots[i] == 0)
			continue;
		key = x->text_of(x->context, (uint32_t)old.slots[i] - 1);
		hash = map_hash(x->seed, key);
		x->slots[slot_of(x, key, hash)] = old.slots[i];
	}
}

uint64_t
match_index_hash(const struct match_index *x, struct str key)
{
	uint64_t hash = map_hash(x->seed, key);

	__builtin_prefetch(&x->slots[hash & x->mask], 1);
	return hash;
}

uint32_t
match_index_guess(const struct match_index *x, uint64_t hash)
{
	uint64_t slot = x->slots[hash & x->mask];

	return slot != 0 && (slot & tag_bits) == (hash & tag_bits) ? (uint32_t)slot - 1
								   : UINT32_MAX;
}

uint32_t
match_index_put_hashed(
    struct match_index *x, struct str key, uint64_t hash, uint32_t number)
{
	size_t at;

	if (x->count * 4 > x->mask * 3)
		grow(x);
	at = slot_of(x, key, hash);
	if (x->slots[at] != 0)
		return (uint32_t)x->slots[at] - 1;
	x->slots[at] = (hash & tag_bits) | ((uint64_t)number + 1);
	x->count++;
	return number;
}

uint32_t
match_index_put(struct match_index *x, struct str key, uint32_t number)
{
	return match_index_put_hashed(x, key, map_hash(x->seed, key), number);
}

uint32_t
match_index_find(const struct match_index *x, struct str key)
{
	size_t at = slot_of(x, key, map_hash(x->seed, key));

	return x->slots[at] == 0 ? UINT32_MAX : (uint32_t)x->slots[at] - 1;
}
