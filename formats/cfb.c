/* Compound files, with every chain of sectors counted so that none can turn in a circle.
 */
#include "formats/cfb.h"

enum {
	HEADER_SIZE = 512,
	ENTRY_SIZE = 128,
	HEADER_DIFAT = 109,
	NAME_MOST = 31,
};
#define CHAIN_END 0xFFFFFFFEU
#define SECTORS_MOST 0xFFFFFFFAU

struct cfb {
	struct str bytes;
	struct arena *arena;
	size_t sector_size;
	size_t mini_size;
	uint64_t mini_cutoff;
	uint32_t *fat;
	size_t fat_count;
	struct str directory;
	bool *outer; /* of the entries: those that lie in the root folder */
	struct str mini_fat;
	struct str mini_stream;
};

static uint32_t
number(struct str bytes, size_t at, size_t width)
{
	uint32_t value = 0;

	if (at > bytes.len || bytes.len - at < width)
		return 0;
	for (size_t i = width; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.ptr[at + i];
	return value;
}

bool
cfb_knows(struct str bytes)
{
	return str_starts(bytes, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

static int
damaged(struct err *e, const char *what)
{
	return err_file(e, "FILE_DAMAGED", "the compound file is damaged: %s", what);
}

/* The bytes of a sector; short or empty behind the end of the file. */
static struct str
sector(const struct cfb *c, uint32_t index)
{
	uint64_t at = ((uint64_t)index + 1) * c->sector_size;

	return str_slice(c->bytes, at, at + c->sector_size);
}

static int
add_fat_sector(struct cfb *c, uint32_t index, size_t room, struct err *e)
{
	struct str piece = sector(c, index);

	if (piece.len < c->sector_size)
		return err_file(e, "FILE_TRUNCATED",
		    "the compound file ends before its table of sectors does");
	for (size_t at = 0; at + 4 <= piece.len && c->fat_count < room; at += 4)
		c->fat[c->fat_count++] = number(piece, at, 4);
	return 0;
}

/* The table of sectors: its own sectors are listed in the header and in a chain behind.
 */
static int
read_fat(struct cfb *c, struct err *e)
{
	size_t sectors = c->bytes.len / c->sector_size + 1;
	size_t per_sector = c->sector_size / 4, room = sectors + per_sector;
	uint32_t left = number(c->bytes, 44, 4), next = number(c->bytes, 68, 4);

	if (left > sectors)
		return err_file(e, "FILE_TRUNCATED",
		    "the compound file of %zu bytes speaks of many more", c->bytes.len);
	c->fat = arena_new_array(c->arena, room, uint32_t);
	for (size_t i = 0; i < HEADER_DIFAT && left > 0; i++, left--)
		if (add_fat_sector(c, number(c->bytes, 76 + 4 * i, 4), room, e) != 0)
			return -1;
	for (size_t steps = 0; left > 0 && steps < sectors; steps++) {
		struct str list = sector(c, next);

		for (size_t i = 0; i + 1 < per_sector && left > 0; i++, left--)
			if (add_fat_sector(c, number(list, 4 * i, 4), room, e) != 0)
				return -1;
		next = number(list, c->sector_size - 4, 4);
	}
	return left > 0 ? damaged(e, "its table of sectors has no end") : 0;
}

/* A chain of sectors, or its first `most` bytes, copied together. */
static int
read_chain(
    const struct cfb *c, uint32_t first, uint64_t most, struct str *stream, struct err *e)
{
	uint64_t room = most < c->bytes.len ? most : c->bytes.len;
	char *bytes = arena_alloc(c->arena, room + 1);
	uint64_t len = 0;
	uint32_t at = first;

	while (at < SECTORS_MOST && len < room) {
		struct str piece = sector(c, at);

		if (piece.len == 0 || at >= c->fat_count)
			return err_file(e, "FILE_TRUNCATED",
			    "the compound file ends before its streams do");
		piece = str_slice(piece, 0, room - len);
		memcpy(bytes + len, piece.ptr, piece.len);
		len += piece.len;
		at = c->fat[at];
	}
	*stream = (struct str){bytes, len};
	return 0;
}

static bool
entry_is(struct str entry, const char *name)
{
	size_t len = strlen(name);

	if (number(entry, 64, 2) != 2 * (len + 1) || len > NAME_MOST)
		return false;
	for (size_t i = 0; i < len; i++)
		if (char_lower(entry.ptr[2 * i]) != char_lower(name[i]) ||
		    entry.ptr[2 * i + 1] != '\0')
			return false;
	return true;
}

/* Marks what lies in the root folder: an embedded document has a "Workbook" or a
 * "WordDocument" of its own, in a folder of its own. The entries of a folder are a tree;
 * each is taken once, so that a circle ends. */
static void
mark_outer(struct cfb *c, struct str root)
{
	size_t count = c->directory.len / ENTRY_SIZE, waiting = 0;
	uint32_t *stack = arena_new_array(c->arena, 2 * count + 1, uint32_t);

	c->outer = arena_new_array(c->arena, count, bool);
	stack[waiting++] = number(root, 76, 4);
	while (waiting > 0) {
		uint32_t at = stack[--waiting];

		if (at >= count || c->outer[at])
			continue;
		c->outer[at] = true;
		stack[waiting++] = number(c->directory, at * ENTRY_SIZE + 68, 4);
		stack[waiting++] = number(c->directory, at * ENTRY_SIZE + 72, 4);
	}
}

/* The first entry from `at` on of that name in the root folder, or the root's own for
 * NULL; empty when there is none. */
static struct str
entry_from(const struct cfb *c, size_t at, const char *name)
{
	for (; at + ENTRY_SIZE <= c->directory.len; at += ENTRY_SIZE) {
		struct str entry = str_slice(c->directory, at, at + ENTRY_SIZE);
		char type = entry.ptr[66];

		if (name == NULL
			? type == 5
			: type != 0 && c->outer[at / ENTRY_SIZE] && entry_is(entry, name))
			return entry;
	}
	return (struct str){0};
}

static struct str
entry_of(const struct cfb *c, const char *name)
{
	return entry_from(c, 0, name);
}

static int
check_header(struct cfb *c, struct err *e)
{
	uint32_t shift = number(c->bytes, 30, 2), mini = number(c->bytes, 32, 2);

	if (c->bytes.len < HEADER_SIZE)
		return err_file(e, "FILE_TRUNCATED",
		    "the compound file has only %zu bytes", c->bytes.len);
	if ((shift != 9 && shift != 12) || mini != 6)
		return damaged(e, "its sectors have an impossible size");
	c->sector_size = (size_t)1 << shift;
	c->mini_size = (size_t)1 << mini;
	c->mini_cutoff = number(c->bytes, 56, 4);
	return 0;
}

int
cfb_open(struct cfb **result, struct str bytes, struct arena *a, struct err *e)
{
	struct cfb *c = arena_new(a, struct cfb);
	struct str root;

	c->bytes = bytes;
	c->arena = a;
	if (check_header(c, e) != 0 || read_fat(c, e) != 0 ||
	    read_chain(c, number(bytes, 48, 4), UINT64_MAX, &c->directory, e) != 0)
		return -1;
	root = entry_of(c, NULL);
	if (root.len == 0)
		return damaged(e, "it has no root");
	mark_outer(c, root);
	if (read_chain(c, number(bytes, 60, 4), UINT64_MAX, &c->mini_fat, e) != 0 ||
	    read_chain(
		c, number(root, 116, 4), number(root, 120, 4), &c->mini_stream, e) != 0)
		return -1;
	*result = c;
	return 0;
}

bool
cfb_has(const struct cfb *c, const char *name)
{
	return entry_of(c, name).len > 0;
}

/* A short stream, made of small sectors within the root's stream. */
static int
read_mini(
    const struct cfb *c, uint32_t first, uint64_t size, struct str *stream, struct err *e)
{
	char *bytes = arena_alloc(c->arena, size + 1);
	uint64_t len = 0;
	uint32_t at = first;

	while (at < SECTORS_MOST && len < size) {
		uint64_t from = (uint64_t)at * c->mini_size;
		struct str piece = str_slice(c->mini_stream, from, from + c->mini_size);

		piece = str_slice(piece, 0, size - len);
		if (piece.len == 0)
			return damaged(e, "a short stream ends too early");
		memcpy(bytes + len, piece.ptr, piece.len);
		len += piece.len;
		if ((uint64_t)at * 4 + 4 > c->mini_fat.len)
			break;
		at = number(c->mini_fat, (size_t)at * 4, 4);
	}
	*stream = (struct str){bytes, len};
	return len < size ? damaged(e, "a short stream ends too early") : 0;
}

int
cfb_read(const struct cfb *c, const char *name, struct str *stream, struct err *e)
{
	struct str entry = entry_of(c, name);
	uint64_t size = number(entry, 120, 4);

	if (entry.len == 0 || entry.ptr[66] != 2)
		return damaged(e, "a stream is missing");
	if (entry_from(c, (size_t)(entry.ptr - c->directory.ptr) + ENTRY_SIZE, name).len >
	    0)
		return damaged(e, "two streams have one name");
	if (size > c->bytes.len)
		return err_file(
		    e, "FILE_TRUNCATED", "the compound file ends before its streams do");
	if (size < c->mini_cutoff)
		return read_mini(c, number(entry, 116, 4), size, stream, e);
	if (read_chain(c, number(entry, 116, 4), size, stream, e) != 0)
		return -1;
	return stream->len < size ? damaged(e, "a stream ends too early") : 0;
}
