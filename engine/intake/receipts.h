/* A file of receipts: judged, and booked in one transaction. */
#ifndef INTAKE_RECEIPTS_H
#define INTAKE_RECEIPTS_H

#include "intake/intake.h"

/* The rows of channel_kinds for the channel `receipts`. */
int receipts_check(struct intake *in, const struct intake_sink *sink, struct err *e);
int receipts_judge(struct intake *in, struct err *e);
int receipts_book(struct intake *in, struct err *e);

#endif
