/* One symbol size and one mode of the QR code, written for speed: a row is one word, and
 * the eight masks are judged with shifts and counts instead of module by module. */
#include "formats/qr.h"

#include "formats/galois.h"

#include <string.h>

enum {
	DATA_BYTES = 64,
	BLOCK_DATA = 32,
	BLOCK_CHECKS = 18,
	ALL_BYTES = 100,
	DATA_BITS = 8 * ALL_BYTES,
	MASKS = 8,
	LINES = 64, /* a row or column is a word; 64 of them are turned at once */
};

#define WHOLE_ROW (~UINT64_C(0) << (64 - QR_SIZE))

/* What all symbols share, made at the first: where each bit of data stands; for each mask
 * the symbol without data (fixed patterns, format, mask), which data are laid over with
 * an exclusive or, and the same by columns. */
struct blank {
	bool made;
	struct galois_code code;
	struct symbol_place places[DATA_BITS];
	uint64_t rows[MASKS][LINES];
	uint64_t columns[MASKS][LINES];
};

static void
set(struct symbol *s, unsigned x, unsigned y, bool dark)
{
	if (dark)
		s->rows[y] |= symbol_bit(x);
	else
		s->rows[y] &= ~symbol_bit(x);
}

/* ISO 18004 7.4: mode 0100, length, bytes, terminator, then EC 11 EC 11 ... */
static void
fill_data(uint8_t data[DATA_BYTES], struct str text)
{
	size_t at = 0;

	data[at++] = (uint8_t)(0x40 | text.len >> 4);
	data[at++] = (uint8_t)((text.len & 15) << 4);
	for (size_t i = 0; i < text.len; i++) {
		uint8_t byte = (uint8_t)text.ptr[i];

		data[at - 1] |= byte >> 4;
		data[at++] = (uint8_t)(byte << 4);
	}
	for (unsigned pad = 0xEC; at < DATA_BYTES; pad ^= 0xEC ^ 0x11)
		data[at++] = (uint8_t)pad;
}

/* Both blocks and their checks, interleaved (ISO 18004 7.6). */
static void
interleave(const struct galois_code *code, const uint8_t data[DATA_BYTES],
    uint8_t all[ALL_BYTES])
{
	for (size_t block = 0; block < 2; block++) {
		uint8_t checks[BLOCK_CHECKS];

		galois_checks(code, data + block * BLOCK_DATA, BLOCK_DATA, 1, checks);
		for (size_t i = 0; i < BLOCK_DATA; i++)
			all[2 * i + block] = data[block * BLOCK_DATA + i];
		for (size_t i = 0; i < BLOCK_CHECKS; i++)
			all[2 * (BLOCK_DATA + i) + block] = checks[i];
	}
}

/* A ring pattern around (cx, cy): the finders (radius 3, with their separators) and the
 * alignment pattern (radius 2). `taken` marks the modules that are not for data. */
static void
ring(struct symbol *s, struct symbol *taken, int cx, int cy, int radius)
{
	int most = radius == 3 ? 4 : 2;

	for (int dy = -most; dy <= most; dy++)
		for (int dx = -most; dx <= most; dx++) {
			int x = cx + dx, y = cy + dy;
			int far = dx * dx > dy * dy ? dx : dy;

			if (x < 0 || y < 0 || x >= QR_SIZE || y >= QR_SIZE)
				continue;
			far = far < 0 ? -far : far;
			set(s, (unsigned)x, (unsigned)y, far != radius - 1 && far != 4);
			set(taken, (unsigned)x, (unsigned)y, true);
		}
}

static void
draw_fixed(struct symbol *s, struct symbol *taken)
{
	for (unsigned i = 0; i < QR_SIZE; i++) {
		set(s, i, 6, i % 2 == 0);
		set(s, 6, i, i % 2 == 0);
		set(taken, i, 6, true);
		set(taken, 6, i, true);
	}
	ring(s, taken, 3, 3, 3);
	ring(s, taken, QR_SIZE - 4, 3, 3);
	ring(s, taken, 3, QR_SIZE - 4, 3);
	ring(s, taken, 26, 26, 2);
	for (unsigned i = 0; i < 9; i++) {
		set(taken, 8, i, true);
		set(taken, i, 8, true);
	}
	for (unsigned i = QR_SIZE - 8; i < QR_SIZE; i++) {
		set(taken, 8, i, true);
		set(taken, i, 8, true);
	}
}

/* ISO 18004 7.9: level M (00), the mask, ten check bits; twice around the finders. */
static void
draw_format(struct symbol *s, unsigned mask)
{
	unsigned rest = mask, bits;

	for (int i = 0; i < 10; i++)
		rest = rest << 1 ^ (rest >> 9) * 0x537;
	bits = (mask << 10 | rest) ^ 0x5412;
	for (unsigned i = 0; i < 15; i++) {
		bool dark = bits >> i & 1;

		if (i < 8)
			set(s, QR_SIZE - 1 - i, 8, dark);
		else
			set(s, 8, QR_SIZE - 15 + i, dark);
		if (i < 8)
			set(s, 8, i + (i >= 6), dark);
		else
			set(s, 14 - i + (i == 8), 8, dark);
	}
	set(s, 8, QR_SIZE - 8, true);
}

/* ISO 18004 7.7.3: pairs of columns from the right, up and down in turn. */
static void
list_places(const struct symbol *taken, struct symbol_place places[DATA_BITS])
{
	size_t bit = 0;

	for (int right = QR_SIZE - 1; right >= 1; right -= 2) {
		bool up;

		if (right == 6)
			right = 5;
		up = ((right + 1) & 2) == 0;
		for (unsigned i = 0; i < 2 * QR_SIZE; i++) {
			unsigned x = (unsigned)right - i % 2;
			unsigned y = up ? QR_SIZE - 1 - i / 2 : i / 2;

			if (!symbol_is_dark(taken, x, y) && bit < DATA_BITS)
				places[bit++] =
				    (struct symbol_place){(uint8_t)x, (uint8_t)y};
		}
	}
}

/* ISO 18004 table 10. */
static bool
is_masked(unsigned mask, unsigned x, unsigned y)
{
	switch (mask) {
	case 0:
		return (x + y) % 2 == 0;
	case 1:
		return y % 2 == 0;
	case 2:
		return x % 3 == 0;
	case 3:
		return (x + y) % 3 == 0;
	case 4:
		return (y / 2 + x / 3) % 2 == 0;
	case 5:
		return x * y % 2 + x * y % 3 == 0;
	case 6:
		return (x * y % 2 + x * y % 3) % 2 == 0;
	default:
		return ((x + y) % 2 + x * y % 3) % 2 == 0;
	}
}

/* The masks repeat every 6 columns and every 12 rows. */
static void
apply_mask(struct symbol *s, const struct symbol *taken, unsigned mask)
{
	for (unsigned y = 0; y < 12; y++) {
		uint64_t six = 0, row = 0;

		for (unsigned x = 0; x < 6; x++)
			if (is_masked(mask, x, y))
				six |= symbol_bit(x);
		for (unsigned x = 0; x < QR_SIZE; x += 6)
			row |= six >> x;
		for (unsigned at = y; at < QR_SIZE; at += 12)
			s->rows[at] ^= row & WHOLE_ROW & ~taken->rows[at];
	}
}

/* In arithmetic: without the machine's own instruction the builtin is a call. */
static unsigned
count(uint64_t bits)
{
	bits -= bits >> 1 & 0x5555555555555555;
	bits = (bits & 0x3333333333333333) + (bits >> 2 & 0x3333333333333333);
	bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0f;
	return (unsigned)(bits * 0x0101010101010101 >> 56);
}

/* Rows become columns: halves of ever smaller squares are exchanged. */
static void
transpose(uint64_t rows[LINES])
{
	uint64_t mask = 0x00000000ffffffff;

	for (unsigned half = 32; half > 0; half >>= 1, mask ^= mask << half)
		for (unsigned k = 0; k < 64; k = ((k | half) + 1) & ~half) {
			uint64_t change = (rows[k] ^ rows[k | half] >> half) & mask;

			rows[k] ^= change;
			rows[k | half] ^= change << half;
		}
}

/* Points for runs of five and more and for shapes like a finder (ISO 18004 7.8.3, N1 and
 * N3), rows of one direction. What lies outside the symbol is light. */
static unsigned
judge_lines(const uint64_t rows[LINES])
{
	unsigned points = 0;

	for (unsigned y = 0; y < QR_SIZE; y++) {
		uint64_t row = rows[y];
		uint64_t same = ~(row ^ row << 1) & WHOLE_ROW << 1;
		uint64_t five = same & same << 1 & same << 2 & same << 3;
		uint64_t wide = row >> 4; /* four light modules before the first */
		uint64_t finder = wide & ~(wide << 1) & wide << 2 & wide << 3 &
		    wide << 4 & ~(wide << 5) & wide << 6;
		uint64_t light = ~wide & ~(wide << 1) & ~(wide << 2) & ~(wide << 3);

		if (five != 0)
			points += count(five) + 2 * count(five & ~(five >> 1));
		finder &= light << 7 | light >> 4;
		if (finder != 0)
			points += 40 * count(finder);
	}
	return points;
}

/* N2, squares of four alike, and N4, the share of dark modules. */
static unsigned
judge_areas(const uint64_t rows[LINES])
{
	unsigned squares = 0, dark = 0, percent;

	for (unsigned y = 0; y < QR_SIZE; y++) {
		dark += count(rows[y]);
		if (y + 1 < QR_SIZE) {
			uint64_t down = ~(rows[y] ^ rows[y + 1]);
			uint64_t across = ~(rows[y] ^ rows[y] << 1);
			uint64_t below = ~(rows[y + 1] ^ rows[y + 1] << 1);

			squares += count(down & across & below & WHOLE_ROW << 1);
		}
	}
	percent = dark * 100 / (QR_SIZE * QR_SIZE);
	return 3 * squares + 10 * ((percent < 50 ? 50 - percent : percent - 50) / 5);
}

static void
make_blank(struct blank *b)
{
	struct symbol plain = {.size = QR_SIZE}, taken = {.size = QR_SIZE};

	galois_open(&b->code, GALOIS_QR, 0, BLOCK_CHECKS);
	draw_fixed(&plain, &taken);
	list_places(&taken, b->places);
	for (unsigned mask = 0; mask < MASKS; mask++) {
		struct symbol masked = plain;

		draw_format(&masked, mask);
		apply_mask(&masked, &taken, mask);
		memcpy(b->rows[mask], masked.rows, sizeof masked.rows);
		memcpy(b->columns[mask], masked.rows, sizeof masked.rows);
		transpose(b->columns[mask]);
	}
	b->made = true;
}

static void
draw_data(const struct blank *b, const uint8_t all[ALL_BYTES], uint64_t rows[LINES])
{
	const struct symbol_place *place = b->places;

	for (size_t i = 0; i < ALL_BYTES; i++)
		for (unsigned bit = 8; bit-- > 0; place++)
			rows[place->y] |= (uint64_t)(all[i] >> bit & 1)
			    << (63 - place->x);
}

static void
lay_over(uint64_t to[LINES], const uint64_t a[LINES], const uint64_t b[LINES])
{
	for (size_t i = 0; i < QR_SIZE; i++)
		to[i] = a[i] ^ b[i];
}

/* The data under the mask of the fewest points (ISO 18004 7.8.3). */
static void
choose_mask(struct symbol *s, const struct blank *b, const uint64_t data[LINES])
{
	uint64_t turned[LINES], rows[LINES], columns[LINES];
	unsigned best = UINT32_MAX;

	memcpy(turned, data, sizeof turned);
	transpose(turned);
	for (unsigned mask = 0; mask < MASKS; mask++) {
		unsigned points;

		lay_over(rows, data, b->rows[mask]);
		points = judge_areas(rows);
		if (points < best)
			points += judge_lines(rows);
		if (points >= best)
			continue;
		lay_over(columns, turned, b->columns[mask]);
		points += judge_lines(columns);
		if (points >= best)
			continue;
		best = points;
		memcpy(s->rows, rows, QR_SIZE * sizeof rows[0]);
	}
}

int
qr_encode(struct symbol *s, struct str text, struct err *e)
{
	static struct blank blank;
	uint64_t bits[LINES] = {0};
	uint8_t data[DATA_BYTES], all[ALL_BYTES];

	if (text.len > QR_TEXT_MOST)
		return err_set(e, ERR_ROW, "QR text of %zu bytes, at most %d fit",
		    text.len, QR_TEXT_MOST);
	if (!blank.made)
		make_blank(&blank);
	fill_data(data, text);
	interleave(&blank.code, data, all);
	draw_data(&blank, all, bits);
	*s = (struct symbol){.size = QR_SIZE};
	choose_mask(s, &blank, bits);
	return 0;
}
