/* Archives are what strangers use to do harm: names, counts, sizes and check sums of
 * every member are checked here, wherever the members come from. */
#include "formats/archive.h"

#include "formats/archive_source.h"
#include "formats/inflate.h"
#include "formats/spill.h"

#include "base/map.h"

enum { ARCHIVE_BLOCK = 64 * 1024 };
#define ARCHIVE_RATIO_FROM ((uint64_t)16 << 20)

/* What all archives of one file have used up together. */
struct budget {
	uint64_t members;
	uint64_t total;
	uint64_t packed; /* bytes of the outermost file */
};

struct archive_reader {
	struct archive_source source;
	const struct input *in;
	struct arena *arena;
	struct archive_limits limits;
	struct budget *budget;
	unsigned depth;
	uint64_t entries;
	struct map names;
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

bool
archive_was_meant(const struct input *in, const struct err *e)
{
	return e->code != NULL && archive_is_likely(in) &&
	    (strcmp(e->code, "FILE_UNKNOWN_KIND") == 0 ||
		strcmp(e->code, "FILE_NOT_A_WORKBOOK") == 0) &&
	    !str_ends_nocase(in->name, STR(".xlsx")) &&
	    !str_ends_nocase(in->name, STR(".xlsm")) &&
	    !str_ends_nocase(in->name, STR(".ods"));
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

static int
open_source(struct archive_reader *r, struct err *e)
{
	const struct input *in = r->in;

	if (in->bytes.len == 0)
		return err_file(e, "FILE_EMPTY", "0 bytes");
	if (archive_is_zip(in->bytes) || str_ends_nocase(in->name, STR(".zip")))
		return archive_zip_open(&r->source, in,
		    r->limits.most_members - r->budget->members, r->arena, e);
	return archive_other_open(&r->source, in, r->arena, e);
}

int
archive_reader_open(struct archive_reader **result, const struct input *in,
    const struct archive_limits *limits, struct archive_reader *outer, struct arena *a,
    struct err *e)
{
	struct archive_reader *r = arena_new(a, struct archive_reader);

	r->in = in;
	r->arena = a;
	map_open(&r->names, a, 16);
	if (open_depth(r, limits, outer, e) != 0 || open_source(r, e) != 0)
		return -1;
	*result = r;
	return 0;
}

void
archive_reader_close(struct archive_reader *r)
{
	if (r == NULL)
		return;
	input_unmap(&r->current);
	r->source.close(r->source.state);
}

/* True for names that lead elsewhere when somebody unpacks them: absolute, with a drive
 * letter, a home folder or a step up, in either kind of slash. */
static bool
leads_out(struct str name)
{
	size_t start = 0;

	if (name.ptr[0] == '~')
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

	if (name.len == 0)
		return err_file(e, "ARCHIVE_DAMAGED", "a member has no name");
	if (leads_out(name))
		return err_file(e, "ARCHIVE_TRAVERSAL", "%.*s", STR_ARG(name));
	(void)map_put(&r->names, name, &is_new);
	if (!is_new)
		return err_file(e, "ARCHIVE_DUPLICATE", "%.*s", STR_ARG(name));
	r->entries++;
	if (++r->budget->members > r->limits.most_members)
		return err_file(e, "ARCHIVE_TOO_MANY", "more than %ju members",
		    (uintmax_t)r->limits.most_members);
	return 0;
}

/* The next header, checked: 1, 0 at the end, -1. */
static int
next_header(struct archive_reader *r, struct archive_member *m, struct err *e)
{
	int got;

	*m = (struct archive_member){0};
	got = r->source.next(r->source.state, m, e);
	if (got == 0 && r->entries == 0)
		return err_file(e, "ARCHIVE_EMPTY", "no members");
	if (got <= 0)
		return got;
	m->name = arena_str(r->arena, m->name);
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
 * against what the archive says. */
static int
read_member(
    struct archive_reader *r, struct archive_member *m, struct out *o, struct err *e)
{
	char block[ARCHIVE_BLOCK];
	uint64_t size = 0;
	uint32_t crc = 0;
	size_t got = 0;
	int status;

	while ((status = r->source.read(r->source.state, block, sizeof block, &got, e)) >
	    0) {
		size += got;
		if (check_size(r, m->name, size, got, e) != 0)
			return -1;
		crc = inflate_crc32(crc, (struct str){block, got});
		if (o != NULL)
			out_write(o, block, got);
	}
	if (status < 0)
		return -1;
	if (r->source.sums && (size != m->size || crc != m->crc32))
		return err_file(e, "ARCHIVE_DAMAGED",
		    "%.*s has another size or check sum than the archive says",
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
	int got = next_header(r, m, e);

	return got > 0 && read_member(r, m, NULL, e) != 0 ? -1 : got;
}
