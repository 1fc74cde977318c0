/* The report of an upload to the Node: positions that it did not take, with the reason.
 */
#ifndef OUTLET_NODE_OUTCOME_H
#define OUTLET_NODE_OUTCOME_H

#include "outlet/outlet.h"

/* Writes the report that a batch of operation "outcome-N" asks for, N being the delivery.
 */
int node_outcome_write(struct outlet_run *r, struct err *e);

#endif
