/*
 * Cells of a bank's table as values: dates and amounts as banks and spreadsheets write
 * them, and the words by which rows that are no movements are told.
 */
#ifndef INTAKE_STATEMENT_CELL_H
#define INTAKE_STATEMENT_CELL_H

#include "base/date.h"
#include "base/money.h"
#include "formats/table.h"

/* A day: what date_parse takes, two-digit years (20yy), years first with slashes, Italian
 * names of months ("5 gen 2026"), serial numbers of spreadsheets. */
bool statement_date(struct cell cell, struct date *d);
/* An amount. Blanks behind the decimal mark and brackets for negative ones are taken too.
 * `mark` is what the other rows of the file use; it is a help, not a must. */
enum money_fault statement_money(
    struct cell cell, enum money_mark mark, struct arena *a, money *cents);
/* The decimal mark that the text shows beyond doubt, MONEY_MARK_ANY when it shows none.
 */
enum money_mark statement_money_mark(struct str text);

enum statement_line {
	LINE_MOVEMENT,
	LINE_OPENING, /* "Saldo iniziale" */
	LINE_CLOSING, /* "Saldo finale" */
	LINE_OTHER,   /* other balances and totals */
};

/* What a folded text (text_fold) at the beginning of a row announces. */
enum statement_line statement_line_of(struct str folded);

#endif
