/* The queries of `riscontro search`, private to command/search*.c. Both take the
 * conditions as ?1 to ?8 and give the same columns. */
#ifndef COMMAND_SEARCH_QUERY_H
#define COMMAND_SEARCH_QUERY_H

#include "base/str.h"

/* Conditions, empty when not asked for. The order is that of the parameters. */
enum search_condition {
	SEARCH_BY_CREDITOR,
	SEARCH_BY_DEBTOR,
	SEARCH_BY_IUV,
	SEARCH_BY_FLOW,
	SEARCH_PAID_FROM,
	SEARCH_PAID_TO,
	SEARCH_BOOKED_FROM,
	SEARCH_BOOKED_TO,
	SEARCH_CONDITIONS,
};

/* Payments told by flows. */
const char *search_payments_query(const struct str values[SEARCH_CONDITIONS]);
/* Receipts of which no flow has told yet. */
const char *search_receipts_query(void);

#endif
