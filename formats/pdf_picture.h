/* A creditor's logo inside a PDF, small enough to travel in every notice. */
#ifndef FORMATS_PDF_PICTURE_H
#define FORMATS_PDF_PICTURE_H

#include "formats/pdf.h"

struct pdf_picture {
	unsigned object;
	unsigned width, height; /* pixels */
};

/* Writes the picture's object in about `room` bytes: as it is (a small JPEG), as a few
 * colours, or as a JPEG of fewer pixels and lower quality, the best that fits. `side` is
 * what paper can show, in pixels. -1 (ERR_CONF) for what is no picture or cannot be read.
 */
int pdf_picture_write(struct pdf_picture *picture, struct pdf *p, struct str bytes,
    unsigned side, size_t room, struct err *e);

#endif
