/*
 * Archives that strangers send (.zip .gz .7z .tar, the latter also .gz .bz2 .xz .zst):
 * their members one by one as inputs, so that every other reader works on members too.
 * What could harm or mislead is refused whole: members that climb out of the folder,
 * links and devices, two members of one name, encryption, damage, too many members, too
 * much data.
 */
#ifndef FORMATS_ARCHIVE_H
#define FORMATS_ARCHIVE_H

#include "base/arena.h"
#include "base/input.h"

/* Zero takes the default. */
struct archive_limits {
	uint64_t most_members; /* folders count; 10,000 */
	uint64_t most_bytes;   /* of one member unpacked; 2 GiB */
	uint64_t most_total;   /* of all members unpacked; 4 GiB */
	uint64_t most_ratio;   /* unpacked to packed, once 16 MiB are unpacked; 200 */
	unsigned most_depth;   /* archives within archives; 3 */
};

struct archive_member {
	struct str name; /* path within the archive, UTF-8, as stored */
	uint64_t size;
	uint32_t crc32;
	bool folder;
	struct input input; /* the content, named by the last part of the path; only from
			       archive_reader_next */
};

struct archive_reader;

/* True when the bytes begin like an archive. */
bool archive_is_likely(const struct input *in);
/* True when the readers of tables refused `in` (with *e) because it is an archive and
 * does not claim to be a workbook. */
bool archive_was_meant(const struct input *in, const struct err *e);

/* Opens the archive in `in`; `limits` may be NULL, `outer` is the archive in which `in`
 * is a member, or NULL: members of inner archives count for the outer one's limits. `in`
 * and `a` must outlive it. -1: refused (ARCHIVE_DAMAGED, ARCHIVE_ENCRYPTED,
 * ARCHIVE_DEPTH, FILE_UNKNOWN_KIND ...). */
int archive_reader_open(struct archive_reader **r, const struct input *in,
    const struct archive_limits *limits, struct archive_reader *outer, struct arena *a,
    struct err *e);
/* The next file: 1, 0 at the end, -1 refused. Folders and what macOS adds (__MACOSX/,
 * .DS_Store, ._*) are passed over. The input lives until the next call. A refusal may
 * come after members were given: book nothing before the 0. */
int archive_reader_next(
    struct archive_reader *r, struct archive_member *m, struct err *e);
/* The next entry, folders and extras too, its bytes checked but not kept: for listing.
 * Either this or archive_reader_next is used on one reader. */
int archive_reader_list(
    struct archive_reader *r, struct archive_member *m, struct err *e);
void archive_reader_close(struct archive_reader *r);

#endif
