/* What a hostile SFTP server may send: packets, attributes, names. */
#include "spool/sftp_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	struct sftp_packet p;

	while (sftp_packet_next(&in, &p) > 0) {
		struct str body = p.body, text;
		struct sftp_attributes attributes;
		uint32_t status, count;

		sftp_status_of(&p, &status, &text);
		wire_take_attributes(&body, &attributes);
		body = p.body;
		if (!wire_take_u32(&body, &count))
			continue;
		while (wire_take_str(&body, &text) && wire_take_str(&body, &text) &&
		    wire_take_attributes(&body, &attributes))
			;
	}
	return 0;
}
