/* The only instructions of the CSV reader that depend on the processor: comparing 64
 * bytes with four characters takes a handful of vector steps where a loop takes hundreds.
 */
#include "formats/csv_mask.h"

#include <string.h>

#define ONES 0x0101010101010101U
#define HIGHS 0x8080808080808080U

static uint64_t
load(const char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	return word;
}

/* 0x80 in each byte of `word` that equals c; exact, unlike the usual trick with a borrow.
 */
static uint64_t
equal_bytes(uint64_t word, char c)
{
	uint64_t x = word ^ (ONES * (unsigned char)c);

	return ~(((x & ~HIGHS) + ~HIGHS) | x) & HIGHS;
}

/* The eight top bits of the bytes of `word`, lowest byte first. */
static uint64_t
gather(uint64_t word)
{
	return ((word >> 7) * 0x0102040810204080U) >> 56;
}

static void
marks_portable(
    const char *bytes, size_t blocks, char delimiter, char quote, uint64_t *masks)
{
	for (size_t b = 0; b < blocks; b++) {
		uint64_t mask = 0;

		for (size_t i = 0; i < CSV_BLOCK; i += 8) {
			uint64_t word = load(bytes + b * CSV_BLOCK + i);
			uint64_t hit = equal_bytes(word, delimiter) |
			    equal_bytes(word, quote) | equal_bytes(word, '\r') |
			    equal_bytes(word, '\n');

			mask |= gather(hit) << i;
		}
		masks[b] = mask;
	}
}

static size_t
plain_portable(const char *bytes, size_t blocks)
{
	for (size_t b = 0; b < blocks; b++) {
		uint64_t odd = 0;

		for (size_t i = 0; i < CSV_BLOCK; i += 8) {
			uint64_t word = load(bytes + b * CSV_BLOCK + i);

			odd |= (word & HIGHS) | equal_bytes(word, '\0');
		}
		if (odd != 0)
			return b;
	}
	return blocks;
}

static const struct csv_kernel portable = {"portable", marks_portable, plain_portable};

#if defined(__x86_64__)
#include <immintrin.h>

static __m128i
hits_sse2(const char *bytes, const __m128i wanted[4])
{
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)bytes);
	__m128i ends =
	    _mm_or_si128(_mm_cmpeq_epi8(x, wanted[2]), _mm_cmpeq_epi8(x, wanted[3]));

	return _mm_or_si128(ends,
	    _mm_or_si128(_mm_cmpeq_epi8(x, wanted[0]), _mm_cmpeq_epi8(x, wanted[1])));
}

static void
marks_sse2(const char *bytes, size_t blocks, char delimiter, char quote, uint64_t *masks)
{
	const __m128i wanted[4] = {_mm_set1_epi8(delimiter), _mm_set1_epi8(quote),
	    _mm_set1_epi8('\r'), _mm_set1_epi8('\n')};

	for (size_t b = 0; b < blocks; b++) {
		uint64_t mask = 0;

		for (int i = 0; i < 4; i++) {
			int bits = _mm_movemask_epi8(
			    hits_sse2(bytes + b * CSV_BLOCK + i * 16, wanted));

			mask |= (uint64_t)(unsigned)bits << (i * 16);
		}
		masks[b] = mask;
	}
}

static size_t
plain_sse2(const char *bytes, size_t blocks)
{
	const __m128i zero = _mm_setzero_si128();

	for (size_t b = 0; b < blocks; b++) {
		const __m128i *x = (const __m128i *)(const void *)(bytes + b * CSV_BLOCK);
		__m128i odd = zero;

		for (int i = 0; i < 4; i++) {
			__m128i part = _mm_loadu_si128(x + i);

			odd = _mm_or_si128(
			    odd, _mm_or_si128(part, _mm_cmpeq_epi8(part, zero)));
		}
		if (_mm_movemask_epi8(odd) != 0)
			return b;
	}
	return blocks;
}

static const struct csv_kernel sse2 = {"sse2", marks_sse2, plain_sse2};

#define AVX2 __attribute__((target("avx2")))

AVX2 static uint64_t
bits_avx2(const char *bytes, const __m256i wanted[4])
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
	__m256i ends = _mm256_or_si256(
	    _mm256_cmpeq_epi8(x, wanted[2]), _mm256_cmpeq_epi8(x, wanted[3]));
	__m256i all = _mm256_or_si256(ends,
	    _mm256_or_si256(
		_mm256_cmpeq_epi8(x, wanted[0]), _mm256_cmpeq_epi8(x, wanted[1])));

	return (uint32_t)_mm256_movemask_epi8(all);
}

AVX2 static void
marks_avx2(const char *bytes, size_t blocks, char delimiter, char quote, uint64_t *masks)
{
	const __m256i wanted[4] = {_mm256_set1_epi8(delimiter), _mm256_set1_epi8(quote),
	    _mm256_set1_epi8('\r'), _mm256_set1_epi8('\n')};

	for (size_t b = 0; b < blocks; b++) {
		const char *block = bytes + b * CSV_BLOCK;

		masks[b] = bits_avx2(block, wanted) | bits_avx2(block + 32, wanted) << 32;
	}
}

AVX2 static size_t
plain_avx2(const char *bytes, size_t blocks)
{
	const __m256i zero = _mm256_setzero_si256();

	for (size_t b = 0; b < blocks; b++) {
		const __m256i *x = (const __m256i *)(const void *)(bytes + b * CSV_BLOCK);
		__m256i low = _mm256_loadu_si256(x), high = _mm256_loadu_si256(x + 1);
		__m256i least = _mm256_min_epu8(low, high);
		__m256i odd = _mm256_or_si256(
		    _mm256_or_si256(low, high), _mm256_cmpeq_epi8(least, zero));

		if (_mm256_movemask_epi8(odd) != 0)
			return b;
	}
	return blocks;
}

static const struct csv_kernel avx2 = {"avx2", marks_avx2, plain_avx2};
#endif

const struct csv_kernel *const *
csv_kernels(void)
{
#if defined(__x86_64__)
	static const struct csv_kernel *const with_avx2[] = {
	    &portable, &sse2, &avx2, NULL};
	static const struct csv_kernel *const without[] = {&portable, &sse2, NULL};

	return __builtin_cpu_supports("avx2") ? with_avx2 : without;
#else
	static const struct csv_kernel *const only[] = {&portable, NULL};

	return only;
#endif
}

const struct csv_kernel *
csv_kernel_best(void)
{
	const struct csv_kernel *const *k = csv_kernels();

	while (k[1] != NULL)
		k++;
	return *k;
}
