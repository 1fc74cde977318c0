/* What receipts of every form have in common. */
#include "model/receipt.h"

bool
receipt_is_paid(const struct receipt *r)
{
	return r->outcome == RECEIPT_PAID || r->outcome == RECEIPT_PARTLY_PAID ||
	    r->outcome == RECEIPT_TIMED_OUT_PARTLY;
}

const char *
receipt_outcome_name(enum receipt_outcome outcome)
{
	static const char *const names[] = {"paid", "not_paid", "partly_paid",
	    "timed_out", "timed_out_partly", "unknown"};

	return names[outcome];
}

const char *
receipt_form_name(enum receipt_form form)
{
	static const char *const names[] = {"rt", "v1", "v2", "json", "option"};

	return names[form];
}
