/* A file of quotas: judged row by row, then booked whole in one transaction. */
#include "intake/quotas.h"

#include "intake/quota_pass.h"

static const char count_cancelled[] =
    "SELECT COUNT(*) FROM quota WHERE file = ? AND state = 'cancelled'";

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
		status = quota_pass_run(&p, e);
	take_totals(in, &p);
	quota_pass_close(&p);
	return status;
}

/* The register learns of cancelled quotas, those of positions that go on included. */
static int
tell_register(struct intake *in, struct err *e)
{
	int64_t cancelled = 0;

	if (db_number(in->db, count_cancelled, DB(db_i(in->file.id)), &cancelled, e) < 0)
		return -1;
	return cancelled > 0 ? intake_add_batch(in, "register", "cancel", e) : 0;
}

/* What must be written because of this file: requests and notices per operation, then the
 * answer. */
static int
add_batches(struct intake *in, const struct generation *g, struct err *e)
{
	static const char *const outlets[] = {
	    "node", "notices", "postal", "mail", "appio"};

	for (size_t i = 0; i < sizeof outlets / sizeof outlets[0]; i++)
		if (g->created > 0 && intake_add_batch(in, outlets[i], "create", e) != 0)
			return -1;
	for (size_t i = 0; i < sizeof outlets / sizeof outlets[0]; i++)
		if (g->updated > 0 && intake_add_batch(in, outlets[i], "update", e) != 0)
			return -1;
	if (g->cancelled > 0 && intake_add_batch(in, "node", "delete", e) != 0)
		return -1;
	if ((g->cancelled > 0 || g->updated > 0) && tell_register(in, e) != 0)
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
		status = quota_pass_run(&p, e);
		take_totals(in, &p);
	}
	*too_many = status == 0 && mode == PASS_BOOK && in->file_refused;
	if (status == 0 && !*too_many && mode == PASS_BOOK)
		status = generation_run(&g, e);
	if (status == 0 && !*too_many)
		status = close_booking(in, &audit, &g, e);
	quota_pass_close(&p);
	arena_close(&kept.arena);
	if (status == 0 && !*too_many)
		return db_commit(in->db, e);
	db_rollback(in->db);
	return status;
}

int
quotas_judge(struct intake *in, struct err *e)
{
	return quotas_check(in, NULL, e);
}

/* What was refused is judged again: files booked before it in the same transaction may
 * have brought what it missed. */
int
quotas_book(struct intake *in, struct err *e)
{
	bool too_many = false;

	if (in->file_refused && quotas_check(in, NULL, e) != 0)
		return -1;
	in->to_match = true;
	if (!in->file_refused && book_in_mode(in, PASS_BOOK, &too_many, e) != 0)
		return -1;
	if (!in->file_refused)
		return 0;
	in->to_match = false;
	return book_in_mode(in, PASS_REFUSE, &too_many, e);
}
