/* Addresses are printed on envelopes and put into mail headers: what has a form is held
 * to it. */
#include "model/address.h"

bool
address_is_province(struct str s)
{
	static const char provinces[] =
	    "AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN "
	    "CO CR CS CT CZ EN FC FE FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU MB "
	    "MC ME MI MN MO MS MT NA NO NU OR PA PC PD PE PG PI PN PO PR PT PU PV PZ RA "
	    "RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV TA TE TN TO TP TR TS TV UD VA "
	    "VB VC VE VI VR VT VV CI OG OT VS EE";

	if (s.len != 2 || !char_is_upper(s.ptr[0]) || !char_is_upper(s.ptr[1]))
		return false;
	return str_find_str(str_of(provinces), s) < sizeof provinces - 1;
}

bool
address_is_postcode(struct str s)
{
	return s.len == 5 && str_all_digits(s);
}

bool
address_is_country(struct str s)
{
	return s.len == 2 && char_is_upper(s.ptr[0]) && char_is_upper(s.ptr[1]);
}

/* Every byte a letter, a digit or one of `others`; dots neither doubled nor at the ends.
 */
static bool
is_dotted(struct str s, const char *others)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];

		if (c == '.' && (i == 0 || i + 1 == s.len || s.ptr[i + 1] == '.'))
			return false;
		if (!char_is_alpha(c) && !char_is_digit(c) && c != '.' &&
		    (c == '\0' || strchr(others, c) == NULL))
			return false;
	}
	return s.len > 0;
}

bool
address_is_email(struct str s)
{
	size_t at = str_find(s, '@');
	struct str domain = str_slice(s, at + 1, s.len);

	return s.len <= EMAIL_MOST && at < s.len &&
	    is_dotted(str_slice(s, 0, at), "_+-") && is_dotted(domain, "-") &&
	    str_find(domain, '.') < domain.len;
}
