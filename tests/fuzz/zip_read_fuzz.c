/* A zip container: every member of what is accepted is unpacked. */
#include "formats/zip_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct input in = {.name = STR("t"), .bytes = {(const char *)data, size}};
	struct zip_reader *z;
	struct zip_stream *s;
	char to[4096];
	struct err e;
	size_t got;

	if (zip_reader_open(&z, &in, &a, &e) == 0)
		for (size_t i = 0; i < zip_reader_count(z); i++)
			if (zip_stream_open(
				&s, z, zip_reader_member(z, i), 1 << 20, &a, &e) == 0)
				while (zip_stream_read(s, to, sizeof to, &got, &e) == 1)
					;
	arena_close(&a);
	return 0;
}
