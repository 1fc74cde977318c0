/* Tools that read a .zip from its front and tools that read it from its directory can see
 * two different archives; here the directory rules, and it must agree with the members.
 */
#include "formats/archive_zip.h"

#include "formats/csv_charset.h"

#include "base/text.h"

#include <stdlib.h>

enum {
	END_SIZE = 22,
	END_SEARCH = 65535 + END_SIZE,
	LOCATOR_SIZE = 20,
	END64_SIZE = 56,
	LINE_SIZE = 46,
	LOCAL_SIZE = 30,
	FLAG_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
	FLAG_PATCH = 1 << 5,
	FLAG_UTF8 = 1 << 11,
	MADE_BY_UNIX = 3,
	MADE_BY_DARWIN = 19,
	UNIX_TYPE = 0xF000,
	UNIX_LINK = 0xA000,
	UNIX_SOCKET = 0xC000,
	UNIX_BLOCK_DEVICE = 0x6000,
	UNIX_CHARACTER_DEVICE = 0x2000,
	METHOD_STORED = 0,
	METHOD_DEFLATE = 8,
	METHOD_AES = 99,
	EXTRA_ZIP64 = 1,
};

#define END_MARK 0x06054b50U
#define LOCATOR_MARK 0x07064b50U
#define END64_MARK 0x06064b50U
#define LINE_MARK 0x02014b50U
#define LOCAL_MARK 0x04034b50U

/* Where the directory stands, and what stands before the archive. */
struct zip_end {
	uint64_t at; /* of the end record, zip64's when there is one */
	uint64_t count;
	uint64_t size;
	uint64_t offset; /* as written */
	uint64_t prefix; /* bytes before the archive: to be added to every offset */
};

/* The little-endian number of `width` bytes at `at`; 0 beyond the end. */
static uint64_t
number(struct str bytes, uint64_t at, unsigned width)
{
	uint64_t value = 0;

	if (at > bytes.len || bytes.len - at < width)
		return 0;
	for (unsigned i = width; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.ptr[at + i];
	return value;
}

static int
damaged(struct err *e, const char *seen)
{
	return err_file(e, "ARCHIVE_DAMAGED", "%s", seen);
}

/* The end record: the last whose comment ends with the file, for its mark may stand in a
 * comment too; else, when something stands behind the archive, the last. */
static bool
find_end(struct str bytes, uint64_t *at)
{
	size_t least = bytes.len > END_SEARCH ? bytes.len - END_SEARCH : 0;
	bool seen = false;

	for (size_t i = bytes.len < END_SIZE ? 0 : bytes.len - END_SIZE + 1;
	     i-- > least;) {
		bool fits = i + END_SIZE + number(bytes, i + 20, 2) == bytes.len;

		if (number(bytes, i, 4) != END_MARK)
			continue;
		if (!seen || fits)
			*at = i;
		if (fits)
			return true;
		seen = true;
	}
	return seen;
}

/* True when a number of the end record does not fit and stands in the zip64 record only.
 */
static bool
needs_end64(const struct zip_end *end)
{
	return end->count == UINT16_MAX || end->size == UINT32_MAX ||
	    end->offset == UINT32_MAX;
}

/* Takes the numbers of the zip64 record when there is one. The mark of its locator may
 * also be the end of a name or comment: then no record stands where it points. */
static int
read_end64(struct zip_end *end, struct str bytes, struct err *e)
{
	uint64_t locator = end->at - LOCATOR_SIZE, at;

	if (end->at < LOCATOR_SIZE + END64_SIZE ||
	    number(bytes, locator, 4) != LOCATOR_MARK)
		return 0;
	at = number(bytes, locator + 8, 8);
	if (number(bytes, at, 4) != END64_MARK)
		at = locator - END64_SIZE;
	if (at > locator - END64_SIZE || number(bytes, at, 4) != END64_MARK)
		return needs_end64(end) ? damaged(e, "the zip64 end record is missing")
					: 0;
	end->at = at;
	end->count = number(bytes, at + 32, 8);
	end->size = number(bytes, at + 40, 8);
	end->offset = number(bytes, at + 48, 8);
	return 0;
}

/* True when what stands before `to` is an archive of its own, and not one whose comment
 * holds this one: two were joined, and the first would be lost without a word. */
static bool
ends_archive(struct str bytes, uint64_t to)
{
	return to >= END_SIZE && number(bytes, 0, 4) == LOCAL_MARK &&
	    number(bytes, to - END_SIZE, 4) == END_MARK && number(bytes, to - 2, 2) == 0;
}

static int
read_end(struct zip_end *end, struct str bytes, struct err *e)
{
	if (!find_end(bytes, &end->at))
		return damaged(e, "the directory at the end of the archive is missing");
	end->count = number(bytes, end->at + 10, 2);
	end->size = number(bytes, end->at + 12, 4);
	end->offset = number(bytes, end->at + 16, 4);
	if (read_end64(end, bytes, e) != 0)
		return -1;
	if (end->size > end->at || end->offset > end->at - end->size)
		return damaged(e, "the directory does not lie within the archive");
	end->prefix = end->at - end->size - end->offset;
	if (ends_archive(bytes, end->prefix))
		return damaged(
		    e, "another archive stands before this one, in the same file");
	return 0;
}

/* The values that stand in the zip64 extra field because they do not fit in 32 bits. */
static int
read_extra64(struct zip_line *line, struct str extra, struct err *e)
{
	uint64_t *const wide[] = {&line->size, &line->packed, &line->header};

	for (size_t at = 0; at + 4 <= extra.len;) {
		size_t len = (size_t)number(extra, at + 2, 2);
		struct str field = str_slice(extra, at + 4, at + 4 + len);
		size_t used = 0;

		if (field.len < len)
			return damaged(e, "an extra field is cut short");
		for (size_t i = 0; number(extra, at, 2) == EXTRA_ZIP64 && i < 3; i++)
			if (*wide[i] == UINT32_MAX) {
				if (used + 8 > field.len)
					return damaged(e, "a zip64 field is cut short");
				*wide[i] = number(field, used, 8);
				used += 8;
			}
		at += 4 + len;
	}
	return 0;
}

/* The upper half of IBM's code page 437, in which .zip names are unless they say UTF-8.
 */
static struct str
name_of(struct str raw, unsigned flags, struct arena *a)
{
	static const struct csv_charset *cp437;
	struct str name = str_slice(raw, 0, str_find(raw, '\0'));

	if ((flags & FLAG_UTF8) != 0)
		return name;
	if (cp437 == NULL)
		cp437 = csv_charset_find(STR("CP437"));
	return csv_charset_decode(cp437, a, name);
}

/* A pipe is what `zip -` says of its standard input, and bits that are no type of file
 * are rubbish of the program that wrote them: the content is as good as any. */
static bool
is_special(unsigned mode)
{
	return mode == UNIX_LINK || mode == UNIX_SOCKET || mode == UNIX_BLOCK_DEVICE ||
	    mode == UNIX_CHARACTER_DEVICE;
}

static int
check_kind(struct zip_line *line, struct str bytes, uint64_t at, struct err *e)
{
	unsigned flags = (unsigned)number(bytes, at + 8, 2);
	unsigned method = (unsigned)number(bytes, at + 10, 2);
	unsigned made_by = (unsigned)number(bytes, at + 5, 1);
	unsigned mode = (unsigned)number(bytes, at + 40, 2) & UNIX_TYPE;

	if ((flags & FLAG_ENCRYPTED) != 0 || method == METHOD_AES)
		return err_file(
		    e, "ARCHIVE_ENCRYPTED", "%.*s needs a password", STR_ARG(line->name));
	line->deflated = method == METHOD_DEFLATE;
	if ((flags & FLAG_UTF8) != 0 && !text_is_utf8(line->name))
		return damaged(e, "a name is not the UTF-8 that it says it is");
	if ((flags & FLAG_PATCH) != 0 ||
	    (method != METHOD_STORED && method != METHOD_DEFLATE))
		return err_file(e, "ARCHIVE_METHOD", "%.*s: compression method %u",
		    STR_ARG(line->name), method);
	if ((made_by == MADE_BY_UNIX || made_by == MADE_BY_DARWIN) && is_special(mode))
		return err_file(e, "ARCHIVE_LINK", "%.*s is a %s", STR_ARG(line->name),
		    mode == UNIX_LINK ? "link" : "special file");
	return 0;
}

/* The member's own header must stand where the directory says, and bear its name. */
static int
check_local(struct zip_line *line, struct str bytes, uint64_t limit, struct err *e)
{
	uint64_t at = line->header, name_len = number(bytes, at + 26, 2);
	uint64_t data = at + LOCAL_SIZE + name_len + number(bytes, at + 28, 2);

	if (at > limit || limit - at < LOCAL_SIZE || number(bytes, at, 4) != LOCAL_MARK)
		return err_file(e, "ARCHIVE_DAMAGED",
		    "%.*s is not where the directory says", STR_ARG(line->name));
	if (!str_equal(str_slice(bytes, (size_t)at + LOCAL_SIZE,
			   (size_t)(at + LOCAL_SIZE + name_len)),
		line->raw))
		return err_file(
		    e, "ARCHIVE_DAMAGED", "%.*s has two names", STR_ARG(line->name));
	if (data > limit || line->packed > limit - data)
		return err_file(e, "ARCHIVE_DAMAGED", "%.*s reaches beyond its place",
		    STR_ARG(line->name));
	line->data = data;
	line->end = data + line->packed;
	return 0;
}

/* Reads the line at *at of the directory and moves *at behind it. */
static int
read_line(struct zip_line *line, const struct zip_end *end, struct str bytes,
    uint64_t *at, struct arena *a, struct err *e)
{
	uint64_t name_len = number(bytes, *at + 28, 2),
		 extra = number(bytes, *at + 30, 2), comment = number(bytes, *at + 32, 2);
	uint64_t name = *at + LINE_SIZE, next = name + name_len + extra + comment;

	if (next > end->at || number(bytes, *at, 4) != LINE_MARK)
		return damaged(e, "a line of the directory is broken");
	*line = (struct zip_line){
	    .raw = str_slice(bytes, (size_t)name, (size_t)(name + name_len)),
	    .crc32 = (uint32_t)number(bytes, *at + 16, 4),
	    .packed = number(bytes, *at + 20, 4),
	    .size = number(bytes, *at + 24, 4),
	    .header = number(bytes, *at + 42, 4),
	};
	line->name = name_of(line->raw, (unsigned)number(bytes, *at + 8, 2), a);
	line->folder = str_ends(line->name, STR("/"));
	if (read_extra64(line,
		str_slice(bytes, (size_t)(name + name_len), (size_t)(next - comment)),
		e) != 0)
		return -1;
	if (check_kind(line, bytes, *at, e) != 0)
		return -1;
	if (line->header > end->at - end->prefix)
		return damaged(e, "a member lies beyond the directory");
	line->header += end->prefix;
	*at = next;
	return check_local(line, bytes, end->prefix + end->offset, e);
}

static int
compare_offsets(const void *a, const void *b, void *context)
{
	const struct zip_line *lines = context;
	uint64_t x = lines[*(const size_t *)a].header,
		 y = lines[*(const size_t *)b].header;

	return x < y ? -1 : x > y;
}

/* Members that share bytes are how small archives unpack to anything (CVE-2019-13232). */
static int
check_overlap(const struct zip_directory *d, struct arena *a, struct err *e)
{
	size_t *order = arena_new_array(a, d->count, size_t);

	for (size_t i = 0; i < d->count; i++)
		order[i] = i;
	qsort_r(order, d->count, sizeof *order, compare_offsets, d->lines);
	for (size_t i = 1; i < d->count; i++)
		if (d->lines[order[i - 1]].end > d->lines[order[i]].header)
			return damaged(e, "two members share the same bytes");
	return 0;
}

int
zip_directory_read(struct zip_directory *d, struct str bytes, uint64_t most,
    struct arena *a, struct err *e)
{
	struct zip_end end = {0};
	uint64_t at;

	if (read_end(&end, bytes, e) != 0)
		return -1;
	if (end.count > most)
		return err_file(e, "ARCHIVE_TOO_MANY",
		    "%ju members, at most %ju are read", (uintmax_t)end.count,
		    (uintmax_t)most);
	if (end.count > end.size / LINE_SIZE)
		return damaged(e, "the directory is shorter than its count of members");
	d->count = (size_t)end.count;
	d->lines = arena_new_array(a, d->count, struct zip_line);
	at = end.prefix + end.offset;
	for (size_t i = 0; i < d->count; i++)
		if (read_line(&d->lines[i], &end, bytes, &at, a, e) != 0)
			return -1;
	if (at != end.at)
		return damaged(e, "the directory is longer than its count of members");
	return check_overlap(d, a, e);
}
