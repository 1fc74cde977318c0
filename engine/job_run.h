/* What the halves of a job's work share: judging and booking, and settling. Only the
 * job_*.c files include it. */
#ifndef JOB_RUN_H
#define JOB_RUN_H

#include "intake/intake.h"
#include "job.h"

/* A job under way. */
struct work {
	const struct engine *g;
	const struct job *job;
	uint8_t *end; /* shared with the crew */
	struct arena arena;
	struct intake in;
	struct file_record file; /* as the ledger has it */
	struct str key;          /* the job as the ledger knows it: its path in .work/ */
	struct str rest;         /* where the file is to be settled */
	bool has_file;
	bool is_moved;  /* to where it rests */
	bool is_booked; /* before this start */
	bool to_book;
	bool is_refused; /* it could not be opened as a file: code and words */
	const char *code;
	struct str seen;
};

/* The folder of the job in hand: jobs that follow each other mostly share it. */
struct job_folder {
	const char *name;
	int fd;
};

/* The descriptor of the folder of a work's job, or -1; it stays open for the next, until
 * job_folder_close. */
int job_folder_open(struct job_folder *f, const struct work *w, struct err *e);
void job_folder_close(struct job_folder *f);

/* The work is left for later, and the crew told so. */
void job_put_off(struct work *w, const struct err *e);
bool job_is_put_off(const struct work *w);

/* Moves the files to where they rest, tells the crew the ends, and removes what folders
 * are empty then. What cannot be settled is put off. */
void job_settle(struct work *list, size_t count);

#endif
