/* Any bytes as positions of GPD: read twice alike, and no row wider than its header. */
#include "formats/table.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct result {
	uint64_t rows, bytes;
	const char *code;
};

static struct result
read_positions(struct str bytes)
{
	static const struct table_options options = {
	    .reader = {"gpd", 3}, .most_rows = 10000, .most_bytes = 1 << 20};
	struct input in = {.name = STR("fuzz.json"), .bytes = bytes};
	struct result result = {0};
	struct arena a = {0};
	struct table *t = NULL;
	struct row row;
	struct err e = {0};
	size_t header = 0;
	int got = table_open(&t, &in, &options, &a, &e);

	while (got >= 0 && (got = table_next(t, &row, &e)) > 0) {
		if (result.rows++ == 0)
			header = row.count;
		else if (row.count > header)
			abort();
		for (size_t i = 0; i < row.count; i++)
			result.bytes += row.cells[i].text.len;
	}
	result.code = got < 0 ? e.code : NULL;
	table_close(t);
	arena_close(&a);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct result first, again;

	if (size == 0)
		return 0;
	first = read_positions(bytes);
	again = read_positions(bytes);
	if (first.rows != again.rows || first.bytes != again.bytes ||
	    first.code != again.code)
		abort();
	return 0;
}
