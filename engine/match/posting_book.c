/* One flow, or one single payment, becomes its reversali. */
#include "match/posting_run.h"

static const char select_position[] =
    "SELECT p.id, p.debtor, d.fiscal_code, d.name FROM payment_option o JOIN position p"
    " ON p.id = o.position JOIN debtor d ON d.id = p.debtor"
    " WHERE o.iuv = ? AND p.creditor = ? AND p.current = 1";
static const char select_quotas[] =
    "SELECT id, accertamento, accertamento_date, provenance, provenance_year, capitolo,"
    " causale FROM quota WHERE position = ? AND current = 1 ORDER BY row, id";
static const char select_receipt[] =
    "SELECT id, debtor_code, debtor_name, payer_code, payer_name, description FROM "
    "receipt"
    " WHERE creditor = ? AND iuv = ? AND current = 1 ORDER BY id LIMIT 1";

/* Payments that settle the quota of their position; the others are revenue of their own:
 * not ours, paid twice, of a cancelled position. */
static bool
settles_quota(struct str code)
{
	static const char *const codes[] = {"LINE_PAID", "LINE_PAID_LOOSELY",
	    "LINE_NO_RECEIPT_DUE", "LINE_RECEIPT_MISSING", "LINE_RECEIPT_LATER",
	    "LINE_RECEIPT_DIFFERS", "LINE_RECEIPT_AMBIGUOUS", "LINE_AMOUNT_DIFFERS",
	    "MOVEMENT_SINGLE"};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (str_is(code, codes[i]))
			return true;
	return false;
}

static int
find_position(struct posting *p, struct posting_item *i, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(p->db, &rows, select_position,
		DB(db_t(i->iuv), db_t(p->creditor->id)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		i->position = row_int(&rows, 0);
		i->debtor = row_int(&rows, 1);
		i->subject_code = arena_str(p->arena, row_text(&rows, 2));
		i->subject_name = arena_str(p->arena, row_text(&rows, 3));
	}
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

static void
take_quota(struct posting *p, struct posting_item *i, const struct rows *row)
{
	i->quota = row_int(row, 0);
	i->accertamento = arena_str(p->arena, row_text(row, 1));
	i->accertamento_date = row_date(row, 2);
	i->provenance = arena_str(p->arena, row_text(row, 3));
	i->provenance_year = row_int(row, 4);
	i->capitolo = arena_str(p->arena, row_text(row, 5));
	i->causale = arena_str(p->arena, row_text(row, 6));
}

/* Quotas grouped into one position are its transfers, in the same order; a position of
 * one quota pays it whatever the index. */
static int
find_quota(struct posting *p, struct posting_item *i, struct err *e)
{
	struct rows rows;
	uint32_t number = 0;
	int got;

	if (db_query(p->db, &rows, select_quotas, DB(db_i(i->position)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		if (++number == 1 || number == i->index)
			take_quota(p, i, &rows);
	return got;
}

/* Who paid, when no position of ours tells. */
static int
find_receipt(struct posting *p, struct posting_item *i, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(p->db, &rows, select_receipt,
		DB(db_t(p->creditor->id), db_t(i->iuv)), e) != 0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		int from = row_text(&rows, 1).len > 0 ? 1 : 3;

		i->receipt = row_int(&rows, 0);
		i->subject_code = arena_str(p->arena, row_text(&rows, from));
		i->subject_name = arena_str(p->arena, row_text(&rows, from + 1));
		i->causale = arena_str(p->arena, row_text(&rows, 5));
	}
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

static int
complete_item(struct posting *p, struct posting_item *i, struct err *e)
{
	if (find_position(p, i, e) != 0)
		return -1;
	if (i->position != 0 && settles_quota(i->code) && find_quota(p, i, e) != 0)
		return -1;
	if ((i->position == 0 || i->payment == 0) && find_receipt(p, i, e) != 0)
		return -1;
	if (i->quota == 0)
		i->provenance = STR("competenza");
	if (i->capitolo.len == 0)
		i->capitolo = p->preset->capitolo;
	if (i->causale.len == 0)
		i->causale = arena_format(p->arena, "%.*s IUV %.*s",
		    STR_ARG(str_is(i->code, "LINE_UNDONE")
			    ? STR("Pagamento revocato, da restituire:")
			    : p->preset->causale),
		    STR_ARG(i->iuv));
	if (i->subject_name.len == 0)
		i->subject_name = p->preset->subject;
	return 0;
}

/* Revenue of its own gets its accertamento with the reversale. */
static int
book_item(struct posting *p, const struct reversale_booking *r, int64_t number,
    const struct posting_item *i, struct err *e)
{
	struct reversale_line_booking l = {.number = number,
	    .cents = i->cents,
	    .payment = i->payment,
	    .receipt = i->receipt,
	    .iuv = i->iuv,
	    .position = i->position,
	    .quota = i->quota,
	    .accertamento = i->accertamento,
	    .accertamento_date = i->accertamento_date,
	    .provenance = i->provenance,
	    .provenance_year = i->provenance_year,
	    .capitolo = i->capitolo,
	    .causale = i->causale};
	struct accertamento_booking a = {.day = r->day,
	    .subject_code = i->subject_code,
	    .subject_name = i->subject_name,
	    .causale = i->causale,
	    .capitolo = i->capitolo,
	    .iuv = i->iuv,
	    .cents = i->cents,
	    .payment = i->payment,
	    .receipt = i->receipt,
	    .reversale = r->id,
	    .now = p->now};

	if (i->quota == 0) {
		if (accertamento_insert(p->db, p->creditor->id, &a, e) != 0)
			return -1;
		l.own_accertamento = a.id;
		l.accertamento =
		    arena_format(p->arena, "%d/%jd", a.day.year, (intmax_t)a.number);
		l.accertamento_date = a.day;
		l.provenance_year = a.day.year;
		p->accertamenti++;
	}
	p->payments++;
	p->cents += i->cents;
	return reversale_line_insert(p->db, r->id, &l, e);
}

static struct reversale_booking
reversale_of(
    struct posting *p, const struct posting_order *o, const struct posting_unit *u)
{
	return (struct reversale_booking){
	    .day = u->day,
	    .account = o->account.len > 0    ? o->account
		: p->preset->account.len > 0 ? p->preset->account
					     : u->account,
	    .subject_name = o->subject.len > 0 ? o->subject : p->preset->subject,
	    .causale = arena_format(
		p->arena, "%.*s %.*s", STR_ARG(p->preset->causale), STR_ARG(u->name)),
	    .provvisorio = u->provvisorio,
	    .provvisorio_year = u->provvisorio_year,
	    .movement = u->movement,
	    .flow = u->flow,
	    .now = p->now,
	};
}

static int
book_cumulative(struct posting *p, struct reversale_booking r,
    const struct posting_item *list, size_t count, struct err *e)
{
	r.cumulative = true;
	for (size_t i = 0; i < count; i++)
		r.cents += list[i].cents;
	if (reversale_insert(p->db, p->creditor->id, &r, e) != 0)
		return -1;
	p->reversali++;
	for (size_t i = 0; i < count; i++)
		if (book_item(p, &r, (int64_t)i + 1, &list[i], e) != 0)
			return -1;
	return 0;
}

static int
book_each(struct posting *p, const struct posting_order *o, struct reversale_booking r,
    const struct posting_item *list, size_t count, struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		r.cents = list[i].cents;
		r.debtor = list[i].debtor;
		r.causale = list[i].causale;
		r.subject_code = list[i].subject_code;
		r.subject_name = o->subject.len > 0 ? o->subject : list[i].subject_name;
		if (reversale_insert(p->db, p->creditor->id, &r, e) != 0 ||
		    book_item(p, &r, 1, &list[i], e) != 0)
			return -1;
		p->reversali++;
	}
	return 0;
}

/* What is left to be booked of a unit: the single payment, or lines of the flow. */
static int
items_of(struct posting *p, const struct posting_unit *u, struct posting_item **list,
    size_t *count, struct err *e)
{
	if (u->flow != 0)
		return posting_items(p, u, list, count, e);
	*list = arena_new(p->arena, struct posting_item);
	**list = (struct posting_item){
	    .iuv = u->name, .code = u->code, .cents = u->cents, .index = 1};
	*count = 1;
	return 1;
}

int
posting_book(struct posting *p, const struct posting_order *order,
    const struct posting_unit *u, struct err *e)
{
	struct reversale_booking r = reversale_of(p, order, u);
	struct posting_item *list;
	struct date last;
	size_t count;
	int got = items_of(p, u, &list, &count, e);

	if (got <= 0 || count == 0)
		return got;
	for (size_t i = 0; i < count; i++)
		if (complete_item(p, &list[i], e) != 0)
			return -1;
	if (reversale_last_day(p->db, p->creditor->id, u->day.year, &last, e) != 0)
		return -1;
	if (date_compare(last, r.day) > 0)
		r.day = last;
	if (p->preset->cumulative && u->flow != 0)
		return book_cumulative(p, r, list, count, e) == 0 ? 1 : -1;
	return book_each(p, order, r, list, count, e) == 0 ? 1 : -1;
}
