/*
 * The careful way through XML: libxml2's SAX2 parser, fed piece by piece, turned into
 * elements that are pulled. The only user of libxml2's SAX interface.
 */
#ifndef FORMATS_XML_SAX_H
#define FORMATS_XML_SAX_H

#include "formats/element.h"

struct xml_sax;

/* Never fails; texts go to `row`, the reader itself and its queue to `a`. */
struct xml_sax *xml_sax_open(struct str bytes, const struct element_names *names,
    struct arena *row, struct arena *a);
/* As elements_next. */
int xml_sax_next(struct xml_sax *s, struct element *el, struct err *e);
void xml_sax_close(struct xml_sax *s);

#endif
