/* Any bytes as XML to be shown: nothing breaks, and nothing is written of a refused file.
 */
#include "formats/xml_canonical.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = {0};
	struct input in = {.name = STR("fuzz.xml"), .bytes = {(const char *)data, size}};
	struct err e = {0};
	struct out o;

	out_open_memory(&o, &a);
	(void)xml_is_likely(&in);
	if (xml_canonical(&o, &in, &e) != 0 && out_bytes_of(&o).len > 0)
		abort();
	arena_close(&a);
	return 0;
}
