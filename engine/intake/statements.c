/* The channel `statements`: what banks, Poste and treasurers say of an account. */
#include "intake/statements.h"

#include "base/map.h"
#include "intake/booking.h"
#include "intake/layout_library.h"
#include "intake/statement_layout.h"
#include "intake/statement_twins.h"
#include "ledger/movements.h"

enum { PROGRESS_EVERY = 4096 };

/* A movement that was read, waiting to be booked. */
struct read_movement {
	struct read_movement *next;
	struct movement movement;
	struct movement_digest digest;
	int64_t occurrence;
	int64_t row; /* as the ledger keeps it */
};

/* A file may hold several statements, an archive several files. */
struct read_document {
	struct read_document *next;
	const struct booking_member *member;
	size_t count;
	const struct statement *statements;
	struct read_movement *first, *last;
};

struct read_documents {
	struct read_document *first, *last;
};

static struct str *
text_of(struct movement *m, size_t at)
{
	struct str *const texts[] = {&m->account, &m->currency, &m->code, &m->reference,
	    &m->customer_reference, &m->end_to_end, &m->party, &m->party_account,
	    &m->party_fiscal_code, &m->remittance, &m->text, &m->year, &m->provvisorio,
	    &m->document, &m->document_number, &m->operation, &m->bolletta};

	return at < sizeof texts / sizeof texts[0] ? texts[at] : NULL;
}

static struct movement_detail *
keep_details(const struct movement *m, struct arena *a)
{
	struct movement_detail *list =
	    arena_new_array(a, m->detail_count, struct movement_detail);

	for (size_t i = 0; i < m->detail_count; i++) {
		const struct movement_detail *d = &m->details[i];

		list[i] = (struct movement_detail){
		    .cents = d->cents,
		    .end_to_end = arena_str(a, d->end_to_end),
		    .reference = arena_str(a, d->reference),
		    .party = arena_str(a, d->party),
		    .party_account = arena_str(a, d->party_account),
		    .remittance = arena_str(a, d->remittance),
		};
	}
	return list;
}

static struct movement_provvisorio *
keep_provvisori(const struct movement *m, struct arena *a)
{
	struct movement_provvisorio *list =
	    arena_new_array(a, m->provvisorio_count, struct movement_provvisorio);

	for (size_t i = 0; i < m->provvisorio_count; i++)
		list[i] = (struct movement_provvisorio){
		    .number = arena_str(a, m->provvisori[i].number),
		    .cents = m->provvisori[i].cents,
		};
	return list;
}

/* A copy in the job's arena: what a reader gives lives until the next movement. */
static struct movement
keep_movement(const struct movement *m, struct arena *a)
{
	struct movement mine = *m;
	struct str *text;

	for (size_t i = 0; (text = text_of(&mine, i)) != NULL; i++)
		*text = arena_str(a, *text);
	mine.details = keep_details(m, a);
	mine.provvisori = keep_provvisori(m, a);
	return mine;
}

/* Only euros that the account has gained or lost count as money. */
static money
cents_of(const struct movement *m)
{
	return movement_is_euros(m) ? m->cents : 0;
}

static void
take_movement(struct booking *b, struct read_document *d, struct map *seen,
    const struct movement *m)
{
	struct arena *a = b->in->arena;
	struct read_movement *mine = arena_new(a, struct read_movement);
	uint64_t *times;

	tally_add(&b->read, cents_of(m));
	mine->movement = keep_movement(m, a);
	mine->digest = movement_digest(m);
	times = map_put(seen, str_of(mine->digest.text), NULL);
	mine->occurrence = (int64_t)++ * times;
	mine->row = booking_row(b, m->place.row);
	if (d->last == NULL)
		d->first = mine;
	else
		d->last->next = mine;
	d->last = mine;
	d->count++;
	if (b->in->progress != NULL && b->read.rows % PROGRESS_EVERY == 0)
		b->in->progress(b->in->progress_context, b->read.rows);
}

/* Rows that the reader could not take: the findings tell which. Each is given back
 * once. */
static void
take_findings(struct booking *b, const struct findings *list)
{
	uint64_t last = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct finding *f = &list->items[i];

		booking_take_finding(b, f);
		if (f->kind->severity != FINDING_ROW || f->place.row == 0 ||
		    f->place.row == last)
			continue;
		last = f->place.row;
		tally_add(&b->read, 0);
		booking_refuse_row(b, last, &f->seen, 1, 0);
	}
}

static bool
is_foreign_account(const struct conf_creditor *c, struct str account)
{
	if (account.len != 27 || !str_starts(account, STR("IT")))
		return false;
	for (size_t i = 0; i < c->account_count; i++)
		if (str_equal_nocase(c->accounts[i].iban, account))
			return false;
	return true;
}

static void
check_accounts(struct booking *b, const struct statement *s)
{
	struct str told = {0};

	for (; s != NULL; s = s->next)
		if (is_foreign_account(b->in->creditor, s->account) &&
		    !str_equal(s->account, told)) {
			told = s->account;
			booking_finding(b, "STATEMENT_OTHER_ACCOUNT", 0, told);
		}
}

static void
append(struct booking *b, struct read_document *d)
{
	struct read_documents *list = b->content;

	if (list->last == NULL)
		list->first = d;
	else
		list->last->next = d;
	list->last = d;
}

static int
open_statement(struct booking *b, struct statement_file **file, const struct input *in,
    struct findings *findings, struct err *e)
{
	struct table_options options = {.most_bytes = (uint64_t)b->in->conf->most_memory};
	const struct conf_channel *channel = b->in->channel;
	struct statement_columns columns = {.twice = ROLE_NONE};
	struct arena *a = b->in->arena;
	struct layout_plan *plan;

	if (layout_is_used(channel)) {
		plan = arena_new(a, struct layout_plan);
		if (layout_plan_open(plan, b->in->conf, channel, a, e) != 0)
			return -1;
		layout_plan_options(plan, &options);
		columns.plan = plan;
		columns.plan_or_titles =
		    str_ends(str_trim(channel->layout), STR("standard"));
	} else {
		(void)statement_columns_parse(&columns, channel->layout);
	}
	return statement_source_open(file, in, channel->layout.len > 0 ? &columns : NULL,
	    &options, findings, a, e);
}

static int
read_statement(struct booking *b, const struct input *in, struct err *e)
{
	struct arena *a = b->in->arena;
	struct read_document *d = arena_new(a, struct read_document);
	struct findings *findings = arena_new(a, struct findings);
	struct statement_file *file;
	struct movement m;
	struct map seen;
	int got;

	if (b->content == NULL)
		b->content = arena_new(a, struct read_documents);
	findings->arena = a;
	d->member = b->member;
	if (open_statement(b, &file, in, findings, e) != 0)
		return -1;
	map_open(&seen, a, 0);
	b->in->file.reader = str_of(file->format->name);
	while ((got = statement_next(file, &m, e)) > 0)
		take_movement(b, d, &seen, &m);
	d->statements = statement_first(file);
	take_findings(b, findings);
	check_accounts(b, d->statements);
	append(b, d);
	statement_close(file);
	return got;
}

/* 1 when it is new. */
static int
place_movement(struct booking *b, const struct read_movement *m, int64_t statement,
    int64_t *id, struct err *e)
{
	struct movement_booking record = {.creditor = b->in->creditor->id,
	    .digest = m->digest,
	    .occurrence = m->occurrence,
	    .statement = statement,
	    .file = b->in->file.id,
	    .row = m->row};
	int got = 0;

	if (b->writes)
		got = movement_insert(b->in->db, &m->movement, &record, id, e);
	else if (b->in->db == NULL)
		got = 1;
	else if ((got = movement_find(b->in->db, &record, id, e)) >= 0)
		got = !got;
	if (got >= 0)
		tally_add(got > 0 ? &b->booked : &b->unchanged, cents_of(&m->movement));
	return got;
}

/* Movements that are new may have been told in another format. */
static int
place_movements(
    struct booking *b, const struct read_document *d, const int64_t *ids, struct err *e)
{
	struct new_movement *fresh =
	    arena_new_array(b->in->arena, d->count, struct new_movement);
	size_t count = 0;
	int others = 0;

	for (const struct read_movement *m = d->first; m != NULL; m = m->next) {
		int64_t id = 0;
		int got =
		    place_movement(b, m, ids[m->movement.statement->number], &id, e);

		if (got < 0)
			return -1;
		if (got > 0)
			fresh[count++] = (struct new_movement){
			    &m->movement, d->member, b->writes ? id : 0};
	}
	if (count > 0 && b->in->db != NULL)
		others = statement_other_formats(b->in->db, b->in->creditor->id,
		    fresh[0].movement->statement->format, e);
	return others > 0 ? statement_twins_note(b, fresh, count, e) : others;
}

/* The statements of a document, and the id of each by its number in the file. */
static int
write_statements(struct booking *b, const struct read_document *d, int64_t *number,
    int64_t **ids, struct err *e)
{
	size_t count = 0;

	for (const struct statement *s = d->statements; s != NULL; s = s->next)
		count++;
	*ids = arena_new_array(b->in->arena, count + 1, int64_t);
	if (!b->writes)
		return 0;
	for (const struct statement *s = d->statements; s != NULL; s = s->next)
		if (statement_insert(b->in->db, b->in->creditor->id, b->in->file.id,
			++*number, s, &(*ids)[s->number], e) != 0)
			return -1;
	return 0;
}

static int
place_statements(struct booking *b, struct err *e)
{
	const struct read_documents *list = b->content;
	int64_t number = 0, *ids;

	for (const struct read_document *d = list->first; d != NULL; d = d->next) {
		if (write_statements(b, d, &number, &ids, e) != 0)
			return -1;
		if (place_movements(b, d, ids, e) != 0)
			return -1;
	}
	return 0;
}

static const struct booking_kind kind = {read_statement, place_statements};

int
statements_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	return booking_check(in, &kind, sink, e);
}

int
statements_judge(struct intake *in, struct err *e)
{
	return booking_judge(in, &kind, e);
}

int
statements_book(struct intake *in, struct err *e)
{
	return booking_book(in, e);
}
