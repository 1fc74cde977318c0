/* Archives are opened by libarchive, which is lenient by nature; the strictness is ours:
 * names, kinds, counts and sizes are checked before and after every member. */
#include "formats/archive.h"

#include "formats/archive_zip.h"
#include "formats/spill.h"

#include "base/map.h"
#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>

enum { ARCHIVE_BLOCK = 64 * 1024 };
#define ARCHIVE_RATIO_FROM ((uint64_t)16 << 20)

/* What all archives of one file have used up together. */
struct budget {
	uint64_t members;
	uint64_t total;
	uint64_t packed; /* bytes of the outermost file */
};

struct archive_reader {
	struct archive *libarchive;
	const struct input *in;
	struct arena *arena;
	struct archive_limits limits;
	struct budget *budget;
	unsigned depth;
	uint64_t entries;
	struct map names;
	bool zip;
	bool raw; /* one compressed file: the name comes from the file's own */
	struct zip_directory directory;
	size_t listed; /* lines of the directory given so far */
	size_t read;   /* members of a .zip read so far */
	struct input current;
};

/* The first bytes by which archives and compressed files are known. */
static const struct str heads[] = {
    {"PK\3\4", 4},
    {"PK\5\6", 4},
    {"\x1F\x8B", 2},
    {"7z\xBC\xAF\x27\x1C", 6},
    {"BZh", 3},
    {"\xFD"
     "7zXZ",
	5},
    {"\x28\xB5\x2F\xFD", 4},
};

enum { TAR_MAGIC_AT = 257 };

bool
archive_is_likely(const struct input *in)
{
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (str_starts(in->bytes, heads[i]))
			return true;
	return str_equal(
	    str_slice(in->bytes, TAR_MAGIC_AT, TAR_MAGIC_AT + 5), STR("ustar"));
}

static uint32_t
crc32_add(uint32_t crc, const unsigned char *bytes, size_t len)
{
	static uint32_t table[256];

	for (uint32_t i = 0; table[255] == 0 && i < 256; i++) {
		uint32_t c = i;

		for (int bit = 0; bit < 8; bit++)
			c = (c & 1) != 0 ? 0xEDB88320U ^ c >> 1 : c >> 1;
		table[i] = c;
	}
	crc = ~crc;
	for (size_t i = 0; i < len; i++)
		crc = table[(crc ^ bytes[i]) & 0xFF] ^ crc >> 8;
	return ~crc;
}

/* What libarchive says, with our code. */
static int
refuse_read(struct archive_reader *r, struct err *e)
{
	const char *text = archive_error_string(r->libarchive);
	struct str seen = str_of(text == NULL ? "it cannot be unpacked" : text);
	bool secret = str_find_str(seen, STR("ncrypt")) < seen.len ||
	    str_find_str(seen, STR("assphrase")) < seen.len;

	return err_file(
	    e, secret ? "ARCHIVE_ENCRYPTED" : "ARCHIVE_DAMAGED", "%.*s", STR_ARG(seen));
}

static void
allow_formats(struct archive_reader *r)
{
	struct archive *a = r->libarchive;

	if (r->zip) {
		archive_read_support_format_zip_seekable(a);
		return;
	}
	archive_read_support_format_7zip(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_raw(a);
	archive_read_support_filter_gzip(a);
	archive_read_support_filter_bzip2(a);
	archive_read_support_filter_xz(a);
	archive_read_support_filter_zstd(a);
}

static void
take_limits(struct archive_limits *l, const struct archive_limits *given)
{
	*l = given == NULL ? (struct archive_limits){0} : *given;
	if (l->most_members == 0)
		l->most_members = 10000;
	if (l->most_bytes == 0)
		l->most_bytes = (uint64_t)2 << 30;
	if (l->most_total == 0)
		l->most_total = (uint64_t)4 << 30;
	if (l->most_ratio == 0)
		l->most_ratio = 200;
	if (l->most_depth == 0)
		l->most_depth = 3;
}

static int
open_depth(struct archive_reader *r, const struct archive_limits *limits,
    struct archive_reader *outer, struct err *e)
{
	if (outer == NULL) {
		take_limits(&r->limits, limits);
		r->budget = arena_new(r->arena, struct budget);
		r->budget->packed = r->in->bytes.len;
		r->depth = 1;
		return 0;
	}
	r->limits = outer->limits;
	r->budget = outer->budget;
	r->depth = outer->depth + 1;
	if (r->depth > r->limits.most_depth)
		return err_file(e, "ARCHIVE_DEPTH", "%.*s: an archive %u levels deep",
		    STR_ARG(r->in->name), r->depth);
	return 0;
}

int
archive_reader_open(struct archive_reader **result, const struct input *in,
    const struct archive_limits *limits, struct archive_reader *outer, struct arena *a,
    struct err *e)
{
	struct archive_reader *r = arena_new(a, struct archive_reader);

	r->in = in;
	r->arena = a;
	r->zip = archive_is_zip(in->bytes) || str_ends_nocase(in->name, STR(".zip"));
	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	if (open_depth(r, limits, outer, e) != 0)
		return -1;
	map_open(&r->names, a, 16);
	if (r->zip &&
	    zip_directory_read(&r->directory, in->bytes,
		r->limits.most_members - r->budget->members, a, e) != 0)
		return -1;
	r->libarchive = archive_read_new();
	if (r->libarchive == NULL)
		return err_set(e, ERR_RETRY, "no memory for an archive");
	allow_formats(r);
	if (archive_read_open_memory(r->libarchive, in->bytes.ptr, in->bytes.len) !=
	    ARCHIVE_OK) {
		(void)refuse_read(r, e);
		archive_reader_close(r);
		return -1;
	}
	*result = r;
	return 0;
}

void
archive_reader_close(struct archive_reader *r)
{
	if (r == NULL)
		return;
	input_unmap(&r->current);
	archive_read_free(r->libarchive);
	r->libarchive = NULL;
}

/* True for names that lead elsewhere when somebody unpacks them: absolute, with a drive
 * letter, a home folder or a step up, in either kind of slash. */
static bool
leads_out(struct str name)
{
	size_t start = 0;

	if (name.len == 0 || name.ptr[0] == '~')
		return true;
	if (name.len > 1 && char_is_alpha(name.ptr[0]) && name.ptr[1] == ':')
		return true;
	if (name.ptr[0] == '/' || name.ptr[0] == '\\')
		return true;
	for (size_t i = 0; i <= name.len; i++)
		if (i == name.len || name.ptr[i] == '/' || name.ptr[i] == '\\') {
			if (str_equal(str_slice(name, start, i), STR("..")))
				return true;
			start = i + 1;
		}
	return false;
}

static int
check_name(struct archive_reader *r, struct str name, struct err *e)
{
	bool is_new;

	if (leads_out(name))
		return err_file(e, "ARCHIVE_TRAVERSAL", "%.*s", STR_ARG(name));
	(void)map_put(&r->names, arena_str(r->arena, name), &is_new);
	if (!is_new)
		return err_file(e, "ARCHIVE_DUPLICATE", "%.*s", STR_ARG(name));
	r->entries++;
	if (++r->budget->members > r->limits.most_members)
		return err_file(e, "ARCHIVE_TOO_MANY", "more than %ju members",
		    (uintmax_t)r->limits.most_members);
	return 0;
}

static int
check_kind(const struct archive_reader *r, struct archive_entry *entry, struct str name,
    struct err *e)
{
	unsigned kind = archive_entry_filetype(entry);

	if (archive_entry_is_encrypted(entry))
		return err_file(
		    e, "ARCHIVE_ENCRYPTED", "%.*s needs a password", STR_ARG(name));
	if (archive_entry_hardlink(entry) != NULL ||
	    archive_entry_symlink(entry) != NULL ||
	    (kind != AE_IFREG && kind != AE_IFDIR && !(kind == 0 && r->raw) &&
		!(kind == AE_IFIFO && r->zip)))
		return err_file(
		    e, "ARCHIVE_LINK", "%.*s is a link or a special file", STR_ARG(name));
	return 0;
}

/* "data.csv.gz" holds "data.csv". */
static struct str
inner_name(struct str outer)
{
	size_t dot = outer.len, slash = 0;

	for (size_t i = 0; i < outer.len; i++) {
		if (outer.ptr[i] == '/')
			slash = i + 1;
		if (outer.ptr[i] == '.')
			dot = i;
	}
	return dot > slash ? str_slice(outer, slash, dot) : STR("data");
}

/* The directory's line for the member that libarchive gives now: the members come in the
 * order of their places. */
static int
find_line(struct archive_reader *r, struct archive_member *m, struct err *e)
{
	struct zip_line *line;

	if (r->read >= r->directory.count)
		return err_file(
		    e, "ARCHIVE_DAMAGED", "more members than the directory has");
	line = &r->directory.lines[r->directory.by_offset[r->read++]];
	m->name = line->name;
	m->size = line->size;
	m->crc32 = line->crc32;
	m->folder = line->folder;
	return 0;
}

static int
name_member(struct archive_reader *r, struct archive_entry *entry,
    struct archive_member *m, struct err *e)
{
	const char *stored = archive_entry_pathname(entry);

	if (archive_format(r->libarchive) == ARCHIVE_FORMAT_RAW) {
		r->raw = true;
		if (archive_filter_code(r->libarchive, 0) == ARCHIVE_FILTER_NONE)
			return err_file(e, "FILE_UNKNOWN_KIND", "it is no archive");
		m->name = inner_name(r->in->name);
		return 0;
	}
	if (r->zip)
		return find_line(r, m, e);
	if (stored == NULL)
		stored = archive_entry_pathname_utf8(entry);
	if (stored == NULL)
		return err_file(e, "ARCHIVE_DAMAGED", "a member has no name");
	m->name = arena_str(r->arena, str_of(stored));
	m->folder = archive_entry_filetype(entry) == AE_IFDIR;
	return 0;
}

/* The next header, checked: 1, 0 at the end, -1. */
static int
next_header(struct archive_reader *r, struct archive_member *m, struct err *e)
{
	struct archive_entry *entry;
	int status = archive_read_next_header(r->libarchive, &entry);

	*m = (struct archive_member){0};
	if (status == ARCHIVE_EOF) {
		if (r->zip && r->read < r->directory.count)
			return err_file(
			    e, "ARCHIVE_DAMAGED", "fewer members than the directory has");
		return r->entries > 0 ? 0 : err_file(e, "ARCHIVE_EMPTY", "no members");
	}
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return refuse_read(r, e);
	if (name_member(r, entry, m, e) != 0 || check_kind(r, entry, m->name, e) != 0)
		return -1;
	return check_name(r, m->name, e) == 0 ? 1 : -1;
}

static int
check_size(
    struct archive_reader *r, struct str name, uint64_t size, size_t more, struct err *e)
{
	struct budget *b = r->budget;

	b->total += more;
	if (size > r->limits.most_bytes || b->total > r->limits.most_total)
		return err_file(e, "ARCHIVE_BOMB", "%.*s: more than %ju bytes unpacked",
		    STR_ARG(name),
		    (uintmax_t)(size > r->limits.most_bytes ? r->limits.most_bytes
							    : r->limits.most_total));
	if (b->total > ARCHIVE_RATIO_FROM && b->total / r->limits.most_ratio > b->packed)
		return err_file(e, "ARCHIVE_BOMB",
		    "%.*s: unpacks to more than %ju times its size", STR_ARG(name),
		    (uintmax_t)r->limits.most_ratio);
	return 0;
}

/* Reads the member to its end, into *o when it is not NULL, and holds size and check sum
 * against the directory. */
static int
read_member(
    struct archive_reader *r, struct archive_member *m, struct out *o, struct err *e)
{
	char block[ARCHIVE_BLOCK];
	uint64_t size = 0;
	uint32_t crc = 0;
	la_ssize_t got;

	while ((got = archive_read_data(r->libarchive, block, sizeof block)) > 0) {
		size += (uint64_t)got;
		if (check_size(r, m->name, size, (size_t)got, e) != 0)
			return -1;
		crc = crc32_add(crc, (const unsigned char *)block, (size_t)got);
		if (o != NULL)
			out_write(o, block, (size_t)got);
	}
	if (got < 0)
		return refuse_read(r, e);
	if (r->zip && (size != m->size || crc != m->crc32))
		return err_file(e, "ARCHIVE_DAMAGED",
		    "%.*s has another size or check sum than the directory says",
		    STR_ARG(m->name));
	m->size = size;
	m->crc32 = crc;
	return 0;
}

static struct str
last_part(struct str name)
{
	size_t start = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '/' || name.ptr[i] == '\\')
			start = i + 1;
	return str_slice(name, start, name.len);
}

/* What macOS adds to archives: no one means to send it. */
static bool
is_extra(struct str name)
{
	struct str base = last_part(name);

	return str_starts(name, STR("__MACOSX/")) || str_starts(base, STR("._")) ||
	    str_equal(base, STR(".DS_Store"));
}

int
archive_reader_next(struct archive_reader *r, struct archive_member *m, struct err *e)
{
	struct spill spill;
	int got;

	input_unmap(&r->current);
	while ((got = next_header(r, m, e)) > 0) {
		if (!m->folder && !is_extra(m->name))
			break;
		if (read_member(r, m, NULL, e) != 0)
			return -1;
	}
	if (got <= 0)
		return got;
	if (spill_open(&spill, r->arena, e) != 0)
		return -1;
	got = read_member(r, m, &spill.out, e);
	if (spill_close(&spill, got == 0 ? &r->current : NULL, last_part(m->name), e) !=
	    0)
		return -1;
	m->input = r->current;
	return 1;
}

int
archive_reader_list(struct archive_reader *r, struct archive_member *m, struct err *e)
{
	int got;

	if (!r->zip) {
		got = next_header(r, m, e);
		return got > 0 && read_member(r, m, NULL, e) != 0 ? -1 : got;
	}
	if (r->listed == 0)
		do {
			got = next_header(r, m, e);
			if (got < 0 || (got > 0 && read_member(r, m, NULL, e) != 0))
				return -1;
		} while (got > 0);
	if (r->listed >= r->directory.count)
		return 0;
	const struct zip_line *line = &r->directory.lines[r->listed++];
	*m = (struct archive_member){.name = line->name,
	    .size = line->size,
	    .crc32 = line->crc32,
	    .folder = line->folder};
	return 1;
}
