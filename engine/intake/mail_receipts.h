/* The channel `mail-receipts`: PEC receipts and bounces, booked per recipient. */
#ifndef INTAKE_MAIL_RECEIPTS_H
#define INTAKE_MAIL_RECEIPTS_H

#include "intake/intake.h"

/* See struct channel_kind. */
int mail_receipts_check(struct intake *in, const struct intake_sink *sink, struct err *e);
int mail_receipts_judge(struct intake *in, struct err *e);
int mail_receipts_book(struct intake *in, struct err *e);

#endif
