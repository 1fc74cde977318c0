/* Bump allocation in chunks that double: one malloc per chunk, none per record. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/* Under ASan, bytes that are not handed out are poisoned and every allocation has a gap
 * behind it: writing past an allocation or using it after a reset is caught. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1 /* as gcc says it */
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { GAP = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
enum { GAP = 0 };
#endif

enum {
	CHUNK_FIRST = 16 * 1024,
	CHUNK_MOST = 4 * 1024 * 1024,
	ALIGNMENT = 16,
	HUGE_PAGE = 2 * 1024 * 1024
};

struct arena_chunk {
	struct arena_chunk *next;
	size_t size;
	size_t used;
	_Alignas(ALIGNMENT) char bytes[];
};

static _Noreturn void
refuse(size_t limit)
{
	fprintf(stderr,
	    "riscontro: the input needs more than %zu MiB of memory: refused\n",
	    limit >> 20);
	exit(65);
}

void (*arena_full)(size_t limit) = refuse;

static _Noreturn void
full(const struct arena *a)
{
	arena_full(a->limit != 0 ? a->limit : ARENA_DEFAULT_LIMIT);
	abort();
}

/* Large chunks hold arrays and indexes that are visited here and there: on huge pages the
 * processor finds their addresses at once (matching takes a third less). */
static struct arena_chunk *
take_memory(size_t size)
{
	void *chunk;

	if (size < 2 * (size_t)HUGE_PAGE)
		return malloc(size);
	if (posix_memalign(&chunk, HUGE_PAGE, size) != 0)
		return NULL;
	(void)madvise(chunk, size & ~((size_t)HUGE_PAGE - 1), MADV_HUGEPAGE);
	return chunk;
}

static struct arena_chunk *
chunk_new(struct arena *a, size_t size)
{
	size_t want = a->last == NULL ? CHUNK_FIRST : a->last->size * 2;
	struct arena_chunk *chunk;

	if (want > CHUNK_MOST)
		want = CHUNK_MOST;
	if (want < size)
		want = size;
	chunk = take_memory(sizeof *chunk + want);
	if (chunk == NULL)
		full(a);
	chunk->next = NULL;
	chunk->size = want;
	chunk->used = 0;
	ASAN_POISON_MEMORY_REGION(chunk->bytes, want);
	return chunk;
}

static void
chunk_reset(struct arena_chunk *chunk)
{
	ASAN_POISON_MEMORY_REGION(chunk->bytes, chunk->used);
	chunk->used = 0;
}

/* The next chunk with room for `size`: one kept from before a reset, or a new one after
 * the last. */
static struct arena_chunk *
chunk_with_room(struct arena *a, size_t size)
{
	struct arena_chunk *chunk;

	if (a->last != NULL) {
		while (a->last->next != NULL) {
			a->last = a->last->next;
			if (a->last->size >= size)
				return a->last;
		}
	}
	chunk = chunk_new(a, size);
	if (a->last == NULL)
		a->first = chunk;
	else
		a->last->next = chunk;
	a->last = chunk;
	return chunk;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	size_t limit = a->limit != 0 ? a->limit : ARENA_DEFAULT_LIMIT;
	struct arena_chunk *chunk = a->last;
	size_t rounded;
	char *p;

	if (size > limit || a->used > limit - size)
		full(a);
	rounded = (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (chunk == NULL || chunk->size - chunk->used < rounded)
		chunk = chunk_with_room(a, rounded);
	p = chunk->bytes + chunk->used;
	chunk->used += rounded;
	a->used += rounded;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return memset(p, 0, size);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total))
		full(a);
	return arena_alloc(a, total);
}

void *
arena_grown(struct arena *a, void *list, size_t count, size_t *room, size_t size)
{
	void *more;

	if (count < *room)
		return list;
	*room = *room == 0 ? 16 : *room * 2;
	more = arena_array(a, *room, size);
	if (count > 0)
		memcpy(more, list, count * size);
	return more;
}

struct str
arena_str(struct arena *a, struct str s)
{
	return (struct str){arena_cstr(a, s), s.len};
}

char *
arena_cstr(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.len + 1);

	if (s.len > 0)
		memcpy(copy, s.ptr, s.len);
	return copy;
}

struct str
arena_format(struct arena *a, const char *format, ...)
{
	va_list args, again;
	int len;
	char *text;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	text = arena_alloc(a, (size_t)(len < 0 ? 0 : len) + 1);
	if (len > 0)
		vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return (struct str){text, (size_t)(len < 0 ? 0 : len)};
}

void
arena_reset(struct arena *a)
{
	for (struct arena_chunk *chunk = a->first; chunk != NULL; chunk = chunk->next) {
		chunk_reset(chunk);
		if (chunk == a->last)
			break;
	}
	a->last = a->first;
	a->used = 0;
}

void
arena_close(struct arena *a)
{
	struct arena_chunk *chunk = a->first;

	while (chunk != NULL) {
		struct arena_chunk *next = chunk->next;

		ASAN_UNPOISON_MEMORY_REGION(chunk->bytes, chunk->size);
		free(chunk);
		chunk = next;
	}
	a->first = a->last = NULL;
	a->used = 0;
}
