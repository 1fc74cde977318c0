/* Jobs that are booked: their files go to where they rest, one sync for many, and the
 * crew is told. */
#include "base/log.h"
#include "job_run.h"
#include "spool/claim.h"
#include "spool/staging.h"

#include <unistd.h>

void
job_put_off(struct work *w, const struct err *e)
{
	log_warn("%s: %s", w->job->file, e->text);
	__atomic_store_n(w->end, JOB_LATER, __ATOMIC_RELEASE);
}

bool
job_is_put_off(const struct work *w)
{
	return *w->end == JOB_LATER;
}

/* Where a file goes when its outcome stands in the ledger. */
static struct str
resting_place(const struct file_record *f, struct arena *a)
{
	if (str_is(f->state, "refused"))
		return STR("scarti");
	return arena_format(a, "archivio/%.*s/%.*s",
	    STR_ARG(str_slice(f->booked_at, 0, 4)),
	    STR_ARG(str_slice(f->booked_at, 5, 7)));
}

void
job_folder_close(struct job_folder *f)
{
	if (f->name != NULL)
		close(f->fd);
	f->name = NULL;
}

int
job_folder_open(struct job_folder *f, const struct work *w, struct err *e)
{
	if (f->name != NULL && strcmp(f->name, w->job->folder) == 0)
		return f->fd;
	job_folder_close(f);
	f->fd = staging_open(w->g->work, str_of(w->job->folder), e);
	if (f->fd >= 0)
		f->name = w->job->folder;
	return f->fd;
}

/* What the outcome of the file is in the ledger. */
static const struct file_record *
outcome(const struct work *w)
{
	return w->is_booked ? &w->file : &w->in.file;
}

static int
move(struct work *w, struct job_folder *from, int to, struct err *e)
{
	char settled[FOLDER_NAME_SIZE];
	int folder = job_folder_open(from, w, e);

	if (folder < 0)
		return -1;
	return claim_settle(folder, str_of(w->job->file), to, settled, e);
}

static int
open_rest(const struct work *w, struct err *e)
{
	int base = engine_creditor_folder(w->g, w->job->creditor, e), folder = -1;

	if (base < 0)
		return -1;
	folder = folder_open(base, w->rest, FOLDER_MAKE, e);
	close(base);
	return folder;
}

static bool
is_to_move(const struct work *w, struct str rest)
{
	return w->has_file && !w->is_moved && !job_is_put_off(w) &&
	    str_equal(w->rest, rest);
}

/* Moves all files that rest where the first of the list does; one sync makes it durable.
 */
static int
move_all(struct work *list, size_t count, struct err *e)
{
	struct job_folder from = {.name = NULL};
	int to = open_rest(list, e), status;
	struct err why;

	if (to < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!is_to_move(&list[i], list->rest))
			continue;
		list[i].is_moved = move(&list[i], &from, to, &why) == 0;
		if (!list[i].is_moved)
			job_put_off(&list[i], &why);
	}
	job_folder_close(&from);
	status = folder_sync(to, e);
	close(to);
	return status;
}

static void
put_off_all(struct work *list, size_t count, struct str rest, const struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].has_file && !job_is_put_off(&list[i]) &&
		    str_equal(list[i].rest, rest))
			job_put_off(&list[i], e);
}

/* The end of a job, told to the crew. */
static void
tell(struct work *w)
{
	const struct file_record *f = outcome(w);
	bool refusals =
	    w->has_file && (str_is(f->state, "refused") || f->refused.rows > 0);

	__atomic_store_n(
	    w->end, refusals ? JOB_DONE_REFUSALS : JOB_DONE, __ATOMIC_RELEASE);
}

void
job_settle(struct work *list, size_t count)
{
	struct err e;

	for (size_t i = 0; i < count; i++)
		if (list[i].has_file && !job_is_put_off(&list[i]))
			list[i].rest = resting_place(outcome(&list[i]), &list[i].arena);
	for (size_t i = 0; i < count; i++)
		if (is_to_move(&list[i], list[i].rest) &&
		    move_all(&list[i], count - i, &e) != 0)
			put_off_all(&list[i], count - i, list[i].rest, &e);
	for (size_t i = 0; i < count; i++)
		if (!job_is_put_off(&list[i]))
			tell(&list[i]);
	for (size_t i = 0; i < count; i++)
		if ((i == 0 ||
			strcmp(list[i].job->folder, list[i - 1].job->folder) != 0) &&
		    staging_leave(list->g->work, str_of(list[i].job->folder), &e) != 0)
			log_warn("%s", e.text);
}
