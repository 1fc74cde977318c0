/* Borrowed strings: the few operations that every reader needs, without copies. */
#include "base/str.h"

struct str
str_of(const char *text)
{
	return (struct str){text, text == NULL ? 0 : strlen(text)};
}

struct str
str_slice(struct str s, size_t from, size_t to)
{
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){s.ptr == NULL ? NULL : s.ptr + from, to - from};
}

bool
str_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool
str_equal_nocase(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (char_lower(a.ptr[i]) != char_lower(b.ptr[i]))
			return false;
	return true;
}

bool
str_is(struct str s, const char *text)
{
	return str_equal(s, str_of(text));
}

int
str_compare(struct str a, struct str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

bool
str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
	return s.len >= prefix.len &&
	    str_equal_nocase(str_slice(s, 0, prefix.len), prefix);
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	    str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

bool
str_ends_nocase(struct str s, struct str suffix)
{
	return s.len >= suffix.len &&
	    str_equal_nocase(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t
str_find(struct str s, char c)
{
	const char *hit = s.len == 0 ? NULL : memchr(s.ptr, c, s.len);

	return hit == NULL ? s.len : (size_t)(hit - s.ptr);
}

size_t
str_find_str(struct str s, struct str needle)
{
	const char *hit;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return s.len;
	hit = memmem(s.ptr, s.len, needle.ptr, needle.len);
	return hit == NULL ? s.len : (size_t)(hit - s.ptr);
}

struct str
str_trim(struct str s)
{
	while (s.len > 0 && char_is_blank(s.ptr[0]))
		s = str_slice(s, 1, s.len);
	while (s.len > 0 && char_is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool
str_cut(struct str *rest, char c, struct str *part)
{
	size_t at;

	if (rest->ptr == NULL)
		return false;
	at = str_find(*rest, c);
	*part = str_slice(*rest, 0, at);
	*rest = at == rest->len ? (struct str){0} : str_slice(*rest, at + 1, rest->len);
	return true;
}

bool
char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
char_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool
char_is_alpha(char c)
{
	return char_is_upper(char_upper(c));
}

bool
char_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char
char_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

char
char_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
str_all_digits(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_digit(s.ptr[i]))
			return false;
	return s.len > 0;
}

bool
str_to_u64(struct str s, uint64_t *value)
{
	uint64_t sum = 0;

	if (!str_all_digits(s))
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (__builtin_mul_overflow(sum, 10U, &sum) ||
		    __builtin_add_overflow(sum, (uint64_t)(s.ptr[i] - '0'), &sum))
			return false;
	*value = sum;
	return true;
}
