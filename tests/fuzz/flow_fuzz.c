/* Any bytes as a flow. What the fast scanner and libxml2 read must be the same. */
#include "formats/flow.h"

#include <stdint.h>
#include <stdlib.h>

struct result {
	uint64_t count;
	money total;
	const char *code;
	size_t findings;
};

static struct result
read_flow(const struct input *in, bool careful)
{
	struct flow_options options = {.careful = careful};
	struct result result = {0};
	struct flow_reader *r = NULL;
	struct arena a = {0};
	struct flow_payment p;
	struct err e = {0};
	int got = flow_open(&r, in, &options, &a, &e);

	while (got >= 0 && (got = flow_next(r, &p, &e)) > 0)
		result.count++;
	if (got < 0) {
		result = (struct result){.code = e.code};
	} else {
		result.total = flow_header(r)->total;
		result.findings = flow_findings(r)->count;
	}
	flow_close(r);
	arena_close(&a);
	return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {.name = STR("flow"), .bytes = {(const char *)data, size}};
	struct result fast = read_flow(&in, false), careful = read_flow(&in, true);

	(void)flow_bid(&in);
	/* A file with two faults may be refused for either: libxml2 looks further ahead.
	 */
	if ((fast.code == NULL) != (careful.code == NULL) ||
	    fast.count != careful.count || fast.total != careful.total ||
	    fast.findings != careful.findings)
		abort();
	return 0;
}
