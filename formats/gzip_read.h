/*
 * gzip (RFC 1952) unpacked as a stream. The check sum and the length at the end of each
 * member are compared, which libarchive leaves undone, and nothing but zeros (the padding
 * of tapes) may stand behind the last member: what does not begin a member may be one
 * that is damaged, and its rows would be missing without a word.
 */
#ifndef FORMATS_GZIP_READ_H
#define FORMATS_GZIP_READ_H

#include "base/arena.h"
#include "base/err.h"

struct gzip_read;

/* True when the bytes begin like a member. */
bool gzip_is(struct str bytes);

/* A reader of packed bytes, in the arena (about 100 KiB). Nothing to close. */
struct gzip_read *gzip_open(struct arena *a, struct str packed);

/* Up to `room` bytes into `to`: 1 with *got of them, 0 at the end, -1 ARCHIVE_DAMAGED. */
int gzip_next(struct gzip_read *g, char *to, size_t room, size_t *got, struct err *e);

#endif
