/* Any bytes as a bank's text. A whole id keeps the form that ids have. */
#include "match/remittance.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena a = {0};
	struct remittance r = remittance_read(&a, text);

	if (r.id.len > 35 && r.kind != REMITTANCE_IUV_DOUBTFUL)
		abort();
	if (r.kind != REMITTANCE_NONE && r.offset >= size)
		abort();
	if ((r.kind == REMITTANCE_NONE || r.kind == REMITTANCE_FLOW_TOO_LONG) !=
	    (r.id.len == 0))
		abort();
	arena_close(&a);
	return 0;
}
