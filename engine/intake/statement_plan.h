/*
 * Layouts of statements (kind "statement"): which column of a bank's table is what, for
 * banks whose titles the engine does not know. Columns are named or placed; what stands
 * in them is read as in any other statement.
 */
#ifndef INTAKE_STATEMENT_PLAN_H
#define INTAKE_STATEMENT_PLAN_H

#include "intake/layout_plan.h"
#include "intake/statement_columns.h"

/* What a layout may name. `offset` is the statement_role; there is no record. Closed by a
 * row with a NULL name. */
extern const struct field statement_fields[];

/* The columns that the version finds in a header row; a column that is not there is 0. */
void statement_plan_bind(struct statement_columns *c,
    const struct layout_version *version, const struct row *header);

/* Whether the version names what every statement needs: a day, an amount, a description.
 */
bool statement_plan_suffices(const struct layout_version *version);

#endif
