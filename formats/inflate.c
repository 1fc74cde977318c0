/* The one file that sees ISA-L: it inflates at more than twice the speed of zlib and
 * needs no whole member in memory (docs/adr/xlsx-two-tokenisers.md). */
#include "formats/inflate.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

enum { PIECE_MOST = 1 << 30 };

struct inflate {
	struct inflate_state state;
	struct str packed;
	size_t given; /* bytes of `packed` handed to the library */
};

struct inflate *
inflate_open(struct arena *a, struct str packed)
{
	struct inflate *f = arena_new(a, struct inflate);

	f->packed = packed;
	isal_inflate_init(&f->state);
	return f;
}

void
inflate_again(struct inflate *f, struct str packed)
{
	f->packed = packed;
	f->given = 0;
	f->state.avail_in = 0;
	isal_inflate_reset(&f->state);
}

static void
give_input(struct inflate *f)
{
	size_t left = f->packed.len - f->given;
	union {
		const char *borrowed;
		uint8_t *bytes;
	} from;

	if (f->state.avail_in > 0 || left == 0)
		return;
	if (left > PIECE_MOST)
		left = PIECE_MOST;
	from.borrowed = f->packed.ptr + f->given;
	f->state.next_in = from.bytes;
	f->state.avail_in = (uint32_t)left;
	f->given += left;
}

int
inflate_read(struct inflate *f, char *to, size_t room, size_t *got)
{
	uint32_t most = room > PIECE_MOST ? PIECE_MOST : (uint32_t)room;
	int status;

	give_input(f);
	f->state.next_out = (uint8_t *)to;
	f->state.avail_out = most;
	status = isal_inflate(&f->state);
	if (status != ISAL_DECOMP_OK)
		return -1;
	*got = most - f->state.avail_out;
	if (f->state.block_state == ISAL_BLOCK_FINISH)
		return 0;
	if (*got == 0 && f->state.avail_in == 0 && f->given == f->packed.len)
		return -1;
	return 1;
}

/* Whole bytes that the library has read ahead into its bit buffer are not taken. */
size_t
inflate_taken(const struct inflate *f)
{
	int32_t bits = f->state.read_in_length;

	return f->given - f->state.avail_in - (bits > 0 ? (size_t)bits / 8 : 0);
}

uint32_t
inflate_crc32(uint32_t crc, struct str bytes)
{
	if (bytes.len == 0)
		return crc;
	return crc32_gzip_refl(crc, (const unsigned char *)bytes.ptr, bytes.len);
}
