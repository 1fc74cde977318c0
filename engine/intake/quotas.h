/* The channel `quotas`: rows of the standard tracciato become debtors, quotas and
 * positions. */
#ifndef INTAKE_QUOTAS_H
#define INTAKE_QUOTAS_H

#include "intake/intake.h"

/* See channel_kinds in intake/intake.h. */
int quotas_check(struct intake *in, const struct intake_sink *sink, struct err *e);
int quotas_judge(struct intake *in, struct err *e);
int quotas_book(struct intake *in, struct err *e);

#endif
