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
name_folder(struct job *job)
{
	static unsigned count;
	uint32_t id = 0;
	struct instant_text now = instant_iso(clock_now());

	if (getrandom(&id, sizeof id, 0) != sizeof id)
		BUG("no random numbers");
	snprintf(job->folder, sizeof job->folder,
	    "%.4s%.2s%.2s%.2s%.2s%.2s-%06u-%08x.%.*s.%.*s.%c%c", now.text, now.text + 5,
	    now.text + 8, now.text + 11, now.text + 14, now.text + 17, count++,
	    (unsigned)id, STR_ARG(job->creditor->id), STR_ARG(job->channel->kind),
	    job->check_only ? 'v' : 'n', job->done_file ? 'd' : '-');
}

/* A folder of .work/ made for what is claimed now. */
struct claim_folder {
	struct job job; /* of no file yet */
	int fd;         /* -1: it could not be made, or not durably */
	struct err error;
};

/* A claiming under way. What was taken lies side by side, as claim_commit_jobs wants it.
 */
struct claiming {
	const struct engine *g;
	struct claim_folder *folders;
	size_t folder_count, folder_room;
	size_t count;
	struct job_claim **claims;
	int *ins, *jobs, *results;
	struct claimed *claimed;
	struct err *errors;
	struct arena arena;
};

static bool
is_for(const struct claim_folder *f, const struct job_claim *c)
{
	return f->job.channel == c->channel && f->job.creditor == c->creditor &&
	    f->job.check_only == c->ready.check_only &&
	    f->job.done_file == c->ready.done_file;
}

/* The folder for a claim, made when it is the first of its kind. */
static struct claim_folder *
folder_for(struct claiming *k, const struct job_claim *c)
{
	struct claim_folder *f;

	for (size_t i = 0; i < k->folder_count; i++)
		if (is_for(&k->folders[i], c))
			return &k->folders[i];
	k->folders = arena_grown(
	    &k->arena, k->folders, k->folder_count, &k->folder_room, sizeof *k->folders);
	f = &k->folders[k->folder_count++];
	f->job = (struct job){.creditor = c->creditor,
	    .channel = c->channel,
	    .check_only = c->ready.check_only,
	    .done_file = c->ready.done_file};
	name_folder(&f->job);
	f->fd = staging_make_unsynced(k->g->work, str_of(f->job.folder), &f->error);
	return f;
}

static void
make_folders(struct claiming *k, const struct job_claim *list, size_t count)
{
	struct err e;

	for (size_t i = 0; i < count; i++)
		(void)folder_for(k, &list[i]);
	if (folder_sync(k->g->work, &e) == 0)
		return;
	for (size_t i = 0; i < k->folder_count; i++) {
		if (k->folders[i].fd < 0)
			continue;
		close(k->folders[i].fd);
		k->folders[i].fd = -1;
		k->folders[i].error = e;
	}
}

/* The file into its folder: 1, 0 or -1. */
static int
take(struct claiming *k, struct job_claim *c)
{
	const struct claim_folder *f = folder_for(k, c);
	int taken;

	if (f->fd < 0) {
		c->error = f->error;
		return -1;
	}
	taken = claim_take(c->ready.fd, c->ready.name, f->fd, c->ready.done_file,
	    (uint64_t)k->g->conf.most_file, &k->claimed[k->count], &c->error);
	if (taken != CLAIM_TAKEN)
		return taken == CLAIM_GONE ? 0 : -1;
	c->job = f->job;
	memcpy(c->job.file, k->claimed[k->count].name, sizeof c->job.file);
	k->claims[k->count] = c;
	k->ins[k->count] = c->ready.fd;
	k->jobs[k->count++] = f->fd;
	return 1;
}

/* From here on the files are ours: if the commit failed a later start recovers them. */
static void
commit_takings(struct claiming *k)
{
	claim_commit_jobs(
	    k->g->work, k->ins, k->jobs, k->claimed, k->count, k->results, k->errors);
	for (size_t i = 0; i < k->count; i++) {
		const struct claimed *claimed = &k->claimed[i];
		struct job_claim *c = k->claims[i];

		c->job.size = claimed->size <= INT64_MAX ? (int64_t)claimed->size : -1;
		c->result = k->results[i] != 0 ? -1 : !claimed->gone;
		c->error = k->errors[i];
	}
}

/* A folder into which nothing came goes again. */
static void
close_folders(struct claiming *k)
{
	struct err ignored;

	for (size_t i = 0; i < k->folder_count; i++) {
		if (k->folders[i].fd < 0)
			continue;
		close(k->folders[i].fd);
		(void)staging_leave(
		    k->g->work, str_of(k->folders[i].job.folder), &ignored);
	}
}

void
job_claim_all(struct engine *g, struct job_claim *list, size_t count)
{
	struct claiming k = {.g = g};

	k.claims = arena_new_array(&k.arena, count, struct job_claim *);
	k.ins = arena_new_array(&k.arena, count, int);
	k.jobs = arena_new_array(&k.arena, count, int);
	k.results = arena_new_array(&k.arena, count, int);
	k.claimed = arena_new_array(&k.arena, count, struct claimed);
	k.errors = arena_new_array(&k.arena, count, struct err);
	make_folders(&k, list, count);
	for (size_t i = 0; i < count; i++)
		list[i].result = take(&k, &list[i]);
	commit_takings(&k);
	close_folders(&k);
	arena_close(&k.arena);
}

bool
job_of_folder(const struct engine *g, const char *name, struct job *job)
{
	struct str rest = str_of(name), id, creditor, channel;

	*job = (struct job){.creditor = NULL, .size = -1};
	if (strlen(name) >= sizeof job->folder || !str_cut(&rest, '.', &id) ||
	    !str_cut(&rest, '.', &creditor) || !str_cut(&rest, '.', &channel) ||
	    rest.len != 2)
		return false;
	snprintf(job->folder, sizeof job->folder, "%s", name);
	job->check_only = rest.ptr[0] == 'v';
	job->done_file = rest.ptr[1] == 'd';
	job->creditor = conf_creditor_find(&g->conf, creditor);
	if (job->creditor != NULL)
		job->channel = conf_channel_find(job->creditor, channel);
	return job->channel != NULL && channel_kind_find(job->channel->kind) != NULL;
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
	int folder = staging_open(g->work, str_of(job->folder), e), in, status = -1;

	if (folder < 0)
		return -1;
	in = open_source(g, job, e);
	if (in >= 0) {
		status = claim_recover(in, folder, str_of(job->file), job->done_file, e);
		close(in);
	}
	close(folder);
	return status;
}
