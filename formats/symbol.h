/* A square of dark and light modules: what the encoders of two-dimensional codes give and
 * what a page draws. */
#ifndef FORMATS_SYMBOL_H
#define FORMATS_SYMBOL_H

#include <stdbool.h>
#include <stdint.h>

enum { SYMBOL_MOST = 64 };

struct symbol {
	unsigned size;              /* modules a side */
	uint64_t rows[SYMBOL_MOST]; /* dark modules; column x is bit 63 - x */
};

struct symbol_place {
	uint8_t x, y;
};

static inline uint64_t
symbol_bit(unsigned x)
{
	return UINT64_C(1) << (63 - x);
}

static inline bool
symbol_is_dark(const struct symbol *s, unsigned x, unsigned y)
{
	return (s->rows[y] & symbol_bit(x)) != 0;
}

#endif
