/* Parts of flows that wait for the others. */
#include "ledger/flow_parts.h"

static const char select_waiting[] =
    "SELECT id, is_header, name, flow_id, declared_revision, made, psp, psp_name,"
    " settlement, settled_on, bic, receiver, declared_count, declared_cents, pages,"
    " page_list, payments, cents, file FROM flow_part WHERE creditor = ? AND state ="
    " 'waiting' ORDER BY id";
static const char select_part[] =
    "SELECT id, state FROM flow_part WHERE creditor = ? AND digest = ?";
static const char insert_part[] =
    "INSERT INTO flow_part (creditor, is_header, name, flow_id, declared_revision, made,"
    " psp, psp_name, settlement, settled_on, bic, receiver, declared_count,"
    " declared_cents, pages, page_list, payments, cents, digest, state, file, booked_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING"
    " id";
static const char assign_part[] = "UPDATE flow_part SET flow_id = ? WHERE id = ?";
static const char use_part[] = "UPDATE flow_part SET state = 'used' WHERE id = ?";
static const char drop_payments[] = "DELETE FROM flow_part_payment WHERE part = ?";
static const char insert_payment[] = "INSERT INTO flow_part_payment (part, number, iuv, "
				     "iur, transfer_index, cents, outcome,"
				     " paid_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
static const char select_payments[] =
    "SELECT number, iuv, iur, transfer_index, cents, outcome, paid_on FROM"
    " flow_part_payment WHERE part = ? ORDER BY number";

int
flow_parts_waiting(struct db *db, struct rows *rows, struct str creditor, struct err *e)
{
	return db_query(db, rows, select_waiting, DB(db_t(creditor)), e);
}

void
flow_part_read(const struct rows *rows, struct flow_part *part, struct arena *a)
{
	struct flow *f = &part->flow;

	*part = (struct flow_part){.id = row_int(rows, 0),
	    .is_header = row_int(rows, 1) != 0,
	    .name = arena_str(a, row_text(rows, 2)),
	    .pages = (uint64_t)row_int(rows, 14),
	    .list = arena_str(a, row_text(rows, 15)),
	    .payments = row_int(rows, 16),
	    .cents = row_int(rows, 17),
	    .file = row_int(rows, 18)};
	f->id = arena_str(a, row_text(rows, 3));
	f->revision = (uint64_t)row_int(rows, 4);
	(void)instant_parse(row_text(rows, 5), &f->made);
	f->sender.code = arena_str(a, row_text(rows, 6));
	f->sender.name = arena_str(a, row_text(rows, 7));
	f->settlement = arena_str(a, row_text(rows, 8));
	f->settled = row_date(rows, 9);
	f->bank = arena_str(a, row_text(rows, 10));
	f->receiver.domain = arena_str(a, row_text(rows, 11));
	f->count_told = !row_is_null(rows, 12);
	f->declared_count = (uint64_t)row_int(rows, 12);
	f->total_told = !row_is_null(rows, 13);
	f->declared_total = row_int(rows, 13);
}

int
flow_part_find(struct db *db, struct str creditor, const struct sha256_hex *digest,
    struct flow_part *part, struct err *e)
{
	struct rows rows;
	int got;

	if (db_query(db, &rows, select_part, DB(db_t(creditor), db_c(digest->text)), e) !=
	    0)
		return -1;
	got = rows_next(&rows, e);
	if (got > 0) {
		part->id = row_int(&rows, 0);
		part->used = str_is(row_text(&rows, 1), "used");
	}
	rows_close(&rows);
	return got;
}

int
flow_part_insert(
    struct db *db, struct str creditor, struct flow_part *part, struct err *e)
{
	const struct flow *f = &part->flow;
	struct instant_text made =
	    f->made == 0 ? (struct instant_text){""} : instant_iso(f->made);

	return db_number(db, insert_part,
		   DB(db_t(creditor), db_i(part->is_header), db_t(part->name),
		       db_t(f->id), db_i((int64_t)f->revision), db_c(made.text),
		       db_t(f->sender.code), db_t(f->sender.name), db_t(f->settlement),
		       db_d(f->settled), db_t(f->bank), db_t(flow_creditor(f)),
		       f->count_told ? db_i((int64_t)f->declared_count) : db_c(NULL),
		       f->total_told ? db_i(f->declared_total) : db_c(NULL),
		       db_i((int64_t)part->pages), db_t(part->list), db_i(part->payments),
		       db_i(part->cents), db_c(part->digest.text),
		       db_c(part->used ? "used" : "waiting"), db_i(part->file),
		       db_t(part->now)),
		   &part->id, e) < 0
	    ? -1
	    : 0;
}

int
flow_part_assign(struct db *db, int64_t part, struct str flow, struct err *e)
{
	return db_do(db, assign_part, DB(db_t(flow), db_i(part)), e);
}

int
flow_part_set_used(struct db *db, int64_t part, struct err *e)
{
	if (db_do(db, use_part, DB(db_i(part)), e) != 0)
		return -1;
	return db_do(db, drop_payments, DB(db_i(part)), e);
}

int
flow_part_payment_insert(
    struct db *db, int64_t part, const struct flow_payment *p, struct err *e)
{
	return db_do(db, insert_payment,
	    DB(db_i(part), db_i((int64_t)p->number), db_t(p->iuv), db_t(p->iur),
		db_i(p->index), db_i(p->amount), db_i(p->outcome), db_d(p->date)),
	    e);
}

int
flow_part_payments(struct db *db, struct rows *rows, int64_t part, struct err *e)
{
	return db_query(db, rows, select_payments, DB(db_i(part)), e);
}

void
flow_part_payment_read(const struct rows *rows, struct flow_payment *p, struct arena *a)
{
	*p = (struct flow_payment){.number = (uint64_t)row_int(rows, 0),
	    .iuv = arena_str(a, row_text(rows, 1)),
	    .iur = arena_str(a, row_text(rows, 2)),
	    .index = (uint32_t)row_int(rows, 3),
	    .amount = row_int(rows, 4),
	    .amount_told = true,
	    .outcome = (enum flow_outcome)row_int(rows, 5),
	    .date = row_date(rows, 6)};
}
