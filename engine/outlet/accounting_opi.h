/* The reversali of a batch as an OPI message. */
#ifndef OUTLET_ACCOUNTING_OPI_H
#define OUTLET_ACCOUNTING_OPI_H

#include "outlet/outlet.h"

/* Writes the flusso_ordinativi of the batch. What the schema does not allow (a capitolo
 * without digits, more than ten of them in one reversale) is told in a text file beside
 * the CSV files instead. */
int accounting_write_opi(struct outlet_run *r, struct err *e);

#endif
