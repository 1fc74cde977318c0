/* A creditor's logo inside a PDF: JPEG and PNG as people have them. */
#ifndef FORMATS_PDF_PICTURE_H
#define FORMATS_PDF_PICTURE_H

#include "formats/pdf.h"

struct pdf_picture {
	unsigned object;
	unsigned width, height; /* pixels */
};

/* Writes the picture's objects. -1 (ERR_CONF) for what is no picture, or one that would
 * not print: CMYK or progressive with 12 bits, interlaced PNG, too many pixels. */
int pdf_picture_write(
    struct pdf_picture *picture, struct pdf *p, struct str bytes, struct err *e);

#endif
