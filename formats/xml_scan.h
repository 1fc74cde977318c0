/*
 * The fast way through plain XML: a scanner over bytes in memory that checks balance,
 * names, attributes, references, characters and UTF-8, and is *unsure* about everything
 * else (document types, CDATA, other encodings, anything wrong). It accepts less than
 * libxml2 does, and where it accepts, it tells the same elements.
 */
#ifndef FORMATS_XML_SCAN_H
#define FORMATS_XML_SCAN_H

#include "formats/element.h"

enum { XML_TAGS_SEEN = 64 };

struct xml_open_tag {
	const char *name; /* with its prefix */
	size_t len;
	int id;
};

struct xml_scan {
	const struct element_names *names;
	struct arena *row; /* for texts that differ from the bytes */
	const char *at;    /* what comes next */
	const char *end;
	const char *checked; /* bytes before this are known to be good characters */
	const char *text;    /* the character data since the last tag begins here */
	bool references;     /* '&' or CR may stand in texts */
	bool closing;        /* the last tag was <a/>: its end is still to be told */
	bool root_seen;
	int depth;
	struct xml_open_tag open[ELEMENT_DEPTH];
	/* Tags come in the same order again and again: each tag seen knows which one
	 * stood behind it the last time, and is compared with the bytes before names are
	 * read. */
	struct xml_open_tag seen[XML_TAGS_SEEN];
	uint8_t follower[XML_TAGS_SEEN]; /* 1-based */
	uint8_t seen_count;
	uint8_t last; /* the tag seen last, 1-based */
};

enum xml_step { XML_STEP_DONE, XML_STEP_ELEMENT, XML_STEP_UNSURE };

/* `bytes` begin at the XML declaration or at the first mark-up. */
void xml_scan_open(struct xml_scan *s, struct str bytes,
    const struct element_names *names, struct arena *row);
enum xml_step xml_scan_next(struct xml_scan *s, struct element *el);

#endif
