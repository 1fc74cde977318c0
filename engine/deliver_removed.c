/* Couriers that files wait for and the configuration has no more: nobody would ever carry
 * them, so it is told at every start. */
#include "deliver.h"

#include "base/log.h"
#include "ledger/deliveries.h"

int
deliver_warn_removed(const struct engine *g, struct err *e)
{
	struct db *db;
	struct rows rows;
	int got;

	if (engine_db(g, &db, e) != 0)
		return -1;
	got = db_query(db, &rows, outbox_couriers_waited, DB_NONE, e);
	if (got == 0) {
		while ((got = rows_next(&rows, e)) > 0)
			if (conf_courier_find(&g->conf, row_text(&rows, 0)) == NULL)
				log_warn(
				    "courier %.*s is not configured any more: %jd "
				    "deliveries wait for a person (riscontro status)",
				    STR_ARG(row_text(&rows, 0)),
				    (intmax_t)row_int(&rows, 1));
		rows_close(&rows);
	}
	db_close(db);
	return got < 0 ? -1 : 0;
}
