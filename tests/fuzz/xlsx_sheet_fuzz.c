/* A sheet's XML within a workbook: the scanner and expat must read or refuse it alike. */
#include "../unit/workbook.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct input in = {.name = STR("t.xlsx")};
	struct str scanned, parsed;

	in.bytes = workbook_make(&a, (struct str){(const char *)data, size},
	    STR("<sst xmlns=\"" WORKBOOK_MAIN "\"><si><t>uno</t></si></sst>"));
	scanned = workbook_read(&a, &in, false);
	parsed = workbook_read(&a, &in, true);
	if (!str_equal(scanned, parsed))
		abort();
	arena_close(&a);
	return 0;
}
