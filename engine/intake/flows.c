/* The channel `flows`: what providers say they have collected and settled. */
#include "intake/flows.h"

#include "formats/flow.h"
#include "intake/flow_read.h"
#include "ledger/flows.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	PAYMENT_LEAST_BYTES = 64, /* no form of a payment is shorter */
	PROGRESS_EVERY = 4096,
	DIGEST_EVERY = 64 /* payments given to the digest at once */
};

static void
make_room(struct read_flow *f, const struct input *in)
{
	size_t most = in->bytes.len / PAYMENT_LEAST_BYTES + 1, room = f->room * 2;
	struct flow_payment *grown;

	if (f->room == 0)
		room = f->flow.count_told && f->flow.declared_count < most
		    ? (size_t)f->flow.declared_count + 1
		    : 64;
	grown = arena_new_array(f->arena, room, struct flow_payment);
	if (f->count > 0)
		memcpy(grown, f->payments, f->count * sizeof *grown);
	f->payments = grown;
	f->room = room;
}

/* A payment whose amount nobody can read is given back; all others are money. */
static void
refuse_payment(struct booking *b, const struct flow_payment *p)
{
	char number[24], outcome[8];
	struct date_text day = date_iso(p->date);

	snprintf(number, sizeof number, "%u", p->index);
	snprintf(outcome, sizeof outcome, "%d", (int)p->outcome);
	booking_refuse_row(b, p->number,
	    (const struct str[]){p->iuv, p->iur, str_of(number), STR(""), str_of(outcome),
		str_of(day.text)},
	    6, 0);
}

static void
widen_days(struct read_flow *f, struct date day)
{
	if (date_is_none(day))
		return;
	if (date_is_none(f->paid_from) || date_compare(day, f->paid_from) < 0)
		f->paid_from = day;
	if (date_compare(day, f->paid_to) > 0)
		f->paid_to = day;
}

void
read_flow_add(struct read_flow *f, const struct flow_payment *p)
{
	f->payments =
	    arena_grown(f->arena, f->payments, f->count, &f->room, sizeof *f->payments);
	f->payments[f->count++] = *p;
	f->cents += p->amount;
	if (p->outcome == FLOW_REVOKED)
		f->revoked_cents += p->amount;
	widen_days(f, p->date);
}

static void
take_payment(struct booking *b, struct read_flow *f, const struct input *in,
    const struct flow_payment *p)
{
	struct flow_payment mine = *p;

	tally_add(&b->read, p->amount);
	if (!p->amount_told) {
		refuse_payment(b, p);
		return;
	}
	if (f->count == f->room)
		make_room(f, in);
	mine.iuv = arena_str(f->arena, p->iuv);
	mine.iur = arena_str(f->arena, p->iur);
	read_flow_add(f, &mine);
}

/* A payment with the beginning of its IUV as numbers, so that sorting seldom looks at
 * texts. */
struct sorted_payment {
	uint64_t first, second;
	const struct flow_payment *payment;
};

/* Eight bytes of a text from `at`, to be compared as a number; zeros behind its end. */
static uint64_t
eight_bytes(struct str text, size_t at)
{
	uint64_t number = 0;

	for (size_t i = at; i < at + 8; i++)
		number = number << 8 | (i < text.len ? (unsigned char)text.ptr[i] : 0U);
	return number;
}

static int
compare_payments(const struct flow_payment *x, const struct flow_payment *y)
{
	int order = str_compare(x->iuv, y->iuv);

	if (order == 0)
		order = str_compare(x->iur, y->iur);
	if (order == 0)
		order = (x->index > y->index) - (x->index < y->index);
	if (order == 0)
		order = (x->number > y->number) - (x->number < y->number);
	return order;
}

static int
by_iuv(const void *a, const void *b)
{
	const struct sorted_payment *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	if (x->second != y->second)
		return x->second < y->second ? -1 : 1;
	return compare_payments(x->payment, y->payment);
}

static void
sort_payments(struct read_flow *f, struct arena *a)
{
	struct sorted_payment *list = arena_new_array(a, f->count, struct sorted_payment);
	struct flow_payment *sorted = arena_new_array(a, f->count, struct flow_payment);

	for (size_t i = 0; i < f->count; i++)
		list[i] = (struct sorted_payment){eight_bytes(f->payments[i].iuv, 0),
		    eight_bytes(f->payments[i].iuv, 8), &f->payments[i]};
	qsort(list, f->count, sizeof *list, by_iuv);
	for (size_t i = 0; i < f->count; i++)
		sorted[i] = *list[i].payment;
	f->payments = sorted;
}

static void
write_text(struct out *o, struct str text)
{
	out_str(o, text);
	out_char(o, '\x1f');
}

static void
write_numbers(struct out *o, const struct flow_payment *p)
{
	out_i64(o, p->index);
	out_char(o, ' ');
	out_i64(o, p->amount);
	out_char(o, ' ');
	out_i64(o, p->outcome);
	out_char(o, ' ');
	out_i64(o, p->date.year);
	out_char(o, '-');
	out_i64(o, p->date.month);
	out_char(o, '-');
	out_i64(o, p->date.day);
	out_char(o, '\x1f');
}

static void
digest_bytes(struct sha256 *s, struct out *o)
{
	struct str bytes = out_bytes_of(o);

	sha256_add(s, bytes.ptr, bytes.len);
	out_reset(o);
}

/* The digest of what the flow says of money, whichever form and order it came in. */
static struct sha256_hex
digest_flow(const struct read_flow *f)
{
	struct sha256 *s = sha256_open();
	struct arena a = {0};
	struct out o;

	out_open_memory(&o, &a);
	write_text(&o, f->flow.id);
	out_i64(&o, f->flow.made);
	out_char(&o, ' ');
	write_text(&o, str_of(date_iso(f->flow.settled).text));
	if (f->is_part)
		write_text(&o, f->list);
	for (size_t i = 0; i < f->count; i++) {
		const struct flow_payment *p = &f->payments[i];

		write_text(&o, p->iuv);
		write_text(&o, p->iur);
		write_numbers(&o, p);
		if (i % DIGEST_EVERY == 0)
			digest_bytes(s, &o);
	}
	digest_bytes(s, &o);
	arena_close(&a);
	return sha256_finish(s);
}

void
read_flow_finish(struct read_flow *f)
{
	if (f->count > 1)
		sort_payments(f, f->arena);
	f->digest = digest_flow(f);
}

static int
read_payments(struct booking *b, struct flow_reader *reader, const struct input *in,
    struct read_flow *f, struct err *e)
{
	struct flow_payment p;
	int got;

	f->flow = *flow_header(reader);
	while ((got = flow_next(reader, &p, e)) > 0) {
		take_payment(b, f, in, &p);
		if (b->in->progress != NULL && b->read.rows % PROGRESS_EVERY == 0)
			b->in->progress(b->in->progress_context, b->read.rows);
	}
	f->flow = *flow_header(reader);
	return got;
}

/* What a part cannot tell of its flow. */
static bool
is_of_whole(const struct finding *found)
{
	static const char *const codes[] = {"FLOW_ID_MISSING", "FLOW_CREDITOR_MISSING",
	    "FLOW_EMPTY", "FLOW_PAGES_MISSING", "FLOW_COUNT_DIFFERS",
	    "FLOW_TOTAL_DIFFERS"};

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (strcmp(found->kind->code, codes[i]) == 0)
			return true;
	return false;
}

static void
take_findings(struct booking *b, struct read_flow *f, const struct findings *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (f->is_part && is_of_whole(&list->items[i]))
			continue;
		booking_take_finding(b, &list->items[i]);
		if (list->items[i].kind->severity >= FINDING_WARNING)
			f->anomalies++;
	}
}

/* The FdR API gives a header without payments and payments without a header, in pages. */
static void
take_pages(struct read_flow *f, const struct flow_reader *reader)
{
	const struct flow *h = &f->flow;
	struct out list;

	f->pages = flow_pages(reader);
	if (!flow_is_paged(reader))
		return;
	f->is_part = (h->id.len == 0 && f->count > 0) ||
	    (h->id.len > 0 && f->count == 0 &&
		!(h->count_told && h->declared_count == 0)) ||
	    f->pages > flow_pages_read(reader);
	if (!f->is_part)
		return;
	out_open_memory(&list, f->arena);
	for (uint64_t i = 0, first = 1; i <= f->pages; i++)
		if (flow_has_page(reader, i)) {
			out_format(&list, "%s%ju", first ? "" : ",", (uintmax_t)i);
			first = 0;
		}
	f->list = out_bytes_of(&list);
}

/* The flow of another body harms nobody by waiting for its own folder. */
static void
check_creditor(struct booking *b, const struct read_flow *f)
{
	struct str code = flow_creditor(&f->flow);

	if (code.len == 0 || str_equal_nocase(code, b->in->creditor->fiscal_code))
		return;
	booking_finding(b, "FLOW_OTHER_CREDITOR", 0, code)->expected =
	    b->in->creditor->fiscal_code;
	b->file_refused = true;
}

static void
append(struct booking *b, struct read_flow *f)
{
	struct read_flow **link = (struct read_flow **)&b->content;

	while (*link != NULL)
		link = &(*link)->next;
	*link = f;
}

static int
read_flow(struct booking *b, const struct input *in, struct err *e)
{
	struct read_flow *f = arena_new(b->in->arena, struct read_flow);
	struct flow_reader *reader;
	int status;

	b->in->file.reader = STR("flow");
	if (flow_open(&reader, in, NULL, b->in->arena, e) != 0)
		return -1;
	f->member = b->member;
	f->arena = b->in->arena;
	status = read_payments(b, reader, in, f, e);
	if (status == 0) {
		take_pages(f, reader);
		take_findings(b, f, flow_findings(reader));
		check_creditor(b, f);
		read_flow_finish(f);
		append(b, f);
	}
	flow_close(reader);
	return status;
}

/* What a person should know of a flow that was seen in another version. */
static void
tell_versions(struct booking *b, const struct read_flow *f, const struct flow_versions *v)
{
	const char *code = "FLOW_REVISED";

	if (v->standing == 0)
		return;
	if (v->contradicts)
		code = "FLOW_CONTRADICTS";
	else if (!v->arrives_later)
		code = "FLOW_SUPERSEDED";
	b->member = f->member;
	booking_finding(b, code, 0,
	    arena_format(b->in->arena, "%.*s, %s / %s", STR_ARG(f->flow.id), v->made,
		instant_iso(f->flow.made).text));
}

static int
write_payments(struct booking *b, const struct read_flow *f, int64_t flow, int64_t first,
    struct err *e)
{
	for (size_t i = 0; i < f->count; i++)
		if (payment_insert(
			b->in->db, first + (int64_t)i, flow, &f->payments[i], e) != 0)
			return -1;
	return 0;
}

static int
write_flow(struct booking *b, const struct read_flow *f, const struct flow_versions *v,
    struct err *e)
{
	struct flow_booking record = {.creditor = b->in->creditor->id,
	    .revision = v->count + 1,
	    .current = v->standing == 0 || v->arrives_later,
	    .digest = f->digest,
	    .payments = (int64_t)f->count,
	    .cents = f->cents,
	    .revoked_cents = f->revoked_cents,
	    .anomalies = f->anomalies,
	    .paid_from = f->paid_from,
	    .paid_to = f->paid_to,
	    .file = b->in->file.id,
	    .now = b->in->file.booked_at};
	struct str detail;
	int64_t id = 0;

	record.replaces = record.current ? v->standing : 0;
	if (payment_next_id(b->in->db, &record.first_payment, e) != 0 ||
	    flow_insert(b->in->db, &f->flow, &record, &id, e) != 0 ||
	    write_payments(b, f, id, record.first_payment, e) != 0)
		return -1;
	detail = arena_format(b->in->arena, "revision %jd, %zu payments, %jd cents%s",
	    (intmax_t)record.revision, f->count, (intmax_t)f->cents,
	    record.current ? "" : ", superseded by a later one");
	return audit_add(
	    b->audit, "flow.booked", b->in->creditor->id, f->flow.id, detail, e);
}

int
flow_place(struct booking *b, const struct read_flow *f, struct err *e)
{
	struct flow_versions v = {.count = 0};
	struct tally *t = &b->booked;

	if (b->in->db != NULL &&
	    flow_find(b->in->db, b->in->creditor->id, &f->flow, &f->digest, &v, e) != 0)
		return -1;
	if (v.known)
		t = &b->unchanged;
	t->rows += (int64_t)f->count;
	t->cents += f->cents;
	if (v.known)
		return 0;
	tell_versions(b, f, &v);
	return b->writes ? write_flow(b, f, &v, e) : 0;
}

static int
place_flows(struct booking *b, struct err *e)
{
	bool parts = false;

	for (const struct read_flow *f = b->content; f != NULL; f = f->next) {
		parts = parts || f->is_part;
		if (!f->is_part && flow_place(b, f, e) != 0)
			return -1;
	}
	return parts ? flow_parts_place(b, b->content, e) : 0;
}

static const struct booking_kind kind = {read_flow, place_flows};

int
flows_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	return booking_check(in, &kind, sink, e);
}

int
flows_judge(struct intake *in, struct err *e)
{
	return booking_judge(in, &kind, e);
}

int
flows_book(struct intake *in, struct err *e)
{
	return booking_book(in, e);
}
