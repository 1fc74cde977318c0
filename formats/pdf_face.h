/* A face of type inside a PDF: a TrueType subset, its widths, and the map by which text
 * is copied and searched. */
#ifndef FORMATS_PDF_FACE_H
#define FORMATS_PDF_FACE_H

#include "formats/pdf.h"
#include "formats/truetype.h"

/* Code points below this are looked up in a table. */
enum { FACE_CODE_POINTS = 0x2200 };

/* A face is embedded in two parts, so that the documents which need only the common
 * letters stay small: the near part, always there, and the far one. */
struct pdf_font {
	unsigned object;    /* the font dictionary's number, 0 when there is none */
	uint16_t *advances; /* thousandths of the em, by glyph */
};

struct pdf_face {
	struct pdf_font near, far;
	uint16_t glyphs[FACE_CODE_POINTS]; /* 0: none; FACE_IS_FAR: in the far part */
};

enum { FACE_IS_FAR = 0x8000 };

enum face_alphabet {
	FACE_COMMON, /* ASCII and the accents of Italian, French and German */
	FACE_EUROPE, /* the other letters of Europe's Latin alphabets */
	FACE_CODES,  /* capitals, digits and the marks of codes and amounts */
};

/* Cuts the font to the alphabet and writes its objects, as the far part of *face when
 * the alphabet is FACE_EUROPE, else as its near part. `tag` is six capital letters that
 * name the subset; `name` is the font's PostScript name. */
int pdf_face_add(struct pdf_face *face, struct pdf *p, struct str font,
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
/* True when the near part draws the whole text. */
bool pdf_face_is_near(const struct pdf_face *face, struct str text);
/* Cuts from *rest the longest run that one part draws. */
struct str pdf_face_run(const struct pdf_face *face, struct str *rest, bool *is_far);
/* Writes a run as a string of glyph numbers. */
void pdf_face_write(const struct pdf_face *face, struct out *o, struct str run);

#endif
