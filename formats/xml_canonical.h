/* XML shown in its canonical form (W3C Canonical XML 1.0, without comments kept apart),
 * so that two files that mean the same look the same. */
#ifndef FORMATS_XML_CANONICAL_H
#define FORMATS_XML_CANONICAL_H

#include "base/input.h"
#include "base/out.h"

/* True when the name says XML or the bytes begin like it. */
bool xml_is_likely(const struct input *in);
/* Writes the canonical form. A DOCTYPE, and with it any entity, is refused
 * (XML_DOCTYPE), and so is what is not well-formed (XML_NOT_WELL_FORMED); nothing is
 * fetched; nothing is written of a refused file. */
int xml_canonical(struct out *o, const struct input *in, struct err *e);

#endif
