/* What a mail server's refusal means (RFC 5321, 4.2; RFC 3463): pure, for replies, DSNs
 * and PEC receipts alike. */
#ifndef SPOOL_MAIL_REPLY_H
#define SPOOL_MAIL_REPLY_H

#include "spool/courier.h"

struct mail_refusal {
	enum delivery_state state; /* DELIVERY_DONE for 2xx */
	const char *code;          /* of the catalogue */
	bool stops; /* it is not about this recipient: the rest of the batch waits */
};

/* "550 5.1.1 <x@y>: unknown user" -> permanent, MAIL_RECIPIENT_UNKNOWN. A line without a
 * reply code is transient. */
struct mail_refusal mail_reply_sort(struct str reply);

#endif
