/* What receipts of every form have in common. */
#include "model/receipt.h"

bool
receipt_is_paid(const struct receipt *r)
{
	return r->outcome == RECEIPT_PAID || r->outcome == RECEIPT_PARTLY_PAID ||
	    r->outcome == RECEIPT_TIMED_OUT_PARTLY;
}
