/* Shared strings packed tight, because for a large workbook they are the memory it costs:
 * 32-bit offsets into chunks, the length before the bytes. */
#include "formats/xlsx_strings.h"

#include "base/text.h"

enum {
	CHUNK_SHIFT = 20,
	CHUNK_SIZE = 1 << CHUNK_SHIFT,
	CHUNKS_MOST = 1 << (32 - CHUNK_SHIFT),
	BLOCK_SHIFT = 16,
	BLOCK_SIZE = 1 << BLOCK_SHIFT,
	BLOCKS_MOST = 1 << 12,
	LENGTH_MOST = 5, /* bytes of a length, seven bits each */
};

struct xlsx_strings {
	struct arena *arena;
	char **chunks;
	uint32_t **blocks;
	uint64_t count;
	uint64_t end; /* where the next string goes, counted through all chunks */
};

struct xlsx_strings *
xlsx_strings_new(struct arena *a)
{
	struct xlsx_strings *s = arena_new(a, struct xlsx_strings);

	s->arena = a;
	s->chunks = arena_new_array(a, CHUNKS_MOST, char *);
	s->blocks = arena_new_array(a, BLOCKS_MOST, uint32_t *);
	return s;
}

/* Room for `need` bytes on end, in the current chunk or in as many new ones as it takes.
 */
static char *
take(struct xlsx_strings *s, uint64_t need)
{
	uint64_t within = s->end & (CHUNK_SIZE - 1);
	uint64_t first, chunks;
	char *bytes;

	if (within != 0 && need <= CHUNK_SIZE - within)
		return s->chunks[s->end >> CHUNK_SHIFT] + within;
	first = (s->end + CHUNK_SIZE - 1) >> CHUNK_SHIFT;
	chunks = (need + CHUNK_SIZE - 1) >> CHUNK_SHIFT;
	if (first + chunks > CHUNKS_MOST)
		return NULL;
	bytes = arena_alloc(s->arena, chunks << CHUNK_SHIFT);
	for (uint64_t i = 0; i < chunks; i++)
		s->chunks[first + i] = bytes + (i << CHUNK_SHIFT);
	s->end = first << CHUNK_SHIFT;
	return bytes;
}

static size_t
put_length(char *to, size_t len)
{
	size_t used = 0;

	for (; len >= 128; len >>= 7)
		to[used++] = (char)(unsigned char)(len | 128);
	to[used++] = (char)len;
	return used;
}

static int
note_offset(struct xlsx_strings *s)
{
	uint64_t block = s->count >> BLOCK_SHIFT;

	if (block >= BLOCKS_MOST)
		return -1;
	if (s->blocks[block] == NULL)
		s->blocks[block] = arena_new_array(s->arena, BLOCK_SIZE, uint32_t);
	s->blocks[block][s->count & (BLOCK_SIZE - 1)] = (uint32_t)s->end;
	s->count++;
	return 0;
}

int
xlsx_strings_add(struct xlsx_strings *s, struct str text, struct err *e)
{
	struct arena scratch = {0};
	struct str decoded = xlsx_text_decode(&scratch, text);
	char *to = take(s, decoded.len + LENGTH_MOST);
	size_t used;

	if (to == NULL || note_offset(s) != 0) {
		arena_close(&scratch);
		return err_file(e, "FILE_TOO_LARGE",
		    "%ju shared strings of %ju bytes are too many", (uintmax_t)s->count,
		    (uintmax_t)s->end);
	}
	used = put_length(to, decoded.len);
	if (decoded.len > 0)
		memcpy(to + used, decoded.ptr, decoded.len);
	s->end += used + decoded.len;
	arena_close(&scratch);
	return 0;
}

bool
xlsx_strings_get(const struct xlsx_strings *s, uint64_t index, struct str *text)
{
	const unsigned char *from;
	uint32_t at;
	size_t len = 0;

	if (s == NULL || index >= s->count)
		return false;
	at = s->blocks[index >> BLOCK_SHIFT][index & (BLOCK_SIZE - 1)];
	from =
	    (const unsigned char *)s->chunks[at >> CHUNK_SHIFT] + (at & (CHUNK_SIZE - 1));
	for (unsigned shift = 0;; shift += 7) {
		len |= (size_t)(*from & 127) << shift;
		if (*from++ < 128)
			break;
	}
	*text = (struct str){(const char *)from, len};
	return true;
}

/* The value of _xHHHH_ at s, or -1. */
static int
escape_at(struct str s)
{
	int value = 0;

	if (s.len < 7 || s.ptr[0] != '_' || s.ptr[1] != 'x' || s.ptr[6] != '_')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		char c = char_lower(s.ptr[i]);

		if (char_is_digit(c))
			value = value * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return value;
}

/* The code point that escapes at s spell, a surrogate pair as one; *len is what they
 * take. 0 when there is none. */
static uint32_t
escaped(struct str s, size_t *len, bool *found)
{
	int high = escape_at(s), low;

	*found = high >= 0;
	*len = 7;
	if (high < 0xD800 || high > 0xDFFF)
		return (uint32_t)high;
	low = high < 0xDC00 ? escape_at(str_slice(s, 7, s.len)) : -1;
	if (low < 0xDC00 || low > 0xDFFF)
		return 0xFFFD;
	*len = 14;
	return 0x10000U + ((uint32_t)(high - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
}

static bool
needs_decoding(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == '\r' ||
		    (text.ptr[i] == '_' && i + 1 < text.len && text.ptr[i + 1] == 'x'))
			return true;
	return false;
}

struct str
xlsx_text_decode(struct arena *a, struct str text)
{
	char *copy;
	size_t len = 0, at = 0;

	if (text.len == 0 || !needs_decoding(text))
		return text;
	copy = arena_alloc(a, text.len + 1);
	while (at < text.len) {
		size_t taken;
		bool found;
		uint32_t c = escaped(str_slice(text, at, text.len), &taken, &found);

		if (found) {
			at += taken;
			len += text_put(c, copy + len);
		} else {
			copy[len++] = text.ptr[at++];
		}
		if (len > 1 && copy[len - 1] == '\n' && copy[len - 2] == '\r')
			copy[--len - 1] = '\n';
	}
	for (size_t i = 0; i < len; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return (struct str){copy, len};
}
