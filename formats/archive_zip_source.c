/* The members of a .zip in the order of its directory, unpacked without any leniency:
 * what the directory says is what must come out. */
#include "formats/archive_source.h"

#include "formats/archive_zip.h"
#include "formats/inflate.h"

struct zip_source {
	struct str bytes;
	struct zip_directory directory;
	size_t next;
	const struct zip_line *line;
	struct arena member;     /* the unpacker's memory, until the next member */
	struct inflate *inflate; /* NULL for stored members */
	uint64_t given;          /* stored bytes given so far */
};

bool
archive_is_zip(struct str bytes)
{
	return str_starts(bytes, STR("PK\3\4")) || str_starts(bytes, STR("PK\5\6"));
}

static struct str
packed_bytes(const struct zip_source *z)
{
	return str_slice(z->bytes, (size_t)z->line->data, (size_t)z->line->end);
}

static int
zip_next(void *state, struct archive_member *m, struct err *e)
{
	struct zip_source *z = state;

	(void)e;
	if (z->next == z->directory.count)
		return 0;
	z->line = &z->directory.lines[z->next++];
	z->given = 0;
	arena_reset(&z->member);
	z->inflate = z->line->deflated ? inflate_open(&z->member, packed_bytes(z)) : NULL;
	m->name = z->line->name;
	m->size = z->line->size;
	m->crc32 = z->line->crc32;
	m->folder = z->line->folder;
	return 1;
}

static int
read_stored(struct zip_source *z, char *to, size_t room, size_t *got)
{
	struct str left =
	    str_slice(packed_bytes(z), (size_t)z->given, (size_t)z->line->packed);

	*got = left.len < room ? left.len : room;
	if (*got > 0)
		memcpy(to, left.ptr, *got);
	z->given += *got;
	return *got > 0;
}

static int
zip_read(void *state, char *to, size_t room, size_t *got, struct err *e)
{
	struct zip_source *z = state;
	int status;

	if (z->inflate == NULL)
		return read_stored(z, to, room, got);
	if (z->given == UINT64_MAX)
		return 0;
	status = inflate_read(z->inflate, to, room, got);
	if (status < 0)
		return err_file(e, "ARCHIVE_DAMAGED", "%.*s cannot be unpacked",
		    STR_ARG(z->line->name));
	if (status == 0)
		z->given = UINT64_MAX; /* the last piece */
	return 1;
}

static void
zip_close(void *state)
{
	struct zip_source *z = state;

	arena_close(&z->member);
}

int
archive_zip_open(struct archive_source *s, const struct input *in, uint64_t most,
    struct arena *a, struct err *e)
{
	struct zip_source *z = arena_new(a, struct zip_source);

	z->bytes = in->bytes;
	*s = (struct archive_source){.state = z,
	    .next = zip_next,
	    .read = zip_read,
	    .close = zip_close,
	    .sums = true};
	return zip_directory_read(&z->directory, in->bytes, most, a, e);
}
