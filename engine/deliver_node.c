/* Uploads to the Node after they were accepted: followed to their report, which is booked
 * per position. */
#include "delivering.h"

#include "ledger/audit.h"
#include "outlet/node_delivery.h"

enum {
	FOLLOW_MOST = 64, /* uploads asked about in one turn */
	AGAIN_SECONDS = 10,
	KNOWN_MOST = 10000,
};

static const char *
outcome_word(enum node_outcome outcome)
{
	static const char *const words[] = {
	    [NODE_OUTCOME_DONE] = "done",
	    [NODE_OUTCOME_EXISTS] = "exists",
	    [NODE_OUTCOME_NOT_FOUND] = "not_found",
	    [NODE_OUTCOME_REFUSED] = "refused",
	    [NODE_OUTCOME_ERROR] = "error",
	};

	return words[outcome];
}

/* A position that exists is well when its upload was sent twice: it came with the first.
 */
static const char *
outcome_of(const struct outbox_item *item, const struct node_report_row *row)
{
	return row->outcome == NODE_OUTCOME_EXISTS && item->attempts > 1
	    ? "done"
	    : outcome_word(row->outcome);
}

/* What was not taken is told in a file of its own beside the requests. */
static int
ask_for_report(struct delivering *d, const struct outbox_item *item, struct err *e)
{
	struct batch b = {.creditor = item->creditor,
	    .outlet = STR("node"),
	    .operation = arena_format(&d->turn, "outcome-%jd", (intmax_t)item->id),
	    .file = item->file,
	    .created_at = delivering_now(&d->turn)};

	return batch_insert(d->db, &b, e);
}

static int
end_booked(struct delivering *d, const struct outbox_item *item, struct str detail,
    struct err *e)
{
	struct outbox_end end = {.state = "sent", .done_at = delivering_now(&d->turn)};
	struct audit audit;
	int64_t refused = 0;

	if (node_results_count_refused(d->db, item->id, &refused, e) != 0)
		return -1;
	d->someone_is_asked |= refused > 0;
	if ((refused > 0 && ask_for_report(d, item, e) != 0) ||
	    outbox_finish(d->db, item->id, &end, e) != 0 ||
	    audit_open(&audit, d->db, clock_now(), e) != 0)
		return -1;
	return audit_add(&audit, "node.report", item->creditor, item->artefact.name,
	    arena_format(
		&d->turn, "%.*s, %jd not taken", STR_ARG(detail), (intmax_t)refused),
	    e);
}

int
delivering_end_node(struct delivering *d, const struct outbox_item *item,
    struct str detail, struct err *e)
{
	if (db_begin(d->db, e) != 0)
		return -1;
	if (end_booked(d, item, detail, e) == 0)
		return db_commit(d->db, e);
	db_rollback(d->db);
	return -1;
}

static int
book_rows(struct delivering *d, const struct outbox_item *item,
    const struct node_report *report, struct err *e)
{
	struct str now = delivering_now(&d->turn);

	for (size_t i = 0; i < report->count; i++) {
		const struct node_report_row *row = &report->rows[i];

		if (node_result_insert(d->db, item, row->iupd, row->status,
			outcome_of(item, row), row->message, now, e) != 0)
			return -1;
	}
	return end_booked(d, item,
	    arena_format(&d->turn, "upload %.*s, %zu positions", STR_ARG(item->reference),
		report->count),
	    e);
}

static int
book_report(struct delivering *d, const struct outbox_item *item,
    const struct node_report *report, struct err *e)
{
	if (db_begin(d->db, e) != 0)
		return -1;
	if (book_rows(d, item, report, e) == 0)
		return db_commit(d->db, e);
	db_rollback(d->db);
	return -1;
}

/* Not yet, or not to be had now; what only a person can mend fails. */
static int
ask_later(struct delivering *d, const struct outbox_item *item, int64_t wait_ms,
    const struct err *why, struct err *e)
{
	int64_t wait = wait_ms > 0 ? (wait_ms + 999) / 1000 : AGAIN_SECONDS;
	bool asks = why != NULL && why->kind != ERR_RETRY;
	struct outbox_end end = {.state = asks ? "failed" : "following",
	    .next_at = clock_now() + wait,
	    .code = why != NULL ? why->code : NULL,
	    .seen = why != NULL ? str_of(why->text) : (struct str){0},
	    .done_at = delivering_now(&d->turn)};

	d->someone_is_asked |= asks;
	return outbox_finish(d->db, item->id, &end, e);
}

static int
follow_one(struct delivering *d, const struct outbox_item *item, struct err *e)
{
	struct node_report report;
	struct err why;
	int64_t wait_ms = 0;
	int got = node_upload_report(&d->link, item->reference, &report, &wait_ms, &why);

	if (got > 0)
		return book_report(d, item, &report, e);
	return ask_later(d, item, wait_ms, got < 0 ? &why : NULL, e);
}

int
delivering_follow(struct delivering *d, struct err *e)
{
	struct outbox_item *items;
	size_t count;

	arena_reset(&d->turn);
	if (outbox_pick_following(d->db, d->conf->name, clock_now(), FOLLOW_MOST, &items,
		&count, &d->turn, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (follow_one(d, &items[i], e) != 0)
			return -1;
	return 0;
}

/* Looks for one; 1 when it was found and booked. */
static int
find_one(
    struct delivering *d, const struct outbox_item *item, struct parcel *p, struct err *e)
{
	struct date_text day = date_iso(date_of_instant(clock_now()));
	struct str *known, reference;
	size_t count;
	struct err why;

	if (outbox_references(
		d->db, d->conf->name, KNOWN_MOST, &known, &count, &d->turn, e) != 0)
		return -1;
	if (node_upload_find(
		&d->link, p, str_of(day.text), known, count, &reference, &why) <= 0)
		return 0;
	courier_done(p);
	p->result.reference = reference;
	return delivering_book(d, item, p, 1, e) == 0 ? 1 : -1;
}

int
delivering_find_lost(struct delivering *d, struct outbox_item *items,
    struct parcel *parcels, size_t *count, struct err *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		/* A worker that was killed left no word of its answer. */
		bool looks = items[i].attempts > 0 || items[i].is_uncertain;
		int found = looks ? find_one(d, &items[i], &parcels[i], e) : 0;

		if (found < 0)
			return -1;
		if (found > 0)
			continue;
		items[kept] = items[i];
		parcels[kept++] = parcels[i];
	}
	*count = kept;
	return 0;
}
