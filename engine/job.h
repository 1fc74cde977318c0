/*
 * A job: one inbound file, claimed into .work/<job>/, booked, settled. The job's name
 * says where the file came from, which is all that a restart needs:
 * "<creditor>.<channel>.<n|v>.<id>", v for a check.
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

/* Books and settles; to be called in a worker. 0, JOB_REFUSALS when the file or some of
 * its rows were refused, -1. */
enum { JOB_REFUSALS = 1 };
int job_work(const struct engine *g, const struct job *job, struct err *e);
/* Books the refusal of a file whose workers died, with job->refusal, and settles it. */
int job_refuse(const struct engine *g, const struct job *job, struct err *e);

#endif
