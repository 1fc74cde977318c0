/* libconfig 1.5 silently cuts a number that does not fit 32 bits unless it ends in L:
 * every whole number is given its L before libconfig sees it. */
#include "conf_keys.h"

#include "base/out.h"

/* The length of the comment or quoted text at `at`, or 0. */
static size_t
skip_opaque(struct str s, size_t at)
{
	struct str rest = str_slice(s, at, s.len);
	size_t end = 1;

	if (str_starts(rest, STR("#")) || str_starts(rest, STR("//")))
		return str_find(rest, '\n');
	if (str_starts(rest, STR("/*"))) {
		end = 2 + str_find_str(str_slice(rest, 2, rest.len), STR("*/")) + 2;
		return end < rest.len ? end : rest.len;
	}
	if (!str_starts(rest, STR("\"")))
		return 0;
	while (end < rest.len && rest.ptr[end] != '"')
		end += rest.ptr[end] == '\\' ? 2 : 1;
	return end < rest.len ? end + 1 : rest.len;
}

/* The length of the name or number at `at`, or 0; names may hold hyphens. */
static size_t
word_length(struct str s, size_t at)
{
	size_t end = at;
	bool name = at < s.len && (char_is_alpha(s.ptr[at]) || s.ptr[at] == '*');

	while (end < s.len &&
	    (char_is_alpha(s.ptr[end]) || char_is_digit(s.ptr[end]) ||
		strchr("_*.", s.ptr[end]) != NULL || (name && s.ptr[end] == '-')))
		end++;
	return end - at;
}

/* A word of digits, in base ten or sixteen. */
static bool
is_whole_number(struct str word)
{
	if (str_starts_nocase(word, STR("0x"))) {
		for (size_t i = 2; i < word.len; i++)
			if (!char_is_digit(word.ptr[i]) &&
			    (char_lower(word.ptr[i]) < 'a' ||
				char_lower(word.ptr[i]) > 'f'))
				return false;
		return word.len > 2;
	}
	return str_all_digits(word);
}

struct str
conf_widen(struct arena *a, struct str text)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t at = 0; at < text.len;) {
		size_t from = at, skip = skip_opaque(text, at);
		struct str piece;

		if (skip == 0)
			skip = word_length(text, at);
		at += skip == 0 ? 1 : skip;
		piece = str_slice(text, from, at);
		out_str(&o, piece);
		if (is_whole_number(piece))
			out_char(&o, 'L');
	}
	return out_bytes_of(&o);
}
