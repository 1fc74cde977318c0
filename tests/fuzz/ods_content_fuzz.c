/* content.xml within an OpenDocument spreadsheet. */
#include "../unit/workbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct table_options options = {.most_rows = 10000};
	const struct zip_part parts[] = {
	    {"mimetype", STR("application/vnd.oasis.opendocument.spreadsheet")},
	    {"content.xml", {(const char *)data, size}},
	};
	struct arena a = {0};
	struct input in = {.name = STR("t.ods"), .bytes = zip_make(&a, parts, 2)};
	struct table *t = NULL;
	struct row row;
	struct err e;

	if (table_open(&t, &in, &options, &a, &e) == 0)
		while (table_next(t, &row, &e) == 1)
			;
	table_close(t);
	arena_close(&a);
	return 0;
}
