/*
 * A job: one inbound file, claimed into a folder of .work/, booked, settled. Files of one
 * inbound folder that are claimed together share a folder, whose name says where they
 * came from, which is all that a restart needs:
 * "<time>-<count>-<id>.<creditor>.<channel>.<n|v><d|->", v for a check, d when a
 * done-file goes with each. The ledger knows a job as "<folder>/<file>".
 *
 *   file in the folder, job not in the ledger   -> to be worked
 *   file in the folder, job in the ledger       -> to be settled
 *   no file                                     -> the folder is removed
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
	char folder[JOB_NAME_SIZE];
	char file[FOLDER_NAME_SIZE]; /* as it was dropped */
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
	bool check_only;
	bool done_file;           /* NAME.ok went with its file */
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

enum { JOB_CLAIMS_MOST = 256 };

/* Takes ready files, at most JOB_CLAIMS_MOST, those of one inbound folder together. */
void job_claim_all(struct engine *g, struct job_claim *list, size_t count);

/* What the name of a folder of .work/ tells of the jobs in it, each of which is it with
 * `file` filled in; false when its creditor or channel is not configured. */
bool job_of_folder(const struct engine *g, const char *name, struct job *job);

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
