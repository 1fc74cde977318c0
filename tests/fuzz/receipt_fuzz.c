/* Any bytes as receipts. */
#include "formats/receipt.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {.name = STR("receipt"), .bytes = {(const char *)data, size}};
	struct receipt_reader *r = NULL;
	struct receipt receipt;
	struct arena a = {0};
	struct err e;

	(void)receipt_bid(&in);
	if (receipt_open(&r, &in, &a, &e) == 0)
		while (receipt_next(r, &receipt, &e) > 0)
			continue;
	receipt_close(r);
	arena_close(&a);
	return 0;
}
