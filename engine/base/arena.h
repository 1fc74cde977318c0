/*
 * The only allocator: memory is taken from an arena, zeroed, and given back all at once.
 * A worker has a *job* arena that lives as long as the file, and a *row* arena that is
 * reset for each record. Allocation never fails in the caller's face: an arena that
 * reaches its limit ends the process through arena_full, because the file that asked for
 * so much is refused as too large.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *first;
	struct arena_chunk *last;
	size_t used;  /* bytes handed out since the last reset, headers not counted */
	size_t limit; /* bytes; 0 means ARENA_DEFAULT_LIMIT */
};

#define ARENA_DEFAULT_LIMIT ((size_t)1 << 30)

/* Called when an arena cannot grow; must not return. The default prints one line and
 * exits 65. */
extern void (*arena_full)(size_t limit);

/* An arena needs no opening: `struct arena a = {0}` is ready; set .limit to bound it. */

/* `size` zeroed bytes, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);
/* `count` zeroed elements of `size` bytes each; a product that overflows counts as full.
 */
void *arena_array(struct arena *a, size_t count, size_t size);
#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_new_array(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

/* The list of `count` elements of `size` bytes with room for one more: itself, or a
 * larger copy; *room (0 for an empty list) follows. */
void *arena_grown(struct arena *a, void *list, size_t count, size_t *room, size_t size);

/* A copy of s in the arena: as a str (with a NUL after it, not counted), or as a C
 * string, in which embedded NULs end the text. */
struct str arena_str(struct arena *a, struct str s);
char *arena_cstr(struct arena *a, struct str s);
/* printf into the arena. */
struct str arena_format(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Everything handed out becomes invalid; the memory is kept for the next use. */
void arena_reset(struct arena *a);
/* Everything handed out becomes invalid and the memory is given back. */
void arena_close(struct arena *a);

#endif
