/* The same account told by two statements: what each line of the second repeats. */
#include "intake/statement_twins.h"

#include "base/map.h"
#include "ledger/movements.h"
#include "match/twins.h"

struct pairing {
	struct booking *booking;
	struct map taken;     /* roots that a movement of this file stands beside */
	struct arena scratch; /* of one comparison */
};

static struct twin_side
side_of(const struct movement *m)
{
	return (struct twin_side){.account = m->account,
	    .booking = m->booking,
	    .reference = m->reference,
	    .customer_reference = m->customer_reference,
	    .end_to_end = m->end_to_end,
	    .provvisorio = m->provvisorio,
	    .year = m->year,
	    .remittance = m->remittance,
	    .text = m->text,
	    .is_collection = m->cents > 0 || m->type == MOVEMENT_REVERSAL};
}

static struct twin_side
side_of_row(const struct rows *row)
{
	return (struct twin_side){.account = row_text(row, 1),
	    .booking = row_date(row, 2),
	    .reference = row_text(row, 3),
	    .customer_reference = row_text(row, 4),
	    .end_to_end = row_text(row, 5),
	    .provvisorio = row_text(row, 6),
	    .year = row_text(row, 7),
	    .remittance = row_text(row, 8),
	    .text = row_text(row, 9),
	    .is_collection = true};
}

static struct str
key_of(const int64_t *root)
{
	return (struct str){(const char *)root, sizeof *root};
}

/* The first movement that this one repeats with at least this certainty: 1, 0, -1. */
static int
find_twin(struct pairing *p, const struct new_movement *n, enum twin_verdict wanted,
    struct movement_twin *twin, struct err *e)
{
	struct intake *in = p->booking->in;
	struct twin_side mine = side_of(n->movement);
	struct rows rows;
	int got;

	if (movement_twins_query(
		in->db, &rows, in->creditor->id, n->movement, in->file.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		struct twin_side theirs = side_of_row(&rows);
		int64_t root = row_int(&rows, 10);

		arena_reset(&p->scratch);
		if (map_find(&p->taken, key_of(&root)) != NULL ||
		    twins_compare(&mine, &theirs, &twin->how, &p->scratch) < wanted)
			continue;
		twin->movement = n->id;
		twin->root = root;
		twin->certain = wanted == TWIN_CERTAIN;
		twin->of = row_int(&rows, 0);
		rows_close(&rows);
		return 1;
	}
	return got;
}

static void
tell(struct pairing *p, const struct new_movement *n, const struct movement_twin *twin)
{
	struct booking *b = p->booking;
	const struct booking_member *before = b->member;
	struct out text;

	b->member = n->member;
	out_open_memory(&text, b->in->arena);
	out_format(&text, "%s  ", date_iso(n->movement->booking).text);
	money_write_italian(&text, n->movement->cents);
	out_format(&text, " = %jd", (intmax_t)twin->of);
	booking_finding(b,
	    twin->certain ? "MOVEMENT_TOLD_AGAIN" : "MOVEMENT_PERHAPS_TWICE",
	    n->movement->place.row, out_bytes_of(&text));
	b->member = before;
}

/* 1 when the movement found its twin. */
static int
pair(struct pairing *p, const struct new_movement *n, enum twin_verdict wanted,
    struct err *e)
{
	struct booking *b = p->booking;
	struct movement_twin twin;
	int got;

	if (!movement_is_euros(n->movement))
		return 0;
	got = find_twin(p, n, wanted, &twin, e);
	if (got <= 0)
		return got;
	map_put(&p->taken, key_of(&twin.root), NULL);
	tell(p, n, &twin);
	if (b->writes &&
	    movement_twin_insert(b->in->db, b->in->creditor->id, &twin, e) != 0)
		return -1;
	return 1;
}

/* Those that say enough first, so that those that do not take nothing from them. */
int
statement_twins_note(
    struct booking *b, const struct new_movement *list, size_t count, struct err *e)
{
	struct pairing p = {.booking = b};
	bool *paired = arena_new_array(b->in->arena, count, bool);
	int status = 0;

	map_open(&p.taken, b->in->arena, 0);
	for (enum twin_verdict wanted = TWIN_CERTAIN; wanted >= TWIN_PERHAPS; wanted--)
		for (size_t i = 0; i < count && status >= 0; i++) {
			if (paired[i])
				continue;
			status = pair(&p, &list[i], wanted, e);
			paired[i] = status > 0;
		}
	arena_close(&p.scratch);
	return status < 0 ? -1 : 0;
}
