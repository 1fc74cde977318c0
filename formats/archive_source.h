/*
 * Where the members of an archive come from: our own reading of .zip, or libarchive for
 * the rest. What is common (names, limits, check sums) is archive.c's.
 */
#ifndef FORMATS_ARCHIVE_SOURCE_H
#define FORMATS_ARCHIVE_SOURCE_H

#include "formats/archive.h"

struct archive_source {
	void *state;
	/* The next header: name, folder and, when `sums` holds, size and check sum; 1, 0
	 * at the end, -1 refused. The name lives until the next call. */
	int (*next)(void *state, struct archive_member *m, struct err *e);
	/* Bytes of this member: 1 with *got of them, 0 at its end, -1 refused. */
	int (*read)(void *state, char *to, size_t room, size_t *got, struct err *e);
	void (*close)(void *state);
	bool sums; /* the archive tells size and CRC-32, and they must be right */
};

/* By the signature at the start, or that of an empty archive. */
bool archive_is_zip(struct str bytes);
/* Reads and checks the whole directory, of at most `most` entries. -1: ARCHIVE_DAMAGED,
 * ARCHIVE_ENCRYPTED, ARCHIVE_METHOD (only stored and Deflate are accepted), ARCHIVE_LINK,
 * ARCHIVE_TOO_MANY. */
int archive_zip_open(struct archive_source *s, const struct input *in, uint64_t most,
    struct arena *a, struct err *e);
/* .7z, .tar and compressed files. */
int archive_other_open(
    struct archive_source *s, const struct input *in, struct arena *a, struct err *e);

#endif
