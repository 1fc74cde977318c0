/*
 * The central directory of a .zip, read for itself (APPNOTE.TXT 6.3.10, section 4.3):
 * what the archive says it holds, against which every unpacked member is held.
 */
#ifndef FORMATS_ARCHIVE_ZIP_H
#define FORMATS_ARCHIVE_ZIP_H

#include "base/arena.h"
#include "base/err.h"

struct zip_line {
	struct str raw;  /* the name as stored */
	struct str name; /* the name in UTF-8 (flag bit 11, otherwise code page 437) */
	uint64_t size;
	uint64_t packed;
	uint64_t header; /* offset of the local header in the file */
	uint64_t end;    /* offset behind the packed bytes */
	uint32_t crc32;
	bool folder;
	bool seen; /* for the caller */
};

struct zip_directory {
	struct zip_line *lines; /* in the directory's order */
	size_t count;
	size_t *by_offset; /* indexes of lines, by local header */
};

/* By the signature at the start, or that of an empty archive. */
bool archive_is_zip(struct str bytes);
/* Reads and checks the directory. -1: ARCHIVE_DAMAGED, ARCHIVE_ENCRYPTED, ARCHIVE_METHOD
 * (only stored and Deflate are accepted), ARCHIVE_LINK, ARCHIVE_TOO_MANY. */
int zip_directory_read(struct zip_directory *d, struct str bytes, uint64_t most,
    struct arena *a, struct err *e);

#endif
