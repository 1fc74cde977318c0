/* The worker's side of the crew: a task, or a group of them, is done and its end told. */
#include "crew_run.h"

#include "base/log.h"
#include "deliver.h"
#include "fetch.h"
#include "lateness.h"

/* The task's job and those of its companions. */
static int
work_group(const struct engine *g, struct task *t, struct crew_word *word, struct err *e)
{
	const struct job *jobs[JOB_GROUP_MOST];
	size_t count = 0;

	for (; t != NULL; t = t->companions) {
		t->job.rows_done = &word->done;
		jobs[count++] = &t->job;
	}
	return job_work(g, jobs, count, word->ends, e);
}

/* Ships the task's batch and those of its companions; what hinders one hinders not the
 * others. */
static int
ship_group(const struct engine *g, struct task *t, struct crew_word *word, struct err *e)
{
	struct db *db;
	struct err why;

	if (engine_db(g, &db, e) != 0)
		return -1;
	for (size_t i = 0; t != NULL; t = t->companions, i++) {
		bool shipped = ship_batch(g, db, t->batch, &word->done, &why) >= 0;

		if (!shipped)
			log_warn("%.*s: %s", STR_ARG(t->label), why.text);
		__atomic_store_n(
		    &word->ends[i], shipped ? JOB_DONE : JOB_LATER, __ATOMIC_RELEASE);
	}
	db_close(db);
	return 0;
}

int
crew_run(void *context)
{
	struct errand *errand = context;
	const struct engine *g = errand->crew->g;
	struct task *t = errand->slot->task;
	struct fetch_tally tally;
	struct err e;
	int status = -1;

	t->job.rows_done = &errand->slot->word->done;
	switch (t->kind) {
	case TASK_JOB:
		status = work_group(g, t, errand->slot->word, &e);
		break;
	case TASK_REFUSE:
		status = job_refuse(g, &t->job, &e);
		break;
	case TASK_SHIP:
		status = ship_group(g, t, errand->slot->word, &e);
		break;
	case TASK_FETCH:
		status = fetch_work(
		    g, t->fetcher, false, &errand->slot->word->done, &tally, &e);
		break;
	case TASK_LATENESS:
		status = lateness_apply(g, &e);
		break;
	case TASK_DELIVER:
		status = deliver_work(g, t->courier, &errand->slot->word->done, &e);
		break;
	}
	if (t->kind == TASK_DELIVER && status >= 0)
		return status == DELIVER_FAILED ? EXIT_REFUSALS : 0;
	if (status >= 0)
		return status == JOB_REFUSALS ? EXIT_REFUSALS : 0;
	log_warn("%.*s: %s", STR_ARG(t->label), e.text);
	return EXIT_LATER;
}
