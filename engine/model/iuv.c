/* A notice number with wrong check digits is refused at the counter: they are computed
 * here and nowhere else. */
#include "model/iuv.h"

#include "model/iban.h"

#include <stdio.h>

enum { NAV_LENGTH = 18, IUV_LENGTH = 17, RF_REFERENCE_MOST = 21 };

/* The two check digits over the first sixteen digits of a notice number: the remainder by
 * 93, 00..92 (SACI 1.3.1 section 2). */
static void
check_digits(const char *nav, char check[3])
{
	uint64_t number = 0;

	(void)str_to_u64((struct str){nav, 16}, &number);
	snprintf(check, 3, "%02u", (unsigned)(number % 93));
}

bool
nav_build(struct str segregation, struct str base, char nav[NAV_SIZE], char iuv[IUV_SIZE])
{
	if (segregation.len != 2 || base.len != 13 || !str_all_digits(segregation) ||
	    !str_all_digits(base))
		return false;
	nav[0] = '3';
	memcpy(nav + 1, segregation.ptr, 2);
	memcpy(nav + 3, base.ptr, 13);
	check_digits(nav, nav + 16);
	memcpy(iuv, nav + 1, IUV_SIZE);
	return true;
}

bool
nav_parse(struct str nav, struct nav *out)
{
	struct nav seen = {0};

	if (nav.len != NAV_LENGTH || !str_all_digits(nav) || nav.ptr[0] > '3')
		return false;
	memcpy(seen.nav, nav.ptr, NAV_LENGTH);
	seen.aux = nav.ptr[0] - '0';
	memcpy(seen.iuv, seen.nav + (seen.aux == 0 ? 3 : 1),
	    seen.aux == 0 ? IUV_LENGTH - 2 : IUV_LENGTH);
	if (seen.aux == 0 || seen.aux == 3)
		memcpy(seen.segregation, seen.nav + 1, 2);
	if (seen.aux != 1)
		check_digits(seen.nav, seen.expected);
	seen.check_is_right =
	    seen.aux == 1 || memcmp(seen.expected, seen.nav + 16, 2) == 0;
	*out = seen;
	return true;
}

bool
iuv_check(struct str iuv)
{
	char text[NAV_SIZE] = "3";
	struct nav nav;

	if (iuv.len != IUV_LENGTH)
		return false;
	memcpy(text + 1, iuv.ptr, IUV_LENGTH);
	return nav_parse((struct str){text, NAV_LENGTH}, &nav) && nav.check_is_right;
}

bool
rf_build(struct str reference, char rf[RF_SIZE])
{
	char upper[RF_REFERENCE_MOST + 1] = "";
	unsigned rest;

	if (reference.len < 1 || reference.len > RF_REFERENCE_MOST)
		return false;
	for (size_t i = 0; i < reference.len; i++) {
		upper[i] = char_upper(reference.ptr[i]);
		if (!char_is_upper(upper[i]) && !char_is_digit(upper[i]))
			return false;
	}
	rest = iban_mod97((struct str){upper, reference.len}, 0);
	rest = iban_mod97(STR("RF00"), rest);
	snprintf(rf, RF_SIZE, "RF%02u%s", (98 - rest) % 100, upper);
	return true;
}

bool
rf_check(struct str rf)
{
	char built[RF_SIZE];

	return rf.len > 4 && rf_build(str_slice(rf, 4, rf.len), built) &&
	    str_equal_nocase(rf, str_of(built));
}

bool
qr_text(struct str nav, struct str creditor, money cents, char text[QR_TEXT_SIZE])
{
	static const char zeros[] = "00000000000";

	if (nav.len != NAV_LENGTH || !str_all_digits(nav) || creditor.len > 11 ||
	    !str_all_digits(creditor) || cents < 1 || cents > MONEY_MOST)
		return false;
	snprintf(text, QR_TEXT_SIZE, "PAGOPA|002|%.*s|%s%.*s|%02lld", STR_ARG(nav),
	    zeros + creditor.len, STR_ARG(creditor), (long long)cents);
	return true;
}
