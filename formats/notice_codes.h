/* The texts inside the two codes of a notice. */
#ifndef FORMATS_NOTICE_CODES_H
#define FORMATS_NOTICE_CODES_H

#include "formats/notice.h"
#include "formats/symbol.h"

enum { NBPA_LENGTH = 256, NBPA_HEAD = 76 };

/* The largest amount of Poste's slip, ten digits of cents. */
#define NBPA_MONEY_MOST ((money)9999999999)

/* "PAGOPA|002|notice number|creditor|cents", cents with two digits at least (guide,
 * "Codice QR"). */
struct str notice_qr_text(
    struct arena *a, const char *nav, struct str creditor_code, money cents);

/* The 256 characters of the slip's Data Matrix (NBPA): capitals without accents, other
 * signs than & ' - . : _ , are blanks, names cut to 40 and subjects to 110. */
struct str notice_slip_text(struct arena *a, const struct notice_look *look,
    const struct notice *n, const struct notice_payment *payment);

#endif
