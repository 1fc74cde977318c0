/* Any bytes as an archive: nothing breaks, no limit is passed, no name leads out. */
#include "formats/archive.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20 };

static void
read_as(struct str name, struct str bytes)
{
	struct archive_limits limits = {
	    .most_members = 50, .most_bytes = MOST, .most_total = 2 * MOST};
	struct arena a = {0};
	struct input in = {.name = name, .bytes = bytes};
	struct archive_reader *r;
	struct archive_member m;
	struct err e = {0};
	uint64_t members = 0, total = 0;

	if (archive_reader_open(&r, &in, &limits, NULL, &a, &e) == 0) {
		while (archive_reader_next(r, &m, &e) > 0) {
			members++;
			total += m.input.bytes.len;
			if (m.name.len == 0 || m.name.ptr[0] == '/' || members > 50 ||
			    m.input.bytes.len > MOST || total > 2 * MOST)
				abort();
		}
		archive_reader_close(r);
	}
	arena_close(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};

	read_as(STR("fuzz.zip"), bytes);
	read_as(STR("fuzz.bin"), bytes);
	return 0;
}
