/* Reed-Solomon for the QR code and the Data Matrix, written once. */
#include "formats/galois.h"

#include <string.h>

/* The product in the field of the polynomial. */
static uint8_t
product(unsigned a, unsigned b, unsigned polynomial)
{
	unsigned sum = 0;

	for (; b != 0; b >>= 1) {
		if (b & 1)
			sum ^= a;
		a <<= 1;
		if (a > 255)
			a ^= polynomial;
	}
	return (uint8_t)sum;
}

/* The coefficients of (x - 2^first) ... (x - 2^(first+checks-1)), highest power first. */
static void
generator(
    unsigned polynomial, unsigned first, size_t checks, uint8_t c[GALOIS_CHECKS_MOST + 1])
{
	unsigned root = 1;

	for (unsigned i = 0; i < first; i++)
		root = product(root, 2, polynomial);
	c[0] = 1;
	for (size_t i = 0; i < checks; i++) {
		for (size_t k = i + 1; k > 0; k--)
			c[k] ^= product(c[k - 1], root, polynomial);
		root = product(root, 2, polynomial);
	}
}

void
galois_open(struct galois_code *code, unsigned polynomial, unsigned first, size_t checks)
{
	uint8_t c[GALOIS_CHECKS_MOST + 1] = {0};

	memset(code, 0, sizeof *code);
	generator(polynomial, first, checks, c);
	for (unsigned lead = 0; lead < 256; lead++)
		for (size_t k = 0; k < checks; k++)
			code->rows[lead][k / 8] |=
			    (uint64_t)product(c[k + 1], lead, polynomial) << k % 8 * 8;
	code->checks = checks;
	code->words = (checks + 7) / 8;
}

/* Long division: the remainder moves down by a byte for each byte of data. */
void
galois_checks(const struct galois_code *code, const uint8_t *data, size_t len,
    size_t step, uint8_t *out)
{
	uint64_t rest[GALOIS_WORDS + 1] = {0};

	for (size_t i = 0; i < len; i += step) {
		const uint64_t *row = code->rows[data[i] ^ (rest[0] & 0xff)];

		for (size_t k = 0; k < code->words; k++)
			rest[k] = (rest[k] >> 8 | rest[k + 1] << 56) ^ row[k];
	}
	for (size_t k = 0; k < code->checks; k++)
		out[k * step] = (uint8_t)(rest[k / 8] >> k % 8 * 8);
}
