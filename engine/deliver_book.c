/* How deliveries ended: in the outbox, in the audit chain, and on the courier as a whole.
 */
#include "delivering.h"

#include "base/log.h"
#include "ledger/audit.h"

enum { FOLLOW_SECONDS = 5 }; /* before an accepted upload is asked about */

/* Couriers that failed together do not return together. */
static uint64_t
seed_of(struct str name)
{
	uint64_t seed = 0;

	for (size_t i = 0; i < name.len; i++)
		seed = seed * 31 + (unsigned char)name.ptr[i];
	return seed;
}

int
courier_note_trouble(struct db *db, struct str name, struct courier_record *r,
    const struct err *why, int64_t wish_ms, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	int64_t wait;

	r->failures++;
	r->is_held = why->kind != ERR_RETRY ||
	    retry_is_over(&retry_standard, (uint32_t)r->failures);
	wait =
	    retry_wait_ms(&retry_standard, (uint32_t)r->failures, seed_of(name), wish_ms);
	r->next_at = clock_now() + (wait + 999) / 1000;
	r->code = str_of(why->code);
	r->last_error = str_of(why->text);
	log_warn("courier %.*s: %s%s", STR_ARG(name), why->text,
	    r->is_held ? "; it waits for a person (riscontro status)" : "");
	return courier_record_write(db, name, r, str_of(now.text), e);
}

int
delivering_note_trouble(struct delivering *d, const struct err *why, struct err *e)
{
	struct err *kept = arena_new(&d->arena, struct err);

	*kept = *why;
	d->stops = true;
	return courier_note_trouble(d->db, d->conf->name, &d->record, kept, 0, e);
}

static int
end_well(struct delivering *d, struct audit *audit, const struct outbox_item *item,
    const struct parcel *p, struct err *e)
{
	const struct delivery *r = &p->result;
	bool follows = str_is(d->conf->kind, "https") && r->reference.len > 0;
	struct outbox_end end = {.state = follows ? "following" : "sent",
	    .next_at = follows ? clock_now() + FOLLOW_SECONDS : 0,
	    .code = r->code,
	    .seen = str_of(r->text),
	    .reference = r->reference,
	    .done_at = delivering_now(&d->turn)};
	struct str detail = arena_format(&d->turn, "courier %.*s, sha256 %s%s%.*s",
	    STR_ARG(d->conf->name), p->sha256.text, r->reference.len > 0 ? ", " : "",
	    STR_ARG(r->reference));

	d->done++;
	if (outbox_finish(d->db, item->id, &end, e) != 0)
		return -1;
	return audit_add(audit, "delivery.sent", item->creditor, p->name, detail, e);
}

/* App IO knows no number of ours: a message that may have arrived is not repeated
 * without a person. */
static bool
may_be_there(const struct delivering *d, const struct parcel *p)
{
	return p->result.uncertain && str_is(d->conf->kind, "appio");
}

static bool
must_ask(const struct delivering *d, const struct parcel *p, int64_t attempts)
{
	return p->result.state == DELIVERY_PERMANENT || may_be_there(d, p) ||
	    retry_is_over(&retry_standard, (uint32_t)attempts);
}

static int
end_badly(struct delivering *d, struct audit *audit, const struct outbox_item *item,
    const struct parcel *p, struct err *e)
{
	const struct delivery *r = &p->result;
	int64_t attempts = item->attempts + 1,
		wait = retry_wait_ms(
		    &retry_standard, (uint32_t)attempts, (uint64_t)item->id, r->wait_ms);
	bool asks = must_ask(d, p, attempts);
	struct outbox_end end = {.state = asks ? "failed" : "waiting",
	    .next_at = clock_now() + (wait + 999) / 1000,
	    .code = may_be_there(d, p) ? "APPIO_UNCERTAIN" : r->code,
	    .seen = str_of(r->text),
	    .is_uncertain = r->uncertain};

	if (outbox_finish(d->db, item->id, &end, e) != 0)
		return -1;
	if (!asks)
		return 0;
	d->someone_is_asked = true;
	return audit_add(audit, "delivery.failed", item->creditor, p->name,
	    arena_format(&d->turn, "courier %.*s, sha256 %s, %s", STR_ARG(d->conf->name),
		p->sha256.text, r->code != NULL ? r->code : r->text),
	    e);
}

int
delivering_book(struct delivering *d, const struct outbox_item *items,
    const struct parcel *parcels, size_t count, struct err *e)
{
	const struct delivery *holds = NULL;
	struct audit audit;
	struct err why;

	if (db_begin(d->db, e) != 0)
		return -1;
	if (audit_open(&audit, d->db, clock_now(), e) != 0)
		goto undo;
	for (size_t i = 0; i < count; i++) {
		const struct parcel *p = &parcels[i];
		int status = 0;

		if (p->result.state == DELIVERY_DONE)
			status = end_well(d, &audit, &items[i], p, e);
		else if (delivery_is_held(&p->result))
			holds = &p->result;
		else
			status = end_badly(d, &audit, &items[i], p, e);
		if (status != 0)
			goto undo;
	}
	if (holds != NULL) {
		err_code(&why, ERR_CONF, holds->code, "%s", holds->text);
		if (delivering_note_trouble(d, &why, e) != 0)
			goto undo;
	}
	return db_commit(d->db, e);
undo:
	db_rollback(d->db);
	return -1;
}
