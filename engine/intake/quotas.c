/* A file of quotas: judged row by row, then booked whole in one transaction. */
#include "intake/quotas.h"

#include "base/map.h"
#include "intake/generation.h"
#include "intake/rules.h"
#include "ledger/quotas.h"

enum { PROGRESS_EVERY = 1024 };

enum pass_mode {
	PASS_JUDGE,  /* findings counted or shown, nothing written */
	PASS_BOOK,   /* good rows booked, bad rows kept with their findings */
	PASS_REFUSE, /* nothing booked, every row's findings kept */
};

/* One reading of the file. */
struct pass {
	struct intake *in;
	enum pass_mode mode;
	const struct intake_sink *sink;
	struct table *table;
	struct layout layout;
	bool has_layout;
	struct map keys;          /* key -> row where it was first seen */
	struct findings findings; /* of the row at hand */
	struct arena arena;       /* lives as long as the pass */
	struct arena row_arena;
	struct generation *generation; /* PASS_BOOK, and filters of a check */
	struct tally read, booked, refused, unchanged;
	bool file_refused;
	int64_t planned, updates, cancels;
};

static int
give_findings(struct pass *p, struct err *e)
{
	for (size_t i = 0; i < p->findings.count; i++) {
		const struct finding *f = &p->findings.items[i];

		if (f->kind->severity == FINDING_FILE)
			p->file_refused = true;
		if (p->sink != NULL && p->sink->finding(p->sink->context, f, e) != 0)
			return -1;
	}
	p->findings.count = 0;
	return 0;
}

static void
count(struct tally *t, money cents)
{
	t->rows++;
	t->cents += cents;
}

/* A key stands once in a file. */
static void
check_key_is_new(struct pass *p, const struct quota *q, struct place place)
{
	bool is_new;
	uint64_t *first;

	if (q->key.len == 0)
		return;
	if (map_find(&p->keys, q->key) == NULL)
		first = map_put(&p->keys, arena_str(&p->arena, q->key), &is_new);
	else {
		struct str name = {0};
		struct finding *f;

		first = map_find(&p->keys, q->key);
		place = layout_place(&p->layout, place, &q->key, q, &name);
		f = finding_add(&p->findings, "KEY_TWICE", place, q->key);
		f->column_name = name;
		f->expected = arena_format(&p->row_arena, "riga %ju / row %ju",
		    (uintmax_t)*first, (uintmax_t)*first);
		return;
	}
	*first = place.row;
}

/* What the ledger says about the key: a conflict is a finding. `found` tells whether it
 * is there. */
static int
consult_ledger(struct pass *p, const struct quota *q, const struct sha256_hex *digest,
    struct place place, struct quota_state *state, bool *found, struct err *e)
{
	struct str name = {0};
	const char *code = NULL;
	int64_t sharers;
	int got;

	*found = false;
	if (p->in->db == NULL || q->key.len == 0)
		return 0;
	got = quota_find(p->in->db, p->in->creditor->id, q->key, state, e);
	if (got < 0)
		return -1;
	*found = got > 0;
	if (got == 0 && q->operation == QUOTA_CANCEL)
		code = "CANCEL_UNKNOWN";
	if (got > 0 && strcmp(state->digest.text, digest->text) != 0) {
		sharers = state->position == 0
		    ? 0
		    : quotas_of_position(p->in->db, state->position, e);
		if (sharers < 0)
			return -1;
		if (strcmp(state->state, "paid") == 0)
			code = "QUOTA_PAID";
		else if (sharers > 1 && q->instalment_count > 0)
			code = "QUOTA_GROUPED";
	}
	if (code != NULL) {
		place = layout_place(&p->layout, place, &q->key, q, &name);
		finding_add(&p->findings, code, place, q->key)->column_name = name;
	}
	return 0;
}

/* Books a good row: a new quota, or a new revision of one that changed. */
static int
book_row(struct pass *p, const struct quota *q, const struct sha256_hex *digest,
    const struct quota_state *before, uint64_t row, struct err *e)
{
	struct db *db = p->in->db;
	struct quota_booking b = {
	    .creditor = p->in->creditor->id,
	    .file = p->in->file.id,
	    .row = (int64_t)row,
	    .state = STR("open"),
	    .revision = before == NULL ? 1 : before->revision + 1,
	    .replaces = before == NULL ? 0 : before->id,
	    .instalments = instalments_text(q, &p->row_arena),
	    .digest = *digest,
	};
	bool has_position = before != NULL && before->position != 0 &&
	    strcmp(before->state, "cancelled") != 0;
	int64_t id;

	if (q->operation != QUOTA_CANCEL &&
	    debtor_put(db, p->in->creditor->id, &q->debtor, &b.debtor, e) != 0)
		return -1;
	if (has_position &&
	    generation_revise(p->generation, before->position, q, b.debtor, &p->row_arena,
		&b.position, e) != 0)
		return -1;
	if (q->operation == QUOTA_CANCEL)
		return quota_cancel(db, b.replaces, &b, &id, e);
	return quota_insert(db, q, &b, &id, e);
}

static void
plan_row(struct pass *p, const struct quota *q, const struct quota_state *before)
{
	bool has_position = before != NULL && before->position != 0;

	if (has_position && q->operation == QUOTA_CANCEL)
		p->cancels++;
	else if (has_position)
		p->updates++;
	else if (p->generation != NULL && generation_admits(p->generation, q))
		p->planned++;
}

static int
take_good_row(struct pass *p, const struct quota *q, const struct sha256_hex *digest,
    const struct quota_state *before, uint64_t row, struct err *e)
{
	money cents =
	    q->operation == QUOTA_CANCEL && before != NULL ? before->cents : q->cents;

	if (before != NULL && strcmp(before->digest.text, digest->text) == 0) {
		count(&p->unchanged, cents);
		return 0;
	}
	count(&p->booked, cents);
	if (p->mode != PASS_BOOK) {
		plan_row(p, q, before);
		return 0;
	}
	return book_row(p, q, digest, before, row, e);
}

static int
take_row(struct pass *p, const struct row *row, struct err *e)
{
	struct place place = {.file = p->in->file.name,
	    .sheet = table_facts(p->table)->sheet,
	    .row = row->number};
	struct rule_context c = {.creditor = p->in->creditor,
	    .generation = &p->in->channel->generation,
	    .today = p->in->today,
	    .layout = &p->layout,
	    .row = place,
	    .arena = &p->row_arena,
	    .findings = &p->findings};
	struct quota_state before;
	struct sha256_hex digest;
	struct quota q;
	bool found;

	arena_reset(&p->row_arena);
	p->findings = (struct findings){.arena = &p->row_arena};
	layout_read(&p->layout, row, &q, &p->row_arena, &p->findings, place);
	digest = quota_digest(&q);
	rules_apply(&c, &q);
	check_key_is_new(p, &q, place);
	if (consult_ledger(p, &q, &digest, place, &before, &found, e) != 0)
		return -1;
	count(&p->read, q.cents);
	if (findings_worst(&p->findings) >= FINDING_ROW || p->mode == PASS_REFUSE) {
		count(&p->refused, q.cents);
		if (p->sink != NULL &&
		    p->sink->refused(p->sink->context, row, q.cents, e) != 0)
			return -1;
	} else if (take_good_row(
		       p, &q, &digest, found ? &before : NULL, row->number, e) != 0) {
		return -1;
	}
	return give_findings(p, e);
}

static int
take_header(struct pass *p, const struct row *row, struct err *e)
{
	struct place place = {
	    .file = p->in->file.name, .sheet = table_facts(p->table)->sheet};

	p->findings = (struct findings){.arena = &p->arena};
	layout_bind(&p->layout, row, &p->arena, &p->findings, place);
	p->has_layout = true;
	p->in->file.header = arena_str(p->in->arena, intake_joined_cells(row, &p->arena));
	p->in->file.header_row = (int64_t)row->number;
	return give_findings(p, e);
}

/* A finding about the file as a whole. */
static int
file_finding(struct pass *p, const char *code, struct str seen, struct err *e)
{
	p->findings = (struct findings){.arena = &p->arena};
	finding_add(&p->findings, code, (struct place){.file = p->in->file.name}, seen);
	return give_findings(p, e);
}

/* One record of the table: what stands before the header, the header, or a quota. */
static int
take_record(struct pass *p, const struct row *row, int64_t *preamble, struct err *e)
{
	if (row->count == 0)
		return 0;
	if (p->has_layout)
		return take_row(p, row, e);
	if (layout_is_header(row))
		return take_header(p, row, e);
	if (++*preamble > LAYOUT_PREAMBLE_MOST)
		return file_finding(p, "HEADER_NOT_FOUND", STR(""), e);
	return 0;
}

static void
note_facts(struct pass *p)
{
	const struct table_facts *facts = table_facts(p->table);
	struct file_record *f = &p->in->file;

	f->reader = str_of(facts->reader);
	f->encoding = str_of(facts->encoding);
	f->sheet = arena_str(p->in->arena, facts->sheet);
	if (facts->delimiter != '\0')
		f->delimiter =
		    arena_str(p->in->arena, (struct str){&facts->delimiter, 1});
}

static int
read_rows(struct pass *p, struct err *e)
{
	struct row row;
	int64_t preamble = 0;
	int got;

	while ((got = table_next(p->table, &row, e)) > 0) {
		if (take_record(p, &row, &preamble, e) != 0)
			return -1;
		if (p->file_refused)
			break;
		if (p->in->progress != NULL && p->read.rows % PROGRESS_EVERY == 0)
			p->in->progress(p->in->progress_context, p->read.rows);
	}
	return got < 0 ? -1 : 0;
}

/* A reader's refusal is a finding about the file; anything else is the world's failure.
 */
static int
settle_refusal(struct pass *p, struct err *e)
{
	if (e->kind != ERR_FILE)
		return -1;
	p->findings = (struct findings){.arena = &p->arena};
	finding_of_err(&p->findings, e, (struct place){.file = p->in->file.name});
	return give_findings(p, e);
}

static int
judge_whole(struct pass *p, struct err *e)
{
	struct str seen;

	if (p->file_refused)
		return 0;
	if (!p->has_layout)
		return file_finding(p, "HEADER_NOT_FOUND", STR(""), e);
	if (p->read.rows == 0)
		return file_finding(p, "NO_ROWS", STR(""), e);
	if (!intake_is_too_many(p->in->channel, p->refused.rows, p->read.rows) &&
	    p->mode != PASS_REFUSE)
		return 0;
	seen = arena_format(
	    &p->arena, "%jd / %jd", (intmax_t)p->refused.rows, (intmax_t)p->read.rows);
	return file_finding(p, "TOO_MANY_REJECTS", seen, e);
}

static int
pass_run(struct pass *p, struct err *e)
{
	struct table_options options = {.most_bytes = (uint64_t)p->in->conf->most_memory};
	int status;

	map_open(&p->keys, &p->arena, 0);
	status = table_open(&p->table, &p->in->input, &options, &p->arena, e);
	if (status == 0) {
		note_facts(p);
		status = read_rows(p, e);
	}
	if (status != 0)
		status = settle_refusal(p, e);
	else
		status = judge_whole(p, e);
	return status;
}

static void
pass_close(struct pass *p)
{
	table_close(p->table);
	arena_close(&p->row_arena);
	arena_close(&p->arena);
}

static void
take_totals(struct intake *in, const struct pass *p)
{
	in->file.read = p->read;
	in->file.booked = p->booked;
	in->file.refused = p->refused;
	in->file.unchanged = p->unchanged;
	in->file_refused = p->file_refused;
	in->planned = p->planned;
	in->updates = p->updates;
	in->cancels = p->cancels;
	if (p->file_refused) {
		in->file.refused = in->file.read;
		in->file.booked = in->file.unchanged = (struct tally){0};
		in->planned = in->updates = in->cancels = 0;
	}
}

int
quotas_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	struct generation g = {
	    .creditor = in->creditor, .profile = &in->channel->generation, .db = in->db};
	struct pass p = {.in = in, .mode = PASS_JUDGE, .sink = sink, .generation = &g};
	int status = generation_open(&g, in->arena, e);

	if (status == 0)
		status = pass_run(&p, e);
	take_totals(in, &p);
	pass_close(&p);
	return status;
}

/* What must be written because of this file: requests and notices per operation, then the
 * answer. */
static int
add_batches(struct intake *in, const struct generation *g, struct err *e)
{
	if (g->created > 0 &&
	    (intake_add_batch(in, "node", "create", e) != 0 ||
		intake_add_batch(in, "notices", "create", e) != 0 ||
		intake_add_batch(in, "postal", "create", e) != 0))
		return -1;
	if (g->updated > 0 &&
	    (intake_add_batch(in, "node", "update", e) != 0 ||
		intake_add_batch(in, "notices", "update", e) != 0 ||
		intake_add_batch(in, "postal", "update", e) != 0))
		return -1;
	if (g->cancelled > 0 && intake_add_batch(in, "node", "delete", e) != 0)
		return -1;
	return intake_add_batch(in, "acknowledgements", "acknowledge", e);
}

static int
close_booking(
    struct intake *in, struct audit *audit, const struct generation *g, struct err *e)
{
	struct str detail = arena_format(in->arena,
	    "sha256 %.*s, %jd rows read, %jd booked, %jd refused, %jd unchanged, %jd "
	    "cents booked",
	    STR_ARG(in->file.sha256), (intmax_t)in->file.read.rows,
	    (intmax_t)in->file.booked.rows, (intmax_t)in->file.refused.rows,
	    (intmax_t)in->file.unchanged.rows, (intmax_t)in->file.booked.cents);
	const char *kind = in->file_refused ? "file.refused" : "file.booked";

	in->file.state = in->file_refused ? STR("refused") : STR("booked");
	if (file_finish(in->db, &in->file, e) != 0 || add_batches(in, g, e) != 0)
		return -1;
	return audit_add(audit, kind, in->creditor->id, in->file.name, detail, e);
}

/* One transaction in the given mode. *too_many tells that rows only the ledger could
 * judge took the refusals beyond the limit: the caller rolls back and refuses. */
static int
book_in_mode(struct intake *in, enum pass_mode mode, bool *too_many, struct err *e)
{
	struct audit audit;
	struct generation g = {.creditor = in->creditor,
	    .profile = &in->channel->generation,
	    .db = in->db,
	    .audit = &audit,
	    .now = in->file.booked_at};
	struct intake_keeper kept = {.in = in};
	struct intake_sink sink = intake_keep(&kept);
	struct pass p = {.in = in, .mode = mode, .sink = &sink, .generation = &g};
	int status = -1;

	if (db_begin(in->db, e) != 0)
		return -1;
	if (audit_open(&audit, in->db, in->now, e) == 0 &&
	    generation_open(&g, in->arena, e) == 0 &&
	    file_insert(in->db, &in->file, e) == 0) {
		g.file = in->file.id;
		status = pass_run(&p, e);
		take_totals(in, &p);
	}
	*too_many = status == 0 && mode == PASS_BOOK && in->file_refused;
	if (status == 0 && !*too_many && mode == PASS_BOOK)
		status = generation_run(&g, e);
	if (status == 0 && !*too_many)
		status = close_booking(in, &audit, &g, e);
	pass_close(&p);
	arena_close(&kept.arena);
	if (status == 0 && !*too_many)
		return db_commit(in->db, e);
	db_rollback(in->db);
	return status;
}

int
quotas_book(struct intake *in, struct err *e)
{
	bool too_many = false;

	if (quotas_check(in, NULL, e) != 0)
		return -1;
	if (!in->file_refused && book_in_mode(in, PASS_BOOK, &too_many, e) != 0)
		return -1;
	if (in->file_refused)
		return book_in_mode(in, PASS_REFUSE, &too_many, e);
	return 0;
}
