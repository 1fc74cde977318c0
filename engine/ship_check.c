/* Files dropped to be checked: judged and answered inside a transaction that is rolled
 * back. */
#include "shipment.h"
#include "spool/folder.h"
#include "spool/staging.h"

#include <stdio.h>
#include <unistd.h>

/* Writes the acknowledgement of an uncommitted file row into the outlet's folder. */
static int
answer_check(struct shipment *s, struct intake *in, struct err *e)
{
	struct folder_delivery *list;
	int status;

	snprintf(s->staging, sizeof s->staging, "check.%jd", (intmax_t)getpid());
	s->run.batch = (struct batch){.creditor = in->creditor->id,
	    .outlet = STR("acknowledgements"),
	    .operation = STR("check"),
	    .file = in->file.id,
	    .created_at = in->file.booked_at};
	if (conf_outlet_find(in->creditor, s->run.batch.outlet) == NULL)
		return 0;
	if (shipment_prepare(s, e) != 0 ||
	    staging_remove(s->g->work, str_of(s->staging), e) != 0)
		return -1;
	s->run.folder = staging_make(s->g->work, str_of(s->staging), e);
	if (s->run.folder < 0)
		return -1;
	status = acknowledgement_write(&s->run, e);
	if (status == 0)
		status = folder_sync_all(s->run.folder, e);
	close(s->run.folder);
	list = arena_new_array(&s->arena, s->run.made_count, struct folder_delivery);
	for (size_t i = 0; i < s->run.made_count; i++)
		list[i].artefact = s->run.made[i];
	if (status == 0)
		status = shipment_to_folder(s, list, s->run.made_count, e);
	return status == 0 ? staging_remove(s->g->work, str_of(s->staging), e) : -1;
}

/* The file row, what `judge` finds, and the answer, all in a transaction that is rolled
 * back. */
static int
check_in_transaction(const struct engine *g, struct intake *in,
    int (*judge)(struct intake *, const struct intake_sink *, struct err *),
    struct err *e)
{
	struct shipment s = {.g = g, .db = in->db};
	struct intake_keeper kept = {.in = in};
	struct intake_sink sink = intake_keep(&kept);
	int status = -1;

	if (db_begin(in->db, e) != 0)
		return -1;
	if (file_insert(in->db, &in->file, e) == 0 && judge(in, &sink, e) == 0) {
		in->file.state = in->file_refused ? STR("refused") : STR("checked");
		status = file_finish(in->db, &in->file, e);
	}
	if (status == 0)
		status = answer_check(&s, in, e);
	db_rollback(in->db);
	in->file.state = STR("checked");
	arena_close(&kept.arena);
	outlet_forget(&s.run);
	arena_close(&s.arena);
	return status;
}

int
ship_check(const struct engine *g, struct intake *in, struct err *e)
{
	/* Judged once before the transaction: a file that kills its reader holds no lock.
	 */
	if (intake_check(in, NULL, e) != 0)
		return -1;
	return check_in_transaction(g, in, intake_check, e);
}

/* What kept the file from being read, as its one finding. */
static int
judge_unreadable(struct intake *in, const struct intake_sink *sink, struct err *e)
{
	struct findings list = {.arena = in->arena};

	in->file_refused = true;
	finding_add(&list, in->unreadable_code, (struct place){.file = in->file.name},
	    in->unreadable_seen);
	return sink->finding(sink->context, &list.items[0], e);
}

int
ship_check_refusal(const struct engine *g, struct intake *in, struct err *e)
{
	in->unreadable_code = e->code != NULL ? e->code : "FILE_UNREADABLE";
	in->unreadable_seen = arena_str(in->arena, str_of(e->text));
	return check_in_transaction(g, in, judge_unreadable, e);
}
