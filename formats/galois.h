/* Arithmetic of the field of 256 elements and the Reed-Solomon remainder that both
 * two-dimensional codes use, each with its own polynomial. */
#ifndef FORMATS_GALOIS_H
#define FORMATS_GALOIS_H

#include <stddef.h>
#include <stdint.h>

enum { GALOIS_QR = 0x11d, GALOIS_DATAMATRIX = 0x12d, GALOIS_CHECKS_MOST = 68 };

struct galois {
	uint8_t power[512]; /* powers of two, twice over */
	uint8_t log[256];
};

/* The field of 256 elements made by the polynomial. */
void galois_open(struct galois *g, unsigned polynomial);
/* The `checks` error correction bytes of every `step`th byte of data (length `len` in
 * all), written to every `step`th byte of out. The generator's first root is two to the
 * power `first`. */
void galois_checks(const struct galois *g, const uint8_t *data, size_t len, size_t step,
    unsigned first, uint8_t *out, size_t checks);

#endif
