/* What the fuzzers of statements share: the bytes read to the end, with findings. */
#ifndef STATEMENT_FUZZ_H
#define STATEMENT_FUZZ_H

#include "intake/statement_layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads the bytes with one format (NULL: as a table). */
static inline int
fuzz_statement(const struct statement_format *format, const uint8_t *data, size_t size)
{
	struct input in = {STR("fuzz"), {(const char *)data, size}};
	struct arena a = {.limit = (size_t)256 << 20};
	struct findings findings = {.arena = &a};
	struct statement_file *f = NULL;
	struct movement m;
	struct err e = {0};
	int opened = format != NULL
	    ? statement_open(&f, &in, &findings, &a, &e)
	    : statement_layout_open(&f, &in, NULL, NULL, &findings, &a, &e);

	if (opened == 0) {
		while (statement_next(f, &m, &e) == 1)
			;
		statement_close(f);
	}
	arena_close(&a);
	return 0;
}

/* Only inputs that the format bids for, so that each fuzzer keeps to its reader. */
static inline int
fuzz_format(const struct statement_format *format, const uint8_t *data, size_t size)
{
	struct input in = {STR("fuzz"), {(const char *)data, size}};

	if (size == 0 || statement_find_format(&in) != format)
		return -1;
	return fuzz_statement(format, data, size);
}

#endif
