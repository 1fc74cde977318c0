/* What all channels share: a file seen before is told so, a file nobody can read is
 * refused in writing. */
#include "intake/intake.h"

#include "intake/flows.h"
#include "intake/mail_receipts.h"
#include "intake/quotas.h"
#include "intake/receipts.h"
#include "intake/register.h"
#include "intake/statements.h"
#include "ledger/outbox.h"
#include "match/posting.h"
#include "match/reconcile.h"

const struct channel_kind channel_kinds[] = {
    {"quotas", {"quote nel tracciato standard", "quotas in the standard tracciato"},
	quotas_check, quotas_judge, quotas_book, 8 << 20},
    {"flows", {"flussi di rendicontazione (FDR)", "reporting flows (FDR)"}, flows_check,
	flows_judge, flows_book, 48 << 20},
    {"receipts", {"ricevute telematiche (RT)", "receipts (RT)"}, receipts_check,
	receipts_judge, receipts_book, 16 << 20},
    {"statements",
	{"estratti conto di banca, posta e tesoreria",
	    "statements of banks, Poste and treasurers"},
	statements_check, statements_judge, statements_book, 16 << 20},
    {"mail-receipts",
	{"ricevute PEC e avvisi di mancata consegna (.eml)",
	    "PEC receipts and delivery status notifications (.eml)"},
	mail_receipts_check, mail_receipts_judge, mail_receipts_book, 16 << 20},
    {"register", {"esportazioni dell'albo", "exports of the register"}, register_check,
	register_judge, register_book, 16 << 20},
    {0},
};

const struct channel_kind *
channel_kind_find(struct str kind)
{
	for (const struct channel_kind *k = channel_kinds; k->kind != NULL; k++)
		if (str_is(kind, k->kind))
			return k;
	return NULL;
}

static const struct channel_kind *
kind_of(const struct intake *in)
{
	const struct channel_kind *k = channel_kind_find(in->channel->kind);

	if (k == NULL)
		BUG("channel %.*s has no reader", STR_ARG(in->channel->kind));
	return k;
}

static void
join_cell(struct out *o, const struct cell *cell)
{
	if (cell->kind == CELL_NUMBER)
		out_char(o, CELL_NUMBER_MARK);
	if (cell->kind == CELL_DATE)
		out_char(o, CELL_DATE_MARK);
	for (size_t i = 0; i < cell->text.len; i++) {
		char c = cell->text.ptr[i];

		out_char(o, c >= CELL_DATE_MARK && c <= CELL_BREAK ? ' ' : c);
	}
}

struct str
intake_joined_cells(const struct row *row, struct arena *a)
{
	struct out o;

	out_open_memory(&o, a);
	for (size_t i = 0; i < row->count; i++) {
		if (i > 0)
			out_char(&o, CELL_BREAK);
		join_cell(&o, &row->cells[i]);
	}
	return out_bytes_of(&o);
}

static int
keep_finding(void *context, const struct finding *f, struct err *e)
{
	struct intake_keeper *k = context;

	return file_add_finding(k->in->db, k->in->file.id, ++k->findings, f, e);
}

static int
keep_refused(
    void *context, struct place place, const struct row *row, money cents, struct err *e)
{
	struct intake_keeper *k = context;

	arena_reset(&k->arena);
	return file_add_refused_row(k->in->db, k->in->file.id, place_to_row(place),
	    intake_joined_cells(row, &k->arena), cents, e);
}

static int
keep_member(
    void *context, struct place place, struct str name, struct str header, struct err *e)
{
	struct intake_keeper *k = context;

	return file_add_member(
	    k->in->db, k->in->file.id, (int64_t)place.part, name, header, e);
}

struct intake_sink
intake_keep(struct intake_keeper *k)
{
	return (struct intake_sink){k, keep_finding, keep_refused, keep_member};
}

bool
intake_is_too_many(const struct conf_channel *c, int64_t refused_rows, int64_t rows)
{
	if (refused_rows == 0)
		return false;
	if (c->on_error == ON_ERROR_FILE || refused_rows == rows)
		return true; /* with no good row at all the file itself is refused */
	if (c->max_rejects >= 0 && refused_rows > c->max_rejects)
		return true;
	return c->max_rejects_percent >= 0 &&
	    refused_rows * 100 > rows * c->max_rejects_percent;
}

int
intake_check(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	return kind_of(in)->check(in, sink, e);
}

int
intake_add_batch(
    struct intake *in, const char *outlet, const char *operation, struct err *e)
{
	struct batch b = {.creditor = in->creditor->id,
	    .outlet = str_of(outlet),
	    .operation = str_of(operation),
	    .file = in->file.id,
	    .created_at = in->file.booked_at};

	return conf_outlet_find(in->creditor, b.outlet) == NULL
	    ? 0
	    : batch_insert(in->db, &b, e);
}

/* A file row with one finding about the whole file, and its acknowledgement. */
static int
record_outcome(struct intake *in, const char *state, const char *code, struct str seen,
    struct err *e)
{
	struct findings list = {.arena = in->arena};
	struct audit audit;

	in->file.state = str_of(state);
	finding_add(&list, code, (struct place){.file = in->file.name}, seen);
	if (audit_open(&audit, in->db, in->now, e) != 0 ||
	    file_insert(in->db, &in->file, e) != 0 ||
	    file_add_finding(in->db, in->file.id, 1, &list.items[0], e) != 0 ||
	    intake_add_batch(in, "acknowledgements", "acknowledge", e) != 0)
		return -1;
	return audit_add(&audit, arena_format(in->arena, "file.%s", state).ptr,
	    in->creditor->id, in->file.name,
	    arena_format(in->arena, "sha256 %.*s, %s", STR_ARG(in->file.sha256), code),
	    e);
}

static int
book_outcome(struct intake *in, const char *state, const char *code, struct str seen,
    struct err *e)
{
	if (db_begin(in->db, e) != 0)
		return -1;
	if (record_outcome(in, state, code, seen, e) != 0) {
		db_rollback(in->db);
		return -1;
	}
	return db_commit(in->db, e);
}

int
intake_refuse(struct intake *in, const char *code, struct str seen, struct err *e)
{
	in->file_refused = true;
	return book_outcome(in, "refused", code, seen, e);
}

/* Whether the same bytes were booked before: then in->file.original tells where. */
static int
is_seen(struct intake *in, struct err *e)
{
	return file_find_content(
	    in->db, in->creditor->id, in->file.sha256, &in->file.original, e);
}

int
intake_judge(struct intake *in, struct err *e)
{
	int got = is_seen(in, e);

	if (got != 0)
		return got < 0 ? -1 : 0;
	return kind_of(in)->judge(in, e);
}

static int
book_seen(struct intake *in, struct err *e)
{
	struct file_record original;

	if (file_find_id(in->db, in->file.original, &original, in->arena, e) <= 0)
		return -1;
	return book_outcome(in, "seen", "FILE_SEEN",
	    arena_format(in->arena, "%.*s, %s", STR_ARG(original.name),
		instant_rome_of(original.booked_at).text),
	    e);
}

int
intake_place(struct intake *in, struct err *e)
{
	int got = is_seen(in, e);

	if (got != 0)
		return got < 0 ? -1 : book_seen(in, e);
	return kind_of(in)->book(in, e);
}

/* Posts by itself what a file has made square. */
static int
post(struct intake *in, struct err *e)
{
	struct audit audit;
	struct posting p = {.db = in->db,
	    .creditor = in->creditor,
	    .preset = &in->channel->posting,
	    .today = in->today,
	    .now = in->file.booked_at,
	    .arena = in->arena,
	    .audit = &audit};
	struct posting_order order = {.file = in->file.id, .automatic = true};

	if (!in->to_match || !in->channel->posting.automatic)
		return 0;
	if (audit_open(&audit, in->db, in->now, e) != 0)
		return -1;
	return posting_run(&p, &order, e);
}

int
intake_match(struct intake *const *list, size_t count, struct err *e)
{
	const struct intake *in = list[0];
	struct reconciling r = {.db = in->db,
	    .creditor = in->creditor->id,
	    .segregation = in->creditor->segregation,
	    .today = in->today,
	    .now = in->file.booked_at};
	int64_t *files = arena_new_array(in->arena, count, int64_t);
	size_t matched = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i]->to_match)
			files[matched++] = list[i]->file.id;
	if (matched == 0)
		return 0;
	if (reconcile_files(&r, files, matched, e) != 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (post(list[i], e) != 0)
			return -1;
	return 0;
}

int
intake_book(struct intake *in, struct err *e)
{
	if (intake_judge(in, e) != 0 || db_begin(in->db, e) != 0)
		return -1;
	if (intake_place(in, e) != 0 || intake_match(&in, 1, e) != 0) {
		db_rollback(in->db);
		return -1;
	}
	return db_commit(in->db, e);
}
