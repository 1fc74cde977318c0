/*
 * Rows of a bank's table as movements, once the columns are known.
 */
#ifndef INTAKE_STATEMENT_ROW_H
#define INTAKE_STATEMENT_ROW_H

#include "formats/statement.h"
#include "intake/statement_columns.h"

/* What is known of the table. */
struct statement_row {
	struct statement_columns columns;
	enum money_mark mark;     /* what the amounts of the first rows use */
	const struct row *header; /* NULL: none */
};

/* The cell of a column counted from one; an empty one where there is none. */
struct cell statement_cell_at(const struct row *row, uint32_t column);
/* Fills *m from the row, which f->current belongs to. False: the row is a balance (then
 * noted), a total, a footer, or has been told in a finding. */
bool statement_row_read(struct statement_file *f, const struct statement_row *l,
    const struct row *row, struct movement *m);

#endif
