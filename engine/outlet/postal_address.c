/* What a sorting machine reads, and what it would send back. */
#include "outlet/postal_address.h"

#include "base/text.h"
#include "model/address.h"

/* A street as long as the ledger's field may have lost its end. */
enum { LINE_MOST = 44, TOWN_MOST = 35, STREET_MOST = 69 };

static bool
is_vowel(char c)
{
	return c != '\0' && strchr("AEIOU", c) != NULL;
}

static bool
ends_word(struct str text, size_t at)
{
	return at == text.len || !(char_is_alpha(text.ptr[at]) || (text.ptr[at] & 0x80));
}

struct str
postal_plain(struct arena *a, struct str text)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t at = 0; at < text.len;) {
		size_t from = at;
		uint32_t c = text_next(text, &at);
		struct str letters = text_ascii(a, str_slice(text, from, at), ' ');

		for (size_t i = 0; i < letters.len; i++)
			if (letters.ptr[i] != ' ' ||
			    (o.len > 0 && o.buf[o.len - 1] != ' '))
				out_char(&o, char_upper(letters.ptr[i]));
		if (c >= 0x80 && o.len > 0 && is_vowel(o.buf[o.len - 1]) &&
		    ends_word(text, at))
			out_char(&o, '\'');
	}
	return str_trim(out_bytes_of(&o));
}

/* A text over two lines, broken at a blank where it is too long for one; false when it
 * does not fit. What fits in one line goes to *usual. */
static bool
fit(struct str text, struct str *first, struct str *second, struct str *usual)
{
	size_t cut = LINE_MOST + 1;

	*first = *second = (struct str){0};
	if (text.len <= LINE_MOST) {
		*usual = text;
		return true;
	}
	while (cut > 0 && text.ptr[cut - 1] != ' ')
		cut--;
	*first = str_trim(str_slice(text, 0, cut));
	*second = str_trim(str_slice(text, cut, text.len));
	return cut > 0 && second->len <= LINE_MOST;
}

/* Abroad only the lengths can be judged. */
static const char *
check_town(const struct postal_address *p)
{
	if (p->state.len > 0)
		return NULL;
	if (!address_is_postcode(p->cap))
		return "POSTAL_POSTCODE";
	if (!address_is_province(p->province) || str_is(p->province, "EE"))
		return "POSTAL_PROVINCE";
	return NULL;
}

const char *
postal_address_make(struct postal_address *p, const struct debtor *d, struct arena *a)
{
	struct str name = postal_plain(a, d->name), street;
	bool is_abroad = d->country.len > 0 && !str_is(d->country, "IT");
	const char *code;

	*p = (struct postal_address){.cap = str_trim(d->cap),
	    .town = postal_plain(a, d->city),
	    .province = postal_plain(a, d->province),
	    .state = is_abroad ? postal_plain(a, d->country) : STR("")};
	street = postal_plain(
	    a, arena_format(a, "%.*s %.*s", STR_ARG(d->street), STR_ARG(d->civic)));
	if (d->street.len == 0 || p->town.len == 0 || (p->cap.len == 0 && !is_abroad))
		return "POSTAL_ADDRESS_MISSING";
	code = check_town(p);
	if (code != NULL)
		return code;
	p->lines[POSTAL_TOWN] = str_trim(arena_format(a, "%.*s %.*s %.*s",
	    STR_ARG(p->cap), STR_ARG(p->town), STR_ARG(p->province)));
	p->lines[POSTAL_STATE] = p->state;
	if (text_length(d->street) > STREET_MOST || p->town.len > TOWN_MOST ||
	    p->lines[POSTAL_TOWN].len > LINE_MOST ||
	    !fit(name, &p->lines[POSTAL_NAME], &p->lines[POSTAL_NAME_REST],
		&p->lines[POSTAL_NAME]) ||
	    !fit(street, &p->lines[POSTAL_STREET_FIRST], &p->lines[POSTAL_STREET],
		&p->lines[POSTAL_STREET]))
		return "POSTAL_LINE_TOO_LONG";
	return NULL;
}
