/* The QR code of the payment notice: ISO/IEC 18004, version 4 (33 modules), level M, byte
 * mode, as the notice guide asks. */
#ifndef FORMATS_QR_H
#define FORMATS_QR_H

#include "base/err.h"
#include "formats/symbol.h"

enum { QR_SIZE = 33, QR_TEXT_MOST = 62 };

/* The symbol of `text`; -1 (ERR_ROW) when it has more than QR_TEXT_MOST bytes. */
int qr_encode(struct symbol *s, struct str text, struct err *e);

#endif
