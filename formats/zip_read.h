/*
 * A zip container read strictly, for documents made of parts (.xlsx, .ods). Two readers
 * of one file must never see two contents, so whatever could be read in two ways is
 * refused: two members of one name, two central directories, members that overlap,
 * local headers that say another thing than the directory (APPNOTE.TXT 6.3.10, sections
 * 4.3.7, 4.3.12, 4.3.14 to 4.3.16). Names compare without case, '\' is '/', as Excel
 * does.
 */
#ifndef FORMATS_ZIP_READ_H
#define FORMATS_ZIP_READ_H

#include "base/arena.h"
#include "base/err.h"
#include "base/input.h"

struct zip_member {
	struct str name; /* with '/', without a leading one; as spelled otherwise */
	uint64_t header; /* where the local header stands */
	uint64_t data;   /* where the packed bytes stand */
	uint64_t packed;
	uint64_t size;
	uint32_t crc;
	uint16_t method; /* 0 stored, 8 deflated; others cannot be opened */
	uint16_t flags;
};

struct zip_reader;
struct zip_stream;

enum { ZIP_MOST_MEMBERS = 100000 };

/* True when the bytes begin as a zip container does. */
bool zip_reader_knows(struct str bytes);

/* Reads the directory of `in`, which must outlive the reader. -1: ZIP_DAMAGED,
 * ZIP_AMBIGUOUS, FILE_ENCRYPTED (a member needs a password), FILE_TRUNCATED. Nothing to
 * close. */
int zip_reader_open(
    struct zip_reader **z, const struct input *in, struct arena *a, struct err *e);

/* The members that are not folders, in the order of the directory. */
size_t zip_reader_count(const struct zip_reader *z);
const struct zip_member *zip_reader_member(const struct zip_reader *z, size_t index);
/* The index of a member of this reader. */
size_t zip_reader_place(const struct zip_reader *z, const struct zip_member *member);
/* NULL when there is no such member. */
const struct zip_member *zip_reader_find(const struct zip_reader *z, struct str name);

/* A member as a stream, in the arena. At most `most` bytes come out of it (FILE_BOMB
 * beyond); 0 stands for ZIP_MOST_BYTES. Nothing to close. */
#define ZIP_MOST_BYTES ((uint64_t)16 << 30)
int zip_stream_open(struct zip_stream **s, const struct zip_reader *z,
    const struct zip_member *member, uint64_t most, struct arena *a, struct err *e);
/* Up to `room` bytes: 1, or 0 when nothing is left and size and CRC-32 were right, or -1.
 */
int zip_stream_read(
    struct zip_stream *s, char *to, size_t room, size_t *got, struct err *e);
/* The name of the member that is read. */
struct str zip_stream_name(const struct zip_stream *s);

#endif
