/* Fetching messages of a mailbox: receipts of PEC and notes of failed delivery. A message
 * is known by the mailbox's UIDVALIDITY and its UID, never by flags, which people change;
 * it is marked seen only when it was booked. */
#include "fetching.h"

#include "spool/imap.h"

/* Receipts, envelopes of anomaly, and delivery status notifications (RFC 3464). */
#define RECEIPTS                                                                         \
	"OR OR HEADER X-Ricevuta \"\" HEADER X-Trasporto \"errore\""                     \
	" HEADER Content-Type \"multipart/report\""

/* "23-Nov-2026" (RFC 9051, date). */
static struct str
imap_date(struct arena *a, struct date d)
{
	static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
	    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

	return arena_format(a, "%u-%s-%04d", d.day, months[d.month - 1], d.year);
}

static struct str
criteria_of(struct fetching *f)
{
	const struct conf_fetcher *c = f->conf;
	struct str since = STR("");

	if (c->days > 0)
		since = arena_format(&f->arena, " SINCE %.*s",
		    STR_ARG(
			imap_date(&f->arena, date_add_days(clock_today(), -c->days))));
	return arena_format(&f->arena, "UNDELETED%.*s%s%s", STR_ARG(since),
	    str_is(c->only, "all") ? "" : " ", str_is(c->only, "all") ? "" : RECEIPTS);
}

/* Fetching marks a message seen; until it is booked it stays as people left it. A server
 * that does not let us take the mark away loses that, not the message. */
static int
fetch_message(struct fetching *f, uint32_t uid, const struct fetch_item *item, bool seen,
    struct err *e)
{
	struct publish_file local;

	if (fetching_open(f, item, &local, e) != 0)
		return -1;
	if (imap_fetch_into(&f->link, uid, local.fd, (uint64_t)f->g->conf.most_file, e) !=
		0 ||
	    (!seen && imap_mark(&f->link, uid, false, e) != 0 && fetching_is_lost(e))) {
		publish_abandon(&local);
		return -1;
	}
	return fetching_take(f, item, &local, e);
}

/* A message that cannot be had is told and does not keep the others away: 0, or -1 when
 * the connection is gone. */
static int
tell_or_stop(struct fetching *f, struct str remote, const struct err *why, struct err *e)
{
	if (fetching_is_lost(why)) {
		*e = *why;
		return -1;
	}
	fetching_tell(f, remote, why);
	return 0;
}

/* 0, or -1 when the connection is gone. */
static int
consider(struct fetching *f, uint32_t uid, struct err *e)
{
	struct fetch_item item = {
	    .remote = arena_format(&f->arena, "%u/%u", f->validity, uid),
	    .name = arena_format(&f->arena, "pec-%u-%u.eml", f->validity, uid),
	};
	struct err why;
	bool seen = false;
	int got = fetching_is_new(f, &item, e);

	if (got <= 0)
		return got;
	got = imap_look(&f->link, uid, &seen, &item.size, &why);
	if (got < 0)
		return tell_or_stop(f, item.remote, &why, e);
	if (got > 0)
		got = fetching_is_new(f, &item, e);
	if (got <= 0)
		return got;
	/* What comes may count line ends otherwise than RFC822.SIZE. */
	item.size = 0;
	if (fetch_message(f, uid, &item, seen, &why) == 0)
		return 0;
	return tell_or_stop(f, item.remote, &why, e);
}

static int
look(struct fetching *f, struct err *e)
{
	struct arena a = {0};
	struct imap_list list = {0};
	int status = imap_search(&f->link, criteria_of(f), &list, &a, e);

	f->validity = list.validity;
	for (size_t i = 0; status == 0 && i < list.count && fetching_may_go_on(f); i++)
		status = consider(f, list.uids[i], e);
	arena_close(&a);
	return status;
}

static int
tidy(struct fetching *f, const struct fetch_decided *d, struct err *e)
{
	struct str rest = d->remote, validity;
	uint64_t number, uid;
	uint64_t size;
	bool seen;
	int got;

	if (f->validity == 0 && imap_validity(&f->link, &f->validity, e) != 0)
		return -1;
	if (!str_cut(&rest, '/', &validity) || !str_to_u64(validity, &number) ||
	    !str_to_u64(rest, &uid) || uid > UINT32_MAX || number != f->validity)
		return 0; /* UIDs began anew: the message cannot be found any more */
	got = imap_look(&f->link, (uint32_t)uid, &seen, &size, e);
	if (got <= 0)
		return got;
	if (str_is(f->conf->after, "delete"))
		return imap_delete(&f->link, (uint32_t)uid, e);
	if (str_is(f->conf->after, "move"))
		return imap_move(&f->link, (uint32_t)uid, f->conf->moved, e);
	return seen ? 0 : imap_mark(&f->link, (uint32_t)uid, true, e);
}

const struct fetch_kind fetch_imap = {
    .name = "imap", .courier = &courier_imap, .look = look, .tidy = tidy};
