/* A file of statements: judged, and booked in one transaction. */
#ifndef INTAKE_STATEMENTS_H
#define INTAKE_STATEMENTS_H

#include "intake/intake.h"

/* The rows of channel_kinds for the channel `statements`. */
int statements_check(struct intake *in, const struct intake_sink *sink, struct err *e);
int statements_judge(struct intake *in, struct err *e);
int statements_book(struct intake *in, struct err *e);

#endif
