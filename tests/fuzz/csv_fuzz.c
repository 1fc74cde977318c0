/* Any bytes as a CSV file: the reader must not break, and its scanner must cut exactly as
 * a careful one does. */
#include "base/input.h"

#include "../unit/careful_csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_table(struct str bytes, struct arena *a)
{
	struct input in = {.name = STR("fuzz.csv"), .bytes = bytes};
	struct table_options options = {.reader = STR("csv")};
	struct table *t;
	struct row row = {0};
	struct err e = {0};

	if (table_open(&t, &in, &options, a, &e) != 0)
		return;
	while (table_next(t, &row, &e) > 0)
		if (row.count > row.width)
			abort();
	table_close(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char quotes[] = {'"', '\'', TABLE_NO_QUOTE};
	struct arena a = {0};
	struct str bytes = {(const char *)data, size};

	for (size_t i = 0; i < sizeof quotes; i++) {
		struct out careful, fast;

		out_open_memory(&careful, &a);
		careful_csv(&careful, bytes, ';', quotes[i], &a);
		for (const struct csv_kernel *const *k = csv_kernels(); *k != NULL; k++) {
			out_open_memory(&fast, &a);
			fast_csv(&fast, bytes, ';', quotes[i], *k, &a);
			if (!str_equal(out_bytes_of(&fast), out_bytes_of(&careful)))
				abort();
		}
	}
	read_table(bytes, &a);
	arena_close(&a);
	return 0;
}
