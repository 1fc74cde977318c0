/*
 * What comes back after mail has left: PEC receipts (daticert.xml, DM 2/11/2005 technical
 * rules) and ordinary delivery status notifications (RFC 3464), both as one struct per
 * recipient. Who sends again, and to whom, is decided by others.
 */
#ifndef FORMATS_PEC_H
#define FORMATS_PEC_H

#include "base/arena.h"
#include "base/err.h"

enum receipt_kind {
	RECEIPT_ACCEPTED,     /* accettazione: the sender's provider has taken it */
	RECEIPT_NOT_ACCEPTED, /* non-accettazione: it went nowhere */
	RECEIPT_TAKEN_OVER,   /* presa-in-carico: between providers */
	RECEIPT_DELIVERED,    /* avvenuta-consegna; of a DSN: delivered */
	RECEIPT_FAILED,   /* errore-consegna, rilevazione-virus, the 24 hours over; of a
			     DSN: failed */
	RECEIPT_DELAYED,  /* preavviso-errore-consegna: 12 hours; of a DSN: delayed */
	RECEIPT_INCOMING, /* posta-certificata: not a receipt but mail to us */
};

struct delivery_receipt {
	enum receipt_kind kind;
	struct str message_id; /* of our message, without angle brackets; empty when the
				  receipt does not say it */
	struct str recipient;  /* lower case; empty when it is about all */
	bool ordinary; /* the recipient is no PEC mailbox: no delivery receipt will
			  come */
	struct str provider_id; /* "identificativo": equal in acceptance and delivery */
	int64_t at;             /* instant; 0 when not told */
	struct str reason;      /* the provider's or server's words */
	struct str
	    error; /* PEC: "no-dest", "no-dominio", "virus", "altro"; DSN: "5.1.1" */
	bool is_pec;
};

enum { RECEIPT_RECIPIENTS_MOST = 1000 };

struct delivery_receipts {
	struct delivery_receipt *items;
	size_t count;
};

/* The bytes of a daticert.xml: one receipt a recipient. ERR_FILE (PEC_UNREADABLE) when it
 * is none. */
int pec_daticert_read(
    struct delivery_receipts *list, struct arena *a, struct str bytes, struct err *e);

/* A whole message (.eml): 1 and its receipts when it is a PEC receipt or a DSN, 0 when it
 * is other mail (or a DSN without recipients), -1. Parts inside attached messages are not
 * believed: only the envelope speaks. */
int receipt_message_read(
    struct delivery_receipts *list, struct arena *a, struct str bytes, struct err *e);

/* "accepted", "failed" ... for programs. */
const char *receipt_kind_name(enum receipt_kind kind);

#endif
