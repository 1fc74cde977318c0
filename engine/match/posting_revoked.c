/* Payments that were revoked: what became of their money, and contrary entries for those
 * that had been booked. */
#include "match/posting_run.h"

/* The revocation of a payment, with the sums of the flow that tells it. */
static const char select_revocation[] =
    "SELECT r.cents, a.cents, f.cents, f.revoked_cents, fc.code,"
    " (SELECT COALESCE(SUM(l.cents), 0) FROM link l WHERE l.flow = f.id AND l.current = 1"
    " AND l.rule <> 'proposal') FROM payment a JOIN payment r ON r.iuv = a.iuv AND r.iur "
    "="
    " a.iur AND r.transfer_index = a.transfer_index JOIN class c ON c.subject_kind ="
    " 'payment' AND c.subject = r.id AND c.code = 'LINE_REVOCATION'"
    " JOIN flow f ON f.id = r.flow AND f.creditor = ? AND f.current = 1 LEFT JOIN class "
    "fc"
    " ON fc.subject_kind = 'flow' AND fc.subject = f.id WHERE a.id = ?"
    " LIMIT 1";
static const char select_booked[] =
    "SELECT x.reversale, a.id, x.quota, a.flow FROM flow f JOIN payment r ON r.id BETWEEN"
    " f.first_payment AND f.last_payment AND r.outcome = 3 JOIN payment a ON a.iuv = "
    "r.iuv"
    " AND a.iur = r.iur AND a.transfer_index = r.transfer_index AND a.outcome <> 3 JOIN"
    " flow o ON o.id = a.flow AND o.creditor = f.creditor JOIN reversale_line x ON"
    " x.payment = a.id AND x.current = 1 JOIN class u ON u.subject_kind = 'payment' AND"
    " u.subject = a.id AND u.code = 'LINE_UNDONE' WHERE f.creditor = ?"
    " AND f.current = 1 AND f.revoked_cents <> 0 ORDER BY x.reversale, a.id";
static const char select_lines[] =
    "SELECT p.id, p.iuv, p.cents, p.transfer_index, c.code, p.outcome, (SELECT 1 FROM"
    " reversale_line x WHERE x.payment = p.id AND x.current = 1) FROM flow f JOIN payment"
    " p ON p.id BETWEEN f.first_payment AND f.last_payment LEFT JOIN class c ON"
    " c.subject_kind = 'payment' AND c.subject = p.id WHERE f.id = ?"
    " ORDER BY p.number";

/* How revoked lines count in a credit of `linked` cents: +1, 0 or -1. */
static int
sign_of(struct str code, money linked, money total, money revoked)
{
	if (!str_is(code, "FLOW_SQUARE_LESS_REVOKED"))
		return 1;
	return linked == total - revoked ? 0 : -1;
}

int
posting_revocation(
    struct posting *p, int64_t payment, enum revocation *what, struct err *e)
{
	struct rows rows;
	int got;

	*what = REVOCATION_OPEN;
	if (db_query(p->db, &rows, select_revocation,
		DB(db_t(p->creditor->id), db_i(payment)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0 && str_starts(row_text(&rows, 4), STR("FLOW_SQUARE"))) {
		money counted = row_int(&rows, 0) *
		    sign_of(row_text(&rows, 4), row_int(&rows, 5), row_int(&rows, 2),
			row_int(&rows, 3));

		/* A part that was taken away explains neither: a person looks. */
		if (counted >= 0)
			*what = REVOCATION_LEAVES;
		else if (-counted == row_int(&rows, 1))
			*what = REVOCATION_TAKES;
	}
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

/* A reversale of a payment that was revoked later. */
struct booked {
	int64_t reversale, payment, quota, flow;
};

static int
find_booked(struct posting *p, struct booked **list, size_t *count, struct err *e)
{
	size_t room = 0;
	struct rows rows;
	int got;

	*list = NULL;
	*count = 0;
	if (db_query(p->db, &rows, select_booked, DB(db_t(p->creditor->id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		*list = arena_grown(p->arena, *list, *count, &room, sizeof **list);
		(*list)[(*count)++] = (struct booked){row_int(&rows, 0),
		    row_int(&rows, 1), row_int(&rows, 2), row_int(&rows, 3)};
	}
	return got;
}

static void
note_reopened(struct posting *p, int64_t flow)
{
	p->reopened = arena_grown(p->arena, p->reopened, p->reopened_count,
	    &p->reopened_room, sizeof *p->reopened);
	p->reopened[p->reopened_count++] = flow;
}

/* A quota is not paid by a revoked payment, whatever became of the money; revenue of its
 * own stands as long as the money is here. */
int
posting_undo_revoked(struct posting *p, struct err *e)
{
	struct booked *list;
	size_t count;

	if (find_booked(p, &list, &count, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		enum revocation what;
		int got;

		if (posting_revocation(p, list[i].payment, &what, e) != 0)
			return -1;
		if (list[i].quota == 0 && what != REVOCATION_TAKES)
			continue;
		got = posting_undo_one(p, list[i].reversale, e);
		if (got < 0)
			return -1;
		p->revoked += got;
		if (got > 0)
			note_reopened(p, list[i].flow);
	}
	return 0;
}

/* Whether a line is to be booked: 1, 0, -1; *known is false for what a person must
 * explain. */
static int
is_to_book(struct posting *p, const struct posting_item *i, bool revoked, bool *known,
    struct err *e)
{
	enum revocation what;

	if (i->cents == 0)
		return 0;
	if (i->cents < 0) {
		*known = *known && revoked && str_is(i->code, "LINE_REVOCATION");
		return 0;
	}
	if (!str_is(i->code, "LINE_UNDONE"))
		return 1;
	if (posting_revocation(p, i->payment, &what, e) != 0)
		return -1;
	return what == REVOCATION_LEAVES;
}

int
posting_items(struct posting *p, const struct posting_unit *u, struct posting_item **list,
    size_t *count, struct err *e)
{
	int sign = sign_of(u->code, u->cents, u->total, u->revoked);
	bool known = true;
	size_t room = 0;
	struct rows rows;
	money sum = 0;
	int got;

	*list = NULL;
	*count = 0;
	if (db_query(p->db, &rows, select_lines, DB(db_i(u->flow)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		bool revoked = row_int(&rows, 5) == FLOW_REVOKED;
		struct posting_item i = {.payment = row_int(&rows, 0),
		    .cents = row_int(&rows, 2) * (revoked ? sign : 1),
		    .index = (uint32_t)row_int(&rows, 3),
		    .code = arena_str(p->arena, row_text(&rows, 4))};
		int yes;

		sum += i.cents;
		yes = is_to_book(p, &i, revoked, &known, e);
		if (yes < 0) {
			rows_close(&rows);
			return -1;
		}
		if (yes == 0 || row_int(&rows, 6) != 0)
			continue;
		i.iuv = arena_str(p->arena, row_text(&rows, 1));
		*list = arena_grown(p->arena, *list, *count, &room, sizeof **list);
		(*list)[(*count)++] = i;
	}
	return got < 0 ? -1 : known && sum == u->cents;
}
