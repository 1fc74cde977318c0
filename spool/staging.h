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
/* The same, not yet durable: for many jobs, which one folder_sync of `work` makes so
 * before anything is put into them. */
int staging_make_unsynced(int work, struct str job, struct err *e);

/* Removes the job's folder with all that is in it. */
int staging_remove(int work, struct str job, struct err *e);
/* Removes the job's folder when nothing is in it any more. */
int staging_leave(int work, struct str job, struct err *e);

/* What the dead left: temporary files, and job folders with nothing in them. Jobs with
 * files stay, for the caller to recover. Only under the spool's lock. */
int staging_sweep(int work, struct err *e);

/* What a folder of the engine holds, in an order that a restart finds again: the jobs of
 * .work/ by name (pad their numbers), the files of a job oldest first, as they were
 * dropped. Dot names are left out. */
struct staging_list {
	struct arena arena;
	struct staging_entry *entries;
	size_t count;
	size_t room;
	size_t next;
};

/* Opens the list; staging_close gives it back. */
int staging_jobs(struct staging_list *list, int work, struct err *e);
int staging_files(struct staging_list *list, int job, struct err *e);
/* 1 with the name (good until staging_close), 0 at the end. */
int staging_next(struct staging_list *list, const char **name, struct err *e);
void staging_close(struct staging_list *list);

#endif
