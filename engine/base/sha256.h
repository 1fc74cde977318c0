/* SHA-256 (FIPS 180-4), by libcrypto: the identity of a file and the links of the audit
 * chain. */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/err.h"

enum { SHA256_SIZE = 32, SHA256_HEX_SIZE = 64 };

struct sha256_hex {
	char text[SHA256_HEX_SIZE + 1];
};

/* Streaming: open, add any number of times, then finish (which closes). */
struct sha256;
struct sha256 *sha256_open(void);
void sha256_add(struct sha256 *s, const void *bytes, size_t len);
struct sha256_hex sha256_finish(struct sha256 *s);

/* The whole at once, and of everything that can be read from fd (from its offset 0). */
struct sha256_hex sha256_of(struct str bytes);
int sha256_of_fd(int fd, struct sha256_hex *hex, struct err *e);

#endif
