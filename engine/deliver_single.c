/* Small request files for the Node as one request a position: what was answered is
 * booked at once, so that a delivery cut short goes on where it stood. */
#include "delivering.h"

#include "formats/node_answer.h"
#include "formats/node_request.h"
#include "spool/https.h"

enum {
	ZIP_MOST = 16 * 1024 * 1024,
	BEHIND_SECONDS = 10, /* until an earlier file of the creditor is through */
};

/* A file that goes position by position. */
struct single {
	struct delivering *d;
	const struct outbox_item *item;
	struct parcel *parcel;
	enum position_action action;
	bool may_be_there; /* the next position's answer may have been lost */
};

static enum position_action
action_of(const struct delivering *d, struct str operation)
{
	return str_is(operation, "create")       ? POSITION_CREATE
	    : str_is(operation, "update")        ? POSITION_UPDATE
	    : https_single_invalidates(&d->link) ? POSITION_INVALIDATE
						 : POSITION_DELETE;
}

/* A repeated request that finds its work done was answered before; nobody heard it. */
static bool
was_done(const struct single *s, int status)
{
	return s->may_be_there &&
	    ((status == 409 &&
		 (s->action == POSITION_CREATE || s->action == POSITION_INVALIDATE)) ||
		(status == 404 && s->action == POSITION_DELETE));
}

static const char *
outcome_of(const struct single *s, int status)
{
	if ((status >= 200 && status < 300) || was_done(s, status))
		return "done";
	if (status == 409 && s->action == POSITION_CREATE)
		return "exists";
	return status == 404 ? "not_found" : "refused";
}

/* The service's own words; the raw answer when it is no ProblemJson. */
static struct str
words_of(struct single *s, const struct https_answer *answer)
{
	struct arena *a = &s->d->turn;
	struct node_problem problem = node_problem_read(a, answer->body);

	if (problem.title.len == 0 && problem.detail.len == 0)
		return str_of(s->parcel->result.text);
	return arena_format(a, "%.*s%s%.*s", STR_ARG(problem.title),
	    problem.title.len > 0 && problem.detail.len > 0 ? ": " : "",
	    STR_ARG(problem.detail));
}

static int
book_answer(
    struct single *s, struct str iupd, const struct https_answer *answer, struct err *e)
{
	return node_result_insert(s->d->db, s->item, iupd, answer->status,
	    outcome_of(s, answer->status), words_of(s, answer),
	    delivering_now(&s->d->turn), e);
}

/* One request: 1 booked, 0 the rest must wait (the parcel tells why), -1. */
static int
ask_one(struct single *s, const struct node_request_item *position, struct err *e)
{
	struct parcel *p = s->parcel;
	struct https_answer answer;
	bool uncertain, stops;
	struct err why;

	if (https_position(&s->d->link, s->action, position->iupd, position->body,
		&answer, &uncertain, &why) != 0) {
		courier_failed(p, &why);
		p->result.state = DELIVERY_TRANSIENT;
		p->result.uncertain = uncertain || s->may_be_there;
		return 0;
	}
	p->result = https_sort(&answer, false, &stops);
	if (p->result.state == DELIVERY_TRANSIENT) {
		p->result.uncertain |= s->may_be_there;
		return 0;
	}
	return book_answer(s, position->iupd, &answer, e) == 0 ? 1 : -1;
}

/* All positions that have no answer yet: as ask_one. */
static int
ask_all(struct single *s, const struct node_request_item *positions, size_t count,
    struct err *e)
{
	for (size_t i = 0; i < count; i++) {
		int answered =
		    node_result_is_there(s->d->db, s->item, positions[i].iupd, e);

		if (answered == 0) {
			answered = ask_one(s, &positions[i], e);
			s->may_be_there = false;
			if (answered == 0)
				return 0;
		}
		if (answered < 0)
			return -1;
	}
	return 1;
}

/* The rest waits; a trouble of the courier as a whole spends no attempt, but what is
 * known of the last request is kept. */
static int
book_trouble(struct single *s, struct err *e)
{
	struct outbox_end end = {
	    .state = "waiting", .is_uncertain = s->parcel->result.uncertain};

	if (delivery_is_held(&s->parcel->result) &&
	    outbox_finish(s->d->db, s->item->id, &end, e) != 0)
		return -1;
	return delivering_book(s->d, s->item, s->parcel, 1, e);
}

static int
read_positions(
    struct single *s, struct node_request_item **positions, size_t *count, struct err *e)
{
	struct input zip;
	int status;

	if (input_map(&zip, s->parcel->fd, s->parcel->name, ZIP_MOST, e) != 0)
		return -1;
	status = node_request_read(
	    positions, count, https_single_most(&s->d->link), &zip, &s->d->turn, e);
	input_unmap(&zip);
	return status;
}

static int
send_one(struct single *s, struct err *e)
{
	struct node_request_item *positions;
	size_t count;
	struct err why;
	int got;

	if (read_positions(s, &positions, &count, &why) != 0) {
		courier_failed(s->parcel, &why);
		return book_trouble(s, e);
	}
	got = ask_all(s, positions, count, e);
	if (got <= 0)
		return got < 0 ? -1 : book_trouble(s, e);
	s->d->done++;
	return delivering_end_node(s->d, s->item,
	    arena_format(&s->d->turn, "%zu positions one by one", count), e);
}

/* The attempt begins as one whose answer may be lost: a worker that is killed leaves no
 * other word. */
static int
begin(struct delivering *d, const struct outbox_item *item, struct err *e)
{
	struct outbox_end begun = {.state = "waiting", .is_uncertain = true};

	if (outbox_begin(d->db, item->id, e) != 0)
		return -1;
	return outbox_finish(d->db, item->id, &begun, e);
}

static int
postpone(struct delivering *d, const struct outbox_item *item, struct err *e)
{
	struct outbox_end end = {.state = "waiting",
	    .next_at = clock_now() + BEHIND_SECONDS,
	    .seen = STR("an earlier file is not through yet"),
	    .is_uncertain = item->is_uncertain};

	return outbox_finish(d->db, item->id, &end, e);
}

static int
deliver_single(
    struct delivering *d, const struct outbox_item *item, struct parcel *p, struct err *e)
{
	struct single s = {.d = d,
	    .item = item,
	    .parcel = p,
	    .action = action_of(d, item->operation),
	    .may_be_there = item->is_uncertain};
	int behind = outbox_is_behind(d->db, d->conf->name, item, e);

	if (behind != 0)
		return behind < 0 ? -1 : postpone(d, item, e);
	if (begin(d, item, e) != 0)
		return -1;
	return send_one(&s, e);
}

int
delivering_send_singly(struct delivering *d, struct outbox_item *items,
    struct parcel *parcels, size_t *count, struct err *e)
{
	size_t kept = 0, most = https_single_most(&d->link);

	for (size_t i = 0; i < *count; i++) {
		bool is_single = parcels[i].method.len > 0 && parcels[i].rows > 0 &&
		    parcels[i].rows <= most;

		if (is_single && !d->stops) {
			if (deliver_single(d, &items[i], &parcels[i], e) != 0)
				return -1;
		} else if (!is_single) {
			items[kept] = items[i];
			parcels[kept++] = parcels[i];
		}
	}
	*count = kept;
	return 0;
}
