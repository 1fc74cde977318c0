/* Workers: forked, fenced, and their ends told apart. */
#include "base/arena.h"
#include "base/date.h"
#include "base/log.h"
#include "spool/limits.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Exit codes of our own, out of the way of sysexits(3). */
enum { EXIT_MEMORY = 110, EXIT_NO_LIMITS = 111 };
/* Seconds that the parent gives beyond the worker's own alarm. */
enum { GRACE = 5 };

static _Noreturn void
end_full(size_t limit)
{
	(void)limit;
	_exit(EXIT_MEMORY);
}

/* MODE=cov: what a worker ran is told before _exit; absent otherwise. */
void __gcov_dump(void) __attribute__((weak));

static _Noreturn void
be_worker(const struct limits *limits, int64_t parent, int (*run)(void *), void *context)
{
	struct err e;
	int code;

	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_IGN); /* Ctrl-C is for the engine, which lets workers finish */
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) /* it died before the line above */
		_exit(EXIT_NO_LIMITS);
	arena_full = end_full;
	if (limits_take(limits, &e) != 0) {
		log_error("worker: %s", e.text);
		_exit(EXIT_NO_LIMITS);
	}
	code = run(context);
	fflush(NULL);
	if (__gcov_dump != NULL)
		__gcov_dump();
	_exit(code);
}

int
worker_start(struct worker *w, const struct limits *limits, int (*run)(void *context),
    void *context, struct err *e)
{
	int64_t parent = getpid();
	pid_t process;

	if (limits_prepare(limits, e) != 0)
		return -1;
	fflush(NULL); /* else both would write what is still buffered */
	process = fork();
	if (process < 0)
		return err_set(e, ERR_RETRY, "fork: %s", strerror(errno));
	if (process == 0)
		be_worker(limits, parent, run, context);
	*w = (struct worker){
	    .process = process,
	    .fd = (int)syscall(SYS_pidfd_open, process, 0),
	    .until = limits->wall > 0
		? clock_monotonic() + ((int64_t)limits->wall + GRACE) * 1000
		: INT64_MAX,
	};
	return 0;
}

static struct worker_end
end_of(int status)
{
	struct worker_end end = {.fate = WORKER_EXITED};

	if (WIFEXITED(status)) {
		end.code = WEXITSTATUS(status);
		if (end.code == EXIT_MEMORY)
			end.fate = WORKER_MEMORY;
		return end;
	}
	end.signal = WTERMSIG(status);
	switch (end.signal) {
	case SIGXCPU:
		end.fate = WORKER_CPU;
		break;
	case SIGALRM:
		end.fate = WORKER_WALL;
		break;
	case SIGXFSZ:
		end.fate = WORKER_SPACE;
		break;
	default:
		end.fate = WORKER_CRASHED;
	}
	return end;
}

/* Asks with `flags` of waitpid(2); true when it has ended. */
static bool
reap(struct worker *w, int flags, struct worker_end *end)
{
	int status = 0;
	pid_t got;

	do
		got = waitpid((pid_t)w->process, &status, flags);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		BUG("worker %jd is not ours", (intmax_t)w->process);
	if (got == 0)
		return false;
	*end = end_of(status);
	if (end->signal == SIGKILL && clock_monotonic() >= w->until)
		end->fate = WORKER_WALL;
	if (w->fd >= 0)
		close(w->fd);
	w->fd = -1;
	w->process = 0;
	return true;
}

bool
worker_ended(struct worker *w, struct worker_end *end)
{
	if (clock_monotonic() >= w->until)
		worker_kill(w);
	return reap(w, WNOHANG, end);
}

void
worker_wait(struct worker *w, struct worker_end *end)
{
	struct pollfd watched = {.fd = w->fd, .events = POLLIN};

	while (!worker_ended(w, end)) {
		int64_t left = w->until - clock_monotonic();

		/* Without a descriptor of the process, look every now and then. */
		if (left > 60000 || left < 0)
			left = 60000;
		(void)poll(&watched, 1, w->fd < 0 ? 10 : (int)left);
	}
}

void
worker_kill(const struct worker *w)
{
	if (w->process > 0)
		(void)kill((pid_t)w->process, SIGKILL);
}

struct worker_text
worker_end_text(const struct worker_end *end)
{
	static const char *const sentences[] = {
	    [WORKER_CPU] = "stopped: it used more processor time than allowed",
	    [WORKER_MEMORY] = "stopped: it used more memory than allowed",
	    [WORKER_WALL] = "stopped: it took longer than allowed",
	    [WORKER_SPACE] = "stopped: it wrote a larger file than allowed",
	};
	struct worker_text t;

	if (end->fate == WORKER_EXITED)
		snprintf(t.text, sizeof t.text, "ended with code %d", end->code);
	else if (end->fate == WORKER_CRASHED)
		snprintf(t.text, sizeof t.text, "killed by signal %d (%s)", end->signal,
		    strsignal(end->signal));
	else
		snprintf(t.text, sizeof t.text, "%s", sentences[end->fate]);
	return t;
}
