/*
 * Taking a file: from the moment it is renamed into .work/<job>/ it is ours, and nobody
 * who writes into the share can change what its name means. A job takes one file or many
 * small ones, then makes the taking durable once:
 *
 *	claim_take(...) for each; claim_commit(...) for all; then the work begins.
 *
 * A crash before the commit leaves each file either in its folder or in the job;
 * claim_recover puts right what lies in a job after a restart.
 */
#ifndef SPOOL_CLAIM_H
#define SPOOL_CLAIM_H

#include "spool/folder.h"

struct claimed {
	char name[FOLDER_NAME_SIZE]; /* in the job's folder, as it was dropped */
	uint64_t size;               /* bytes; may be 0, may be absurd */
	struct timespec changed;     /* time of last change as the sender left it */
	bool done_file;              /* NAME.ok goes with it */
	bool gone; /* set by claim_commit: the sender took it back meanwhile */
	bool copied;
	uint64_t number; /* of the temporary name of the copy */
};

enum claim_result { CLAIM_TAKEN, CLAIM_GONE };

/* Takes the entry `name` of folder `in` into folder `job`. CLAIM_TAKEN with *c filled;
 * CLAIM_GONE when it is no longer there (another was faster); -1 with ERR_FILE when it is
 * no regular file (FILE_NOT_REGULAR), cannot be read, or lies on another file system and
 * has more than `most_copied` bytes (FILE_TOO_LARGE): it stays where it is. Hard links
 * and any owner are welcome. `done_file` says that the channel waits for NAME.ok. */
int claim_take(int in, struct str name, int job, bool done_file, uint64_t most_copied,
    struct claimed *c, struct err *e);

/* Makes `count` takings from `in` into `job` durable, removes the originals of copies and
 * the done-files. Files found taken back are marked `gone`. */
int claim_commit(int in, int job, struct claimed *list, size_t count, struct err *e);

/* Makes `count` takings durable, each by itself: list[i] from ins[i] into jobs[i], all of
 * them folders below `work`'s file system or copied to it. Of many, one
 * sync of the file system does it for all that were renamed. results[i] is 0 or -1 with
 * errors[i]. */
void claim_commit_jobs(int work, const int *ins, const int *jobs, struct claimed *list,
    size_t count, int *results, struct err *errors);

/* After a restart, for each file in a job's folder: removes the original when the crash
 * came between copy and removal, and a done-file left alone. Harmless to repeat. */
int claim_recover(int in, int job, struct str name, bool done_file, struct err *e);

/* Puts a file of the job back into the folder it came from, under a numbered name when a
 * new one took its place; `returned` is the name it has now. */
int claim_return(
    int job, struct str name, int in, char returned[FOLDER_NAME_SIZE], struct err *e);

/* Moves a file out of the job to where it stays (archivio/YYYY/MM or scarti), never
 * over another: a clash is numbered, "name (2).ext". Durable once the caller has synced
 * `folder`, which does it for many; `settled` is the name it has now. */
int claim_settle(
    int job, struct str name, int folder, char settled[FOLDER_NAME_SIZE], struct err *e);

#endif
