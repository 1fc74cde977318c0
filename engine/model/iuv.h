/*
 * The numbers by which pagoPA knows a payment: notice number (NAV), IUV, RF reference
 * (ISO 11649), and the text of the QR code. SACI 3, SACI 1.3.1 chapter 2.
 */
#ifndef MODEL_IUV_H
#define MODEL_IUV_H

#include "base/money.h"

enum { NAV_SIZE = 19, IUV_SIZE = 18, RF_SIZE = 26, QR_TEXT_SIZE = 56 };

/* A notice number taken apart. */
struct nav {
	char nav[NAV_SIZE];
	char iuv[IUV_SIZE];  /* 17 digits; 15 with aux digit 0 */
	int aux;             /* 0..3; creditors make only 3 today */
	char segregation[3]; /* aux 3; application code with aux 0; else empty */
	char expected[3];    /* the check digits that would be right; empty with aux 1 */
	bool
	    check_is_right; /* true with aux 1, which has none. Payment providers need not
			       look: a foreign number that fails deserves a warning */
};

/* The notice number and the IUV of aux digit 3 out of a segregation code of two digits
 * and a base of thirteen. False (outputs untouched) when they are not. */
bool nav_build(
    struct str segregation, struct str base, char nav[NAV_SIZE], char iuv[IUV_SIZE]);

/* False (*out untouched) unless `nav` is 18 digits with an aux digit 0..3. */
bool nav_parse(struct str nav, struct nav *out);

/* True for the 17 digits of an IUV of aux digit 3 whose check digits are right. */
bool iuv_check(struct str iuv);

/* True for RF, two check digits and a reference of 1 to 21 letters and digits that fit
 * each other. Lower case is forgiven, blanks are not. */
bool rf_check(struct str rf);
/* RF, check digits and `reference` in upper case; false (rf untouched) when reference is
 * not 1 to 21 letters and digits. */
bool rf_build(struct str reference, char rf[RF_SIZE]);

/* "PAGOPA|002|<nav>|<creditor>|<cents>", the amount with two digits at least. False
 * (text untouched) unless nav is 18 digits, creditor 1 to 11 digits (padded to 11) and
 * cents 1 to MONEY_MOST. */
bool qr_text(struct str nav, struct str creditor, money cents, char text[QR_TEXT_SIZE]);

#endif
