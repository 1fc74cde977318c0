/*
 * A document of pages: what binds them, their structure for reading machines, and the end
 * of the file, as a tagged PDF (ISO 32000-1 14.7, 14.8).
 */
#ifndef FORMATS_PDF_TREE_H
#define FORMATS_PDF_TREE_H

#include "formats/pdf_page.h"

enum { TREE_COMMON_MOST = 8 };

/* A page that was written. */
struct tree_page {
	unsigned object;
	unsigned first_tag; /* its elements are numbered on from there */
	unsigned tag_count;
	unsigned *marks; /* the element of each marked content */
	unsigned mark_count;
};

/* A common layer that was written. */
struct tree_common {
	struct str bytes;
	unsigned object;
};

struct page_tree {
	struct pdf *pdf;
	unsigned resources;
	unsigned first; /* catalog, pages, information, metadata, structure, document,
			   parents */
	struct tree_page *pages;
	unsigned count;
	unsigned room;
	struct tree_common commons[TREE_COMMON_MOST];
	unsigned common_count;
};

/* The pages of a file, in their order. */
void page_tree_begin(struct page_tree *t, struct pdf *p, unsigned resources);
/* Writes a page. Its layers must stay in memory until page_tree_forget. */
void page_tree_add(struct page_tree *t, struct page *g);
/* The layers of the pages so far are no longer looked for in those to come. */
void page_tree_forget(struct page_tree *t);
/* Writes what binds the pages, and the end of the file. */
void page_tree_end(struct page_tree *t, const struct pdf_facts *facts,
    const struct pdf_stock *stock, unsigned profile);

#endif
