/* Flows that come in pieces: the header in one file, its pages of payments in others, in
 * any order and days apart. Nothing of a flow is booked before all of it is there. */
#include "intake/flow_puzzle.h"

enum { PAGES_MOST = 4096 };

static struct piece *
add_piece(struct puzzle *z)
{
	z->list = arena_grown(
	    z->booking->in->arena, z->list, z->count, &z->room, sizeof *z->list);
	z->list[z->count] = (struct piece){.read = NULL};
	return &z->list[z->count++];
}

static int
load_waiting(struct puzzle *z, struct err *e)
{
	struct intake *in = z->booking->in;
	struct rows rows;
	int got;

	if (in->db == NULL)
		return 0;
	if (flow_parts_waiting(in->db, &rows, in->creditor->id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0)
		flow_part_read(&rows, &add_piece(z)->part, in->arena);
	return got;
}

/* The piece of the ledger with the same content, which has just come again. */
static bool
came_again(struct puzzle *z, int64_t id, const struct read_flow *f)
{
	for (size_t i = 0; i < z->count; i++)
		if (z->list[i].part.id == id) {
			z->list[i].read = f;
			z->list[i].part.name =
			    f->member->name.len > 0 ? f->member->name : f->member->file;
			return true;
		}
	return false;
}

static int
take_piece(struct puzzle *z, const struct read_flow *f, struct err *e)
{
	struct booking *b = z->booking;
	struct tally *t = &b->booked;
	struct flow_part part = {.is_header = f->flow.made != 0,
	    .name = f->member->file,
	    .flow = f->flow,
	    .pages = f->pages,
	    .list = f->list,
	    .payments = (int64_t)f->count,
	    .cents = f->cents,
	    .digest = f->digest,
	    .file = b->in->file.id,
	    .now = b->in->file.booked_at};
	struct piece *p;
	int known = 0;

	if (b->in->db != NULL)
		known =
		    flow_part_find(b->in->db, b->in->creditor->id, &f->digest, &part, e);
	if (known < 0)
		return -1;
	if (known > 0)
		t = &b->unchanged;
	t->rows += (int64_t)f->count;
	t->cents += f->cents;
	if (known > 0 && (part.used || came_again(z, part.id, f)))
		return 0;
	p = add_piece(z);
	p->part = part;
	p->read = f;
	return 0;
}

/* --- whole flows -------------------------------------------------------------------- */

/* Marks the pages of a list "1,2" in a set: how many they are, -1 when one is marked
 * already. */
static int
mark_pages(struct str list, bool seen[PAGES_MOST])
{
	struct str word;
	int count = 0;

	while (str_cut(&list, ',', &word)) {
		uint64_t page = 0;

		if (!str_to_u64(word, &page) || page >= PAGES_MOST)
			continue;
		if (seen[page])
			return -1;
		seen[page] = true;
		count++;
	}
	return count;
}

/* Whether a piece is of the flow of a header; `fresh`: and came in this file. */
static bool
is_of(const struct piece *p, const struct piece *header, bool fresh)
{
	return !p->part.used && (p == header || !p->part.is_header) &&
	    (!fresh || p->read != NULL) &&
	    str_equal(p->part.flow.id, header->part.flow.id);
}

/* Whether all pages of a header are there, each once. They count from 1, or from 0. */
static bool
is_whole(const struct puzzle *z, const struct piece *header, bool fresh)
{
	bool seen[PAGES_MOST] = {false};
	uint64_t pages = header->part.pages, count = 0;

	for (size_t i = 0; i < z->count; i++) {
		const struct piece *p = &z->list[i];
		int more = is_of(p, header, fresh) ? mark_pages(p->part.list, seen) : 0;

		if (more < 0)
			return false;
		count += (uint64_t)more;
		if (more > 0 && p->part.pages > pages)
			pages = p->part.pages;
	}
	return pages > 0 && pages < PAGES_MOST && count == pages &&
	    (!seen[0] || !seen[pages]);
}

static int
add_payments(struct puzzle *z, const struct piece *p, struct read_flow *f, struct err *e)
{
	struct intake *in = z->booking->in;
	uint64_t before = f->count;
	struct flow_payment payment;
	struct rows rows;
	int got;

	for (size_t i = 0; p->read != NULL && i < p->read->count; i++) {
		payment = p->read->payments[i];
		payment.number += before;
		read_flow_add(f, &payment);
	}
	if (p->read != NULL)
		return 0;
	if (flow_part_payments(in->db, &rows, p->part.id, e) != 0)
		return -1;
	while ((got = rows_next(&rows, e)) > 0) {
		flow_part_payment_read(&rows, &payment, in->arena);
		payment.number += before;
		read_flow_add(f, &payment);
	}
	return got;
}

static void
check_sums(struct booking *b, struct read_flow *f)
{
	const struct flow *h = &f->flow;

	if (h->count_told && h->declared_count != f->count) {
		booking_finding(b, "FLOW_COUNT_DIFFERS", 0,
		    arena_format(b->in->arena, "%ju <> %zu", (uintmax_t)h->declared_count,
			f->count));
		f->anomalies++;
	}
	if (h->total_told && h->declared_total != f->cents) {
		struct out seen;

		out_open_memory(&seen, b->in->arena);
		money_write_plain(&seen, h->declared_total);
		out_text(&seen, " <> ");
		money_write_plain(&seen, f->cents);
		booking_finding(b, "FLOW_TOTAL_DIFFERS", 0, out_bytes_of(&seen));
		f->anomalies++;
	}
}

static int
use_piece(struct puzzle *z, struct piece *p, struct err *e)
{
	struct booking *b = z->booking;

	p->part.used = true;
	if (!b->writes)
		return 0;
	return p->part.id != 0
	    ? flow_part_set_used(b->in->db, p->part.id, e)
	    : flow_part_insert(b->in->db, b->in->creditor->id, &p->part, e);
}

/* Older headers of a flow that is placed, and pages of theirs, have had their day. */
static int
drop_older(struct puzzle *z, const struct piece *header, struct err *e)
{
	for (size_t i = 0; i < z->count; i++) {
		struct piece *p = &z->list[i];

		if (!p->part.used && str_equal(p->part.flow.id, header->part.flow.id) &&
		    (!p->part.is_header || p->part.flow.made <= header->part.flow.made) &&
		    use_piece(z, p, e) != 0)
			return -1;
	}
	return 0;
}

static int
place_whole(struct puzzle *z, struct piece *header, bool fresh, struct err *e)
{
	struct booking *b = z->booking;
	struct read_flow *f = arena_new(b->in->arena, struct read_flow);
	struct tally booked = b->booked, unchanged = b->unchanged;

	f->arena = b->in->arena;
	f->member = b->member;
	f->flow = header->part.flow;
	for (size_t i = 0; i < z->count; i++) {
		struct piece *p = &z->list[i];

		if (p == header || !is_of(p, header, fresh))
			continue;
		if (add_payments(z, p, f, e) != 0 || use_piece(z, p, e) != 0)
			return -1;
	}
	if (add_payments(z, header, f, e) != 0 || use_piece(z, header, e) != 0)
		return -1;
	read_flow_finish(f);
	check_sums(b, f);
	if (flow_place(b, f, e) != 0 || drop_older(z, header, e) != 0)
		return -1;
	/* Its payments were counted when their pages came. */
	b->booked = booked;
	b->unchanged = unchanged;
	return 0;
}

/* --- what waits --------------------------------------------------------------------- */

static int
keep_piece(struct puzzle *z, struct piece *p, struct err *e)
{
	struct booking *b = z->booking;

	if (!b->writes)
		return 0;
	if (p->part.id != 0)
		return p->assigned
		    ? flow_part_assign(b->in->db, p->part.id, p->part.flow.id, e)
		    : 0;
	if (flow_part_insert(b->in->db, b->in->creditor->id, &p->part, e) != 0)
		return -1;
	for (size_t i = 0; i < p->read->count; i++)
		if (flow_part_payment_insert(
			b->in->db, p->part.id, &p->read->payments[i], e) != 0)
			return -1;
	return 0;
}

static void
tell_waiting(struct booking *b, const struct piece *p)
{
	const struct flow_part *w = &p->part;

	b->member = p->read->member;
	booking_finding(b, "FLOW_PART_WAITS", 0,
	    arena_format(b->in->arena, "%.*s %.*s / %ju",
		STR_ARG(w->flow.id.len > 0 ? w->flow.id : STR("?")),
		STR_ARG(w->list.len > 0 ? w->list : STR("0")), (uintmax_t)w->pages));
	b->member = &b->whole;
}

static int
place_wholes(struct puzzle *z, struct err *e)
{
	for (size_t i = 0; i < z->count; i++) {
		struct piece *h = &z->list[i];
		bool fresh = h->read != NULL && is_whole(z, h, true);

		if (h->part.is_header && !h->part.used &&
		    (fresh || is_whole(z, h, false)) && place_whole(z, h, fresh, e) != 0)
			return -1;
	}
	return 0;
}

int
flow_parts_place(struct booking *b, const struct read_flow *first, struct err *e)
{
	struct puzzle z = {.booking = b};

	if (load_waiting(&z, e) != 0)
		return -1;
	for (const struct read_flow *f = first; f != NULL; f = f->next)
		if (f->is_part && take_piece(&z, f, e) != 0)
			return -1;
	puzzle_assign_pages(&z);
	if (place_wholes(&z, e) != 0)
		return -1;
	for (size_t i = 0; i < z.count; i++) {
		struct piece *p = &z.list[i];

		if (p->part.used)
			continue;
		if (p->read != NULL)
			tell_waiting(b, p);
		if (keep_piece(&z, p, e) != 0)
			return -1;
	}
	return 0;
}
