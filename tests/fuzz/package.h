/*
 * Changes for the fuzzers of zipped spreadsheets. A byte changed in a container is a
 * wrong CRC-32 and goes no further; so a part is changed, and a container made around it
 * that is right. One change in eight is of the container itself. Only in the fuzzers: the
 * replay has none of it.
 */
#ifndef PACKAGE_H
#define PACKAGE_H
#ifdef WITH_FUZZER

#include "../unit/workbook.h"
#include "formats/zip_read.h"

enum { PACKAGE_MOST = 32, PACKAGE_PART_MOST = 1 << 18 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t most, unsigned int seed);

/* Parts that no reader asks for only take time. */
static inline bool
package_wants(struct str name)
{
	static const struct str wanted[] = {STR("sheet"), STR("content"), STR("Content"),
	    STR("Strings"), STR("styles"), STR("workbook"), STR("rels"), STR("mimetype"),
	    STR("manifest")};

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		if (memmem(name.ptr, name.len, wanted[i].ptr, wanted[i].len) != NULL)
			return true;
	return false;
}

/* The parts of a container, unpacked; 0 when it cannot be read. */
static inline size_t
package_parts(struct zip_part *parts, struct str bytes, struct arena *a)
{
	struct input in = {.name = STR("t.zip"), .bytes = bytes};
	struct zip_reader *z;
	size_t count = 0;
	struct err e;

	if (!zip_reader_knows(bytes) || zip_reader_open(&z, &in, a, &e) != 0)
		return 0;
	for (size_t i = 0; i < zip_reader_count(z) && count < PACKAGE_MOST; i++) {
		const struct zip_member *member = zip_reader_member(z, i);
		struct zip_stream *s;
		struct out part;
		char piece[4096];
		size_t got;

		if (!package_wants(member->name) ||
		    zip_stream_open(&s, z, member, PACKAGE_PART_MOST, a, &e) != 0)
			continue;
		out_open_memory(&part, a);
		while (zip_stream_read(s, piece, sizeof piece, &got, &e) == 1)
			out_str(&part, (struct str){piece, got});
		parts[count].name = arena_cstr(a, member->name);
		parts[count++].bytes = out_bytes_of(&part);
	}
	return count;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed)
{
	struct str bytes = {(const char *)data, size}, made;
	struct zip_part parts[PACKAGE_MOST], *chosen;
	struct arena a = {0};
	size_t count = seed % 8 == 0 ? 0 : package_parts(parts, bytes, &a), room;
	uint8_t *changed;

	if (count > 0) {
		chosen = &parts[seed / 8 % count];
		room = chosen->bytes.len + 4096;
		changed = arena_alloc(&a, room);
		memcpy(changed, chosen->bytes.ptr, chosen->bytes.len);
		chosen->bytes.len = LLVMFuzzerMutate(changed, chosen->bytes.len, room);
		chosen->bytes.ptr = (const char *)changed;
		made = zip_make(&a, parts, count);
		if (made.len > most)
			count = 0;
		else
			memcpy(data, made.ptr, size = made.len);
	}
	arena_close(&a);
	return count > 0 ? size : LLVMFuzzerMutate(data, size, most);
}

#endif
#endif
