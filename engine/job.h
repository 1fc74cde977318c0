/*
 * A job: one inbound file, claimed into .work/<job>/, booked, settled. The job's name
 * says where the file came from, which is all that a restart needs:
 * "<time>-<count>-<id>.<creditor>.<channel>.<n|v><d|->", v for a check, d when a
 * done-file goes with it.
 *
 *   file in the job's folder, job not in the ledger   -> to be worked
 *   file in the job's folder, job in the ledger       -> to be settled
 *   no file                                           -> to be removed
 *
 * Small files of one channel are worked as a group: judged one by one, then booked in one
 * transaction, each as a part of it, matched once, and settled after its commit. The
 * group is nothing that a restart must know: before the commit none of them is booked.
 */
#ifndef JOB_H
#define JOB_H

#include "engine.h"
#include "spool/folder.h"
#include "spool/watch.h"

enum { JOB_NAME_SIZE = 160 };

struct job {
	char name[JOB_NAME_SIZE];
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
	bool check_only;
	bool done_file;           /* NAME.ok went with it */
	int64_t size;             /* bytes as claimed; -1 not known */
	const char *refusal;      /* code of the catalogue, for job_refuse */
	const char *refusal_seen; /* how the worker died */
	/* Shared with the worker, for a progress bar; may be NULL. */
	int64_t *rows_done;
};

/* A ready file on its way into a new job. */
struct job_claim {
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
	struct watch_ready ready;
	struct job job; /* out */
	int result;     /* out: 1 taken, 0 somebody was faster, -1 with `error` */
	struct err error;
};

enum { JOB_CLAIMS_MOST = 64 };

/* Takes ready files, at most JOB_CLAIMS_MOST, each into a job of its own. */
void job_claim_all(struct engine *g, struct job_claim *list, size_t count);

/* The job that a folder of .work/ stands for; false when its creditor or channel is not
 * configured. */
bool job_of_name(const struct engine *g, const char *name, struct job *job);

/* The one file in a job's folder: 1, 0 none, -1. */
int job_find_file(int folder, char name[FOLDER_NAME_SIZE], struct err *e);

/* Puts right what a crash left half done between the inbound folder and the job (a copy
 * whose original is still there, a done-file left alone). */
int job_recover(const struct engine *g, const struct job *job, struct err *e);

enum { JOB_REFUSALS = 1, JOB_GROUP_MOST = 256 };

/* What has become of a job of a group. */
enum job_end { JOB_UNTOUCHED, JOB_DONE, JOB_DONE_REFUSALS, JOB_LATER };

/* Books and settles a group of one channel (checks are always alone); to be called in a
 * worker. Each end is told as soon as it is certain, to memory that is shared with the
 * crew. -1 when something hindered all that are not told. What hinders one is logged. */
int job_work(const struct engine *g, const struct job *const *jobs, size_t count,
    uint8_t *ends, struct err *e);
/* Books the refusal of a file whose workers died, with job->refusal, and settles it: 0,
 * JOB_REFUSALS or -1. */
int job_refuse(const struct engine *g, const struct job *job, struct err *e);

#endif
