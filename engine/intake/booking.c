/* What the channels of money share: reading members, refusing, booking in one
 * transaction. */
#include "intake/booking.h"

#include "formats/archive.h"

void
tally_add(struct tally *t, money cents)
{
	t->rows++;
	if (!money_add(t->cents, cents, &t->cents))
		BUG("a tally of cents overflows");
}

static struct place
place_of(const struct booking *b, uint64_t row)
{
	return (struct place){
	    .file = b->member->file, .part = b->member->part, .row = row};
}

int64_t
booking_row(const struct booking *b, uint64_t row)
{
	return place_to_row(place_of(b, row));
}

struct finding *
booking_finding(struct booking *b, const char *code, uint64_t row, struct str seen)
{
	return finding_add(&b->findings, code, place_of(b, row), seen);
}

void
booking_take_finding(struct booking *b, const struct finding *f)
{
	struct finding *mine = booking_finding(b, f->kind->code, f->place.row, f->seen);

	mine->place.column = f->place.column;
	mine->column_name = arena_str(b->in->arena, f->column_name);
	mine->expected = arena_str(b->in->arena, f->expected);
	if (f->kind->severity == FINDING_FILE)
		b->file_refused = true;
}

void
booking_refuse_row(
    struct booking *b, uint64_t row, const struct str *cells, size_t count, money cents)
{
	struct arena *a = b->in->arena;
	struct refused_taking *r = arena_new(a, struct refused_taking);
	struct cell *copy = arena_new_array(a, count, struct cell);

	for (size_t i = 0; i < count; i++)
		copy[i].text = arena_str(a, cells[i]);
	r->place = place_of(b, row);
	r->row = (struct row){.number = row, .cells = copy, .count = count};
	r->cents = cents;
	if (b->refused_last == NULL)
		b->refused_first = r;
	else
		b->refused_last->next = r;
	b->refused_last = r;
	tally_add(&b->refused, cents);
}

static int
refuse_document(struct booking *b, const struct err *e)
{
	if (e->kind != ERR_FILE)
		return -1;
	finding_of_err(&b->findings, e, place_of(b, 0));
	b->file_refused = true;
	return 0;
}

static void
begin_member(struct booking *b, struct booking_member **last, struct str name)
{
	struct arena *a = b->in->arena;
	struct booking_member *m = arena_new(a, struct booking_member);

	m->part = *last == NULL ? 1 : (*last)->part + 1;
	m->name = arena_str(a, name);
	m->file = arena_format(a, "%.*s/%.*s", STR_ARG(b->in->file.name), STR_ARG(name));
	if (*last == NULL)
		b->members = m;
	else
		(*last)->next = m;
	*last = m;
	b->member = m;
}

/* Every document of an archive. */
static int
read_members(struct booking *b, const struct input *in, struct err *e)
{
	struct booking_member *last = NULL;
	struct archive_reader *archive;
	struct archive_member member;
	int got;

	if (archive_reader_open(&archive, in, NULL, NULL, b->in->arena, e) != 0)
		return -1;
	while ((got = archive_reader_next(archive, &member, e)) > 0) {
		begin_member(b, &last, member.name);
		if (b->kind->read(b, &member.input, e) != 0) {
			got = -1;
			break;
		}
	}
	archive_reader_close(archive);
	if (got == 0 && last == NULL)
		return err_file(e, "ARCHIVE_EMPTY", "no document in it");
	return got;
}

/* Reads the file, or what it holds when it is an archive and no document in itself (a
 * workbook is both). */
static int
read_file(struct booking *b, struct err *e)
{
	const struct input *in = &b->in->input;
	int status = b->kind->read(b, in, e);

	if (status != 0 && e->kind == ERR_FILE && archive_is_likely(in))
		status = read_members(b, in, e);
	if (status != 0)
		return refuse_document(b, e);
	return 0;
}

static void
judge_whole(struct booking *b)
{
	if (b->file_refused ||
	    !intake_is_too_many(b->in->channel, b->refused.rows, b->read.rows))
		return;
	booking_finding(b, "TOO_MANY_REJECTS", 0,
	    arena_format(b->in->arena, "%jd / %jd", (intmax_t)b->refused.rows,
		(intmax_t)b->read.rows));
	b->file_refused = true;
}

static int
read_and_judge(struct booking *b, struct err *e)
{
	b->findings.arena = b->in->arena;
	b->whole.file = b->in->file.name;
	b->member = &b->whole;
	if (read_file(b, e) != 0)
		return -1;
	b->member = &b->whole;
	judge_whole(b);
	return 0;
}

static int
give(struct booking *b, const struct intake_sink *sink, struct err *e)
{
	if (sink == NULL)
		return 0;
	for (const struct booking_member *m = b->members; m != NULL; m = m->next)
		if (sink->member(sink->context,
			(struct place){.file = m->file, .part = m->part}, m->name,
			STR(""), e) != 0)
			return -1;
	for (const struct refused_taking *r = b->refused_first; r != NULL; r = r->next)
		if (sink->refused(sink->context, r->place, &r->row, r->cents, e) != 0)
			return -1;
	for (size_t i = 0; i < b->findings.count; i++)
		if (sink->finding(sink->context, &b->findings.items[i], e) != 0)
			return -1;
	return 0;
}

static void
take_totals(struct booking *b)
{
	struct intake *in = b->in;

	in->file.read = b->read;
	in->file_refused = b->file_refused;
	in->file.refused = b->file_refused ? b->read : b->refused;
	in->file.booked = b->file_refused ? (struct tally){0} : b->booked;
	in->file.unchanged = b->file_refused ? (struct tally){0} : b->unchanged;
}

int
booking_check(struct intake *in, const struct booking_kind *kind,
    const struct intake_sink *sink, struct err *e)
{
	struct booking b = {.in = in, .kind = kind};

	if (read_and_judge(&b, e) != 0)
		return -1;
	if (!b.file_refused && kind->place(&b, e) != 0)
		return -1;
	take_totals(&b);
	return give(&b, sink, e);
}

static int
close_booking(struct booking *b, struct err *e)
{
	struct intake *in = b->in;
	struct file_record *f = &in->file;
	struct str detail = arena_format(in->arena,
	    "sha256 %.*s, %jd rows read, %jd booked, %jd refused, %jd unchanged, %jd "
	    "cents booked",
	    STR_ARG(f->sha256), (intmax_t)f->read.rows, (intmax_t)f->booked.rows,
	    (intmax_t)f->refused.rows, (intmax_t)f->unchanged.rows,
	    (intmax_t)f->booked.cents);

	f->state = b->file_refused ? STR("refused") : STR("booked");
	if (file_finish(in->db, f, e) != 0 ||
	    intake_add_batch(in, "acknowledgements", "acknowledge", e) != 0)
		return -1;
	return audit_add(b->audit, b->file_refused ? "file.refused" : "file.booked",
	    in->creditor->id, f->name, detail, e);
}

/* All that the ledger is told of the file, but for matching. */
static int
write_all(struct booking *b, struct err *e)
{
	struct intake_keeper kept = {.in = b->in};
	struct intake_sink sink = intake_keep(&kept);
	struct audit audit;
	int status = -1;

	b->audit = &audit;
	if (audit_open(&audit, b->in->db, b->in->now, e) == 0 &&
	    file_insert(b->in->db, &b->in->file, e) == 0)
		status = b->file_refused ? 0 : b->kind->place(b, e);
	take_totals(b);
	b->in->to_match = !b->file_refused;
	if (status == 0)
		status = give(b, &sink, e);
	if (status == 0)
		status = close_booking(b, e);
	arena_close(&kept.arena);
	return status;
}

int
booking_judge(struct intake *in, const struct booking_kind *kind, struct err *e)
{
	struct booking *b = arena_new(in->arena, struct booking);

	*b = (struct booking){.in = in, .kind = kind, .writes = true};
	in->judged = b;
	return read_and_judge(b, e);
}

int
booking_book(struct intake *in, struct err *e)
{
	if (db_begin(in->db, e) != 0)
		return -1;
	if (write_all(in->judged, e) != 0) {
		db_rollback(in->db);
		return -1;
	}
	return db_commit(in->db, e);
}
