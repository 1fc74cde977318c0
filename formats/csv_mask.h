/*
 * Where the marks of a CSV file stand: one bit a byte, 64 bytes a word. The kernel for
 * the processor at hand is chosen once, at run time.
 */
#ifndef FORMATS_CSV_MASK_H
#define FORMATS_CSV_MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CSV_BLOCK = 64 };

struct csv_kernel {
	const char *name;
	/* Sets bit i of masks[b] when byte 64 b + i is the delimiter, the quote, CR or
	 * LF. */
	void (*marks)(const char *bytes, size_t blocks, char delimiter, char quote,
	    uint64_t *masks);
	/* The number of blocks from the first on that hold only bytes 1 to 127. */
	size_t (*plain)(const char *bytes, size_t blocks);
};

/* The fastest kernel that this processor runs. */
const struct csv_kernel *csv_kernel_best(void);
/* All kernels this processor runs, the portable one first, closed by NULL: for tests. */
const struct csv_kernel *const *csv_kernels(void);

#endif
