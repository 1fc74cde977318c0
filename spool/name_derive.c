/* Names made from names: what a lock marks, what a done-file stands for, numbered ones.
 */
#include "spool/name.h"

#include "base/text.h"

#include <stdio.h>

struct str
name_extension(struct str name)
{
	for (size_t i = name.len; i > 1; i--)
		if (name.ptr[i - 1] == '.')
			return str_slice(name, i, name.len);
	return (struct str){0};
}

struct str
name_marked(struct str name)
{
	if (str_starts(name, STR("~$")))
		return str_slice(name, 2, name.len);
	if (str_starts(name, STR(".~lock.")) && str_ends(name, STR("#")))
		return str_slice(name, 7, name.len - 1);
	if (str_starts(name, STR(".#")))
		return str_slice(name, 2, name.len);
	if (name.len > 5 && name.ptr[0] == '.' && str_ends(name, STR(".swp")))
		return str_slice(name, 1, name.len - 4);
	return (struct str){0};
}

struct str
name_done_for(struct str name)
{
	if (name.len > 3 && str_ends_nocase(name, STR(".ok")))
		return str_slice(name, 0, name.len - 3);
	return (struct str){0};
}

bool
name_done(struct str name, char done[FOLDER_NAME_SIZE])
{
	if (name.len + 3 >= FOLDER_NAME_SIZE)
		return false;
	memcpy(done, name.ptr, name.len);
	memcpy(done + name.len, ".ok", 4);
	return true;
}

/* Where the extension begins (at its dot); the end when there is none worth keeping. */
static size_t
extension_at(struct str name)
{
	struct str tail = name_extension(name);

	return tail.len > 0 && tail.len <= 16 ? name.len - tail.len - 1 : name.len;
}

/* The first bytes of s, at most `most`, no UTF-8 character broken. */
static struct str
cut_bytes(struct str s, size_t most)
{
	if (s.len <= most)
		return s;
	while (most > 0 && ((unsigned char)s.ptr[most] & 0xC0) == 0x80)
		most--;
	return str_slice(s, 0, most);
}

void
name_numbered(struct str name, unsigned n, char numbered[FOLDER_NAME_SIZE])
{
	char number[16] = "";
	size_t at = extension_at(name), len;
	struct str tail = str_slice(name, at, name.len), stem;

	len = n < 2 ? 0 : (size_t)snprintf(number, sizeof number, " (%u)", n);
	stem = cut_bytes(str_slice(name, 0, at), FOLDER_NAME_SIZE - 1 - len - tail.len);
	memcpy(numbered, stem.ptr, stem.len);
	memcpy(numbered + stem.len, number, len);
	if (tail.len > 0)
		memcpy(numbered + stem.len + len, tail.ptr, tail.len);
	numbered[stem.len + len + tail.len] = '\0';
}

struct str
name_printable(struct arena *a, struct str name)
{
	return text_printable(a, name);
}
