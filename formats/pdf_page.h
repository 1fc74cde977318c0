/*
 * One page's content: texts, bars, drawings and codes, placed in hundredths of a
 * millimetre from the top left corner, and tagged so that a reading machine gets them in
 * order with their roles. A document made of such pages is closed as a tagged PDF.
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
enum page_ink { INK_BLACK, INK_GREY, INK_BAR, INK_MARK, INK_BLUE, INK_WHITE };

struct page_tag {
	enum page_role role;
	struct str instead;   /* what a figure says; empty for text */
	const char *language; /* NULL: the document's */
};

struct page {
	struct out content;
	struct pdf_face *const *faces; /* numbered as in the resources: /F0 ... */
	int font;                      /* what the content last asked for; -1 nothing */
	int size;
	enum page_ink ink;
	struct page_tag tags[PAGE_TAGS_MOST];
	unsigned tag_count;
};

/* Starts over with an empty page. */
void page_begin(struct page *g, struct arena *a, struct pdf_face *const *faces);

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

/* A document of pages: the numbers of what is written at its end. */
struct page_tree {
	struct pdf *pdf;
	unsigned resources;
	unsigned first; /* catalog, pages, information, metadata, structure, document,
			   parents */
	unsigned *pages;
	unsigned *first_tags; /* of each page, consecutive numbers */
	unsigned *tag_counts;
	unsigned count;
	unsigned room;
};

/* The pages of a file, in their order. */
void page_tree_begin(struct page_tree *t, struct pdf *p, unsigned resources);
void page_tree_add(struct page_tree *t, struct page *g);
/* Writes what binds the pages, and the end of the file. */
void page_tree_end(struct page_tree *t, const struct pdf_facts *facts,
    const struct pdf_stock *stock, unsigned profile);

#endif
