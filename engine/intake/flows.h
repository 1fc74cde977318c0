/* A file of flows: judged, and booked in one transaction. */
#ifndef INTAKE_FLOWS_H
#define INTAKE_FLOWS_H

#include "intake/intake.h"

/* The rows of channel_kinds for the channel `flows`. */
int flows_check(struct intake *in, const struct intake_sink *sink, struct err *e);
int flows_judge(struct intake *in, struct err *e);
int flows_book(struct intake *in, struct err *e);

#endif
