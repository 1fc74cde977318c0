/* Flows and receipts travel as base64 inside SOAP answers. */
#include "formats/base64.h"

static int
value_of(char c)
{
	if (char_is_upper(c))
		return c - 'A';
	if (char_is_alpha(c))
		return c - 'a' + 26;
	if (char_is_digit(c))
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

bool
base64_decode(struct arena *a, struct str text, struct str *bytes)
{
	char *to = arena_alloc(a, text.len / 4 * 3 + 3);
	size_t len = 0, padding = 0, count = 0;
	uint32_t bits = 0;

	for (size_t i = 0; i < text.len; i++) {
		int value = value_of(text.ptr[i]);

		if (char_is_blank(text.ptr[i]))
			continue;
		if (text.ptr[i] == '=') {
			padding++;
			continue;
		}
		if (value < 0 || padding > 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		if (++count % 4 != 0)
			continue;
		to[len++] = (char)(bits >> 16 & 0xff);
		to[len++] = (char)(bits >> 8 & 0xff);
		to[len++] = (char)(bits & 0xff);
	}
	if (count % 4 == 1 || padding > 2 || (padding > 0 && (count + padding) % 4 != 0))
		return false;
	if (count % 4 >= 2)
		to[len++] = (char)(bits >> (count % 4 == 2 ? 4 : 10) & 0xff);
	if (count % 4 == 3)
		to[len++] = (char)(bits >> 2 & 0xff);
	*bytes = (struct str){to, len};
	return true;
}
