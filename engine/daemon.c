/* The loop: each part says what it waits for, the loop sleeps, each part goes on. */
#include "daemon.h"

#include "base/log.h"
#include "crew.h"
#include "deliver.h"
#include "fetch.h"
#include "inbox.h"
#include "lateness.h"
#include "ledger/deliveries.h"
#include "progress.h"
#include "recover.h"
#include "retention.h"
#include "ship.h"
#include "spool/publish.h"
#include "spool/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* Milliseconds between looks for batches, while something is under way. */
enum { SHIP_EVERY = 1000 };

struct daemon {
	struct engine *g;
	struct daemon_options options;
	struct progress progress;
	struct daemon_tally *tally;
	struct inbox inbox;
	struct crew crew;
	struct arena arena;
	struct date kept_house; /* when the archive was last looked through */
	struct pollfd *polls;   /* of the crew, and of the watch */
	int64_t looked_at;  /* clock_monotonic of the last look at batches and outbox */
	int64_t ended;      /* ends of workers that were known then */
	int64_t partner_at; /* the instant when the next partner has work, 0: none */
	int64_t fetched;    /* ends of fetchers whose files were looked for */
};

static volatile sig_atomic_t told_to_stop;

static void
stop(int signal_number)
{
	(void)signal_number;
	told_to_stop = 1;
}

static void
listen_for_signals(void)
{
	struct sigaction action = {.sa_handler = stop};

	told_to_stop = 0;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
}

/* Tells systemd (sd_notify(3)); nobody listening is well. */
static void
notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t len = path == NULL ? 0 : strlen(path);
	int fd;

	if (len == 0 || len >= sizeof address.sun_path)
		return;
	memcpy(address.sun_path, path, len);
	if (address.sun_path[0] == '@')
		address.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, state, strlen(state), MSG_NOSIGNAL,
	    (const struct sockaddr *)&address,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
	close(fd);
}

static int
add_batches(struct daemon *d, struct err *e)
{
	struct arena a = {0};
	struct ship_due *list;
	size_t count = 0;
	int status = ship_waiting(d->g, &list, &count, &a, e);

	for (size_t i = 0; status == 0 && i < count; i++)
		if (!crew_has_batch(&d->crew, list[i].batch))
			crew_add_batch(&d->crew, &list[i],
			    d->progress.shows ? ship_count_items(d->g, list[i].batch)
					      : 0);
	arena_close(&a);
	return status;
}

/* One partner: to be set to work when it has some, else the time when it will is kept.
 * Couriers come first, then fetchers. */
static int
look_at_partner(struct daemon *d, struct db *db, size_t i, bool *starts, struct err *e)
{
	const struct conf *conf = &d->g->conf;
	bool is_courier = i < conf->courier_count;
	int64_t now = clock_now(), at = 0;
	int got;

	*starts = false;
	if ((is_courier && str_is(conf->couriers[i].kind, "folder")) ||
	    !crew_partner_is_free(&d->crew, i))
		return 0;
	got = is_courier
	    ? deliver_due(d->g, db, &conf->couriers[i], now, &at, e)
	    : fetch_due(d->g, db, &conf->fetchers[i - conf->courier_count], now, &at, e);
	if (got <= 0)
		return got;
	*starts = at <= now;
	if (!*starts && (d->partner_at == 0 || at < d->partner_at))
		d->partner_at = at;
	return 0;
}

/* Sets to work every partner that may work now. Workers are forked when the ledger is
 * closed again. */
static int
start_partners(struct daemon *d, struct err *e)
{
	size_t count = d->g->conf.courier_count + d->g->conf.fetcher_count;
	struct arena a = {0};
	bool *starts = arena_new_array(&a, count, bool);
	struct db *db;
	int status;

	d->partner_at = 0;
	if (count <= 1) {
		arena_close(&a);
		return 0; /* the folder alone */
	}
	status = engine_db(d->g, &db, e);
	if (status == 0) {
		for (size_t i = 0; status == 0 && i < count; i++)
			status = look_at_partner(d, db, i, &starts[i], e);
		db_close(db);
	}
	for (size_t i = 0; status == 0 && i < count; i++)
		if (starts[i])
			crew_start_partner(&d->crew, i);
	arena_close(&a);
	return status;
}

/* Once a day, and at the start: what has become late, old months of the archive. */
static void
keep_house(struct daemon *d)
{
	struct date today = clock_today();
	int64_t removed;
	bool due = false;
	struct err e;

	if (date_compare(d->kept_house, today) == 0)
		return;
	d->kept_house = today;
	if (lateness_is_due(d->g, &due, &e) != 0)
		log_warn("lateness: %s", e.text);
	if (due)
		crew_add_lateness(&d->crew);
	if (retention_apply(d->g, today, &removed, &e) != 0)
		log_warn("archive: %s", e.text);
	else if (removed > 0)
		log_info("archive: %jd months older than the retention were removed",
		    (intmax_t)removed);
}

/* A worker may end while the ledger is looked at: what it left there is not known yet. */
static bool
is_ledger_looked_at(const struct daemon *d)
{
	return d->ended == d->crew.ended;
}

/* Sleeps until a worker ends, a folder stirs, or it is time to look; not at all when one
 * has just ended: its batches, and what a fetcher has dropped, are looked for first. */
static void
sleep_until_something(struct daemon *d)
{
	struct pollfd *polls = d->polls;
	int64_t now = clock_monotonic(), wakeup = now + (d->progress.shows ? 200 : 60000);
	int workers = crew_prepare(&d->crew, polls, &wakeup);

	watch_prepare(d->inbox.watch, &polls[workers], &wakeup);
	if (d->partner_at > 0 && wakeup > now + 1000 * (d->partner_at - clock_now()))
		wakeup = now + 1000 * (d->partner_at - clock_now());
	if (d->crew.busy > 0 && wakeup > now + SHIP_EVERY)
		wakeup = now + SHIP_EVERY;
	if (d->fetched != d->crew.fetched || !is_ledger_looked_at(d))
		wakeup = now;
	if (poll(polls, (nfds_t)workers + 1, wakeup > now ? (int)(wakeup - now) : 0) <
		0 &&
	    errno != EINTR)
		log_error("poll: %s", strerror(errno));
	watch_go_on(d->inbox.watch, &polls[workers]);
}

static bool
is_finished(const struct daemon *d)
{
	return told_to_stop ||
	    (d->options.once && crew_is_idle(&d->crew) &&
		!watch_pending(d->inbox.watch) && d->fetched == d->crew.fetched &&
		is_ledger_looked_at(d));
}

/* What fetchers dropped is looked for at once, also by a single run. */
static void
look_for_fetched(struct daemon *d)
{
	if (d->fetched == d->crew.fetched)
		return;
	d->fetched = d->crew.fetched;
	watch_hurry(d->inbox.watch);
}

/* Looks for batches and deliveries when something has ended, when nothing is under way,
 * and now and then. */
static int
look_at_ledger(struct daemon *d, struct err *e)
{
	int64_t now = clock_monotonic();

	if (is_ledger_looked_at(d) && !crew_is_idle(&d->crew) &&
	    now < d->looked_at + SHIP_EVERY)
		return 0;
	d->ended = d->crew.ended;
	d->looked_at = now;
	if (add_batches(d, e) != 0)
		return -1;
	crew_go_on(&d->crew);
	return start_partners(d, e);
}

static int
loop(struct daemon *d, struct err *e)
{
	for (;;) {
		keep_house(d);
		look_for_fetched(d);
		inbox_take(&d->inbox, &d->crew);
		crew_go_on(&d->crew);
		if (look_at_ledger(d, e) != 0)
			return -1;
		if (is_finished(d))
			return 0;
		progress_draw(&d->progress, &d->crew);
		sleep_until_something(d);
		notify("WATCHDOG=1");
	}
}

/* Deliveries that `run` leaves for later count as put off, and so do partners from whom
 * nothing can be fetched. */
static void
count_left(struct daemon *d)
{
	const struct conf *conf = &d->g->conf;
	int64_t waiting = 0;
	struct db *db;
	struct err e;

	if (engine_db(d->g, &db, &e) != 0)
		return;
	if (outbox_count_waiting(db, &waiting, &e) == 0)
		d->crew.put_off_count += waiting;
	for (size_t i = 0; i < conf->fetcher_count; i++) {
		struct courier_record r;

		if (courier_record_read(
			db, conf->fetchers[i].link.name, &r, &d->arena, &e) == 0)
			d->crew.put_off_count += r.is_held || r.failures > 0;
	}
	db_close(db);
}

int
daemon_run(struct engine *g, struct daemon_options options, struct daemon_tally *tally,
    struct err *e)
{
	struct daemon d = {.g = g,
	    .options = options,
	    .progress = {.shows = options.progress},
	    .tally = tally,
	    .ended = -1};
	int status;

	listen_for_signals();
	crew_open(&d.crew, g);
	d.polls = arena_new_array(&d.arena, (size_t)d.crew.count + 1, struct pollfd);
	status = recover_jobs(g, &d.crew, e);
	if (status == 0)
		status = deliver_warn_removed(g, e);
	if (status == 0)
		status = inbox_open(&d.inbox, g, options.once, &d.arena, e);
	if (status == 0) {
		notify("READY=1");
		watch_go_on(d.inbox.watch, &(struct pollfd){.fd = -1});
		status = loop(&d, e);
		notify("STOPPING=1");
		watch_close(d.inbox.watch);
	}
	progress_wipe(&d.progress);
	if (status == 0)
		count_left(&d);
	*tally = (struct daemon_tally){.files = d.crew.finished,
	    .refused = d.crew.refused,
	    .batches = d.crew.shipped,
	    .put_off = d.crew.put_off_count};
	crew_close(&d.crew);
	arena_close(&d.arena);
	return status;
}
