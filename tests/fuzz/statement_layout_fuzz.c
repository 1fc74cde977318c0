/* Random bytes as tables of movements. */
#include "statement_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_statement(NULL, data, size);
}
