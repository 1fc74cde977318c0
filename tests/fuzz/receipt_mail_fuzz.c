/* What may lie in a mailbox: mail, PEC receipts, bounces. */
#include "formats/mime_read.h"
#include "formats/pec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct arena a = {0};
	struct delivery_receipts list;
	struct mime_message m;
	struct err e;

	receipt_message_read(&list, &a, bytes, &e);
	pec_daticert_read(&list, &a, bytes, &e);
	mime_read(&m, &a, bytes);
	for (size_t i = 0; i < m.count; i++) {
		struct str body;

		mime_header_of(&a, m.parts[i].headers, "Subject");
		mime_body_of(&a, &m.parts[i], &body);
	}
	arena_close(&a);
	return 0;
}
