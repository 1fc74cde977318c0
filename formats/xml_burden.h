/*
 * What an XML document will cost a parser, told by a count of its marks before any parser
 * sees it.
 */
#ifndef FORMATS_XML_BURDEN_H
#define FORMATS_XML_BURDEN_H

#include "base/str.h"

struct xml_burden {
	uint64_t tags;
	uint64_t attributes;
	uint64_t most_attributes; /* of one element */
};

/* libxml2 compares the attributes of an element each with each, so that 200,000 of them
 * take 20 seconds; no honest element has this many. */
enum { XML_ATTRIBUTES_MOST = 20000 };

/* Counts in any encoding whose marks are those of ASCII, alone or beside zero bytes. A
 * text that looks like attributes counts as such. */
struct xml_burden xml_burden_of(struct str bytes);

#endif
