/* Random bytes as statements of the format mt940. */
#include "statement_fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	return fuzz_format(&statement_format_mt940, data, size);
}
