/* What the acknowledgements of flows, receipts and statements say of the rows that were
 * booked: one list a channel, one row of a table each. */
#ifndef OUTLET_ACKNOWLEDGEMENT_BOOKED_H
#define OUTLET_ACKNOWLEDGEMENT_BOOKED_H

#include "outlet/listing.h"
#include "outlet/outlet.h"

struct booked_list;

/* The list of a channel, or NULL when the channel has a form of its own (quotas). */
const struct booked_list *booked_list_find(struct str channel);
/* The rows booked from the run's file, as the elements of an open array. */
int booked_list_json(const struct booked_list *list, struct json *j,
    const struct outlet_run *r, struct err *e);
/* The same on an open sheet, with titles. */
int booked_list_sheet(const struct booked_list *list, struct workbook *w,
    const struct outlet_run *r, struct err *e);

#endif
