/* A table of shared strings within a workbook: the scanner and expat must read or refuse
 * it alike. */
#include "../unit/workbook.h"

#include <stdlib.h>

#define SHEET                                                                            \
	"<worksheet xmlns=\"" WORKBOOK_MAIN "\"><sheetData><row r=\"1\"><c r=\"A1\" "    \
	"t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row></sheetData>"         \
	"</worksheet>"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct input in = {.name = STR("t.xlsx")};
	struct str scanned, parsed;

	in.bytes = workbook_make(&a, STR(SHEET), (struct str){(const char *)data, size});
	scanned = workbook_read(&a, &in, false);
	parsed = workbook_read(&a, &in, true);
	if (!str_equal(scanned, parsed))
		abort();
	arena_close(&a);
	return 0;
}
