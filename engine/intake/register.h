/* The channel `register`: the export of a register is compared with the one before, and
 * quotas are proposed by the table of fees. */
#ifndef INTAKE_REGISTER_H
#define INTAKE_REGISTER_H

#include "intake/intake.h"

/* The row of channel_kinds. A file with a wrong row is refused whole: members missing
 * from it would seem to have left. */
int register_check(struct intake *in, const struct intake_sink *sink, struct err *e);
int register_judge(struct intake *in, struct err *e);
int register_book(struct intake *in, struct err *e);

#endif
