/* The channel `receipts`: what the Node says was paid on single positions. */
#include "intake/receipts.h"

#include "formats/receipt.h"
#include "intake/booking.h"
#include "ledger/receipts.h"

/* A receipt that was read, waiting to be booked. */
struct read_receipt {
	struct read_receipt *next;
	const struct booking_member *member;
	struct receipt receipt;
	struct sha256_hex digest;
	uint64_t number; /* in the file */
	int64_t row;     /* as the ledger keeps it */
};

struct read_receipts {
	struct read_receipt *first, *last;
};

/* Whether a finding about this row forbids to book it. */
static bool
is_row_refused(const struct booking *b, int64_t row)
{
	for (size_t i = b->findings.count; i > 0; i--) {
		const struct finding *f = &b->findings.items[i - 1];

		if (place_to_row(f->place) < row)
			break;
		if (place_to_row(f->place) == row && f->kind->severity == FINDING_ROW)
			return true;
	}
	return false;
}

/* Something of the receipt is for this creditor. */
static bool
is_ours(const struct booking *b, const struct receipt *r)
{
	struct str code = b->in->creditor->fiscal_code;

	if (r->transfer_count == 0)
		return r->domain.len == 0 || str_equal(r->domain, code);
	for (size_t i = 0; i < r->transfer_count; i++)
		if (receipt_transfer_is_ours(r, &r->transfers[i], code))
			return true;
	return str_equal(r->domain, code);
}

static void
keep_receipt(struct booking *b, const struct receipt *r, uint64_t number, int64_t row)
{
	struct read_receipts *list = b->content;
	struct read_receipt *mine = arena_new(b->in->arena, struct read_receipt);

	mine->member = b->member;
	mine->receipt = *r;
	mine->digest = receipt_digest(r);
	mine->number = number;
	mine->row = row;
	if (list->last == NULL)
		list->first = mine;
	else
		list->last->next = mine;
	list->last = mine;
}

static void
take_receipt(struct booking *b, const struct receipt *r, uint64_t number)
{
	int64_t row = booking_row(b, number);

	tally_add(&b->read, r->total);
	if (!is_ours(b, r))
		booking_finding(b, "RECEIPT_OTHER_CREDITOR", number, r->domain)
		    ->expected = b->in->creditor->fiscal_code;
	if (is_row_refused(b, row))
		booking_refuse_row(b, number,
		    (const struct str[]){r->id, r->iuv, r->domain, r->debtor.code}, 4,
		    r->total);
	else
		keep_receipt(b, r, number, row);
}

static int
read_receipts(struct booking *b, const struct input *in, struct err *e)
{
	struct receipt_reader *reader;
	struct receipt r;
	uint64_t number = 0;
	size_t told = 0;
	int got;

	b->in->file.reader = STR("receipt");
	if (b->content == NULL)
		b->content = arena_new(b->in->arena, struct read_receipts);
	if (receipt_open(&reader, in, b->in->arena, e) != 0)
		return -1;
	do {
		const struct findings *list = receipt_findings(reader);

		got = receipt_next(reader, &r, e);
		for (; told < list->count; told++)
			booking_take_finding(b, &list->items[told]);
		if (got > 0)
			take_receipt(b, &r, ++number);
	} while (got > 0);
	receipt_close(reader);
	return got;
}

static int
write_receipt(struct booking *b, const struct read_receipt *r,
    const struct receipt_versions *v, struct err *e)
{
	struct receipt_booking record = {
	    .creditor = b->in->creditor->id,
	    .creditor_code = b->in->creditor->fiscal_code,
	    .revision = v->count + 1,
	    .current = v->standing == 0 || v->arrives_later,
	    .digest = r->digest,
	    .file = b->in->file.id,
	    .row = r->row,
	    .now = b->in->file.booked_at,
	};
	int64_t id = 0;

	record.replaces = record.current ? v->standing : 0;
	return receipt_insert(b->in->db, &r->receipt, &record, &id, e);
}

static int
place_one(struct booking *b, const struct read_receipt *r, struct err *e)
{
	struct receipt_versions v = {.count = 0};

	if (b->in->db != NULL &&
	    receipt_find(
		b->in->db, b->in->creditor->id, &r->receipt, &r->digest, &v, e) != 0)
		return -1;
	tally_add(v.known ? &b->unchanged : &b->booked, r->receipt.total);
	if (v.known)
		return 0;
	if (v.standing != 0) {
		b->member = r->member;
		booking_finding(b, "RECEIPT_REVISED", r->number, r->receipt.id);
	}
	return b->writes ? write_receipt(b, r, &v, e) : 0;
}

static int
place_receipts(struct booking *b, struct err *e)
{
	const struct read_receipts *list = b->content;

	for (const struct read_receipt *r = list->first; r != NULL; r = r->next)
		if (place_one(b, r, e) != 0)
			return -1;
	return 0;
}

static const struct booking_kind kind = {read_receipts, place_receipts};

int
receipts_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	return booking_check(in, &kind, sink, e);
}

int
receipts_judge(struct intake *in, struct err *e)
{
	return booking_judge(in, &kind, e);
}

int
receipts_book(struct intake *in, struct err *e)
{
	return booking_book(in, e);
}
