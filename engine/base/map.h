/* A hash map from byte strings to 64-bit values, open addressing, in an arena. Keys are
 * borrowed. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_slot {
	struct str key; /* ptr NULL: free */
	uint64_t value;
};

struct map {
	struct arena *arena;
	struct map_slot *slots;
	size_t count;
	size_t capacity; /* a power of two, or 0 */
	uint64_t seed;
};

/* `expected` sizes the first table. The seed is random, so that strangers cannot choose
 * collisions. */
void map_open(struct map *m, struct arena *a, size_t expected);
/* The value of key, or NULL. The pointer is good until the next map_put. */
uint64_t *map_find(const struct map *m, struct str key);
/* The value of key, made as 0 when it is new (*is_new may be NULL). The key's bytes must
 * outlive m. */
uint64_t *map_put(struct map *m, struct str key, bool *is_new);

/* Makes room for so many more, which need not all come. */
void map_reserve(struct map *m, size_t more);

/* The hash behind it, for indexes of another shape: a seed (random, or made from a number
 * that is at hand), and all 64 bits of a key. */
uint64_t map_seed(uint64_t otherwise);
uint64_t map_hash(uint64_t seed, struct str key);

#endif
