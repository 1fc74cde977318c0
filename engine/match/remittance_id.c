/* The form of flow ids, and what tells them from other words: pure questions about text.
 */
#include "match/remittance_id.h"

#include "match/remittance_text.h"
#include "model/flow.h"

bool
remittance_has_digit(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (char_is_digit(s.ptr[i]))
			return true;
	return false;
}

static bool
all_of(struct str s, bool (*is)(char))
{
	for (size_t i = 0; i < s.len; i++)
		if (!is(s.ptr[i]))
			return false;
	return s.len > 0;
}

size_t
remittance_provider_length(struct str s)
{
	if (s.len >= 8 && str_all_digits(str_slice(s, 3, 8)) &&
	    all_of(str_slice(s, 0, 3), char_is_alpha))
		return 8;
	if (s.len >= 11 && str_all_digits(str_slice(s, 0, 11)))
		return 11;
	if (s.len < 8 || !all_of(str_slice(s, 0, 6), char_is_alpha))
		return 0;
	return s.len >= 11 && str_is(str_slice(s, 8, 11), "XXX") ? 11 : 8;
}

bool
remittance_id_is_whole(struct str id)
{
	struct str rest = str_slice(id, 10, id.len), tail;
	size_t dash = str_find(rest, '-'), code;

	if (dash < rest.len) {
		tail = str_slice(rest, dash + 1, rest.len);
		if (tail.len == 0 || tail.ptr[tail.len - 1] == '-')
			return false;
		return dash == 0 || tail.len > 2 || remittance_has_digit(tail);
	}
	code = remittance_provider_length(rest);
	tail = str_slice(rest, code, rest.len);
	return code > 0 && tail.len >= REMITTANCE_PROGRESSIVE_LEAST &&
	    remittance_has_digit(tail);
}

bool
remittance_id_is_certain(struct str id)
{
	struct str rest = str_slice(id, 10, id.len);
	size_t dash = str_find(rest, '-');
	struct str code = str_slice(rest, 0, dash),
		   tail = str_slice(rest, dash + 1, rest.len);

	return flow_id_is_valid(id) && dash >= 5 && dash < rest.len &&
	    all_of(code, remittance_is_alnum) &&
	    tail.len >= REMITTANCE_PROGRESSIVE_LEAST && remittance_has_digit(tail);
}

size_t
remittance_doubled_date(struct str id)
{
	for (size_t k = 4; k <= 10; k++)
		if (id.len > 2 * k &&
		    str_equal(str_slice(id, 0, k), str_slice(id, k, 2 * k)) &&
		    flow_id_has_date(str_slice(id, k, id.len)))
			return k;
	return 0;
}

bool
remittance_is_foreign(struct str word)
{
	static const char *const words[] = {"TRN", "CRO", "ORD", "BEN", "BON", "NOTE",
	    "EREF", "KREF", "TRXID", "SEC", "TID", "URI", "PUR", "LGPE", "RFB", "RFS",
	    "IBAN", "ABI", "CAB", "DEL", "DA", "DI", "EUR", "IMPORTO", "DATA", "VALUTA",
	    "CAUSALE", "BIC"};
	size_t letters = 0;

	while (letters < word.len && char_is_alpha(word.ptr[letters]))
		letters++;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_equal_nocase(str_slice(word, 0, letters), str_of(words[i])) &&
		    letters == word.len)
			return true;
	return false;
}

static bool
is_hexadecimal(char c)
{
	return char_is_digit(c) || (char_lower(c) >= 'a' && char_lower(c) <= 'f');
}

bool
remittance_is_lower_only(struct str s)
{
	bool letters = false;

	for (size_t i = 0; i < s.len; i++) {
		if (char_is_upper(s.ptr[i]))
			return false;
		letters |= char_is_alpha(s.ptr[i]);
	}
	return letters;
}

bool
remittance_is_hexadecimal(struct str s)
{
	return all_of(s, is_hexadecimal);
}
