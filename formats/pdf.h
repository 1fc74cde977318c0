/*
 * PDF files written object by object (ISO 32000-1), so that what all documents of a run
 * share (fonts, logo) is made and compressed once, as a stock that each document begins
 * with. Nothing depends on a clock or on chance: same calls, same bytes.
 */
#ifndef FORMATS_PDF_H
#define FORMATS_PDF_H

#include "base/date.h"
#include "base/out.h"

/* PDF_SMALL costs twenty times the time of PDF_FAST, PDF_TIGHT twice. */
enum pdf_effort { PDF_FAST, PDF_TIGHT, PDF_SMALL, PDF_EFFORTS };

/* Objects that are written together. */
enum { PDF_PACKED_MOST = 500 };

struct pdf_packer; /* the compressors; kept for a run */

/* Objects are numbered; those that are no streams are gathered and written together,
 * compressed. A struct pdf must stay where pdf_begin found it. */
struct pdf {
	struct out *out;       /* where the body of an object is written */
	struct out *file;      /* where streams and the file itself go */
	struct arena *arena;   /* lives as long as the file is written */
	struct arena *scratch; /* for what is written at once; may be the same */
	struct pdf_packer *packer;
	enum pdf_effort effort; /* for what is this document's own: PDF_FAST at first */
	uint64_t base;          /* where in *file the document begins */
	uint64_t *offsets;      /* by object number, from the file's first byte */
	unsigned count;         /* objects numbered so far; number 0 is none */
	unsigned room;
	struct out packed;       /* objects waiting to be written */
	struct out packed_heads; /* their numbers and places */
	unsigned packed_numbers[PDF_PACKED_MOST];
	unsigned packed_count;
};

/* A written beginning of a file: header and shared objects. */
struct pdf_stock {
	struct str bytes;
	struct str table; /* its rows of the cross-reference table */
	const uint64_t *offsets;
	unsigned count;
};

/* What the file says of itself (information dictionary and XMP, which agree). */
struct pdf_facts {
	struct str title;
	struct str author;
	struct str language; /* "it-IT" */
	struct date made;    /* none: no date is written */
	struct str identity; /* bytes that tell this document from others */
};

/* The compressor that many files share, one after the other. */
struct pdf_packer *pdf_packer_open(struct arena *a);
void pdf_packer_close(struct pdf_packer *packer);

/* Begins a file: with its header when stock is NULL, else with the stock's objects. */
void pdf_begin(struct pdf *p, struct out *o, struct arena *a, struct pdf_packer *packer,
    const struct pdf_stock *stock);
/* What was written so far as a stock; the bytes are those of the memory writer. */
struct pdf_stock pdf_take_stock(struct pdf *p, struct arena *a);
/* Numbers for objects to be written later. */
unsigned pdf_reserve(struct pdf *p, unsigned how_many);
void pdf_object_begin(struct pdf *p, unsigned number);
void pdf_object_end(struct pdf *p);
/* A compressed stream object; `entries` are further entries of its dictionary. */
void pdf_stream(struct pdf *p, unsigned number, const char *entries, struct str bytes,
    enum pdf_effort effort);
/* Bytes packed as a stream has them (FlateDecode), as small as can be. */
struct str pdf_pack(struct pdf *p, struct str bytes);
/* A stream object whose bytes are written as they are. */
void pdf_stream_raw(
    struct pdf *p, unsigned number, const char *entries, struct str bytes);
/* A text string, any UTF-8. */
void pdf_text_string(struct out *o, struct str text);
/* The sRGB output profile of PDF/A, as an object of its own. */
unsigned pdf_profile(struct pdf *p);
/* Information dictionary and XMP metadata, under two reserved numbers. */
void pdf_facts_write(struct pdf *p, const struct pdf_facts *facts, unsigned information,
    unsigned metadata);
/* Cross-reference table and trailer. */
void pdf_end(struct pdf *p, const struct pdf_facts *facts, const struct pdf_stock *stock,
    unsigned catalog, unsigned information);

#endif
