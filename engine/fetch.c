/* A turn of a fetcher: connect, tidy what was booked, look for what is new; and when the
 * next turn is. */
#include "fetch.h"

#include "base/log.h"
#include "delivering.h"
#include "fetching.h"
#include "intake/intake.h"
#include "ledger/audit.h"
#include "spool/folder.h"
#include "spool/https.h"

#include <unistd.h>

enum { TURN_MILLISECONDS = 120000 }; /* then the worker makes room for a fresh one */

static const struct fetch_kind *const kinds[] = {
    &fetch_sftp, &fetch_imap, &fetch_flows, &fetch_receipts, NULL};

static const struct fetch_kind *
kind_find(struct str name)
{
	for (const struct fetch_kind *const *k = kinds; *k != NULL; k++)
		if (str_is(name, (*k)->name))
			return *k;
	BUG("no kind of fetcher %.*s", STR_ARG(name));
}

static bool
has_setting(const struct delivery_plan *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (str_is(p->settings[i].name, name))
			return true;
	return false;
}

/* The service needs the creditor's fiscal code unless another is told. */
static void
add_organization(struct delivery_plan *p, struct str fiscal_code, struct arena *a)
{
	struct setting *all;

	if (has_setting(p, "organization"))
		return;
	all = arena_new_array(a, p->count + 1, struct setting);
	memcpy(all, p->settings, p->count * sizeof *all);
	all[p->count++] = (struct setting){STR("organization"), fiscal_code};
	p->settings = all;
}

/* Keys that a courier has and a fetcher has not, or has under another name. */
static int
check_plan(const struct delivery_plan *p, const struct conf_fetcher *c, struct err *e)
{
	if (p->cutoff >= 0 || p->throttle.per_minute > 0 || p->throttle.per_day > 0)
		return err_set(e, ERR_CONF,
		    "fetcher %.*s: cutoff, per_minute and per_day are for couriers; "
		    "fetchers have every, quiet and most_files",
		    STR_ARG(c->link.name));
	if (str_is(c->link.kind, "sftp") && has_setting(p, "folder"))
		return err_set(e, ERR_CONF,
		    "fetcher %.*s: folder is where couriers send; folders = [ ... ] says "
		    "where to look",
		    STR_ARG(c->link.name));
	return 0;
}

int
fetch_plan_read(struct delivery_plan *p, const struct courier **courier,
    const struct conf *conf, const struct conf_fetcher *c, struct arena *a, struct err *e)
{
	const struct conf_creditor *creditor = conf_creditor_find(conf, c->creditor);
	struct str hosts = arena_format(a, "%.*s/.ledger/hosts", STR_ARG(conf->spool));

	*courier = kind_find(c->link.kind)->courier;
	if (delivery_plan_read(p, &c->link, *courier, conf->path, hosts, a, e) != 0 ||
	    check_plan(p, c, e) != 0)
		return -1;
	if ((*courier)->keys == HTTPS_KEYS)
		add_organization(p, creditor->fiscal_code, a);
	return 0;
}

static int
read_plan(struct fetching *f, struct err *e)
{
	const struct courier *courier;

	return fetch_plan_read(&f->plan, &courier, &f->g->conf, f->conf, &f->arena, e);
}

static void
begin(struct fetching *f, const struct engine *g, const struct conf_fetcher *c)
{
	const struct conf_creditor *creditor = conf_creditor_find(&g->conf, c->creditor);

	*f = (struct fetching){.g = g,
	    .conf = c,
	    .kind = kind_find(c->link.kind),
	    .channel = conf_channel_find(creditor, c->channel),
	    .folder = -1,
	    .until = clock_monotonic() + TURN_MILLISECONDS};
}

static int
read_records(struct fetching *f, struct err *e)
{
	return courier_record_read(f->db, f->conf->link.name, &f->record, &f->arena, e) ==
		    0 &&
		fetcher_record_read(f->db, f->conf->link.name, &f->looks, &f->arena, e) ==
		    0
	    ? 0
	    : -1;
}

/* The next look, or at once when something is to be tidied; not before the partner's own
 * time after a failure, nor in quiet hours. */
static int
due_of(struct fetching *f, int64_t now, int64_t *at, struct err *e)
{
	static const struct throttle_count none;
	struct err ignored;
	int64_t tidy_at = 0;
	int tidies;

	if (read_records(f, e) != 0)
		return -1;
	if (f->record.is_held)
		return 0;
	tidies = fetched_due(f->db, f->conf->link.name, &tidy_at, e);
	if (tidies < 0)
		return -1;
	*at = f->looks.next_at;
	if (tidies > 0 && tidy_at < *at)
		*at = tidy_at;
	if (*at < f->record.next_at)
		*at = f->record.next_at;
	if (read_plan(f, &ignored) == 0) /* else the worker will tell why */
		*at = delivery_plan_from(&f->plan, &none, now > *at ? now : *at);
	return 1;
}

int
fetch_due(const struct engine *g, struct db *db, const struct conf_fetcher *c,
    int64_t now, int64_t *at, struct err *e)
{
	struct fetching f;
	int got;

	begin(&f, g, c);
	f.db = db;
	got = due_of(&f, now, at, e);
	arena_close(&f.arena);
	return got;
}

static int
open_folder(struct fetching *f, struct err *e)
{
	const struct conf_creditor *c =
	    conf_creditor_find(&f->g->conf, f->conf->creditor);
	int base = engine_creditor_folder(f->g, c, e);

	if (base < 0)
		return -1;
	f->folder = folder_open_configured(
	    base, engine_channel_path(f->channel, &f->arena), FOLDER_MAKE, e);
	close(base);
	return f->folder < 0 ? -1 : publish_sweep(f->folder, NULL, e);
}

/* The end of a thing's way: the row, and the event. */
static int
end_one(struct fetching *f, const struct fetch_decided *d, const char *state,
    const char *event, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct audit audit;
	struct str detail = arena_format(&f->arena,
	    "fetcher %.*s, %.*s, sha256 %.*s, %.*s", STR_ARG(f->conf->link.name),
	    STR_ARG(d->remote), STR_ARG(d->sha256), STR_ARG(f->conf->after));

	if (db_begin(f->db, e) != 0)
		return -1;
	if (fetched_end(f->db, d->id, state, str_of(now.text), e) == 0 &&
	    audit_open(&audit, f->db, clock_now(), e) == 0 &&
	    audit_add(&audit, event, f->conf->creditor, d->name, detail, e) == 0)
		return db_commit(f->db, e);
	db_rollback(f->db);
	return -1;
}

/* A thing that cannot be tidied now is left there until the next look. */
static int
tidy_one(
    struct fetching *f, const struct fetch_decided *d, struct err *why, struct err *e)
{
	bool tidies = d->is_booked && f->kind->tidy != NULL;

	if (!d->is_booked)
		return end_one(f, d, "refused", "fetch.refused", e);
	if (tidies && f->kind->tidy(f, d, why) != 0) {
		if (fetching_is_lost(why))
			return 1;
		fetching_tell(f, d->remote, why);
		return fetched_put_off(
		    f->db, d->id, clock_now() + f->conf->every * INT64_C(60), e);
	}
	f->tally.tidied += tidies;
	return end_one(f, d, "done", "fetch.done", e);
}

static int
read_decided(struct fetching *f, struct fetch_decided **list, size_t *count, int64_t now,
    struct err *e)
{
	struct rows rows;
	size_t room = 64;
	int got;

	*list = arena_new_array(&f->arena, room, struct fetch_decided);
	*count = 0;
	if (fetched_decided(f->db, &rows, f->conf->link.name, now, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0 && *count < room)
		(*list)[(*count)++] = (struct fetch_decided){
		    .id = row_int(&rows, 0),
		    .remote = arena_str(&f->arena, row_text(&rows, 1)),
		    .size = row_int(&rows, 2),
		    .modified = row_int(&rows, 3),
		    .name = arena_str(&f->arena, row_text(&rows, 4)),
		    .sha256 = arena_str(&f->arena, row_text(&rows, 5)),
		    .is_booked = row_int(&rows, 6) > 0,
		};
	rows_close(&rows);
	return got < 0 ? -1 : 0;
}

/* Tidies what the ledger has decided about, a handful at a time: 0, 1 with *why when the
 * connection is gone, -1. */
static int
tidy_all(struct fetching *f, struct err *why, struct err *e)
{
	struct fetch_decided *list;
	size_t count = 1;

	while (count > 0 && clock_monotonic() < f->until) {
		if (read_decided(f, &list, &count, clock_now(), e) != 0)
			return -1;
		for (size_t i = 0; i < count; i++) {
			int status = tidy_one(f, &list[i], why, e);

			if (status != 0)
				return status;
		}
	}
	return 0;
}

/* The connection works: what was wrong with it is over. */
static int
note_well(struct fetching *f, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());

	if (f->record.failures == 0 && !f->record.is_held &&
	    f->record.last_error.len == 0)
		return 0;
	f->record = (struct courier_record){0};
	return courier_record_write(
	    f->db, f->conf->link.name, &f->record, str_of(now.text), e);
}

static int
note_look(struct fetching *f, struct err *e)
{
	struct instant_text now = instant_iso(clock_now());
	struct fetcher_record *r = &f->looks;

	r->next_at = f->tally.more ? 0 : clock_now() + f->conf->every * INT64_C(60);
	r->looked_at = str_of(now.text);
	r->taken = f->tally.taken;
	if (f->tally.taken > 0)
		log_info("fetcher %.*s: %jd files taken", STR_ARG(f->conf->link.name),
		    (intmax_t)f->tally.taken);
	return fetcher_record_write(f->db, f->conf->link.name, r, e);
}

/* 0, 1 with *why when the partner as a whole is in the way, -1. */
static int
use_link(struct fetching *f, bool looks, struct err *why, struct err *e)
{
	struct fetcher_record before = f->looks;
	int status;

	if (looks)
		f->looks = (struct fetcher_record){0};
	status = tidy_all(f, why, e);
	if (status == 0 && !looks && f->tally.failed > 0)
		status = fetcher_record_write(f->db, f->conf->link.name, &f->looks, e);
	if (status != 0 || !looks)
		return status;
	if (f->kind->look(f, why) != 0) {
		f->looks = before;
		return 1;
	}
	status = note_well(f, e);
	return status == 0 ? note_look(f, e) : status;
}

static int
connect_and_fetch(struct fetching *f, bool looks, struct err *e)
{
	struct err why = {.kind = ERR_NONE};
	int status = 1;

	if (read_plan(f, &why) == 0 && open_folder(f, &why) == 0 &&
	    courier_open(&f->link, f->kind->courier, f->plan.settings, f->plan.count,
		&f->arena, &why) == 0) {
		status = use_link(f, looks, &why, e);
		courier_close(&f->link);
	}
	if (status <= 0)
		return status;
	f->tally.stands = true;
	return courier_note_trouble(
	    f->db, f->conf->link.name, &f->record, &why, f->wish_ms, e);
}

static int
work(struct fetching *f, bool at_once, struct err *e)
{
	bool looks;

	if (read_records(f, e) != 0)
		return -1;
	if (at_once)
		f->record.is_held = false;
	if (f->record.is_held)
		return 0;
	looks = at_once || f->looks.next_at <= clock_now();
	return connect_and_fetch(f, looks, e);
}

int
fetch_work(const struct engine *g, const struct conf_fetcher *c, bool at_once,
    int64_t *items_done, struct fetch_tally *tally, struct err *e)
{
	struct fetching f;
	int status;

	begin(&f, g, c);
	f.done = items_done;
	if (engine_db(g, &f.db, e) != 0)
		return -1;
	status = work(&f, at_once, e);
	db_close(f.db);
	if (f.folder >= 0)
		close(f.folder);
	*tally = f.tally;
	arena_close(&f.arena);
	return status;
}
