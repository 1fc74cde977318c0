/* The outbox and the couriers: attempts are noted before they are made and ended after,
 * so that a courier killed in between knows that something may lie there already. */
#include "deliver.h"

#include "delivering.h"
#include "outlet/couriers.h"
#include "spool/staging.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	TURN_MILLISECONDS = 120000, /* then the worker makes room for a fresh one */
	MANY = 512,                 /* parcels between bookings: of couriers with one
				       connection for many files */
	FEW = 8,                    /* of messages, which a crash would repeat */
	LOST_SECONDS = 5,           /* until a lost staging folder is written again */
};

struct str
delivering_now(struct arena *a)
{
	return arena_str(a, str_of(instant_iso(clock_now()).text));
}

static int
read_plan(struct delivering *d, struct err *e)
{
	d->courier = courier_find(d->conf->kind);
	if (d->courier == NULL)
		return err_set(e, ERR_CONF, "courier %.*s: this program has no kind %.*s",
		    STR_ARG(d->conf->name), STR_ARG(d->conf->kind));
	return delivery_plan_read(&d->plan, d->conf, d->courier, d->g->conf.path,
	    arena_format(&d->arena, "%.*s/.ledger/hosts", STR_ARG(d->g->conf.spool)),
	    &d->arena, e);
}

/* What left since a moment: for the limits. */
static int
count_sent(struct delivering *d, int64_t now, struct throttle_count *sent, struct err *e)
{
	int64_t midnight = rome_instant(date_of_instant(now), 0), minute = 0, day = 0;
	struct str first, ignored;

	*sent = (struct throttle_count){0};
	if (d->plan.throttle.per_minute == 0 && d->plan.throttle.per_day == 0)
		return 0;
	if (outbox_sent_since(d->db, d->conf->name,
		arena_str(&d->turn, str_of(instant_iso(now - 59).text)), &minute, &first,
		&d->turn, e) != 0 ||
	    outbox_sent_since(d->db, d->conf->name,
		arena_str(&d->turn, str_of(instant_iso(midnight).text)), &day, &ignored,
		&d->turn, e) != 0)
		return -1;
	sent->minute = (uint32_t)minute;
	sent->day = (uint32_t)day;
	if (!instant_parse(first, &sent->minute_oldest))
		sent->minute_oldest = now;
	return 0;
}

/* How many parcels the limits still admit, at most `most`. */
static size_t
room_left(const struct delivering *d, const struct throttle_count *sent, size_t most)
{
	const struct throttle *t = &d->plan.throttle;
	size_t room = most;

	if (t->per_minute > 0 && t->per_minute - sent->minute < room)
		room = t->per_minute - sent->minute;
	if (t->per_day > 0 && t->per_day - sent->day < room)
		room = t->per_day - sent->day;
	return room;
}

static size_t
handful(const struct delivering *d)
{
	return str_is(d->conf->kind, "sftp") || str_is(d->conf->kind, "ftp") ? MANY : FEW;
}

static int
due_of(struct delivering *d, int64_t now, int64_t *at, struct err *e)
{
	struct throttle_count sent;
	int64_t from;
	int got = outbox_due(d->db, d->conf->name, at, e);

	if (got <= 0)
		return got;
	if (courier_record_read(d->db, d->conf->name, &d->record, &d->turn, e) != 0)
		return -1;
	if (d->record.is_held)
		return 0;
	if (*at < d->record.next_at)
		*at = d->record.next_at;
	if (d->plan.settings == NULL) /* the worker will tell why */
		return 1;
	if (count_sent(d, now, &sent, e) != 0)
		return -1;
	from = delivery_plan_from(&d->plan, &sent, now > *at ? now : *at);
	if (from > *at && from > now)
		*at = from;
	return 1;
}

int
deliver_due(const struct engine *g, struct db *db, const struct conf_courier *c,
    int64_t now, int64_t *at, struct err *e)
{
	struct delivering d = {.g = g, .conf = c, .db = db};
	struct err wrong;
	int got;

	if (read_plan(&d, &wrong) != 0)
		d.plan.settings = NULL;
	got = due_of(&d, now, at, e);
	arena_close(&d.arena);
	arena_close(&d.turn);
	return got;
}

static int
note_connected(struct delivering *d, struct err *e)
{
	if (d->record.failures == 0 && d->record.last_error.len == 0)
		return 0;
	d->record = (struct courier_record){0};
	return courier_record_write(
	    d->db, d->conf->name, &d->record, delivering_now(&d->arena), e);
}

/* Opens a file when it is there whole (one that is being written again is shorter): 1, 0
 * when it is lost, -1. */
static int
open_whole(int folder, const char *name, int64_t size, int *fd, struct err *e)
{
	struct stat st;

	*fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*fd < 0)
		return errno == ENOENT ? 0 : err_errno(e, "%s", name);
	if (fstat(*fd, &st) == 0 && st.st_size == size)
		return 1;
	close(*fd);
	*fd = -1;
	return 0;
}

/* A file of a batch as it waits: the copy kept for remote couriers, or the staged file
 * itself when no folder takes it. 1, 0 when it is lost, -1. */
static int
open_waiting(struct delivering *d, const struct artefact *f, int *fd, struct err *e)
{
	char staging[32];
	struct err ignored;
	int folder, got;

	*fd = -1;
	snprintf(staging, sizeof staging, "out.%jd", (intmax_t)f->batch);
	folder = staging_open(d->g->work, str_of(staging), &ignored);
	if (folder < 0)
		return errno == EMFILE ? err_errno(e, "%s", staging) : 0;
	got = open_whole(folder,
	    arena_format(&d->turn, "keep/%.*s", STR_ARG(f->name)).ptr, f->size, fd, e);
	if (got == 0)
		got = open_whole(folder, arena_cstr(&d->turn, f->name), f->size, fd, e);
	close(folder);
	return got;
}

static const char *
method_of(struct str operation)
{
	return str_is(operation, "create") ? "POST"
	    : str_is(operation, "update")  ? "PUT"
	    : str_is(operation, "delete")  ? "DELETE"
					   : "";
}

static struct parcel
parcel_of(const struct outbox_item *item, int fd)
{
	const struct artefact *f = &item->artefact;

	return (struct parcel){
	    .name = f->name,
	    .fd = fd,
	    .size = (uint64_t)f->size,
	    .sha256 = f->sha256,
	    .recipient = f->recipient,
	    .method = str_of(method_of(item->operation)),
	    .rows = (uint64_t)f->items,
	    .again = item->attempts > 0,
	};
}

/* Notes that attempts begin. */
static int
begin_all(
    struct delivering *d, const struct outbox_item *items, size_t count, struct err *e)
{
	if (db_begin(d->db, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (outbox_begin(d->db, items[i].id, e) != 0) {
			db_rollback(d->db);
			return -1;
		}
	return db_commit(d->db, e);
}

/* The file is not where it waits: its batch is asked to write it again, and the delivery
 * waits for that. */
static int
ask_for_remake(struct delivering *d, const struct outbox_item *item, struct err *e)
{
	struct outbox_end end = {.state = "waiting",
	    .next_at = clock_now() + LOST_SECONDS,
	    .seen = STR("the file waits to be written again")};

	if (outbox_finish(d->db, item->id, &end, e) != 0)
		return -1;
	return batch_set_state(d->db, item->artefact.batch, "made", e);
}

/* Opens the files of the items; those that are lost are left out, and those for which no
 * descriptor is left wait for the next handful. */
static int
make_parcels(struct delivering *d, struct outbox_item *items, struct parcel *parcels,
    size_t *count, struct err *e)
{
	size_t kept = 0;
	int got = 0;

	for (size_t i = 0; i < *count && got >= 0; i++) {
		int fd;

		got = open_waiting(d, &items[i].artefact, &fd, e);
		if (got == 0)
			got = ask_for_remake(d, &items[i], e);
		else if (got > 0) {
			parcels[kept] = parcel_of(&items[i], fd);
			items[kept++] = items[i];
		}
	}
	*count = kept;
	return got < 0 && kept == 0 ? -1 : 0;
}

/* Up to `most` of the chosen deliveries. A manifest may go only after the others: it
 * stays in the list for the next handful. */
static int
pick_chosen(struct delivering *d, int64_t now, size_t most, struct outbox_item **items,
    size_t *count, struct err *e)
{
	struct deliver_choice *c = d->choice;
	int got = 0;

	*items = arena_new_array(&d->turn, most, struct outbox_item);
	*count = 0;
	for (size_t i = 0; i < c->count && *count < most && got >= 0; i++) {
		if (c->ids[i] == 0)
			continue;
		got = outbox_pick_one(
		    d->db, d->conf->name, now, c->ids[i], &(*items)[*count], &d->turn, e);
		if (got > 0) {
			c->ids[i] = 0;
			++*count;
		}
	}
	return got < 0 ? -1 : 0;
}

static int
pick_some(struct delivering *d, const struct throttle_count *sent, int64_t now,
    struct outbox_item **items, size_t *count, struct err *e)
{
	size_t most = room_left(d, sent, handful(d));

	return d->choice != NULL
	    ? pick_chosen(d, now, most, items, count, e)
	    : outbox_pick(d->db, d->conf->name, now, most, items, count, &d->turn, e);
}

/* One handful: 1 some were tried, 0 nothing is left to do now, -1. */
static int
deliver_some(struct delivering *d, struct err *e)
{
	struct outbox_item *items;
	struct parcel *parcels;
	struct throttle_count sent;
	size_t count, opened;
	int64_t now = clock_now();
	int fds[MANY], status;

	arena_reset(&d->turn);
	if (count_sent(d, now, &sent, e) != 0)
		return -1;
	if (delivery_plan_from(&d->plan, &sent, now) > now)
		return 0;
	if (pick_some(d, &sent, now, &items, &count, e) != 0)
		return -1;
	if (count == 0)
		return 0;
	parcels = arena_new_array(&d->turn, count, struct parcel);
	if (make_parcels(d, items, parcels, &count, e) != 0)
		return -1;
	opened = count;
	for (size_t i = 0; i < opened; i++)
		fds[i] = parcels[i].fd;
	status = str_is(d->conf->kind, "https")
	    ? delivering_send_singly(d, items, parcels, &count, e)
	    : 0;
	if (status == 0)
		status = begin_all(d, items, count, e);
	if (status == 0 && str_is(d->conf->kind, "https"))
		status = delivering_find_lost(d, items, parcels, &count, e);
	if (status == 0 && count > 0)
		courier_send(&d->link, parcels, count);
	for (size_t i = 0; i < opened; i++)
		close(fds[i]);
	if (status == 0)
		status = delivering_book(d, items, parcels, count, e);
	return status == 0 ? 1 : -1;
}

static int
deliver_for_a_while(struct delivering *d, int64_t *items_done, struct err *e)
{
	int64_t until = clock_monotonic() + TURN_MILLISECONDS;
	int got = str_is(d->conf->kind, "https") && delivering_follow(d, e) != 0 ? -1 : 1;

	while (got > 0 && !d->stops && (d->choice != NULL || clock_monotonic() < until)) {
		got = deliver_some(d, e);
		if (d->choice != NULL && d->choice->progress != NULL)
			d->choice->progress(d->choice->context, d->done);
		if (items_done != NULL)
			__atomic_store_n(items_done, d->done, __ATOMIC_RELAXED);
	}
	return got < 0 ? -1 : 0;
}

static int
connect_and_deliver(struct delivering *d, int64_t *items_done, struct err *e)
{
	struct err why;
	int status;

	if (read_plan(d, &why) != 0 ||
	    courier_open(&d->link, d->courier, d->plan.settings, d->plan.count, &d->arena,
		&why) != 0)
		return delivering_note_trouble(d, &why, e);
	status = note_connected(d, e);
	if (status == 0)
		status = deliver_for_a_while(d, items_done, e);
	courier_close(&d->link);
	return status;
}

static int
work(struct delivering *d, int64_t *items_done, struct err *e)
{
	int status;

	if (engine_db(d->g, &d->db, e) != 0)
		return -1;
	status = courier_record_read(d->db, d->conf->name, &d->record, &d->arena, e);
	if (status == 0 && !d->record.is_held)
		status = connect_and_deliver(d, items_done, e);
	db_close(d->db);
	arena_close(&d->turn);
	arena_close(&d->arena);
	if (status != 0)
		return -1;
	return d->someone_is_asked ? DELIVER_FAILED : DELIVER_WELL;
}

int
deliver_work(const struct engine *g, const struct conf_courier *c, int64_t *items_done,
    struct err *e)
{
	struct delivering d = {.g = g, .conf = c};

	return work(&d, items_done, e);
}

int
deliver_chosen(const struct engine *g, const struct conf_courier *c,
    struct deliver_choice *choice, struct err *e)
{
	struct delivering d = {.g = g, .conf = c, .choice = choice};

	return work(&d, NULL, e);
}
