/*
 * Text that is no UTF-8: whether it reads as Western, and in which code page. The bytes
 * of CP1252 are letters and signs in the code pages of DOS (CP437, CP850) and of the Mac
 * too, so what tells them apart is where they stand: "Nardò" in CP850 would read "Nard•".
 */
#ifndef FORMATS_CSV_CHARSET_WESTERN_H
#define FORMATS_CSV_CHARSET_WESTERN_H

#include "formats/csv_charset.h"

/* CP1252 or ISO-8859-15, or NULL when the bytes beyond ASCII do not stand where text in
 * these has its accents and symbols. */
const struct csv_charset *csv_charset_western(const struct input *in);

#endif
