/*
 * An index from texts to small numbers, made for millions of entries: eight bytes a slot,
 * the texts stay where they are. base/map keeps a whole str a slot, which here would cost
 * more memory than the things indexed.
 */
#ifndef MATCH_INDEX_H
#define MATCH_INDEX_H

#include "base/arena.h"

/* The text of an entry, told from its number. */
typedef struct str (*match_text_of)(const void *context, uint32_t number);

struct match_index {
	uint64_t *slots; /* upper half: of the hash; lower half: number + 1, 0 free */
	size_t mask, count;
	uint64_t seed;
	match_text_of text_of;
	const void *context;
	struct arena arena;
};

/* An index that begins with room for `expected` entries; it grows. */
void match_index_open(
    struct match_index *x, size_t expected, match_text_of text_of, const void *context);
void match_index_close(struct match_index *x);

/* For batches: the hash of a key, its slot fetched into the cache; then the entry that it
 * probably has (UINT32_MAX: none), so that this may be fetched too; then the put itself.
 */
uint64_t match_index_hash(const struct match_index *x, struct str key);
uint32_t match_index_guess(const struct match_index *x, uint64_t hash);
uint32_t match_index_put_hashed(
    struct match_index *x, struct str key, uint64_t hash, uint32_t number);

/* The number of the entry whose text is `key`: when there is none, `number` is entered
 * and given back. */
uint32_t match_index_put(struct match_index *x, struct str key, uint32_t number);
/* The same without entering anything: UINT32_MAX when there is none. */
uint32_t match_index_find(const struct match_index *x, struct str key);

#endif
