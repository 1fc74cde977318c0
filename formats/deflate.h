/*
 * DEFLATE (RFC 1951) out, raw, streaming, by zlib at its quickest: small enough for
 * requests and workbooks. The same bytes in, with syncs at the same places, give the same
 * bytes out, on every machine of one library version (docs/adr/deflate-out-by-zlib.md).
 */
#ifndef FORMATS_DEFLATE_H
#define FORMATS_DEFLATE_H

#include "base/out.h"

struct deflate;

/* Compressed bytes go to *out, which stays the caller's. */
struct deflate *deflate_open(struct out *out, struct arena *a);
void deflate_add(struct deflate *d, const char *bytes, size_t len);
/* Everything added so far stands in *out (the stream goes on). */
void deflate_sync(struct deflate *d);
void deflate_finish(struct deflate *d);
/* Bytes written to *out so far, and bytes added so far. */
uint64_t deflate_written(const struct deflate *d);
uint64_t deflate_added(const struct deflate *d);
/* CRC-32 (ISO 3309, as ZIP uses it) of what was added. */
uint32_t deflate_crc32(const struct deflate *d);

#endif
