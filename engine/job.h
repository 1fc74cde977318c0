/*
 * A job: one inbound file, claimed into .work/<job>/, booked, settled. The job's name
 * says where the file came from, which is all that a restart needs:
 * "<time>-<count>-<id>.<creditor>.<channel>.<n|v><d|->", v for a check, d when a
 * done-file goes with it.
 *
 *   file in the job's folder, job not in the ledger   -> to be worked
 *   file in the job's folder, job in the ledger       -> to be settled
 *   no file                                           -> to be removed
 */
#ifndef JOB_H
#define JOB_H

#include "engine.h"
#include "spool/watch.h"

enum { JOB_NAME_SIZE = 160 };

struct job {
	char name[JOB_NAME_SIZE];
	const struct conf_creditor *creditor;
	const struct conf_channel *channel;
	bool check_only;
	bool done_file;           /* NAME.ok went with it */
	const char *refusal;      /* code of the catalogue, for job_refuse */
	const char *refusal_seen; /* how the worker died */
	/* Shared with the worker, for a progress bar; may be NULL. */
	int64_t *rows_done;
};

/* Takes a ready file into a new job: 1, 0 when somebody was faster, -1. */
int job_claim(struct engine *g, struct job *job, const struct conf_creditor *creditor,
    const struct conf_channel *channel, const struct watch_ready *ready, struct err *e);

/* The job that a folder of .work/ stands for; false when its creditor or channel is not
 * configured. */
bool job_of_name(const struct engine *g, const char *name, struct job *job);

/* Puts right what a crash left half done between the inbound folder and the job (a copy
 * whose original is still there, a done-file left alone). */
int job_recover(const struct engine *g, const struct job *job, struct err *e);

/* Books and settles; to be called in a worker. 0, JOB_REFUSALS when the file or some of
 * its rows were refused, -1. */
enum { JOB_REFUSALS = 1 };
int job_work(const struct engine *g, const struct job *job, struct err *e);
/* Books the refusal of a file whose workers died, with job->refusal, and settles it. */
int job_refuse(const struct engine *g, const struct job *job, struct err *e);

#endif
