/* A bank's text made plain for the rules that look for references in it. */
#include "match/remittance_text.h"

#include "base/text.h"

/* The length of a sub-field mark of MT940's field 86 at s, or 0. Banks cut the remittance
 * text into ?20 to ?29 and ?60 to ?63, wherever it happens. A year behind a question mark
 * that was a slash is none: ?2026-03. */
static size_t
mark_length(struct str s)
{
	if (s.len > 5 && s.ptr[5] == '-' && char_is_digit(s.ptr[3]) &&
	    char_is_digit(s.ptr[4]))
		return 0;
	if (s.len < 3 || s.ptr[0] != '?' || !char_is_digit(s.ptr[2]))
		return 0;
	return s.ptr[1] == '2' || (s.ptr[1] == '6' && s.ptr[2] <= '3') ? 3 : 0;
}

static char
plain(uint32_t c)
{
	if (c == '\n' || c == '\r')
		return '\n';
	if (c < 0x20 || c == 0x7f || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) ||
	    c == 0x202f)
		return ' ';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return c < 0x80 ? (char)c : '~';
}

bool
remittance_is_alnum(char c)
{
	return char_is_alpha(c) || char_is_digit(c);
}

bool
remittance_is_id_char(char c)
{
	return remittance_is_alnum(c) || c == '-' || c == '_';
}

static void
squeeze(struct remittance_text *t)
{
	char *letters = arena_alloc(t->arena, t->len + 1);
	uint16_t *place = arena_new_array(t->arena, t->len + 1, uint16_t);

	for (size_t i = 0; i < t->len; i++)
		if (remittance_is_alnum(t->ptr[i])) {
			place[t->letter_count] = (uint16_t)i;
			letters[t->letter_count++] = char_upper(t->ptr[i]);
		}
	t->letters = letters;
	t->place = place;
}

void
remittance_text_open(struct remittance_text *t, struct arena *a, struct str text)
{
	struct str s = str_trim(str_slice(text, 0, REMITTANCE_TEXT_MOST));
	size_t lead = s.len == 0 ? 0 : (size_t)(s.ptr - text.ptr);
	char *to = arena_alloc(a, s.len + 1);
	uint16_t *origin = arena_new_array(a, s.len + 1, uint16_t);

	*t = (struct remittance_text){.arena = a, .ptr = to, .origin = origin};
	for (size_t at = 0; at < s.len;) {
		size_t from = at, mark = mark_length(str_slice(s, at, s.len));

		if (mark > 0) {
			to[t->len] = '\n';
			at += mark;
		} else {
			to[t->len] = plain(text_next(s, &at));
		}
		origin[t->len++] = (uint16_t)(lead + from);
	}
	squeeze(t);
}

char
remittance_char(const struct remittance_text *t, size_t at)
{
	return at < t->len ? t->ptr[at] : '\0';
}

size_t
remittance_run(const struct remittance_text *t, size_t at)
{
	while (at < t->len && remittance_is_id_char(t->ptr[at]))
		at++;
	return at;
}

enum remittance_gap
remittance_skip_gap(const struct remittance_text *t, size_t *at)
{
	enum remittance_gap gap = GAP_NONE;

	while (*at < t->len && (t->ptr[*at] == ' ' || t->ptr[*at] == '\n')) {
		if (t->ptr[*at] == '\n')
			gap = GAP_WRAP;
		else if (gap == GAP_NONE)
			gap = GAP_BLANK;
		(*at)++;
	}
	return gap;
}

bool
remittance_has_word(const struct remittance_text *t, size_t i, const char *word)
{
	size_t len = strlen(word);

	return i + len <= t->letter_count && memcmp(t->letters + i, word, len) == 0;
}
