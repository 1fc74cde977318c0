/*
 * The engine at work: what is ready is claimed, worked by processes behind a fence, and
 * shipped; once
 * (`run`) or until told to stop (`watch`).
 */
#ifndef DAEMON_H
#define DAEMON_H

#include "engine.h"

/* What happened, for the exit code and the last line. */
struct daemon_tally {
	int64_t files;   /* booked, seen or checked */
	int64_t refused; /* of them: refused whole, or with refused rows */
	int64_t batches; /* shipped */
	int64_t put_off; /* files or batches left for later */
};

struct daemon_options {
	bool once;     /* stop when nothing is left to do */
	bool progress; /* a line on standard error that shows what is under way */
};

/* -1 only when the engine itself cannot go on. */
int daemon_run(struct engine *g, struct daemon_options options,
    struct daemon_tally *tally, struct err *e);

#endif
