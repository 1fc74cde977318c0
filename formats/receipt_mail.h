/* What PEC receipts and delivery status notifications share. */
#ifndef FORMATS_RECEIPT_MAIL_H
#define FORMATS_RECEIPT_MAIL_H

#include "base/arena.h"

/* "<key@domain>" -> "key@domain" */
struct str receipt_id(struct arena *a, struct str text);
/* An address in lower case, without "rfc822;" and angle brackets. */
struct str receipt_address(struct arena *a, struct str text);

#endif
