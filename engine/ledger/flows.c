/* Flows: every version kept, one of them standing, payments under consecutive ids. */
#include "ledger/flows.h"

#include <stdio.h>

static const char select_versions[] =
    "SELECT id, current, digest, made, declared_revision, settled_on FROM flow"
    " WHERE creditor = ? AND flow_id = ? ORDER BY revision";
static const char retire_flow[] = "UPDATE flow SET current = 0 WHERE id = ?";
static const char insert_flow[] =
    "INSERT INTO flow (creditor, flow_id, flow_key, revision, current, digest, made,"
    " declared_revision, psp, psp_name, settlement, settled_on, bic, declared_count,"
    " declared_cents, payments, cents, revoked_cents, anomalies, first_payment,"
    " last_payment, paid_from, paid_to, file, booked_at) VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " RETURNING id";
static const char select_last_payment[] = "SELECT COALESCE(MAX(id), 0) FROM payment";
static const char insert_payment[] =
    "INSERT INTO payment (id, flow, number, iuv, iur, transfer_index, cents, outcome,"
    " paid_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

/* The instant of a flow as the ledger keeps it: sortable, empty when unreadable. */
static struct instant_text
made_text(const struct flow *f)
{
	return f->made == 0 ? (struct instant_text){""} : instant_iso(f->made);
}

/* Below, at or above zero as the arriving version is earlier or later than the row. */
static int
compare_versions(const struct flow *f, const struct rows *row)
{
	struct instant_text made = made_text(f);
	int order = str_compare(str_of(made.text), row_text(row, 3));
	int64_t revision = row_int(row, 4);

	if (order != 0)
		return order;
	return (int64_t)f->revision < revision ? -1 : (int64_t)f->revision > revision;
}

static void
take_standing(struct flow_versions *v, const struct rows *row, const struct flow *f,
    const struct sha256_hex *digest)
{
	int order = compare_versions(f, row);

	v->standing = row_int(row, 0);
	v->contradicts = order == 0;
	v->arrives_later = order > 0 ||
	    (order == 0 && str_compare(str_of(digest->text), row_text(row, 2)) > 0);
	v->settled_on = row_date(row, 5);
	snprintf(v->made, sizeof v->made, "%.*s", STR_ARG(row_text(row, 3)));
}

int
flow_find(struct db *db, struct str creditor, const struct flow *f,
    const struct sha256_hex *digest, struct flow_versions *v, struct err *e)
{
	struct rows rows;
	int got;

	*v = (struct flow_versions){.count = 0};
	if (db_query(db, &rows, select_versions, DB(db_t(creditor), db_t(f->id)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		v->count++;
		if (str_is(row_text(&rows, 2), digest->text))
			v->known = true;
		if (row_int(&rows, 1) != 0)
			take_standing(v, &rows, f, digest);
	}
	return got;
}

int
flow_insert(struct db *db, const struct flow *f, const struct flow_booking *b,
    int64_t *id, struct err *e)
{
	const struct db_value none = db_c(NULL);
	char key[64]; /* ids have at most 35 characters; of a longer one the beginning
			 does */

	if (b->replaces != 0 && db_do(db, retire_flow, DB(db_i(b->replaces)), e) != 0)
		return -1;
	return db_number(db, insert_flow,
		   DB(db_t(b->creditor), db_t(f->id),
		       db_t(flow_id_fold(f->id, key, sizeof key)), db_i(b->revision),
		       db_i(b->current), db_c(b->digest.text), db_c(made_text(f).text),
		       db_i((int64_t)f->revision), db_t(f->sender.code),
		       db_t(f->sender.name), db_t(f->settlement), db_d(f->settled),
		       db_t(f->bank),
		       f->count_told ? db_i((int64_t)f->declared_count) : none,
		       f->total_told ? db_i(f->declared_total) : none, db_i(b->payments),
		       db_i(b->cents), db_i(b->revoked_cents), db_i(b->anomalies),
		       db_i(b->first_payment), db_i(b->first_payment + b->payments - 1),
		       db_d(b->paid_from), db_d(b->paid_to), db_i(b->file), db_t(b->now)),
		   id, e) < 0
	    ? -1
	    : 0;
}

int
payment_next_id(struct db *db, int64_t *id, struct err *e)
{
	int64_t last = 0;

	if (db_number(db, select_last_payment, DB_NONE, &last, e) < 0)
		return -1;
	*id = last + 1;
	return 0;
}

int
payment_insert(
    struct db *db, int64_t id, int64_t flow, const struct flow_payment *p, struct err *e)
{
	return db_do(db, insert_payment,
	    DB(db_i(id), db_i(flow), db_i((int64_t)p->number), db_t(p->iuv), db_t(p->iur),
		db_i(p->index), db_i(p->amount), db_i(p->outcome), db_d(p->date)),
	    e);
}
