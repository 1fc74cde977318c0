/* Amounts and days as the XML and JSON of payments write them. */
#ifndef FORMATS_VALUE_H
#define FORMATS_VALUE_H

#include "base/date.h"
#include "base/money.h"

/* "150.00" to cents, from the decimal text. False when it is no such number or has a
 * third decimal. In JSON amounts are doubles (FdR API: type number, format double), of
 * which 15 digits count. *exact tells whether it was written with just two decimals and
 * no sign. */
bool value_amount(struct str text, bool json, money *cents, bool *exact);

/* A day. With `instants` (JSON) a time stands for the day it is in Rome, since a local
 * midnight travels as UTC; without (XML) the first ten characters count, whatever zone or
 * time stands behind. */
bool value_day(struct str text, bool instants, struct date *day);

#endif
