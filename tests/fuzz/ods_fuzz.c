/* A whole OpenDocument spreadsheet. */
#include "formats/table.h"

#include "package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct table_options options = {
	    .reader = {"ods", 3}, .most_rows = 10000, .most_bytes = 1 << 20};
	struct arena a = {0};
	struct input in = {.name = STR("t"), .bytes = {(const char *)data, size}};
	struct table *t = NULL;
	struct row row;
	struct err e;

	if (size > 0 && table_open(&t, &in, &options, &a, &e) == 0)
		while (table_next(t, &row, &e) == 1)
			;
	table_close(t);
	arena_close(&a);
	return 0;
}
