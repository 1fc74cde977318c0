/* Any bytes as the JSON answer of a service: refused with a code, or walked as a tree. */
#include "formats/json_read.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WALKED = 1000 };

static void
walk(const struct json_node *root)
{
	static const char *const names[] = {"a", "status", "message", "title", "results"};
	const struct json_node *waiting[WALKED] = {root};
	size_t count = 1;

	while (count > 0) {
		const struct json_node *node = waiting[--count], *inner;
		int64_t number;
		bool yes;

		if (json_node_text(node).len > JSON_READ_MOST)
			abort();
		if (json_node_integer(node, &number) && json_node_boolean(node, &yes))
			abort();
		for (size_t i = 0; i < json_node_count(node) && count < WALKED / 2; i++)
			waiting[count++] = json_node_item(node, i);
		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
			if ((inner = json_node_member(node, names[i])) != NULL &&
			    count < WALKED)
				waiting[count++] = inner;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct json_node *root;
	struct err e = {0};

	if (json_node_read(&root, (struct str){(const char *)data, size}, &e) == 0) {
		walk(root);
		json_node_free(root);
	} else if (e.kind != ERR_FILE || e.code == NULL) {
		abort();
	}
	return 0;
}
