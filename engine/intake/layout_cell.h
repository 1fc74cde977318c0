/* One cell becomes the value of a field, in the form that a layout's rule tells; what
 * cannot be read for certain is a finding. */
#ifndef INTAKE_LAYOUT_CELL_H
#define INTAKE_LAYOUT_CELL_H

#include "formats/table.h"
#include "intake/layout_plan.h"
#include "model/finding.h"

/* A cell on its way to a field: everything a finding about it needs. */
struct layout_cell {
	const struct layout_rule *rule;
	struct cell cell;
	void *record; /* the struct that the fields' offsets are of */
	struct date today;
	struct arena *arena;
	struct findings *findings;
	struct place place;
	struct str header;
};

/* Reads the cell into the record; a finding otherwise. Blank cells are not for it. */
void layout_cell_read(const struct layout_cell *c);

/* True for cells without content. */
bool layout_cell_is_blank(const struct cell *cell);

/* Whether a text written in a layout (a constant) can be a value of the rule's field. */
bool layout_text_is_right(const struct layout_rule *rule, struct str text);

#endif
