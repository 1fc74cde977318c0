/* Servers of the first IMAP keep names in ASCII; every other letter is hidden in it. */
#include "spool/imap_name.h"

#include "base/base64.h"
#include "base/text.h"

static bool
is_plain(uint32_t c)
{
	return c >= 0x20 && c <= 0x7e;
}

static void
put_unit(struct out *o, uint32_t unit)
{
	out_char(o, (char)(unit >> 8));
	out_char(o, (char)(unit & 0xff));
}

static void
put_utf_16(struct out *o, uint32_t c)
{
	if (c > 0xffff) {
		put_unit(o, 0xd800 + ((c - 0x10000) >> 10));
		put_unit(o, 0xdc00 + ((c - 0x10000) & 0x3ff));
	} else {
		put_unit(o, c);
	}
}

/* The letters from *at up to the next plain one, between "&" and "-". */
static void
put_hidden(struct out *o, struct arena *a, struct str name, size_t *at)
{
	struct out units;
	struct str coded;
	size_t next = *at;

	out_open_memory(&units, a);
	for (uint32_t c; *at < name.len && !is_plain(c = text_next(name, &next));
	     *at = next)
		put_utf_16(&units, c);
	coded = base64_encode(a, out_bytes_of(&units));
	out_char(o, '&');
	for (size_t i = 0; i < coded.len && coded.ptr[i] != '='; i++)
		out_char(o, coded.ptr[i] == '/' ? (char)',' : coded.ptr[i]);
	out_char(o, '-');
}

struct str
imap_mailbox_name(struct arena *a, struct str name)
{
	struct out o;
	size_t at = 0;

	out_open_memory(&o, a);
	while (at < name.len) {
		if (!is_plain((unsigned char)name.ptr[at])) {
			put_hidden(&o, a, name, &at);
			continue;
		}
		out_char(&o, name.ptr[at]);
		if (name.ptr[at++] == '&')
			out_char(&o, '-');
	}
	return arena_str(a, out_bytes_of(&o));
}
