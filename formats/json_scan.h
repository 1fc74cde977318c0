/*
 * JSON as elements. Numbers keep their decimal text, which is why no general library is
 * used here: an amount must never pass through a double.
 */
#ifndef FORMATS_JSON_SCAN_H
#define FORMATS_JSON_SCAN_H

#include "formats/element.h"

struct json_scan {
	const struct element_names *names;
	struct arena *row;
	struct str bytes;
	size_t at;
	int depth;
	bool value_next; /* a value must come, not a comma or an end */
	bool told;       /* a scalar's beginning was told, its end is next */
	bool utf8_checked;
	int id; /* of the value that comes */
	struct {
		char close;
		int id;
		bool first;
		bool seen[ELEMENT_NAMES_MOST + 1]; /* names of the object so far */
	} open[ELEMENT_DEPTH];
};

/* Several documents behind each other are read as one run of elements. */
void json_scan_open(struct json_scan *s, struct str bytes,
    const struct element_names *names, struct arena *row);
int json_scan_next(struct json_scan *s, struct element *el, struct err *e);

#endif
