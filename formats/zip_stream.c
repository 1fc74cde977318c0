/* One member of a zip container as a stream: unpacked piece by piece, counted, and its
 * CRC-32 compared at the end. */
#include "formats/inflate.h"
#include "formats/zip_format.h"

/* Unpacked bytes are suspicious when there are many of them and each packed byte gave
 * more than this; spreadsheets that people fill in stay below 100. */
enum { RATIO_MOST = 250, FORGET_EACH = 4 << 20 };
#define RATIO_FREE ((uint64_t)128 << 20)

struct zip_stream {
	const struct input *in;
	const struct zip_member *member;
	struct inflate *inflate; /* NULL for stored members */
	struct str packed;
	uint64_t given;
	uint64_t most;
	uint64_t forgotten;
	uint32_t crc;
	bool ended;
};

int
zip_stream_open(struct zip_stream **result, const struct zip_reader *z,
    const struct zip_member *member, uint64_t most, struct arena *a, struct err *e)
{
	struct zip_stream *s = arena_new(a, struct zip_stream);

	if (member->method != 0 && member->method != 8)
		return err_file(e, "ZIP_METHOD", "member %.*s is packed with method %u",
		    STR_ARG(member->name), member->method);
	s->in = zip_reader_input(z);
	s->member = member;
	s->packed = str_slice(s->in->bytes, member->data, member->data + member->packed);
	s->most = most == 0 ? ZIP_MOST_BYTES : most;
	if (member->size > s->most)
		return err_file(e, "FILE_BOMB", "member %.*s unpacks to %ju bytes",
		    STR_ARG(member->name), (uintmax_t)member->size);
	if (member->method == 8)
		s->inflate = inflate_open(a, s->packed);
	*result = s;
	return 0;
}

static int
damaged(const struct zip_stream *s, const char *what, struct err *e)
{
	return err_file(e, "ZIP_DAMAGED", "the zip container is damaged: member %.*s: %s",
	    STR_ARG(s->member->name), what);
}

static int
check_end(struct zip_stream *s, struct err *e)
{
	s->ended = true;
	if (s->inflate != NULL && inflate_taken(s->inflate) != s->packed.len)
		return damaged(s, "its packed bytes go on behind their end", e);
	if (s->given != s->member->size)
		return damaged(s, "it unpacks to another size than it says", e);
	if (s->crc != s->member->crc)
		return damaged(s, "its CRC-32 is wrong", e);
	return 0;
}

static int
check_amount(const struct zip_stream *s, struct err *e)
{
	if (s->given > s->member->size)
		return damaged(s, "it unpacks to more bytes than it says", e);
	if (s->given > s->most ||
	    (s->given > RATIO_FREE && s->given / RATIO_MOST > s->packed.len))
		return err_file(e, "FILE_BOMB",
		    "member %.*s unpacks from %zu bytes to more than %ju",
		    STR_ARG(s->member->name), s->packed.len, (uintmax_t)s->given);
	return 0;
}

static int
read_stored(struct zip_stream *s, char *to, size_t room, size_t *got)
{
	struct str piece = str_slice(s->packed, s->given, s->given + room);

	if (piece.len > 0)
		memcpy(to, piece.ptr, piece.len);
	*got = piece.len;
	return s->given + piece.len < s->packed.len;
}

static void
forget_behind(struct zip_stream *s)
{
	uint64_t taken = s->inflate == NULL ? s->given : inflate_taken(s->inflate);

	if (taken < s->forgotten + FORGET_EACH)
		return;
	s->forgotten = taken;
	input_forget(s->in, s->member->data + taken);
}

int
zip_stream_read(struct zip_stream *s, char *to, size_t room, size_t *got, struct err *e)
{
	int status;

	*got = 0;
	if (s->ended)
		return 0;
	status = s->inflate == NULL ? read_stored(s, to, room, got)
				    : inflate_read(s->inflate, to, room, got);
	if (status < 0)
		return damaged(s, "its packed bytes cannot be unpacked", e);
	s->given += *got;
	s->crc = inflate_crc32(s->crc, (struct str){to, *got});
	if (check_amount(s, e) != 0)
		return -1;
	forget_behind(s);
	if (status == 0 && check_end(s, e) != 0)
		return -1;
	return *got > 0 || status > 0;
}

struct str
zip_stream_name(const struct zip_stream *s)
{
	return s->member->name;
}
