/* The Data Matrix of the postal slip: ISO/IEC 16022 ECC 200, the smallest square symbol
 * that holds a head in ASCII mode (pairs of digits) and a tail in C40 mode (capital
 * letters). */
#ifndef FORMATS_DATAMATRIX_H
#define FORMATS_DATAMATRIX_H

#include "base/err.h"
#include "formats/symbol.h"

/* The symbol of `text`, whose first `head` bytes are written in ASCII mode. -1 (ERR_ROW)
 * when a byte is not ASCII or the text does not fit 64 modules. */
int datamatrix_encode(struct symbol *s, struct str text, size_t head, struct err *e);

#endif
