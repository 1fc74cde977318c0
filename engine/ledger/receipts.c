/* Receipts: found by id, IUV and context, compared by digest, never overwritten. */
#include "ledger/receipts.h"

#include <stdio.h>

static const char select_versions[] =
    "SELECT id, current, digest, outcome, COALESCE(paid_at, '') FROM receipt"
    " WHERE creditor = ? AND receipt_id = ? AND iuv = ? AND context = ? ORDER BY "
    "revision";
static const char retire_receipt[] = "UPDATE receipt SET current = 0 WHERE id = ?";
static const char insert_receipt[] =
    "INSERT INTO receipt (creditor, receipt_id, iuv, context, revision, current, digest,"
    " notice_number, domain, form, outcome, cents, fee_cents, psp, psp_name,"
    " debtor_code, debtor_name, payer_code, payer_name, description, paid_at, paid_on,"
    " applied_on, settled_on, flow_id, file, row, booked_at) VALUES"
    " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?)"
    " RETURNING id";
static const char insert_transfer[] =
    "INSERT INTO receipt_transfer (receipt, transfer_index, cents, iur, creditor_code,"
    " ours, stamp, iban, remittance, category) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (receipt, transfer_index) DO NOTHING";

static bool
is_paid_name(struct str outcome)
{
	return str_is(outcome, "paid") || str_is(outcome, "partly_paid") ||
	    str_is(outcome, "timed_out_partly");
}

static struct instant_text
paid_text(const struct receipt *r)
{
	return r->paid == 0 ? (struct instant_text){""} : instant_iso(r->paid);
}

static bool
replaces(const struct receipt *r, const struct sha256_hex *digest, const struct rows *row)
{
	bool paid = receipt_is_paid(r), was_paid = is_paid_name(row_text(row, 3));
	struct instant_text text = paid_text(r);
	int order = str_compare(str_of(text.text), row_text(row, 4));

	if (paid != was_paid)
		return paid;
	if (order != 0)
		return order > 0;
	return str_compare(str_of(digest->text), row_text(row, 2)) > 0;
}

int
receipt_find(struct db *db, struct str creditor, const struct receipt *r,
    const struct sha256_hex *digest, struct receipt_versions *v, struct err *e)
{
	struct rows rows;
	int got;

	*v = (struct receipt_versions){.count = 0};
	if (db_query(db, &rows, select_versions,
		DB(db_t(creditor), db_t(r->id), db_t(r->iuv), db_t(r->context)), e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		v->count++;
		if (str_is(row_text(&rows, 2), digest->text))
			v->known = true;
		if (row_int(&rows, 1) != 0) {
			v->standing = row_int(&rows, 0);
			v->arrives_later = replaces(r, digest, &rows);
		}
	}
	return got;
}

bool
receipt_transfer_is_ours(
    const struct receipt *r, const struct receipt_transfer *t, struct str creditor_code)
{
	struct str to = t->creditor;

	if (to.len == 0)
		to = r->creditor.code;
	if (to.len == 0)
		to = r->domain;
	return to.len == 0 || str_equal(to, creditor_code);
}

static int
insert_transfers(struct db *db, const struct receipt *r, const struct receipt_booking *b,
    int64_t id, struct err *e)
{
	for (size_t i = 0; i < r->transfer_count; i++) {
		const struct receipt_transfer *t = &r->transfers[i];
		bool ours = receipt_transfer_is_ours(r, t, b->creditor_code);

		if (db_do(db, insert_transfer,
			DB(db_i(id), db_i(t->index), db_i(t->amount), db_t(t->iur),
			    db_t(t->creditor), db_i(ours), db_i(t->stamp), db_t(t->iban),
			    db_t(t->remittance), db_t(t->category)),
			e) != 0)
			return -1;
	}
	return 0;
}

int
receipt_insert(struct db *db, const struct receipt *r, const struct receipt_booking *b,
    int64_t *id, struct err *e)
{
	struct instant_text paid = paid_text(r);

	if (b->replaces != 0 && db_do(db, retire_receipt, DB(db_i(b->replaces)), e) != 0)
		return -1;
	if (db_number(db, insert_receipt,
		DB(db_t(b->creditor), db_t(r->id), db_t(r->iuv), db_t(r->context),
		    db_i(b->revision), db_i(b->current), db_c(b->digest.text),
		    db_t(r->notice_number), db_t(r->domain),
		    db_c(receipt_form_name(r->form)),
		    db_c(receipt_outcome_name(r->outcome)), db_i(r->total), db_i(r->fee),
		    db_t(r->psp.code), db_t(r->psp.name), db_t(r->debtor.code),
		    db_t(r->debtor.name), db_t(r->payer.code), db_t(r->payer.name),
		    db_t(r->description), db_c(r->paid == 0 ? NULL : paid.text),
		    db_d(r->paid_on), db_d(r->applied), db_d(r->settled), db_t(r->flow),
		    db_i(b->file), db_i(b->row), db_t(b->now)),
		id, e) < 0)
		return -1;
	return insert_transfers(db, r, b, *id, e);
}

static void
add_text(struct sha256 *s, struct str text)
{
	sha256_add(s, text.ptr == NULL ? "" : text.ptr, text.len);
	sha256_add(s, "\x1f", 1);
}

static void
add_number(struct sha256 *s, int64_t number)
{
	char text[24];
	int len = snprintf(text, sizeof text, "%jd", (intmax_t)number);

	add_text(s, (struct str){text, (size_t)len});
}

struct sha256_hex
receipt_digest(const struct receipt *r)
{
	struct sha256 *s = sha256_open();

	add_text(s, r->id);
	add_text(s, r->iuv);
	add_text(s, r->context);
	add_number(s, r->outcome);
	add_number(s, r->total);
	add_number(s, r->paid);
	add_text(s, str_of(date_iso(r->paid_on).text));
	add_text(s, r->debtor.code);
	for (size_t i = 0; i < r->transfer_count; i++) {
		add_number(s, r->transfers[i].index);
		add_number(s, r->transfers[i].amount);
		add_text(s, r->transfers[i].iur);
		add_text(s, r->transfers[i].creditor);
	}
	return sha256_finish(s);
}
