/*
 * A debt position: what the Node knows of a debt. It has one payment option for the whole
 * amount (number 0) and, when it may be paid by instalments, one for each of them; every
 * option has its own IUV and notice number and 1 to 5 transfers (GPD model v1/v2:
 * PaymentPositionModel, PaymentOptionModel, TransferModel).
 */
#ifndef MODEL_POSITION_H
#define MODEL_POSITION_H

#include "model/quota.h"

enum { TRANSFERS_MOST = 5, IUPD_SIZE = 32 };

struct transfer {
	money cents;
	struct str iban;
	struct str taxonomy;
	struct str remittance; /* at most 140 */
};

struct payment_option {
	int number; /* 0 the whole amount, 1.. the instalments */
	char iuv[18];
	char nav[19];
	money cents;
	struct date due;
	struct transfer transfers[TRANSFERS_MOST];
	size_t transfer_count;
};

struct position {
	int64_t id;
	char iupd[IUPD_SIZE];
	int64_t revision; /* from 1 */
	struct str state; /* "open", "partly", "paid", "cancelled" */
	struct debtor debtor;
	int64_t debtor_id;
	struct str description;
	int64_t anno;
	money cents;
	struct date valid_to;
	struct payment_option *options;
	size_t option_count;
};

#endif
