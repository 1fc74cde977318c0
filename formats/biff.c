/* Records and strings of old workbooks, with every length held against the bytes there
 * are. */
#include "formats/biff.h"

#include "base/text.h"

enum { FLAG_WIDE = 1, FLAG_EXTENDED = 4, FLAG_RICH = 8, HEADER_SIZE = 4, RUN_SIZE = 4 };

static uint32_t
bytes_at(struct str bytes, size_t at, size_t width)
{
	uint32_t value = 0;

	if (at > bytes.len || bytes.len - at < width)
		return 0;
	for (size_t i = width; i-- > 0;)
		value = value << 8 | (unsigned char)bytes.ptr[at + i];
	return value;
}

bool
biff_next(struct biff *b)
{
	size_t from = b->next + HEADER_SIZE;
	size_t len;

	if (b->stream.len < HEADER_SIZE || b->next > b->stream.len - HEADER_SIZE)
		return false;
	len = bytes_at(b->stream, b->next + 2, 2);
	if (len > b->stream.len - from)
		return false;
	b->type = (uint16_t)bytes_at(b->stream, b->next, 2);
	b->data = str_slice(b->stream, from, from + len);
	b->at = 0;
	b->next = from + len;
	return true;
}

/* Goes on in the record that continues this one; the type stays. */
static bool
continued(struct biff *b)
{
	uint16_t type = b->type;

	if (bytes_at(b->stream, b->next, 2) != BIFF_CONTINUE || !biff_next(b))
		return false;
	b->type = type;
	return true;
}

uint8_t
biff_u8(struct biff *b)
{
	uint32_t value = bytes_at(b->data, b->at, 1);

	b->at += 1;
	return (uint8_t)value;
}

uint16_t
biff_u16(struct biff *b)
{
	uint32_t value = bytes_at(b->data, b->at, 2);

	b->at += 2;
	return (uint16_t)value;
}

uint32_t
biff_u32(struct biff *b)
{
	uint32_t value = bytes_at(b->data, b->at, 4);

	b->at += 4;
	return value;
}

static double
double_of(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

double
biff_double(struct biff *b)
{
	uint64_t low = biff_u32(b);

	return double_of((uint64_t)biff_u32(b) << 32 | low);
}

double
biff_rk(uint32_t packed)
{
	double value = packed & 2 ? (double)((int32_t)packed >> 2)
				  : double_of((uint64_t)(packed & 0xFFFFFFFCU) << 32);

	return packed & 1 ? value / 100 : value;
}

/* Passes over bytes that may go on in the next records. */
static bool
skip(struct biff *b, size_t count)
{
	while (count > b->data.len - b->at) {
		count -= b->data.len - b->at;
		if (!continued(b))
			return false;
	}
	b->at += count;
	return true;
}

/* The next UTF-16 unit; where characters go on in another record, that one says anew how
 * wide they are. */
static int
unit(struct biff *b, bool *wide)
{
	if (b->at >= b->data.len) {
		if (!continued(b))
			return -1;
		*wide = biff_u8(b) & FLAG_WIDE;
	}
	if (b->at > b->data.len || b->data.len - b->at < (*wide ? 2U : 1U))
		return -1;
	return *wide ? biff_u16(b) : biff_u8(b);
}

/* CR LF and CR become LF. */
static size_t
mend_line_ends(char *bytes, size_t len)
{
	size_t to = 0;

	for (size_t i = 0; i < len; i++)
		if (bytes[i] != '\r')
			bytes[to++] = bytes[i];
		else if (i + 1 == len || bytes[i + 1] != '\n')
			bytes[to++] = '\n';
	return to;
}

/* `count` UTF-16 units as UTF-8; halves of pairs that stand alone become U+FFFD. */
static int
characters(struct biff *b, size_t count, bool wide, struct arena *a, struct str *text)
{
	char *bytes = arena_alloc(a, count * 3 + 4);
	size_t len = 0;
	int high = 0;

	for (size_t i = 0; i < count; i++) {
		int c = unit(b, &wide);

		if (c < 0)
			return -1;
		if (high != 0 && c >= 0xDC00 && c <= 0xDFFF) {
			len += text_put(0x10000U + ((uint32_t)(high - 0xD800) << 10) +
				(uint32_t)(c - 0xDC00),
			    bytes + len);
			high = 0;
			continue;
		}
		if (high != 0)
			len += text_put(0xFFFD, bytes + len);
		high = c >= 0xD800 && c <= 0xDBFF ? c : 0;
		if (high == 0)
			len += text_put(c >= 0xDC00 && c <= 0xDFFF ? 0xFFFD : (uint32_t)c,
			    bytes + len);
	}
	if (high != 0)
		len += text_put(0xFFFD, bytes + len);
	*text = (struct str){bytes, mend_line_ends(bytes, len)};
	return 0;
}

int
biff_string(
    struct biff *b, bool short_length, struct arena *a, struct str *text, struct err *e)
{
	size_t count, runs, extended;
	uint8_t flags;

	if (b->at >= b->data.len)
		(void)continued(b);
	count = short_length ? biff_u8(b) : biff_u16(b);
	flags = biff_u8(b);
	runs = flags & FLAG_RICH ? biff_u16(b) : 0;
	extended = flags & FLAG_EXTENDED ? biff_u32(b) : 0;
	if (b->at > b->data.len || count > b->stream.len ||
	    characters(b, count, flags & FLAG_WIDE, a, text) != 0 ||
	    !skip(b, runs * RUN_SIZE) || !skip(b, extended))
		return err_file(e, "FILE_DAMAGED", "a text of the workbook is cut short");
	return 0;
}
