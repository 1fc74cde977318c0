/* A face of type inside a PDF: a TrueType subset, its widths, and the map by which text
 * is copied and searched. */
#ifndef FORMATS_PDF_FACE_H
#define FORMATS_PDF_FACE_H

#include "formats/pdf.h"
#include "formats/truetype.h"

/* Code points below this are looked up in a table. */
enum { FACE_CODE_POINTS = 0x2200 };

struct pdf_face {
	unsigned object;                   /* the font dictionary's number */
	uint16_t glyphs[FACE_CODE_POINTS]; /* 0: the face has none */
	uint16_t *advances;                /* thousandths of the em, by glyph */
};

enum face_alphabet {
	FACE_EUROPE, /* Latin letters of all European languages and their marks */
	FACE_PLAIN,  /* printable ASCII */
};

/* Cuts the font to the alphabet and writes its objects. `tag` is six capital letters that
 * name the subset; `name` is its PostScript name. */
int pdf_face_open(struct pdf_face **face, struct pdf *p, struct str font,
    enum face_alphabet alphabet, const char *tag, const char *name, struct err *e);

/* The width of a text in hundredths of a millimetre, `size` in points. */
int pdf_face_width(const struct pdf_face *face, int size, struct str text);
/* Cuts from *rest the next line that is at most `width` wide, at blanks where possible.
 */
struct str pdf_face_line(
    const struct pdf_face *face, int size, int width, struct str *rest);
/* The text with what the face cannot draw spelled in ASCII; counts those letters. */
struct str pdf_face_spell(
    const struct pdf_face *face, struct str text, struct arena *a, unsigned *replaced);
/* Writes the text as a string of glyph numbers. */
void pdf_face_write(const struct pdf_face *face, struct out *o, struct str text);

#endif
