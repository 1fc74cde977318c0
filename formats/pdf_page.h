/*
 * One page's content: texts, bars, drawings and codes, placed in hundredths of a
 * millimetre from the top left corner, and tagged so that a reading machine gets them in
 * order with their roles.
 */
#ifndef FORMATS_PDF_PAGE_H
#define FORMATS_PDF_PAGE_H

#include "formats/pdf_face.h"
#include "formats/symbol.h"

enum { PAGE_WIDTH = 21000, PAGE_HEIGHT = 29700, PAGE_TAGS_MOST = 256 };

/* The far part of face n is font n + PAGE_FAR_FONT of the resources. */
enum { PAGE_FAR_FONT = 4 };

enum page_role { ROLE_TITLE, ROLE_HEADING, ROLE_TEXT, ROLE_FIGURE };

/* The inks of the notice guide. */
enum page_ink { INK_BLACK, INK_GREY, INK_BAR, INK_MARK, INK_BLUE, INK_WHITE, INK_NONE };

/* A layer's part of an element: the marked content with that number in the layer. */
struct page_part {
	bool is_own;
	unsigned number;
};

struct page_tag {
	enum page_role role;
	struct str instead;        /* what a figure says; empty for text */
	const char *language;      /* NULL: the document's */
	struct page_part parts[2]; /* in the order of reading */
	unsigned part_count;
};

/* Operators, and what they asked for last. */
struct page_layer {
	struct out content;
	int font; /* -1: nothing */
	int size;
	enum page_ink ink;
	bool is_marked;                  /* the open element has a part here */
	unsigned tag_of[PAGE_TAGS_MOST]; /* by the numbers of the parts */
	size_t places[PAGE_TAGS_MOST];   /* where the number of each part is written */
	unsigned mark_count;
};

/* A page of two layers has on the first what its neighbours have too, so that a document
 * of many pages holds it once; of one layer, all is its own. */
struct page {
	struct pdf_face *const *faces; /* numbered as in the resources: /F0 ... */
	struct page_layer common, own;
	struct page_layer *layer; /* what is drawn on */
	bool is_layered;
	struct page_tag tags[PAGE_TAGS_MOST];
	unsigned tag_count;
	bool in_tag;
};

/* Starts over with an empty page, to be drawn on the common layer if it is layered. */
void page_begin(
    struct page *g, struct arena *a, struct pdf_face *const *faces, bool is_layered);
/* What follows is this page's own, until it is set back; without layers it always is. */
void page_set_own(struct page *g, bool is_own);

/* The role's name in the structure: "H1", "P" ... */
const char *page_role_name(enum page_role role);
/* What is drawn between the two is one element of the reading order; drawings outside
 * are decoration. Elements do not nest. */
void page_tag(struct page *g, enum page_role role);
void page_tag_figure(struct page *g, struct str instead);
void page_tag_language(struct page *g, enum page_role role, const char *language);
void page_tag_end(struct page *g);

/* One line of text whose left end is at x. */
void page_text(struct page *g, int face, int size, enum page_ink ink, int x, int baseline,
    struct str text);
/* The same, ending at x. */
void page_text_right(struct page *g, int face, int size, enum page_ink ink, int x,
    int baseline, struct str text);
int page_width(const struct page *g, int face, int size, struct str text);
/* Large grey letters across the page; to be drawn first, what follows lies on them. */
void page_stamp(struct page *g, int face, struct str text);
void page_bar(struct page *g, enum page_ink ink, int x, int y, int width, int height);
/* A code of `size` hundredths of a millimetre a side. */
void page_symbol(struct page *g, const struct symbol *s, int x, int y, int size);
/* An image or drawing of the resources, /X<number>, stretched over a box. */
void page_image(struct page *g, unsigned number, int x, int y, int width, int height);

#endif
