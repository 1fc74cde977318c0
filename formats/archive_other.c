/* What is not a .zip is unpacked by libarchive, and this is the one file that sees it. */
#include "formats/archive_source.h"
#include "formats/gzip_read.h"

#include <archive.h>
#include <archive_entry.h>

enum { BLOCK = 64 * 1024, PADDING_MOST = 16 << 20 };

struct other {
	struct archive *archive;
	const struct input *in;
	struct gzip_read *gzip; /* unpacked by ourselves, or NULL */
	struct err damage;      /* why it is refused, when `damaged` */
	bool damaged;
	char *block;
	int64_t given;   /* bytes unpacked in all, */
	int64_t content; /* to the last that is no zero */
};

/* What libarchive says, with our code. */
static int
refuse_read(struct other *o, struct err *e)
{
	const char *text = archive_error_string(o->archive);
	struct str seen = str_of(text == NULL ? "it cannot be unpacked" : text);
	bool secret;

	if (o->damaged) {
		*e = o->damage;
		return -1;
	}
	secret = str_find_str(seen, STR("ncrypt")) < seen.len ||
	    str_find_str(seen, STR("assphrase")) < seen.len;

	return err_file(
	    e, secret ? "ARCHIVE_ENCRYPTED" : "ARCHIVE_DAMAGED", "%.*s", STR_ARG(seen));
}

/* One compression, told by the first bytes. What it holds may be compressed again: that
 * is a member, opened under the limits of depth. Left to guess, libarchive would unfold
 * up to 25 layers on its own, each with its buffers. */
static int
filter_of(struct str head)
{
	static const struct {
		struct str mark;
		int filter;
	} filters[] = {
	    {{"BZh", 3}, ARCHIVE_FILTER_BZIP2},
	    {{"\xFD"
	      "7zXZ\0",
		 6},
		ARCHIVE_FILTER_XZ},
	    {{"\x28\xB5\x2F\xFD", 4}, ARCHIVE_FILTER_ZSTD},
	};

	for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++)
		if (str_starts(head, filters[i].mark))
			return filters[i].filter;
	/* pzstd begins with a frame to be skipped: 0x184D2A50 to 0x184D2A5F. */
	if (head.len > 0 && (head.ptr[0] & 0xF0) == 0x50 &&
	    str_starts(str_slice(head, 1, head.len), STR("\x2A\x4D\x18")))
		return ARCHIVE_FILTER_ZSTD;
	return ARCHIVE_FILTER_NONE;
}

static void
allow_formats(struct archive *a, struct str head)
{
	archive_read_support_format_7zip(a);
	archive_read_support_format_tar(a);
	archive_read_support_format_raw(a);
	(void)archive_read_append_filter(a, filter_of(head));
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
	return dot > slash && dot < outer.len ? str_slice(outer, slash, dot)
					      : STR("data");
}

static int
check_kind(struct archive_entry *entry, struct str name, bool raw, struct err *e)
{
	unsigned kind = archive_entry_filetype(entry);

	if (archive_entry_is_encrypted(entry))
		return err_file(
		    e, "ARCHIVE_ENCRYPTED", "%.*s needs a password", STR_ARG(name));
	if (archive_entry_hardlink(entry) != NULL ||
	    archive_entry_symlink(entry) != NULL ||
	    (kind != AE_IFREG && kind != AE_IFDIR && !(kind == 0 && raw)))
		return err_file(
		    e, "ARCHIVE_LINK", "%.*s is a link or a special file", STR_ARG(name));
	return 0;
}

/* The length without the zeros at the end. */
static size_t
without_padding(struct str bytes)
{
	while (bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\0')
		bytes.len--;
	return bytes.len;
}

/* libarchive takes what gzip gives. */
static la_ssize_t
give_unpacked(struct archive *archive, void *state, const void **bytes)
{
	struct other *o = state;
	size_t got, end;
	int status = gzip_next(o->gzip, o->block, BLOCK, &got, &o->damage);

	(void)archive;
	if (status == 0 && o->given == 0)
		status = err_file(&o->damage, "ARCHIVE_EMPTY", "nothing is compressed");
	if (status < 0) {
		o->damaged = true;
		return ARCHIVE_FATAL;
	}
	end = without_padding((struct str){o->block, got});
	if (end > 0)
		o->content = o->given + (int64_t)end;
	o->given += (int64_t)got;
	*bytes = o->block;
	return (la_ssize_t)got;
}

static int
refuse_behind(struct err *e)
{
	return err_file(e, "ARCHIVE_DAMAGED",
	    "bytes behind its end, of another archive or of its damaged rest");
}

/* A .tar ends before the compression around it, whose check sum comes last. */
static int
check_gzip_end(struct other *o, struct err *e)
{
	int64_t end = archive_filter_bytes(o->archive, 0);
	const void *ignored;
	la_ssize_t got;

	do {
		got = give_unpacked(o->archive, o, &ignored);
		if (got < 0)
			return refuse_read(o, e);
		if (o->content > end || o->given - end > PADDING_MOST)
			return refuse_behind(e);
	} while (got > 0);
	return 0;
}

/* libarchive takes the first bytes that are no further stream of bzip2, and the first end
 * mark of a .tar, for the end; a second one behind it would be passed over. */
static int
check_bytes_left(const struct other *o, struct err *e)
{
	size_t taken = (size_t)archive_filter_bytes(o->archive, -1);
	struct str left = str_slice(o->in->bytes, taken, o->in->bytes.len);

	return without_padding(left) == 0 ? 0 : refuse_behind(e);
}

/* Behind the last member: 0, or -1 for what should not be there. In the other
 * compressions of a .tar it is not seen. */
static int
check_end(struct other *o, struct err *e)
{
	int format = archive_format(o->archive) & ARCHIVE_FORMAT_BASE_MASK;
	bool packed = archive_filter_code(o->archive, 0) != ARCHIVE_FILTER_NONE;

	if (o->gzip != NULL)
		return check_gzip_end(o, e);
	if (format == ARCHIVE_FORMAT_RAW || (format == ARCHIVE_FORMAT_TAR && !packed))
		return check_bytes_left(o, e);
	return 0;
}

static int
other_next(void *state, struct archive_member *m, struct err *e)
{
	struct other *o = state;
	struct archive_entry *entry;
	int status = archive_read_next_header(o->archive, &entry);
	bool raw = archive_format(o->archive) == ARCHIVE_FORMAT_RAW;
	const char *name;

	if (status == ARCHIVE_EOF)
		return check_end(o, e);
	if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
		return refuse_read(o, e);
	if (raw && o->gzip == NULL &&
	    archive_filter_code(o->archive, 0) == ARCHIVE_FILTER_NONE)
		return err_file(e, "FILE_UNKNOWN_KIND", "it is no archive");
	name = archive_entry_pathname_utf8(entry);
	if (name == NULL)
		name = archive_entry_pathname(entry);
	if (name == NULL)
		return err_file(e, "ARCHIVE_DAMAGED", "a member has no name");
	m->name = raw ? inner_name(o->in->name) : str_of(name);
	m->folder = archive_entry_filetype(entry) == AE_IFDIR;
	return check_kind(entry, m->name, raw, e) == 0 ? 1 : -1;
}

static int
other_read(void *state, char *to, size_t room, size_t *got, struct err *e)
{
	struct other *o = state;
	la_ssize_t n = archive_read_data(o->archive, to, room);

	if (n < 0)
		return refuse_read(o, e);
	*got = (size_t)n;
	return n > 0;
}

static void
other_close(void *state)
{
	struct other *o = state;

	archive_read_free(o->archive);
}

int
archive_other_open(
    struct archive_source *s, const struct input *in, struct arena *a, struct err *e)
{
	struct other *o = arena_new(a, struct other);

	*o = (struct other){.archive = archive_read_new(), .in = in};
	if (o->archive == NULL)
		return err_set(e, ERR_RETRY, "no memory for an archive");
	allow_formats(o->archive, in->bytes);
	if (gzip_is(in->bytes)) {
		o->gzip = gzip_open(a, in->bytes);
		o->block = arena_alloc(a, BLOCK);
	}
	*s = (struct archive_source){
	    .state = o, .next = other_next, .read = other_read, .close = other_close};
	if ((o->gzip != NULL ? archive_read_open(o->archive, o, NULL, give_unpacked, NULL)
			     : archive_read_open_memory(o->archive, in->bytes.ptr,
				   in->bytes.len)) == ARCHIVE_OK)
		return 0;
	(void)refuse_read(o, e);
	other_close(o);
	return -1;
}
