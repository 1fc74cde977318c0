/* The channel `mail-receipts`: one .eml file is one receipt, about one or more recipients
 * of a message that left from here. */
#include "intake/mail_receipts.h"

#include "formats/pec.h"
#include "intake/booking.h"
#include "ledger/mail_receipts.h"

static int
read_message(struct booking *b, const struct input *in, struct err *e)
{
	struct delivery_receipts *list =
	    arena_new(b->in->arena, struct delivery_receipts);
	int got = receipt_message_read(list, b->in->arena, in->bytes, e);

	b->in->file.reader = STR("mail-receipt");
	if (got < 0)
		return -1;
	if (got == 0)
		return err_file(e, "MAIL_NO_RECEIPT", "%.*s", STR_ARG(b->in->file.name));
	b->content = list;
	for (size_t i = 0; i < list->count; i++)
		tally_add(&b->read, 0);
	return 0;
}

static int
write_receipt(struct booking *b, const struct delivery_receipt *r, int64_t artefact,
    struct str recipient, struct err *e)
{
	struct mail_receipt record = {
	    .artefact = artefact,
	    .recipient = r->recipient.len > 0 ? r->recipient : recipient,
	    .kind = str_of(receipt_kind_name(r->kind)),
	    .at = r->at > 0 ? arena_str(b->in->arena, str_of(instant_iso(r->at).text))
			    : STR(""),
	    .reason = r->reason,
	    .error = r->error,
	    .provider_id = r->provider_id,
	    .file = b->in->file.id,
	    .booked_at = b->in->file.booked_at,
	};
	int known = mail_receipt_is_known(b->in->db, &record, e);

	if (known < 0)
		return -1;
	tally_add(known > 0 ? &b->unchanged : &b->booked, 0);
	return known > 0 || !b->writes
	    ? 0
	    : mail_receipt_insert(b->in->db, b->in->creditor->id, &record, e);
}

static int
place_one(
    struct booking *b, const struct delivery_receipt *r, uint64_t row, struct err *e)
{
	struct str recipient = {0};
	int64_t artefact = 0;
	int got = 0;

	if (b->in->db != NULL && r->message_id.len > 0)
		got = mail_artefact_find(b->in->db, b->in->creditor->id, r->message_id,
		    &artefact, &recipient, b->in->arena, e);
	if (got < 0)
		return -1;
	if (got > 0)
		return write_receipt(b, r, artefact, recipient, e);
	booking_finding(b, "MAIL_RECEIPT_STRANGE", row, r->message_id);
	booking_refuse_row(b, row,
	    (const struct str[]){
		r->message_id, r->recipient, str_of(receipt_kind_name(r->kind))},
	    3, 0);
	return 0;
}

static int
place_receipts(struct booking *b, struct err *e)
{
	const struct delivery_receipts *list = b->content;

	for (size_t i = 0; i < list->count; i++)
		if (place_one(b, &list->items[i], i + 1, e) != 0)
			return -1;
	return 0;
}

static const struct booking_kind kind = {read_message, place_receipts};

int
mail_receipts_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	return booking_check(in, &kind, sink, e);
}

int
mail_receipts_judge(struct intake *in, struct err *e)
{
	return booking_judge(in, &kind, e);
}

int
mail_receipts_book(struct intake *in, struct err *e)
{
	return booking_book(in, e);
}
