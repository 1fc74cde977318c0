/* Arithmetic of the field of 256 elements and the Reed-Solomon remainder that both
 * two-dimensional codes use, each with its own polynomial. */
#ifndef FORMATS_GALOIS_H
#define FORMATS_GALOIS_H

#include <stddef.h>
#include <stdint.h>

enum { GALOIS_QR = 0x11d, GALOIS_DATAMATRIX = 0x12d, GALOIS_CHECKS_MOST = 68 };

/* The words of a remainder. */
enum { GALOIS_WORDS = (GALOIS_CHECKS_MOST + 7) / 8 };

/* A Reed-Solomon code of so many check bytes: what each leading byte adds to the
 * remainder, so that a byte of data costs nine exclusive ors instead of 68 products. */
struct galois_code {
	size_t checks; /* 0: not opened yet */
	size_t words;
	uint64_t rows[256][GALOIS_WORDS]; /* byte k at bit 8k, counted through */
};

/* Makes the code of a field's polynomial; the generator's first root is two to the power
 * `first`. */
void galois_open(
    struct galois_code *code, unsigned polynomial, unsigned first, size_t checks);
/* The error correction bytes of every `step`th byte of data (length `len` in all),
 * written to every `step`th byte of out. */
void galois_checks(const struct galois_code *code, const uint8_t *data, size_t len,
    size_t step, uint8_t *out);

#endif
