/*
 * Raw DEFLATE (RFC 1951) unpacked as a stream, and the CRC-32 that zip containers carry.
 * The packed bytes are all in memory; what comes out is taken in pieces, so that a
 * member of any size costs the same few hundred KiB.
 */
#ifndef FORMATS_INFLATE_H
#define FORMATS_INFLATE_H

#include "base/arena.h"

struct inflate;

/* An unpacker over `packed`, in the arena (about 100 KiB). Nothing to close. */
struct inflate *inflate_open(struct arena *a, struct str packed);

/* The same unpacker over other bytes. */
void inflate_again(struct inflate *f, struct str packed);

/* Up to `room` bytes into `to`, *got told. 1: there may be more; 0: this was the end of
 * the stream; -1: the bytes are no valid DEFLATE stream, or end before it does. */
int inflate_read(struct inflate *f, char *to, size_t room, size_t *got);

/* Packed bytes taken so far; behind the end of the stream, to the byte. */
size_t inflate_taken(const struct inflate *f);

/* The CRC-32 of zip and gzip, continued: start with 0. */
uint32_t inflate_crc32(uint32_t crc, struct str bytes);

#endif
