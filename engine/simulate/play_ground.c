/* What the ledger gives a play to begin with. */
#include "simulate/play_ground.h"

#include "ledger/positions.h"

/* Open positions of which nothing was paid yet. */
static const char select_open[] =
    "SELECT p.id, p.created_at FROM position p WHERE p.creditor = ? AND p.current = 1"
    " AND p.operation <> 'delete' AND p.state NOT IN ('cancelled', 'paid')"
    " AND NOT EXISTS (SELECT 1 FROM payment_option o JOIN payment x ON x.iuv = o.iuv"
    " WHERE o.position = p.id)"
    " AND NOT EXISTS (SELECT 1 FROM payment_option o JOIN receipt r ON r.iuv = o.iuv"
    " WHERE o.position = p.id) ORDER BY p.id LIMIT 1000000";
/* Payments told as made while the Node stood in, whose receipt is still to come. */
static const char select_late[] =
    "SELECT o.position, p.iuv, f.psp, p.paid_on FROM payment p"
    " JOIN flow f ON f.id = p.flow JOIN payment_option o ON o.iuv = p.iuv"
    " JOIN position s ON s.id = o.position AND s.creditor = f.creditor"
    " AND s.current = 1 WHERE f.creditor = ? AND f.current = 1 AND p.outcome = 4"
    " AND p.transfer_index = 1 AND NOT EXISTS (SELECT 1 FROM receipt r"
    " WHERE r.iuv = p.iuv) ORDER BY p.id";

static int
read_position(
    struct db *db, int64_t id, struct position *p, struct arena *a, struct err *e)
{
	struct rows rows;
	int got;

	if (position_by_id(db, &rows, id, e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0 && position_read(db, &rows, p, a, e) != 0)
		got = -1;
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

static int
read_open(struct play_ground *g, struct db *db, struct str creditor, struct arena *a,
    struct err *e)
{
	struct rows rows;
	size_t room = 0;
	int got;

	if (db_query(db, &rows, select_open, DB(db_t(creditor)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		size_t days = room;
		int64_t made = 0;

		g->positions = arena_grown(
		    a, g->positions, g->position_count, &room, sizeof *g->positions);
		g->since =
		    arena_grown(a, g->since, g->position_count, &days, sizeof *g->since);
		(void)instant_parse(row_text(&rows, 1), &made);
		g->since[g->position_count] = date_of_instant(made);
		if (read_position(db, row_int(&rows, 0), &g->positions[g->position_count],
			a, e) != 0) {
			rows_close(&rows);
			return -1;
		}
		g->position_count++;
	}
	return got;
}

/* The payment that a late receipt tells of, as a play would have made it. */
static int
take_late(struct play_ground *g, struct db *db, const struct rows *row, struct arena *a,
    struct err *e)
{
	struct position *position = arena_new(a, struct position);
	struct play_payment *x = &g->late[g->late_count];

	if (read_position(db, row_int(row, 0), position, a, e) != 0)
		return -1;
	x->position = position;
	for (size_t i = 0; i < position->option_count; i++)
		if (str_is(row_text(row, 1), position->options[i].iuv))
			x->option = &position->options[i];
	if (x->option == NULL)
		return 0;
	x->psp = play_psp_find(row_text(row, 2));
	x->day = row_date(row, 3);
	play_receipt_id(row_text(row, 1), x->receipt_id);
	g->late_count++;
	return 0;
}

static int
read_late(struct play_ground *g, struct db *db, struct str creditor, struct arena *a,
    struct err *e)
{
	enum { LATE_MOST = 4096 };
	struct rows rows;
	int got;

	g->late = arena_new_array(a, LATE_MOST, struct play_payment);
	if (db_query(db, &rows, select_late, DB(db_t(creditor)), e) != 0)
		return -1;
	while (g->late_count < LATE_MOST && (got = rows_next(&rows, e)) != 0) {
		if (got < 0)
			return -1;
		if (take_late(g, db, &rows, a, e) != 0) {
			rows_close(&rows);
			return -1;
		}
	}
	rows_close(&rows);
	return 0;
}

int
play_ground_read(struct play_ground *g, struct db *db, struct str creditor,
    struct arena *a, struct err *e)
{
	*g = (struct play_ground){.position_count = 0};
	if (read_open(g, db, creditor, a, e) != 0)
		return -1;
	return read_late(g, db, creditor, a, e);
}
