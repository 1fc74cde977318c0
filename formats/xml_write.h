/* Writing XML: texts escaped, elements that open and close. */
#ifndef FORMATS_XML_WRITE_H
#define FORMATS_XML_WRITE_H

#include "base/date.h"
#include "base/money.h"
#include "base/out.h"

/* The text with & < > escaped (XML 1.0, 2.4). The caller has removed control characters.
 */
void xml_write_text(struct out *o, struct str text);

/* <name>text</name> on a line of its own: a text, a number, cents as 1234.56, a day. */
void xml_write_element(struct out *o, const char *name, struct str text);
void xml_write_number(struct out *o, const char *name, int64_t number);
void xml_write_money(struct out *o, const char *name, money cents);
void xml_write_day(struct out *o, const char *name, struct date d);
/* <name> and </name>. */
void xml_write_open(struct out *o, const char *name);
void xml_write_close(struct out *o, const char *name);

#endif
