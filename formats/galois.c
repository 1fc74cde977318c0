/* Reed-Solomon for the QR code and the Data Matrix, written once. */
#include "formats/galois.h"

#include <string.h>

void
galois_open(struct galois *g, unsigned polynomial)
{
	unsigned x = 1;

	for (unsigned i = 0; i < 255; i++) {
		g->power[i] = g->power[i + 255] = (uint8_t)x;
		g->log[x] = (uint8_t)i;
		x <<= 1;
		if (x > 255)
			x ^= polynomial;
	}
	g->power[510] = g->power[0];
	g->power[511] = g->power[1];
	g->log[0] = 0;
}

/* The logarithms of the coefficients of (x - 2^first) ... (x - 2^(first+n-1)), highest
 * power left out. */
static void
generator(const struct galois *g, unsigned first, size_t n, uint8_t *logs)
{
	uint8_t c[GALOIS_CHECKS_MOST + 1] = {1};

	for (size_t i = 0; i < n; i++) {
		unsigned root = (unsigned)(first + i) % 255;

		for (size_t k = i + 1; k > 0; k--)
			if (c[k - 1] != 0)
				c[k] ^= g->power[g->log[c[k - 1]] + root];
	}
	for (size_t k = 0; k < n; k++)
		logs[k] = g->log[c[k + 1]];
}

void
galois_checks(const struct galois *g, const uint8_t *data, size_t len, size_t step,
    unsigned first, uint8_t *out, size_t checks)
{
	uint8_t logs[GALOIS_CHECKS_MOST];
	uint8_t rest[GALOIS_CHECKS_MOST + 1] = {0};

	generator(g, first, checks, logs);
	for (size_t i = 0; i < len; i += step) {
		uint8_t lead = data[i] ^ rest[0];
		const uint8_t *power = g->power + g->log[lead];

		if (lead == 0) {
			memmove(rest, rest + 1, checks);
			continue;
		}
		for (size_t k = 0; k < checks; k++)
			rest[k] = rest[k + 1] ^ power[logs[k]];
	}
	for (size_t k = 0; k < checks; k++)
		out[k * step] = rest[k];
}
