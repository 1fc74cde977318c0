/* Beside the answer to a register's export: who joined, left, moved or changed, and the
 * quotas that the rules propose, as a tracciato to be approved by dropping it. */
#ifndef OUTLET_MEMBERSHIP_H
#define OUTLET_MEMBERSHIP_H

#include "outlet/outlet.h"

/* The differences for programs and for people; all members stand in the workbook. */
int membership_json(struct outlet_run *r, struct outlet_file *f, struct err *e);
int membership_xlsx(struct outlet_run *r, struct outlet_file *f, struct err *e);
/* The proposed quotas in the standard tracciato. */
int membership_quotas(struct outlet_run *r, struct outlet_file *f, struct err *e);

#endif
