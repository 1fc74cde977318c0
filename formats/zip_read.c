/* The directory of a zip container, believed only where everything in it agrees. Written
 * here because libraries for archives forgive what a ledger must not: the second member
 * of a name, the second directory, the header that lies. */
#include "formats/zip_read.h"

#include "base/map.h"
#include "base/text.h"
#include "formats/zip_format.h"

#include <stdlib.h>

struct zip_reader {
	const struct input *in;
	struct str bytes;
	struct arena *arena;
	struct zip_end end;
	struct zip_member *members;
	size_t count;
	struct map by_name;
};

static int
damaged(struct err *e, const char *what)
{
	return err_file(e, "ZIP_DAMAGED", "the zip container is damaged: %s", what);
}

bool
zip_reader_knows(struct str bytes)
{
	return str_starts(bytes, STR("PK\3\4")) || str_starts(bytes, STR("PK\5\6"));
}

static int
find_end(struct zip_reader *z, struct err *e)
{
	size_t len = z->bytes.len;
	size_t lowest = len > ZIP_TAIL_MOST ? len - ZIP_TAIL_MOST : 0;
	size_t seen = 0, good = 0;

	for (size_t at = len < ZIP_END_SIZE ? 0 : len - ZIP_END_SIZE + 1;
	     at-- > lowest;) {
		struct zip_end end;

		if (zip_u32(z->bytes, at) != ZIP_END_SIGNATURE)
			continue;
		seen++;
		if (!zip_end_parse(z->bytes, at, &end))
			continue;
		if (good++ == 0)
			z->end = end;
	}
	if (good > 1)
		return err_file(
		    e, "ZIP_AMBIGUOUS", "the zip container has %zu directories", good);
	if (good == 1)
		return 0;
	if (seen > 0)
		return damaged(e, "its directory is not where its end says");
	return err_file(e, "FILE_TRUNCATED",
	    "the zip container of %zu bytes has no directory at its end", len);
}

/* A name as every reader would understand it: '/' between folders, none before the first.
 */
static struct str
clean_name(struct arena *a, struct str name)
{
	char *copy = arena_cstr(a, name);

	for (size_t i = 0; i < name.len; i++)
		if (copy[i] == '\\')
			copy[i] = '/';
	while (name.len > 0 && *copy == '/') {
		copy++;
		name.len--;
	}
	return (struct str){copy, name.len};
}

static struct str
folded_name(struct arena *a, struct str name)
{
	char *copy = arena_cstr(a, name);

	for (size_t i = 0; i < name.len; i++)
		copy[i] = char_lower(copy[i]);
	return (struct str){copy, name.len};
}

static int
add_member(struct zip_reader *z, struct zip_member *member, struct str raw, struct err *e)
{
	bool is_new;
	uint64_t *slot;

	if (memchr(raw.ptr, '\0', raw.len) != NULL)
		return damaged(e, "a member's name holds a NUL");
	member->name = clean_name(z->arena, raw);
	if (str_ends(member->name, STR("/")))
		return 0;
	slot = map_put(&z->by_name, folded_name(z->arena, member->name), &is_new);
	if (!is_new)
		return err_file(e, "ZIP_AMBIGUOUS", "two members are called %.*s",
		    STR_ARG(text_printable(z->arena, member->name)));
	*slot = z->count;
	z->members[z->count++] = *member;
	return 0;
}

static int
check_member(
    struct zip_reader *z, struct zip_member *member, struct str raw, struct err *e)
{
	const char *lie;

	if (member->flags & (ZIP_FLAG_ENCRYPTED | ZIP_FLAG_HIDDEN_HEADERS))
		return err_file(e, "FILE_ENCRYPTED", "member %.*s needs a password",
		    STR_ARG(text_printable(z->arena, raw)));
	lie = zip_local_check(z->bytes, member, raw);
	if (lie != NULL)
		return err_file(e, "ZIP_DAMAGED",
		    "the zip container is damaged: member %.*s: %s",
		    STR_ARG(text_printable(z->arena, raw)), lie);
	return 0;
}

static int
by_header(const void *left, const void *right)
{
	const struct zip_member *a = left, *b = right;

	return a->header < b->header ? -1 : a->header > b->header;
}

/* Two members must not share bytes: that is how a small file unpacks without end. */
static int
check_overlaps(
    const struct zip_reader *z, const struct zip_member *all, size_t count, struct err *e)
{
	struct zip_member *sorted;

	if (count == 0)
		return 0;
	sorted = arena_new_array(z->arena, count, struct zip_member);
	memcpy(sorted, all, count * sizeof *all);
	qsort(sorted, count, sizeof *sorted, by_header);
	for (size_t i = 0; i < count; i++) {
		uint64_t next = i + 1 < count ? sorted[i + 1].header : z->end.directory;

		if (sorted[i].data + sorted[i].packed > next)
			return err_file(e, "ZIP_AMBIGUOUS",
			    "members share the same bytes of the zip container");
	}
	return 0;
}

static int
read_directory(struct zip_reader *z, struct err *e)
{
	struct zip_member *all =
	    arena_new_array(z->arena, (size_t)z->end.count, struct zip_member);
	uint64_t at = z->end.directory;

	for (size_t i = 0; i < z->end.count; i++) {
		struct str raw;

		if (!zip_entry_parse(z->bytes, &z->end, &at, &all[i], &raw))
			return damaged(e, "a line of its directory cannot be read");
		if (check_member(z, &all[i], raw, e) != 0 ||
		    add_member(z, &all[i], raw, e) != 0)
			return -1;
	}
	if (at != z->end.directory + z->end.size)
		return damaged(e, "its directory has another length than it says");
	return check_overlaps(z, all, (size_t)z->end.count, e);
}

int
zip_reader_open(
    struct zip_reader **result, const struct input *in, struct arena *a, struct err *e)
{
	struct zip_reader *z = arena_new(a, struct zip_reader);

	z->in = in;
	z->bytes = in->bytes;
	z->arena = a;
	if (find_end(z, e) != 0)
		return -1;
	if (z->end.count > ZIP_MOST_MEMBERS)
		return err_file(e, "FILE_BOMB", "the zip container has %ju members",
		    (uintmax_t)z->end.count);
	map_open(&z->by_name, a, (size_t)z->end.count);
	z->members = arena_new_array(a, (size_t)z->end.count, struct zip_member);
	if (read_directory(z, e) != 0)
		return -1;
	*result = z;
	return 0;
}

size_t
zip_reader_count(const struct zip_reader *z)
{
	return z->count;
}

const struct zip_member *
zip_reader_member(const struct zip_reader *z, size_t index)
{
	return &z->members[index];
}

size_t
zip_reader_place(const struct zip_reader *z, const struct zip_member *member)
{
	return (size_t)(member - z->members);
}

const struct zip_member *
zip_reader_find(const struct zip_reader *z, struct str name)
{
	struct arena scratch = {0};
	uint64_t *index =
	    map_find(&z->by_name, folded_name(&scratch, clean_name(&scratch, name)));
	const struct zip_member *found = index == NULL ? NULL : &z->members[*index];

	arena_close(&scratch);
	return found;
}

const struct input *
zip_reader_input(const struct zip_reader *z)
{
	return z->in;
}
