/* The few kinds of values that flows and receipts share. */
#include "formats/value.h"

#include "model/flow.h"

/* Just digits, a point and two digits: nearly every amount there is. */
static bool
parse_exact(struct str s, size_t point, money *cents)
{
	money value = 0;

	if (point + 3 != s.len || point == 0 || s.len > 12)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (i == point)
			continue;
		if (!char_is_digit(s.ptr[i]))
			return false;
		value = value * 10 + (s.ptr[i] - '0');
	}
	*cents = value;
	return true;
}

bool
value_amount(struct str text, bool json, money *cents, bool *exact)
{
	*exact = parse_exact(text, str_find(text, '.'), cents);
	if (*exact)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!char_is_digit(c) && c != '.' && (i > 0 || (c != '-' && c != '+')) &&
		    !(json && c == 'E'))
			return false;
	}
	return (json ? money_parse_number(text, cents)
		     : money_parse(text, MONEY_MARK_POINT, cents)) == MONEY_OK;
}

bool
value_day(struct str text, bool instants, struct date *day)
{
	int64_t instant;

	if (!instants || text.len == 10)
		return flow_id_has_date(text) && date_parse(str_slice(text, 0, 10), day);
	if (!instant_parse(text, &instant))
		return false;
	*day = date_of_instant(instant);
	return true;
}
