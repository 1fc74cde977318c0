/*
 * Changes for the fuzzer of old workbooks. A byte put into a compound file moves every
 * sector behind it; so the workbook's records are changed, one of them or all together,
 * and a compound file made around them. One change in eight is of the file itself. Only
 * in the fuzzers: the replay has none of it.
 */
#ifndef COMPOUND_H
#define COMPOUND_H
#ifdef WITH_FUZZER

#include "formats/biff.h"
#include "formats/cfb.h"

#include <string.h>

/* A sector of the table names 128 others; two of them are the table and the directory. */
enum { SECTOR = 512, STREAM_LEAST = 4096, STREAM_MOST = 126 * SECTOR, RECORD_ROOM = 512 };

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t most, unsigned int seed);

static inline void
compound_put(uint8_t *to, uint32_t value)
{
	for (unsigned i = 0; i < 4; i++)
		to[i] = (uint8_t)(value >> (8 * i));
}

static inline void
compound_entry(uint8_t *to, const char *name, uint8_t kind, uint32_t child,
    uint32_t first, size_t size)
{
	for (size_t i = 0; name[i] != '\0'; i++)
		to[2 * i] = (uint8_t)name[i];
	to[64] = (uint8_t)(2 * strlen(name) + 2);
	to[66] = kind;
	to[67] = 1;
	memset(to + 68, 255, 8);
	compound_put(to + 76, child);
	compound_put(to + 116, first);
	compound_put(to + 120, (uint32_t)size);
}

/* [MS-CFB] 2.2, 2.3, 2.6: header, table, directory, stream. `to` has room for all. */
static inline size_t
compound_make(uint8_t *to, struct str stream)
{
	static const uint8_t mark[] = {0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1};
	uint8_t *table = to + SECTOR, *directory = table + SECTOR;
	uint32_t end = 0xfffffffe;
	size_t long_enough = stream.len < STREAM_LEAST ? STREAM_LEAST : stream.len;
	uint32_t sectors = (uint32_t)((long_enough + SECTOR - 1) / SECTOR);

	memset(to, 0, (3 + sectors) * SECTOR);
	memcpy(to, mark, sizeof mark);
	compound_put(to + 24, 0x0003003e);
	compound_put(to + 28, 0x0009fffe);
	to[32] = 6;
	compound_put(to + 44, 1);
	compound_put(to + 48, 1);
	compound_put(to + 56, STREAM_LEAST);
	compound_put(to + 60, end);
	compound_put(to + 68, end);
	memset(to + 80, 255, SECTOR - 80);
	memset(table, 255, SECTOR);
	compound_put(table, 0xfffffffd);
	compound_put(table + 4, end);
	for (uint32_t i = 0; i < sectors; i++)
		compound_put(table + 4 * (2 + i), i + 1 < sectors ? i + 3 : end);
	compound_entry(directory, "Root Entry", 5, 1, end, 0);
	compound_entry(directory + 128, "Workbook", 2, UINT32_MAX, 2, long_enough);
	memcpy(directory + SECTOR, stream.ptr, stream.len);
	return (3 + sectors) * SECTOR;
}

/* Changes one record of a stream, whose length follows; false when there is none. */
static inline bool
compound_change_record(uint8_t *stream, size_t *size, size_t most, unsigned int seed)
{
	struct biff b = {.stream = {(const char *)stream, *size}};
	size_t count = 0, at, was, now, room;

	while (biff_next(&b) && b.type != 0)
		count++;
	if (count == 0)
		return false;
	b = (struct biff){.stream = {(const char *)stream, *size}};
	for (size_t i = 0; i <= seed % count; i++)
		biff_next(&b);
	was = b.data.len;
	at = (size_t)((const uint8_t *)b.data.ptr - stream);
	room = was + RECORD_ROOM;
	if (*size - was + room > most || room > UINT16_MAX)
		return false;
	memmove(stream + at + room, stream + at + was, *size - at - was);
	now = LLVMFuzzerMutate(stream + at, was, room);
	memmove(stream + at + now, stream + at + room, *size - at - was);
	stream[at - 2] = (uint8_t)now;
	stream[at - 1] = (uint8_t)(now >> 8);
	*size += now - was;
	return true;
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned int seed)
{
	static uint8_t stream[STREAM_MOST], made[3 * SECTOR + STREAM_MOST];
	struct str bytes = {(const char *)data, size}, found;
	struct arena a = {0};
	struct cfb *c;
	struct err e;
	size_t length = 0;

	if (seed % 8 != 0 && cfb_knows(bytes) && cfb_open(&c, bytes, &a, &e) == 0 &&
	    cfb_read(c, "Workbook", &found, &e) == 0 && found.len <= sizeof stream) {
		length = found.len;
		memcpy(stream, found.ptr, length);
		if (seed % 8 == 1 ||
		    !compound_change_record(stream, &length, sizeof stream, seed / 8))
			length = LLVMFuzzerMutate(stream, length, sizeof stream);
		length = compound_make(made, (struct str){(const char *)stream, length});
	}
	arena_close(&a);
	if (length == 0 || length > most)
		return LLVMFuzzerMutate(data, size, most);
	memcpy(data, made, length);
	return length;
}

#endif
#endif
