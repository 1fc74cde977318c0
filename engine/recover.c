/* What a restart does with the folders of .work/ that it finds. */
#include "recover.h"

#include "base/log.h"
#include "ship.h"
#include "spool/staging.h"

#include <stdio.h>
#include <unistd.h>

/* The jobs of a folder, in the order in which their files were dropped. */
static int
recover_folder(const struct engine *g, struct crew *crew, struct job job, struct err *e)
{
	int folder = staging_open(g->work, str_of(job.folder), e), status;
	struct staging_list files;
	const char *name;

	if (folder < 0)
		return -1;
	status = staging_files(&files, folder, e);
	close(folder);
	while (status == 0 && staging_next(&files, &name, e) > 0) {
		snprintf(job.file, sizeof job.file, "%s", name);
		if (job_recover(g, &job, e) != 0)
			log_warn("%s/%s: %s", job.folder, name, e->text);
		else
			crew_add_job(crew, &job, str_of(name));
	}
	if (status == 0)
		staging_close(&files);
	return status;
}

/* One folder of .work/ that a dead engine left. */
static int
recover_one(const struct engine *g, struct crew *crew, const char *name, struct err *e)
{
	struct str folder = str_of(name);
	struct job job;

	if (str_starts(folder, STR("out.")) || str_starts(folder, STR("check.")))
		return ship_sweep(g, name, e);
	if (!job_of_folder(g, name, &job))
		log_warn("%s: a job of no configured channel; it stays in .work", name);
	else if (recover_folder(g, crew, job, e) != 0)
		log_warn("%s: %s", name, e->text);
	return 0;
}

int
recover_jobs(const struct engine *g, struct crew *crew, struct err *e)
{
	struct staging_list list;
	const char *name;
	int got;

	if (staging_sweep(g->work, e) != 0 || staging_jobs(&list, g->work, e) != 0)
		return -1;
	while ((got = staging_next(&list, &name, e)) > 0)
		if (recover_one(g, crew, name, e) != 0) {
			got = -1;
			break;
		}
	staging_close(&list);
	return got < 0 ? -1 : 0;
}
