/* A face of type inside a PDF: a TrueType subset, its widths, and the map by which text
 * is copied and searched. */
#ifndef FORMATS_PDF_FACE_H
#define FORMATS_PDF_FACE_H

#include "formats/pdf.h"
#include "formats/truetype.h"

/* Code points below this are looked up in a table. */
enum { FACE_CODE_POINTS = 0x2200 };

struct pdf_font {
	unsigned object;    /* the font dictionary's number, 0 when there is none */
	uint16_t *advances; /* thousandths of the em, by glyph */
};

/* A face is embedded in two parts: the near one with the common letters, in every
 * document, and the far one with those of the other letters of Europe that a document
 * needs, so that documents stay small. */
struct pdf_face {
	struct truetype type;
	const char *name;
	struct pdf_font near, far;
	uint16_t
	    glyphs[FACE_CODE_POINTS]; /* 0: none; FACE_IS_FAR: not in the near part */
	uint64_t *seen; /* NULL, or FACE_CODE_POINTS bits: what was measured or drawn */
};

enum { FACE_IS_FAR = 0x8000, FACE_LETTERS_MOST = 512 };

enum face_alphabet {
	FACE_COMMON,  /* letters, digits and accents of Italian */
	FACE_CODES,   /* capitals and digits */
	FACE_FIGURES, /* digits and the marks of amounts and dates */
	FACE_NOTHING, /* only what is asked for */
};

/* The far letters that a document needs, in the order of their code points. */
struct face_letters {
	uint32_t codes[FACE_LETTERS_MOST];
	size_t count;
};

/* Writes the near part's objects: the alphabet, and the letters of `more` that it lacks.
 * `font` must outlive the face; `tag` is six capital letters that name the subset, `name`
 * the font's PostScript name. */
int pdf_face_open(struct pdf_face *face, struct pdf *p, struct str font,
    enum face_alphabet alphabet, struct str more, const char *tag, const char *name,
    struct err *e);
/* Adds the far letters of a text. */
void face_letters_add(
    struct face_letters *letters, const struct pdf_face *face, struct str text);
/* Writes a far part with the letters, which serves until pdf_face_unload. */
int pdf_face_load(struct pdf_face *face, struct pdf *p,
    const struct face_letters *letters, const char *tag, struct err *e);
void pdf_face_unload(struct pdf_face *face, const struct face_letters *letters);

/* Notes from now on which letters are measured or drawn. */
void pdf_face_watch(struct pdf_face *face, struct arena *a);
/* Ends that; the letters as a text, in the order of their code points. */
struct str pdf_face_watched(struct pdf_face *face, struct arena *a);

/* The width of a text in hundredths of a millimetre, `size` in points. */
int pdf_face_width(const struct pdf_face *face, int size, struct str text);
/* Cuts from *rest the next line that is at most `width` wide, at blanks where possible.
 */
struct str pdf_face_line(
    const struct pdf_face *face, int size, int width, struct str *rest);
/* The text with what the face cannot draw spelled in ASCII; counts those letters. */
struct str pdf_face_spell(
    const struct pdf_face *face, struct str text, struct arena *a, unsigned *replaced);
/* Cuts from *rest the longest run that one part draws. */
struct str pdf_face_run(const struct pdf_face *face, struct str *rest, bool *is_far);
/* Writes a run as a string of glyph numbers. */
void pdf_face_write(const struct pdf_face *face, struct out *o, struct str run);

#endif
