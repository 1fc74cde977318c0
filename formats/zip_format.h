/*
 * The records of a zip container (APPNOTE.TXT 6.3.10, section 4.3), read field by field
 * with every length checked. Only zip_read.c and zip_stream.c need them.
 */
#ifndef FORMATS_ZIP_FORMAT_H
#define FORMATS_ZIP_FORMAT_H

#include "formats/zip_read.h"

#define ZIP_END_SIGNATURE 0x06054b50U
enum {
	ZIP_END_SIZE = 22,
	ZIP_TAIL_MOST = 65535 + ZIP_END_SIZE,
	ZIP_FLAG_ENCRYPTED = 1 << 0,
	ZIP_FLAG_DESCRIPTOR = 1 << 3,
	ZIP_FLAG_HIDDEN_HEADERS = 1 << 13,
};

struct zip_end {
	uint64_t directory; /* where the central directory stands */
	uint64_t size;
	uint64_t count;
};

/* Little-endian numbers at `at`; 0 where the bytes end before. */
uint16_t zip_u16(struct str bytes, uint64_t at);
uint32_t zip_u32(struct str bytes, uint64_t at);
uint64_t zip_u64(struct str bytes, uint64_t at);

/* The end record at `at`, with its zip64 partner; false unless the directory it names
 * stands right before it. */
bool zip_end_parse(struct str bytes, size_t at, struct zip_end *end);

/* One line of the directory at *at, moving *at behind it; false when it does not fit or
 * says the impossible. *name is the name as stored. */
bool zip_entry_parse(struct str bytes, const struct zip_end *end, uint64_t *at,
    struct zip_member *member, struct str *name);

/* Compares the local header with the directory's line and fills member->data. NULL, or
 * what is wrong. */
const char *zip_local_check(struct str bytes, struct zip_member *member, struct str name);

/* The bytes that the reader was opened on. */
const struct input *zip_reader_input(const struct zip_reader *z);

#endif
