/* What the Node refused, position by position, in a file for people. */
#include "outlet/node_outcome.h"

#include "ledger/deliveries.h"
#include "outlet/left_out.h"

static int
add_refused(struct left_out *left, int64_t position, struct str said, struct arena *a,
    struct err *e)
{
	struct position p;
	struct rows rows;
	int got;

	if (position_by_id(left->run->db, &rows, position, e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0 && position_read(left->run->db, &rows, &p, a, e) != 0)
		got = -1;
	rows_close(&rows);
	if (got <= 0)
		return got;
	return left_out_add(left, &p, "NODE_POSITION_LEFT_OUT", said, e);
}

int
node_outcome_write(struct outlet_run *r, struct err *e)
{
	struct left_out left = {.run = r, .name = "nodo"};
	struct str number =
	    str_slice(r->batch.operation, strlen("outcome-"), r->batch.operation.len);
	struct arena row = {0};
	struct rows rows;
	uint64_t outbox;
	int got, status = 0;

	if (!str_to_u64(number, &outbox) || outbox > INT64_MAX)
		BUG("batch %jd is about no delivery", (intmax_t)r->batch.id);
	if (node_results_refused(r->db, &rows, (int64_t)outbox, e) != 0)
		return -1;
	while (status == 0 && (got = rows_next(&rows, e)) > 0) {
		arena_reset(&row);
		status = add_refused(&left, row_int(&rows, 0),
		    arena_format(&row, "%jd %.*s", (intmax_t)row_int(&rows, 1),
			STR_ARG(row_text(&rows, 2))),
		    &row, e);
	}
	rows_close(&rows);
	arena_close(&row);
	if (status == 0 && got == 0)
		return left_out_close(&left, e);
	left_out_abandon(&left);
	return -1;
}
