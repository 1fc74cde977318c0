/*
 * The engine's own folder, .work/: one folder a job, named by its caller. The name is all
 * that a restart knows of a job whose booking was not reached, so it should say where the
 * files came from ("opi-pisa.quotas.000012").
 */
#ifndef SPOOL_STAGING_H
#define SPOOL_STAGING_H

#include "base/arena.h"
#include "spool/folder.h"

/* Makes the job's folder, durable. A descriptor, or -1 (ERR_RETRY when it is there
 * already). Names begin with a letter or digit. */
int staging_make(int work, struct str job, struct err *e);
int staging_open(int work, struct str job, struct err *e);

/* Removes the job's folder with all that is in it. */
int staging_remove(int work, struct str job, struct err *e);

/* What the dead left: temporary files, and job folders with nothing in them. Jobs with
 * files stay, for the caller to recover. Only under the spool's lock. */
int staging_sweep(int work, struct err *e);

/* What a folder of the engine holds, in an order that a restart finds again: jobs by name
 * (pad their numbers), files oldest first, as they were dropped. */
struct staging_entry {
	struct str name; /* terminated */
	uint64_t size;
	struct timespec changed;
};

struct staging_list {
	struct staging_entry *entries;
	size_t count;
};

/* The jobs of .work/, and the files of a job, in `a`. Dot names are left out. */
int staging_jobs(int work, struct arena *a, struct staging_list *list, struct err *e);
int staging_files(int job, struct arena *a, struct staging_list *list, struct err *e);

#endif
