/* The attempt itself: deliveries are made ready in one transaction, then each courier
 * carries its own. Beside a running engine they are only made ready, since two couriers
 * at once would carry everything twice. */
#include "command/send_now.h"
#include "deliver.h"
#include "ledger/audit.h"
#include "ledger/deliveries.h"
#include "ledger/mail_receipts.h"
#include "ship.h"

#include <stdio.h>
#include <time.h>

enum {
	ENGINE_MILLISECONDS = 75000, /* the running engine looks at least once a minute */
	LOOK_MILLISECONDS = 300,
};

int
send_write(struct send *s, struct err *e)
{
	for (size_t i = 0; i < s->word_count; i++) {
		int64_t *list;
		size_t count;

		if (sending_unwritten(s->db, s->by, s->words[i], &list, &count,
			s->context->arena, e) != 0)
			return -1;
		for (size_t k = 0; k < count && !s->asks && !s->dry; k++)
			if (ship_batch(&s->g, s->db, list[k], NULL, e) != 0)
				return -1;
		if (s->asks || s->dry)
			s->unwritten += count;
	}
	return 0;
}

/* The courier's own trouble is forgotten: a person wants it tried now. */
static int
open_courier(struct send *s, struct str name, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct courier_record r;

	if (courier_record_read(s->db, name, &r, s->context->arena, e) != 0)
		return -1;
	if (!r.is_held && r.failures == 0 && r.last_error.len == 0)
		return 0;
	r = (struct courier_record){0};
	return courier_record_write(s->db, name, &r, str_of(now.text), e);
}

static int
make_item_ready(struct send *s, const struct send_item *item, struct err *e)
{
	const struct sending *d = &item->delivery;
	int status;

	if (!send_item_leaves(item))
		return 0;
	status = item->fate == FATE_AGAIN ? mail_resend(s->db, d->outbox, d->batch, e)
					  : sending_make_ready(s->db, d->outbox, e);
	return status == 0 ? open_courier(s, d->courier, e) : status;
}

static size_t
count_leaving(const struct send *s)
{
	size_t count = 0;

	for (size_t i = 0; i < s->count; i++)
		count += send_item_leaves(&s->items[i]);
	return count;
}

static int
make_ready(struct send *s, size_t leaving, struct err *e)
{
	struct audit audit;
	struct str detail = arena_format(s->context->arena, "%zu deliveries%s%s", leaving,
	    s->means == NULL ? "" : " by ", s->means == NULL ? "" : s->means);

	if (db_begin(s->db, e) != 0)
		return -1;
	for (size_t i = 0; i < s->count; i++)
		if (make_item_ready(s, &s->items[i], e) != 0)
			goto undo;
	if (audit_open(&audit, s->db, clock_now(), e) != 0 ||
	    audit_add(&audit, "outbox.send", s->creditor, s->words[0], detail, e) != 0)
		goto undo;
	return db_commit(s->db, e);
undo:
	db_rollback(s->db);
	return -1;
}

/* The batches of what leaves: before, those whose files must be written (again); after,
 * those of which nothing waits any more. */
static int
ship_batches(struct send *s, bool before, struct err *e)
{
	int64_t last = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct send_item *item = &s->items[i];
		int over;

		if (!send_item_leaves(item) || item->delivery.batch == last)
			continue;
		last = item->delivery.batch;
		over = before ? 0 : outbox_all_done(s->db, last, e);
		if (over < 0 ||
		    ((over || (before && item->fate == FATE_AGAIN) ||
			 (before && str_is(item->delivery.batch_state, "made"))) &&
			ship_batch(&s->g, s->db, last, NULL, e) != 0))
			return -1;
	}
	return 0;
}

static void
show_progress(void *context, int64_t done)
{
	const struct send *s = context;

	if (s->context->tty && !s->context->quiet)
		fprintf(stderr, "\r\033[K%jd/%zu ", (intmax_t)done, s->count);
}

static int
send_by(struct send *s, const struct conf_courier *c, struct err *e)
{
	struct deliver_choice choice = {
	    .ids = arena_new_array(s->context->arena, s->count + 1, int64_t),
	    .progress = show_progress,
	    .context = s};

	for (size_t i = 0; i < s->count; i++)
		if (send_item_leaves(&s->items[i]) &&
		    str_equal(s->items[i].delivery.courier, c->name))
			choice.ids[choice.count++] = s->items[i].delivery.outbox;
	if (choice.count == 0)
		return 0;
	return deliver_chosen(&s->g, c, &choice, e) < 0 ? -1 : 0;
}

static int
send_all(struct send *s, struct err *e)
{
	const struct conf *conf = &s->g.conf;
	int status = ship_batches(s, true, e);

	for (size_t i = 0; status == 0 && i < conf->courier_count; i++)
		status = send_by(s, &conf->couriers[i], e);
	if (s->context->tty && !s->context->quiet)
		fputs("\r\033[K", stderr);
	return status == 0 ? ship_batches(s, false, e) : status;
}

static int
read_again(struct send *s, bool *untried, struct err *e)
{
	struct arena *a = s->context->arena;

	*untried = false;
	for (size_t i = 0; i < s->count; i++) {
		struct send_item *item = &s->items[i];
		struct courier_record r;

		if (!send_item_leaves(item))
			continue;
		if (sending_read_again(s->db, &item->delivery, a, e) != 0 ||
		    courier_record_read(s->db, item->delivery.courier, &r, a, e) != 0)
			return -1;
		item->courier_code = r.code;
		item->courier_error = r.last_error;
		/* One whose file is being written again waits without a code. */
		*untried |= str_is(item->delivery.state, "waiting") &&
		    item->delivery.code.len == 0 && r.code.len == 0 &&
		    r.last_error.len == 0;
	}
	return 0;
}

/* Until the running engine has tried all, or for so long as it may take to notice. */
static int
wait_for_engine(struct send *s, struct err *e)
{
	const struct timespec pause = {.tv_nsec = LOOK_MILLISECONDS * 1000000L};
	int64_t until = clock_monotonic() + ENGINE_MILLISECONDS;
	bool untried = true;

	while (untried && clock_monotonic() < until) {
		(void)nanosleep(&pause, NULL);
		if (read_again(s, &untried, e) != 0)
			return -1;
	}
	return 0;
}

int
send_work(struct send *s, struct err *e)
{
	size_t leaving = count_leaving(s);
	bool untried;

	if (leaving == 0)
		return 0;
	if (make_ready(s, leaving, e) != 0)
		return -1;
	if (s->asks)
		return wait_for_engine(s, e);
	return send_all(s, e) == 0 ? read_again(s, &untried, e) : -1;
}
