/* The postal slip carries 256 characters in 25 mm; this is the encoder that makes them
 * fit 48 modules in nearly all cases. */
#include "formats/datamatrix.h"

#include "formats/galois.h"

enum { CODEWORDS_MOST = 280 + 112, LATCH_C40 = 230, UNLATCH = 254, PAD = 129, SIDE = 60 };

/* ISO/IEC 16022 table 7, the square symbols that a slip can need. */
struct shape {
	unsigned size;
	unsigned regions; /* a side */
	unsigned data;
	unsigned checks; /* a block */
	unsigned blocks;
};
static const struct shape shapes[] = {{32, 2, 62, 36, 1}, {36, 2, 86, 42, 1},
    {40, 2, 114, 48, 1}, {44, 2, 144, 56, 1}, {48, 2, 174, 68, 1}, {52, 2, 204, 42, 2},
    {64, 4, 280, 56, 2}};
enum { SHAPES = sizeof shapes / sizeof shapes[0] };

struct codewords {
	uint8_t bytes[CODEWORDS_MOST];
	size_t count;
};

static bool
put(struct codewords *c, unsigned value)
{
	if (c->count >= CODEWORDS_MOST)
		return false;
	c->bytes[c->count++] = (uint8_t)value;
	return true;
}

static bool
put_ascii(struct codewords *c, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char a = text.ptr[i];
		char b = i + 1 < text.len ? text.ptr[i + 1] : '\0';

		if ((uint8_t)a >= 0x80)
			return false;
		if (char_is_digit(a) && char_is_digit(b)) {
			if (!put(c, (unsigned)(130 + 10 * (a - '0') + b - '0')))
				return false;
			i++;
		} else if (!put(c, (unsigned)a + 1)) {
			return false;
		}
	}
	return true;
}

/* ISO/IEC 16022 table C.1: one to two values of 0..39 a character; returns their number,
 * 0 when the character has none. */
static unsigned
c40_values(char ch, unsigned values[2])
{
	static const char punctuation[] = "!\"#$%&'()*+,-./:;<=>?@[\\]^_";
	const char *hit;

	if (ch == ' ')
		values[0] = 3;
	else if (char_is_digit(ch))
		values[0] = (unsigned)(ch - '0' + 4);
	else if (char_is_upper(ch))
		values[0] = (unsigned)(ch - 'A' + 14);
	else if (ch >= 'a' && ch <= 'z') {
		values[0] = 2;
		values[1] = (unsigned)(ch - 'a' + 1);
		return 2;
	} else {
		hit = ch == '\0' ? NULL : strchr(punctuation, ch);
		if (hit == NULL)
			return 0;
		values[0] = 1;
		values[1] = (unsigned)(hit - punctuation);
		return 2;
	}
	return 1;
}

static bool
put_triple(struct codewords *c, const unsigned v[3])
{
	unsigned packed = 1600 * v[0] + 40 * v[1] + v[2] + 1;

	return put(c, packed >> 8) && put(c, packed & 255);
}

/* The tail in C40: whole triples, then back to ASCII for what is left over. A tail that
 * ends inside a character of two values is refused; slips end with a capital letter. */
static bool
put_c40(struct codewords *c, struct str text)
{
	unsigned held[5], values[2], count = 0, n = 0;

	if (!put(c, LATCH_C40))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		n = c40_values(text.ptr[i], values);
		if (n == 0)
			return false;
		for (unsigned k = 0; k < n; k++)
			held[count++] = values[k];
		if (count >= 3) {
			if (!put_triple(c, held))
				return false;
			count -= 3;
			held[0] = held[3];
		}
	}
	if (count == 2) { /* one shift more, which means nothing at the end */
		held[2] = 0;
		return put_triple(c, held) && put(c, UNLATCH);
	}
	if (count == 0)
		return put(c, UNLATCH);
	return n == 1 && put(c, UNLATCH) &&
	    put_ascii(c, str_slice(text, text.len - 1, text.len));
}

static const struct shape *
find_shape(size_t count)
{
	for (size_t i = 0; i < SHAPES; i++)
		if (count <= shapes[i].data)
			return &shapes[i];
	return NULL;
}

/* 5.2.3: the first pad is plain, the others are scrambled by their position. */
static void
pad(struct codewords *c, size_t most)
{
	if (c->count < most)
		c->bytes[c->count++] = PAD;
	while (c->count < most) {
		unsigned value = PAD + (149 * ((unsigned)c->count + 1)) % 253 + 1;

		c->bytes[c->count++] = (uint8_t)(value > 254 ? value - 254 : value);
	}
}

static void
add_checks(struct codewords *c, const struct shape *shape, const struct galois_code *code)
{
	for (size_t block = 0; block < shape->blocks; block++)
		galois_checks(code, c->bytes + block, shape->data - block, shape->blocks,
		    c->bytes + shape->data + block);
	c->count = shape->data + (size_t)shape->checks * shape->blocks;
}

/* The data area of a shape, before the finder patterns are drawn around its regions: the
 * place of each bit of each codeword (annex F), which is found once. */
struct area {
	int side; /* 0: not made yet */
	size_t count;
	uint64_t taken[SIDE];
	struct symbol_place places[CODEWORDS_MOST][8];
	struct galois_code code;
};

static void
place(struct area *a, int row, int column, size_t codeword, unsigned bit)
{
	if (row < 0) {
		row += a->side;
		column += 4 - (a->side + 4) % 8;
	}
	if (column < 0) {
		column += a->side;
		row += 4 - (a->side + 4) % 8;
	}
	a->taken[row] |= symbol_bit((unsigned)column);
	a->places[codeword][bit] = (struct symbol_place){(uint8_t)column, (uint8_t)row};
}

static void
place_codeword(struct area *a, int row, int column, size_t codeword)
{
	static const signed char around[8][2] = {
	    {-2, -2}, {-2, -1}, {-1, -2}, {-1, -1}, {-1, 0}, {0, -2}, {0, -1}, {0, 0}};

	for (unsigned i = 0; i < 8; i++)
		place(a, row + around[i][0], column + around[i][1], codeword, i);
}

/* The corner that annex F calls the first; the other three do not occur in squares. */
static void
place_corner(struct area *a, size_t codeword)
{
	static const signed char at[8][2] = {
	    {-1, 0}, {-1, 1}, {-1, 2}, {0, -2}, {0, -1}, {1, -1}, {2, -1}, {3, -1}};

	for (unsigned i = 0; i < 8; i++)
		place(a, at[i][0] < 0 ? a->side + at[i][0] : at[i][0],
		    at[i][1] < 0 ? a->side + at[i][1] : at[i][1], codeword, i);
}

static bool
is_free(const struct area *a, int row, int column)
{
	return (a->taken[row] & symbol_bit((unsigned)column)) == 0;
}

/* One diagonal sweep, up (step 2) or down (step -2), from *row and *column. */
static size_t
sweep(struct area *a, size_t at, int *row, int *column, int step)
{
	do {
		if (*row >= 0 && *row < a->side && *column >= 0 && *column < a->side &&
		    is_free(a, *row, *column) && at < a->count)
			place_codeword(a, *row, *column, at++);
		*row -= step;
		*column += step;
	} while (
	    step > 0 ? *row >= 0 && *column < a->side : *row < a->side && *column >= 0);
	return at;
}

static void
place_all(struct area *a)
{
	int row = 4, column = 0;
	size_t at = 0;

	do {
		if (row == a->side && column == 0)
			place_corner(a, at++);
		at = sweep(a, at, &row, &column, 2);
		row++;
		column += 3;
		at = sweep(a, at, &row, &column, -2);
		row += 3;
		column++;
	} while (row < a->side || column < a->side);
}

static void
make_area(struct area *a, const struct shape *shape)
{
	a->side = (int)(shape->size - 2 * shape->regions);
	a->count = shape->data + (size_t)shape->checks * shape->blocks;
	galois_open(&a->code, GALOIS_DATAMATRIX, 1, shape->checks);
	place_all(a);
}

/* The codewords at their places; a corner that is left over is a small chequer. */
static void
draw_codewords(const struct area *a, const struct codewords *c, uint64_t dark[SIDE])
{
	int last = a->side - 1;

	for (size_t i = 0; i < c->count; i++)
		for (unsigned bit = 0; bit < 8; bit++) {
			struct symbol_place p = a->places[i][bit];

			dark[p.y] |= (uint64_t)(c->bytes[i] >> (7 - bit) & 1)
			    << (63 - p.x);
		}
	if (is_free(a, last, last)) {
		dark[last] |= symbol_bit((unsigned)last);
		dark[last - 1] |= symbol_bit((unsigned)last - 1);
	}
}

/* A row of data with the edges of its regions: solid at the left, dotted at the right. */
static uint64_t
frame(const struct shape *shape, uint64_t dark, unsigned y)
{
	unsigned region = shape->size / shape->regions, inner = region - 2;
	uint64_t data = ~UINT64_C(0) << (64 - inner), row = 0;

	for (unsigned i = 0; i < shape->regions; i++) {
		row |= symbol_bit(i * region);
		row |= (dark << i * inner & data) >> (i * region + 1);
		if (y % 2 == 1)
			row |= symbol_bit(i * region + region - 1);
	}
	return row;
}

/* Each region has a dotted row above its data and a solid one below. */
static void
draw(struct symbol *s, const struct shape *shape, const uint64_t dark[SIDE])
{
	unsigned region = shape->size / shape->regions, inner = region - 2;
	uint64_t whole = ~UINT64_C(0) << (64 - shape->size);

	*s = (struct symbol){.size = shape->size};
	for (unsigned y = 0; y < shape->size; y++) {
		unsigned in_region = y % region;

		if (in_region == 0)
			s->rows[y] = UINT64_C(0xAAAAAAAAAAAAAAAA) & whole;
		else if (in_region == region - 1)
			s->rows[y] = whole;
		else
			s->rows[y] =
			    frame(shape, dark[y / region * inner + in_region - 1], y);
	}
}

int
datamatrix_encode(struct symbol *s, struct str text, size_t head, struct err *e)
{
	static struct area areas[SHAPES];
	struct codewords c = {.count = 0};
	uint64_t dark[SIDE] = {0};
	const struct shape *shape = NULL;
	struct area *area;

	if (put_ascii(&c, str_slice(text, 0, head)) &&
	    put_c40(&c, str_slice(text, head, text.len)))
		shape = find_shape(c.count);
	if (shape == NULL)
		return err_set(e, ERR_ROW,
		    "Data Matrix text of %zu bytes does not fit or is not plain ASCII",
		    text.len);
	area = &areas[shape - shapes];
	if (area->side == 0)
		make_area(area, shape);
	pad(&c, shape->data);
	add_checks(&c, shape, &area->code);
	draw_codewords(area, &c, dark);
	draw(s, shape, dark);
	return 0;
}
