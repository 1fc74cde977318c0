/*
 * What a worker takes on before it touches strangers' bytes, and how its end is read. A
 * crash, a hang or a bomb in a parser costs that worker, never the engine.
 */
#ifndef SPOOL_LIMITS_H
#define SPOOL_LIMITS_H

#include "base/err.h"

struct limits {
	uint64_t memory;    /* bytes of address space; 0 = no limit. Not under ASan */
	uint64_t file_size; /* bytes of any file written; 0 = no limit */
	int cpu;            /* seconds; 0 = no limit */
	int wall;           /* seconds; 0 = no limit */
	int files;          /* open descriptors; 0 = no limit */
	bool network;       /* may open sockets: only for couriers, never for parsers */
};

/* Takes the limits on, for good: resource limits, no core, an alarm, no new privileges,
 * and a filter that refuses (EPERM) sockets, programs and the debugging of others. */
int limits_take(const struct limits *limits, struct err *e);

/* Makes what all workers with such limits share, before the first is forked. Not needed,
 * but saves each of them a millisecond. */
int limits_prepare(const struct limits *limits, struct err *e);

enum worker_fate {
	WORKER_EXITED,  /* by itself: `code` */
	WORKER_CRASHED, /* by a signal: `signal` */
	WORKER_CPU,     /* more processor time than allowed */
	WORKER_MEMORY,  /* more memory than allowed */
	WORKER_WALL,    /* longer than allowed */
	WORKER_SPACE,   /* wrote a larger file than allowed */
};

struct worker_end {
	enum worker_fate fate;
	int code;
	int signal;
};

struct worker {
	int64_t process;
	int fd;        /* readable (poll) when the worker has ended; -1 without */
	int64_t until; /* clock_monotonic: killed after it, should its alarm fail */
};

/* Forks; the child takes the limits on, runs `run` and exits with what it returns (0 to
 * 255), after flushing stdio. It dies with its parent. Inside, a full arena ends the
 * worker as WORKER_MEMORY. The caller must hold no thread and no open ledger. */
int worker_start(struct worker *w, const struct limits *limits, int (*run)(void *context),
    void *context, struct err *e);

/* True when it has ended, with *end filled and everything of it given back. Does not
 * wait; kills what is over its time. */
bool worker_ended(struct worker *w, struct worker_end *end);
/* The same, waiting. */
void worker_wait(struct worker *w, struct worker_end *end);
/* Kills it; its end is still to be asked for. */
void worker_kill(const struct worker *w);

/* One English line for logs: "killed by signal 11 (Segmentation fault)". */
struct worker_text {
	char text[96];
};
struct worker_text worker_end_text(const struct worker_end *end);

#endif
