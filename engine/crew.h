/*
 * The crew: tasks that wait, and the few processes that work on them. A task is a claimed
 * job or a batch to be shipped. Every courier and every fetcher of the configuration, a
 * partner, has a place of its own beside them, so that a dead one takes nobody's. A
 * worker that dies takes nothing with it: its task is tried once more, then its file is
 * refused and a person is told. Small files of
 * one channel go to one worker as a group, and so do answers; when it dies, those that it
 * had not ended are tried alone.
 */
#ifndef CREW_H
#define CREW_H

#include "engine.h"
#include "job.h"
#include "ship.h"
#include "spool/limits.h"

enum task_kind {
	TASK_JOB,
	TASK_REFUSE,
	TASK_SHIP,
	TASK_DELIVER,
	TASK_FETCH,
	TASK_LATENESS
};

struct task {
	struct task *next;
	enum task_kind kind;
	struct job job;
	int64_t batch;
	const struct conf_courier *courier;
	const struct conf_fetcher *fetcher;
	struct task *companions; /* of the same group, while it is under way */
	bool alone;              /* not to be put into a group */
	int deaths;
	uint32_t hindrances; /* how often the world was in the way */
	int64_t not_before;  /* clock_monotonic, for tasks put off */
	int64_t total;       /* rows or files it will come to, 0: not known */
	struct str label;    /* for logs and the progress line */
};

/* What a worker tells the crew, in memory that they share. */
struct crew_word {
	int64_t done;                 /* rows or files so far */
	uint8_t ends[JOB_GROUP_MOST]; /* enum job_end of the task and its companions */
};

struct crew_slot {
	struct worker worker;
	struct task *task;
	struct crew_word *word;
};

struct crew {
	const struct engine *g;
	struct arena arena;
	struct task *first, *last; /* waiting, oldest first */
	struct task *put_off;      /* for later */
	struct crew_slot *slots;   /* of the workers, then one for each partner */
	struct task *errands;      /* one for each partner: couriers, then fetchers */
	bool lateness;             /* it is in line, under way or put off */
	int workers;
	int count;
	int busy;
	int64_t finished, refused, put_off_count, shipped;
	int64_t ended;   /* workers, in whatever way */
	int64_t fetched; /* of them: fetchers */
};

/* An empty crew for the engine, which must outlive it; gives back what it holds. */
void crew_open(struct crew *c, const struct engine *g);
void crew_close(struct crew *c);

/* Puts work in line: a job, called `label` in messages, or a batch. */
void crew_add_job(struct crew *c, const struct job *job, struct str label);
void crew_add_batch(struct crew *c, const struct ship_due *due, int64_t total);
/* The daily look at what waits, once in line at most. */
void crew_add_lateness(struct crew *c);
/* Whether a batch is waiting, under way or put off already. */
bool crew_has_batch(const struct crew *c, int64_t batch);

/* Whether a partner could be set to work now, and doing so: couriers by their index in
 * the configuration, fetchers by theirs behind the couriers. */
bool crew_partner_is_free(const struct crew *c, size_t partner);
void crew_start_partner(struct crew *c, size_t partner);

/* The poll entries of the workers (room for crew.count), and when to look again. */
int crew_prepare(const struct crew *c, struct pollfd *polls, int64_t *wakeup);
/* Takes in workers that ended and starts waiting tasks while there is room. Put-off tasks
 * whose time has come wait again. */
void crew_go_on(struct crew *c);
bool crew_is_idle(const struct crew *c);

#endif
