/*
 * The sign of an amount that a bank's table tells in words: "D", "Avere", "Uscita".
 */
#ifndef INTAKE_STATEMENT_SIGN_H
#define INTAKE_STATEMENT_SIGN_H

#include "base/arena.h"
#include "intake/statement_columns.h"

enum { STATEMENT_SIGN_UNKNOWN = -2 };

/* 1 credit, -1 debit, 0 not told; STATEMENT_SIGN_UNKNOWN when the column of signs holds
 * another word. The arena is scratch. */
int statement_sign(
    struct arena *a, const struct statement_columns *c, const struct row *row);

#endif
