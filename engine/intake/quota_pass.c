/* From rows to booked quotas: reading, judging and consulting the ledger in one go. */
#include "intake/quota_pass.h"

#include "intake/layout_library.h"
#include "intake/planned_table.h"
#include "intake/rules.h"
#include "ledger/quotas.h"

enum { PROGRESS_EVERY = 1024 };

/* Where the table at hand has its row; 0 is the table as a whole. */
static struct place
place_in_table(const struct pass *p, uint64_t row)
{
	return (struct place){
	    .file = p->sources.name,
	    .part = p->sources.part,
	    .sheet =
		p->sources.table == NULL ? STR("") : table_facts(p->sources.table)->sheet,
	    .row = row,
	};
}

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
		struct place before = place_of_row((int64_t)*map_find(&p->keys, q->key));
		struct finding *f;

		place = layout_place(&p->layout, place, &q->key, q, &name);
		f = finding_add(&p->findings, "KEY_TWICE", place, q->key);
		f->column_name = name;
		f->expected = arena_format(&p->row_arena, "riga %ju / row %ju",
		    (uintmax_t)before.row, (uintmax_t)before.row);
		if (before.part != place.part)
			f->expected = arena_format(&p->row_arena,
			    "riga %ju, file %u / row %ju, file %u", (uintmax_t)before.row,
			    before.part, (uintmax_t)before.row, before.part);
		return;
	}
	*first = (uint64_t)place_to_row(place);
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
    const struct quota_state *before, struct place place, struct err *e)
{
	struct db *db = p->in->db;
	struct quota_booking b = {
	    .creditor = p->in->creditor->id,
	    .file = p->in->file.id,
	    .row = place_to_row(place),
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
    const struct quota_state *before, struct place place, struct err *e)
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
	return book_row(p, q, digest, before, place, e);
}

static int
take_row(struct pass *p, const struct row *row, struct err *e)
{
	struct place place = place_in_table(p, row->number);
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
	if (!layout_takes(&p->layout, row, &p->findings, place))
		return 0;
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
		    p->sink->refused(p->sink->context, place, row, q.cents, e) != 0)
			return -1;
	} else if (take_good_row(p, &q, &digest, found ? &before : NULL, place, e) != 0) {
		return -1;
	}
	return give_findings(p, e);
}

/* A table of an archive is made known before anything is said of it. */
static int
tell_member(struct pass *p, struct str header, struct err *e)
{
	if (p->sources.part == p->told_part)
		return 0;
	p->told_part = p->sources.part;
	if (p->sink == NULL)
		return 0;
	return p->sink->member(
	    p->sink->context, place_in_table(p, 0), p->sources.member, header, e);
}

static int
take_header(struct pass *p, const struct layout_version *version, const struct row *row,
    struct err *e)
{
	struct place place = place_in_table(p, 0);
	struct str header;

	p->findings = (struct findings){.arena = &p->sources.tables};
	p->layout.today = p->in->today;
	layout_bind(
	    &p->layout, &p->plan, version, row, &p->sources.tables, &p->findings, place);
	p->has_layout = true;
	header = layout_titles(&p->layout, &p->sources.tables);
	if (p->in->file.header_row == 0) {
		p->in->file.header = arena_str(p->in->arena, header);
		p->in->file.header_row = (int64_t)row->number;
	}
	return tell_member(p, header, e) == 0 ? give_findings(p, e) : -1;
}

/* A finding about the file as a whole. */
static int
file_finding(struct pass *p, const char *code, struct str seen, struct err *e)
{
	if (tell_member(p, STR(""), e) != 0)
		return -1;
	p->findings = (struct findings){.arena = &p->arena};
	finding_add(&p->findings, code, place_in_table(p, 0), seen);
	return give_findings(p, e);
}

static int
header_not_found(struct pass *p, struct err *e)
{
	if (tell_member(p, STR(""), e) != 0)
		return -1;
	p->findings = (struct findings){.arena = &p->arena};
	finding_add(&p->findings, "HEADER_NOT_FOUND", place_in_table(p, 0), STR(""))
	    ->expected = layout_nearest_tell(&p->nearest, &p->arena);
	return give_findings(p, e);
}

static const struct layout_version *
find_version(const struct pass *p, const struct row *row)
{
	struct layout_origin origin =
	    planned_table_origin(p->sources.table, p->sources.name);

	return layout_find(&p->plan, row, &origin);
}

/* One record of the table: what stands before the header, the header, or a quota. */
static int
take_record(struct pass *p, const struct row *row, int64_t *preamble, struct err *e)
{
	const struct layout_version *version;

	if (row->count == 0)
		return 0;
	if (p->has_layout)
		return take_row(p, row, e);
	version = find_version(p, row);
	if (version != NULL && take_header(p, version, row, e) != 0)
		return -1;
	if (version != NULL)
		return version->headless && !p->file_refused ? take_row(p, row, e) : 0;
	if (row->number <= p->skipped)
		return 0;
	layout_nearest_take(&p->nearest, &p->plan, row, &p->arena);
	if (++*preamble > LAYOUT_PREAMBLE_MOST)
		return header_not_found(p, e);
	return 0;
}

static int
read_rows(struct pass *p, struct err *e)
{
	struct row row;
	int64_t preamble = 0;
	int got;

	while ((got = table_next(p->sources.table, &row, e)) > 0) {
		if (take_record(p, &row, &preamble, e) != 0)
			return -1;
		if (p->file_refused)
			break;
		if (p->in->progress != NULL && p->read.rows % PROGRESS_EVERY == 0)
			p->in->progress(p->in->progress_context, p->read.rows);
	}
	if (got == 0 && !p->has_layout && !p->file_refused)
		return header_not_found(p, e);
	if (got == 0 && p->layout.left_out > 0 && !p->file_refused)
		return file_finding(p, "ROWS_LEFT_OUT",
		    arena_format(&p->arena, "%jd", (intmax_t)p->layout.left_out), e);
	return got < 0 ? -1 : 0;
}

/* Every table of the file, until one refuses it. */
static int
read_tables(struct pass *p, struct err *e)
{
	int got;

	while ((got = sources_next(&p->sources, e)) > 0) {
		p->has_layout = false;
		p->nearest = (struct layout_nearest){.known = 0};
		planned_table_note(p->sources.table, &p->in->file, p->in->arena);
		if (read_rows(p, e) != 0)
			return -1;
		if (p->file_refused)
			return 0;
	}
	return got;
}

/* A reader's refusal is a finding about the file; anything else is the world's failure.
 */
static int
settle_refusal(struct pass *p, struct err *e)
{
	if (e->kind != ERR_FILE)
		return -1;
	if (tell_member(p, STR(""), e) != 0)
		return -1;
	p->findings = (struct findings){.arena = &p->arena};
	finding_of_err(&p->findings, e, place_in_table(p, 0));
	return give_findings(p, e);
}

static int
judge_whole(struct pass *p, struct err *e)
{
	struct str seen;

	if (p->file_refused)
		return 0;
	if (p->read.rows == 0)
		return file_finding(p, "NO_ROWS", STR(""), e);
	if (!intake_is_too_many(p->in->channel, p->refused.rows, p->read.rows) &&
	    p->mode != PASS_REFUSE)
		return 0;
	seen = arena_format(
	    &p->arena, "%jd / %jd", (intmax_t)p->refused.rows, (intmax_t)p->read.rows);
	return file_finding(p, "TOO_MANY_REJECTS", seen, e);
}

int
quota_pass_run(struct pass *p, struct err *e)
{
	struct table_options options = {.most_bytes = (uint64_t)p->in->conf->most_memory};

	if (layout_plan_open(&p->plan, p->in->conf, p->in->channel, &p->arena, e) != 0)
		return -1;
	for (size_t i = 0; i < p->plan.count; i++)
		if (p->plan.versions[i].skip > p->skipped)
			p->skipped = p->plan.versions[i].skip;
	layout_plan_options(&p->plan, &options);
	map_open(&p->keys, &p->arena, 0);
	sources_open(&p->sources, &p->in->input, p->in->file.name, &options,
	    (uint64_t)p->in->conf->most_file, &p->arena);
	if (read_tables(p, e) != 0)
		return settle_refusal(p, e);
	return judge_whole(p, e);
}

void
quota_pass_close(struct pass *p)
{
	sources_close(&p->sources);
	arena_close(&p->row_arena);
	arena_close(&p->arena);
}
