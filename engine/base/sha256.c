/* SHA-256 through libcrypto, which nothing else in the house sees. */
#include "base/sha256.h"

#include <errno.h>
#include <openssl/evp.h>
#include <unistd.h>

struct sha256 *
sha256_open(void)
{
	static EVP_MD
	    *algorithm; /* fetched once: looking it up costs more than a short digest */
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (algorithm == NULL)
		algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (context == NULL || EVP_DigestInit_ex(context, algorithm, NULL) != 1)
		BUG("libcrypto has no SHA-256");
	return (struct sha256 *)context;
}

void
sha256_add(struct sha256 *s, const void *bytes, size_t len)
{
	if (EVP_DigestUpdate((EVP_MD_CTX *)s, bytes, len) != 1)
		BUG("libcrypto refused %zu bytes", len);
}

struct sha256_hex
sha256_finish(struct sha256 *s)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[EVP_MAX_MD_SIZE];
	struct sha256_hex hex = {""};

	if (EVP_DigestFinal_ex((EVP_MD_CTX *)s, raw, NULL) != 1)
		BUG("libcrypto could not finish a digest");
	EVP_MD_CTX_free((EVP_MD_CTX *)s);
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		hex.text[2 * i] = digits[raw[i] >> 4];
		hex.text[2 * i + 1] = digits[raw[i] & 15];
	}
	return hex;
}

struct sha256_hex
sha256_of(struct str bytes)
{
	struct sha256 *s = sha256_open();

	sha256_add(s, bytes.ptr, bytes.len);
	return sha256_finish(s);
}

int
sha256_of_fd(int fd, struct sha256_hex *hex, struct err *e)
{
	struct sha256 *s = sha256_open();
	char block[64 * 1024];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, block, sizeof block, at)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			(void)sha256_finish(s);
			return err_errno(e, "read");
		}
		sha256_add(s, block, (size_t)n);
		at += n;
	}
	*hex = sha256_finish(s);
	return 0;
}
