/*
 * Letters with fields: "Gentile {nome}, ..." A pure function from a template and values
 * to text.
 */
#ifndef FORMATS_TEMPLATE_H
#define FORMATS_TEMPLATE_H

#include "base/err.h"
#include "base/out.h"

struct template_field {
	const char *name; /* lower case letters, digits and '_' */
	struct str value;
};

enum template_kind { TEMPLATE_TEXT, TEMPLATE_HTML }; /* HTML: values are escaped */

/* Writes the template with every {name} replaced; "{{" stands for a brace. Fields are
 * closed by a NULL name. A name that is not among them is ERR_CONF (TEMPLATE_FIELD) with
 * its line in e->row; what was written before it is of no use. */
int template_fill(struct out *o, struct str text, enum template_kind kind,
    const struct template_field *fields, struct err *e);

#endif
