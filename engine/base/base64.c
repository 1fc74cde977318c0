/* Base64 both ways, three bytes at a time. */
#include "base/base64.h"

static const char alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void
encode_group(const unsigned char *bytes, size_t len, char group[4])
{
	uint32_t bits = (uint32_t)bytes[0] << 16;

	if (len > 1)
		bits |= (uint32_t)bytes[1] << 8;
	if (len > 2)
		bits |= bytes[2];
	group[0] = alphabet[bits >> 18];
	group[1] = alphabet[bits >> 12 & 63];
	group[2] = '=';
	group[3] = '=';
	if (len > 1)
		group[2] = alphabet[bits >> 6 & 63];
	if (len > 2)
		group[3] = alphabet[bits & 63];
}

void
base64_write(struct out *o, struct str bytes, size_t line)
{
	size_t column = 0;

	for (size_t i = 0; i < bytes.len; i += 3) {
		char group[4];

		if (line != 0 && column == line) {
			out_text(o, "\r\n");
			column = 0;
		}
		encode_group((const unsigned char *)bytes.ptr + i, bytes.len - i, group);
		out_write(o, group, sizeof group);
		column += sizeof group;
	}
}

struct str
base64_encode(struct arena *a, struct str bytes)
{
	struct out o;

	out_open_memory(&o, a);
	base64_write(&o, bytes, 0);
	return arena_str(a, out_bytes_of(&o));
}

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
	if (count % 4 == 1 || padding > 2)
		return false;
	if (count % 4 >= 2)
		to[len++] = (char)(bits >> (count % 4 == 2 ? 4 : 10) & 0xff);
	if (count % 4 == 3)
		to[len++] = (char)(bits >> 2 & 0xff);
	*bytes = (struct str){to, len};
	return true;
}
