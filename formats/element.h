/*
 * Documents as a run of named elements, pulled one by one: the same events from XML and
 * from JSON, so that a flow or a receipt is understood once whatever dialect it is
 * written in.
 *
 * XML elements are known by their local name. A JSON member is an element of its key, and
 * each item of an array is an element of the array's key. XML goes through a fast scanner
 * (xml_scan.h) that steps aside, never refuses: what it does not like is read again by
 * libxml2 (xml_sax.h) from the start, without the caller seeing it. Document types are
 * refused, so no entity is ever expanded but the five of the standard and character
 * references.
 */
#ifndef FORMATS_ELEMENT_H
#define FORMATS_ELEMENT_H

#include "base/arena.h"
#include "base/err.h"

/* A name that the caller wants to hear of. A table of them is closed by a NULL name; ids
 * begin at 1. Several names may share an id. */
struct element_name {
	const char *name;
	int id;
};

/* The table sorted for finding. At most 127 names of at most 63 bytes. */
enum { ELEMENT_NAMES_MOST = 127 };
struct element_names {
	const struct element_name *table;
	uint8_t first[64]; /* of each length, 1-based; 0 none */
	uint8_t next[ELEMENT_NAMES_MOST + 1];
};

/* Sorts a table, which must outlive *n. */
void element_names_open(struct element_names *n, const struct element_name *table);
/* The id of a name, 0 when it is not in the table. */
int element_names_find(const struct element_names *n, struct str name);
/* Which of the table's names it is, from 1; 0 when it is not there. */
size_t element_names_place(const struct element_names *n, struct str name);

/* The beginning or the end of an element. At the end, `text` is the trimmed character
 * data since the last beginning or end: the whole text of an element without children. */
struct element {
	bool opens;
	int id; /* of the table; 0 for other names */
	struct str text;
};

enum {
	ELEMENT_DEPTH = 64,
	ELEMENT_TEXT_MOST = 256 << 20, /* bytes of text in one element */
};

struct elements;

/* True when the bytes, behind a byte order mark, blanks and XML comments, begin as XML or
 * as JSON. */
bool element_bytes_are_xml(struct str bytes);
bool element_bytes_are_json(struct str bytes);

/* True when an ASCII word stands among the first 64 KiB, in UTF-16 too: for bids. */
bool element_head_holds(struct str bytes, const char *word);

/* Opens the document in `bytes`, which must outlive it, as must the arena and the table.
 * -1: neither XML nor JSON (XML_NOT_FOUND). `careful` leaves the fast scanner out. */
int elements_open(struct elements **r, struct str bytes, const struct element_name *table,
    bool careful, struct arena *a, struct err *e);
/* The next beginning or end: 1; 0 at the end of a well-formed document; -1 when it is not
 * one (XML_NOT_WELL_FORMED, XML_DOCTYPE, XML_TOO_DEEP, JSON_MALFORMED). Texts are good
 * until elements_release. */
int elements_next(struct elements *r, struct element *el, struct err *e);
/* The texts given so far may go. */
void elements_release(struct elements *r);
/* True when libxml2 has taken over. */
bool elements_are_careful(const struct elements *r);
/* NULL is a no-op. */
void elements_close(struct elements *r);

#endif
