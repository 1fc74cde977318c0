/* Where a file's way through the engine begins: it is claimed into a job, or found in one
 * after a crash. */
#include "job.h"

#include "base/log.h"
#include "intake/intake.h"
#include "spool/claim.h"
#include "spool/staging.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* Names sort in the order of claiming, which is the order in which a restart takes jobs
 * up again. */
static void
make_name(struct job *job)
{
	static unsigned count;
	uint32_t id = 0;
	struct instant_text now = instant_iso(clock_now());

	if (getrandom(&id, sizeof id, 0) != sizeof id)
		BUG("no random numbers");
	snprintf(job->name, sizeof job->name,
	    "%.4s%.2s%.2s%.2s%.2s%.2s-%06u-%08x.%.*s.%.*s.%c%c", now.text, now.text + 5,
	    now.text + 8, now.text + 11, now.text + 14, now.text + 17, count++,
	    (unsigned)id, STR_ARG(job->creditor->id), STR_ARG(job->channel->kind),
	    job->check_only ? 'v' : 'n', job->done_file ? 'd' : '-');
}

/* Makes the job's folder; durable when all are made. */
static int
begin_claim(struct engine *g, struct job_claim *c)
{
	struct job *job = &c->job;

	*job = (struct job){.creditor = c->creditor,
	    .channel = c->channel,
	    .check_only = c->ready.check_only,
	    .done_file = c->ready.done_file};
	make_name(job);
	return staging_make_unsynced(g->work, str_of(job->name), &c->error);
}

/* The file into the job: 1, 0 or -1; then the job is no more. */
static int
take(struct engine *g, struct job_claim *c, int folder, struct claimed *claimed)
{
	struct err ignored;
	int taken = claim_take(c->ready.fd, c->ready.name, folder, c->ready.done_file,
	    (uint64_t)g->conf.most_file, claimed, &c->error);

	if (taken == CLAIM_TAKEN)
		return 1;
	(void)staging_remove(g->work, str_of(c->job.name), &ignored);
	return taken == CLAIM_GONE ? 0 : -1;
}

/* From here on the file is in the job: if the commit failed a later start recovers it. */
static void
end_claim(
    struct engine *g, struct job_claim *c, const struct claimed *claimed, int status)
{
	c->job.size = claimed->size <= INT64_MAX ? (int64_t)claimed->size : -1;
	c->result = status == 0 ? 1 : -1;
	if (status == 0 && claimed->gone)
		c->result =
		    staging_remove(g->work, str_of(c->job.name), &c->error) == 0 ? 0 : -1;
}

/* What was taken, side by side as claim_commit_jobs wants it. */
struct takings {
	size_t count;
	struct job_claim *claims[JOB_CLAIMS_MOST];
	int ins[JOB_CLAIMS_MOST], jobs[JOB_CLAIMS_MOST], results[JOB_CLAIMS_MOST];
	struct claimed claimed[JOB_CLAIMS_MOST];
	struct err errors[JOB_CLAIMS_MOST];
};

static void
commit_takings(struct engine *g, struct takings *t)
{
	claim_commit_jobs(
	    g->work, t->ins, t->jobs, t->claimed, t->count, t->results, t->errors);
	for (size_t i = 0; i < t->count; i++) {
		close(t->jobs[i]);
		t->claims[i]->error = t->errors[i];
		end_claim(g, t->claims[i], &t->claimed[i], t->results[i]);
	}
}

void
job_claim_all(struct engine *g, struct job_claim *list, size_t count)
{
	struct arena a = {0};
	struct takings *t = arena_new(&a, struct takings);
	int folders[JOB_CLAIMS_MOST];
	struct err e;
	bool durable;

	for (size_t i = 0; i < count; i++)
		folders[i] = begin_claim(g, &list[i]);
	durable = folder_sync(g->work, &e) == 0;
	for (size_t i = 0; i < count; i++) {
		struct job_claim *c = &list[i];

		c->result = -1;
		if (folders[i] >= 0 && durable)
			c->result = take(g, c, folders[i], &t->claimed[t->count]);
		else if (folders[i] >= 0)
			c->error = e;
		if (c->result <= 0 && folders[i] >= 0)
			close(folders[i]);
		if (c->result <= 0)
			continue;
		t->claims[t->count] = c;
		t->ins[t->count] = c->ready.fd;
		t->jobs[t->count++] = folders[i];
	}
	commit_takings(g, t);
	arena_close(&a);
}

bool
job_of_name(const struct engine *g, const char *name, struct job *job)
{
	struct str rest = str_of(name), id, creditor, channel;

	*job = (struct job){.creditor = NULL, .size = -1};
	if (strlen(name) >= sizeof job->name || !str_cut(&rest, '.', &id) ||
	    !str_cut(&rest, '.', &creditor) || !str_cut(&rest, '.', &channel) ||
	    rest.len != 2)
		return false;
	snprintf(job->name, sizeof job->name, "%s", name);
	job->check_only = rest.ptr[0] == 'v';
	job->done_file = rest.ptr[1] == 'd';
	job->creditor = conf_creditor_find(&g->conf, creditor);
	if (job->creditor != NULL)
		job->channel = conf_channel_find(job->creditor, channel);
	return job->channel != NULL && channel_kind_find(job->channel->kind) != NULL;
}

int
job_find_file(int folder, char name[FOLDER_NAME_SIZE], struct err *e)
{
	struct staging_list list;
	const char *entry;
	int got;

	if (staging_files(&list, folder, e) != 0)
		return -1;
	got = staging_next(&list, &entry, e);
	if (got > 0)
		snprintf(name, FOLDER_NAME_SIZE, "%s", entry);
	staging_close(&list);
	return got;
}

/* Opens the folder that the job's file was dropped in. */
static int
open_source(const struct engine *g, const struct job *job, struct err *e)
{
	struct arena a = {0};
	struct str path = engine_channel_path(job->channel, &a);
	int base = engine_creditor_folder(g, job->creditor, e), folder = -1;

	if (job->check_only)
		path = arena_format(&a, "%.*s/" WATCH_CHECK_FOLDER, STR_ARG(path));
	if (base >= 0) {
		folder = folder_open_configured(base, path, FOLDER_MUST_BE, e);
		close(base);
	}
	arena_close(&a);
	return folder;
}

int
job_recover(const struct engine *g, const struct job *job, struct err *e)
{
	char name[FOLDER_NAME_SIZE];
	int folder = staging_open(g->work, str_of(job->name), e), in, got;

	if (folder < 0)
		return -1;
	got = job_find_file(folder, name, e);
	in = got > 0 ? open_source(g, job, e) : -1;
	if (got > 0 && in >= 0)
		got = claim_recover(in, folder, str_of(name), job->done_file, e);
	else if (got > 0)
		got = -1;
	if (in >= 0)
		close(in);
	close(folder);
	return got < 0 ? -1 : 0;
}
