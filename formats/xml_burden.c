/* Two hostile shapes cost a parser far more than their bytes: elements without end and
 * attributes without end. Both are seen by counting. */
#include "formats/xml_burden.h"

#include "base/text.h"

/* True when an attribute's value begins behind the equals sign at `at`; the zero bytes
 * are those of UTF-16. */
static bool
is_attribute(struct str bytes, size_t at)
{
	for (at++; at < bytes.len; at++)
		if (bytes.ptr[at] != '\0' && !char_is_blank(bytes.ptr[at]))
			return bytes.ptr[at] == '"' || bytes.ptr[at] == '\'';
	return false;
}

struct xml_burden
xml_burden_of(struct str bytes)
{
	struct xml_burden burden = {0};
	uint64_t here = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		if (bytes.ptr[i] == '<') {
			burden.tags++;
			here = 0;
		} else if (bytes.ptr[i] == '=' && is_attribute(bytes, i)) {
			burden.attributes++;
			if (++here > burden.most_attributes)
				burden.most_attributes = here;
		}
	}
	return burden;
}
