/* A hash map over borrowed strings: open addressing, linear probing, at most half full.
 */
#include "base/map.h"

#include <sys/random.h>

__extension__ typedef unsigned __int128 wide;

/* Both halves of the product: every bit of a and b reaches every bit of the result. */
static uint64_t
mix(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The multiplier is secret too: with a known one, keys that collide under any seed can be
 * written down (flip the top bit of one word and undo it in the next). */
uint64_t
map_hash(uint64_t seed, struct str key)
{
	uint64_t secret = (seed ^ 0x9E3779B97F4A7C15U) | 1;
	uint64_t h = seed ^ key.len;
	size_t i = 0;
	uint64_t word;

	for (; i + 8 <= key.len; i += 8) {
		memcpy(&word, key.ptr + i, 8);
		h = mix(h ^ word, secret);
	}
	word = 0;
	memcpy(&word, key.ptr == NULL ? "" : key.ptr + i, key.len - i);
	return mix(mix(h ^ word, secret), 0xC4CEB9FE1A85EC53U);
}

uint64_t
map_seed(uint64_t otherwise)
{
	uint64_t seed;

	return getrandom(&seed, sizeof seed, 0) == sizeof seed ? seed : otherwise;
}

void
map_open(struct map *m, struct arena *a, size_t expected)
{
	size_t capacity = 16;

	*m = (struct map){.arena = a};
	while (capacity < expected * 2)
		capacity *= 2;
	m->capacity = capacity;
	m->slots = arena_new_array(a, capacity, struct map_slot);
	m->seed = map_seed((uint64_t)(uintptr_t)m->slots);
}

static struct map_slot *
slot_of(const struct map *m, struct str key)
{
	size_t at = map_hash(m->seed, key) & (m->capacity - 1);

	while (m->slots[at].key.ptr != NULL && !str_equal(m->slots[at].key, key))
		at = (at + 1) & (m->capacity - 1);
	return &m->slots[at];
}

uint64_t *
map_find(const struct map *m, struct str key)
{
	struct map_slot *slot = slot_of(m, key);

	return slot->key.ptr == NULL ? NULL : &slot->value;
}

static void
grow(struct map *m, size_t capacity)
{
	struct map old = *m;

	m->capacity = capacity;
	m->slots = arena_new_array(m->arena, m->capacity, struct map_slot);
	for (size_t i = 0; i < old.capacity; i++)
		if (old.slots[i].key.ptr != NULL)
			*slot_of(m, old.slots[i].key) = old.slots[i];
}

void
map_reserve(struct map *m, size_t more)
{
	size_t capacity = m->capacity;

	while (capacity / 2 <= m->count + more && capacity <= SIZE_MAX / 4)
		capacity *= 2;
	if (capacity > m->capacity)
		grow(m, capacity);
}

uint64_t *
map_put(struct map *m, struct str key, bool *is_new)
{
	struct map_slot *slot;

	if (key.ptr == NULL)
		key.ptr = "";
	if (m->count * 2 >= m->capacity)
		grow(m, m->capacity * 2);
	slot = slot_of(m, key);
	if (is_new != NULL)
		*is_new = slot->key.ptr == NULL;
	if (slot->key.ptr == NULL) {
		slot->key = key;
		m->count++;
	}
	return &slot->value;
}
